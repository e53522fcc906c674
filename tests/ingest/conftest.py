"""The renders of fixture reports are made by the scripts beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "fixtures" / "formats"))
