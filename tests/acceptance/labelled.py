"""Where the labelled documents are."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
REAL_LABELS = PROJECT / "eval" / "real"
FIXTURES = PROJECT / "fixtures" / "reports"
KINDS = PROJECT / "fixtures" / "kinds"
"""One short document for each kind that was once refused, or read with something lost."""
