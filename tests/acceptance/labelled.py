"""Where the labelled documents are."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
REAL_LABELS = PROJECT / "eval" / "real"
FIXTURES = PROJECT / "fixtures" / "reports"
