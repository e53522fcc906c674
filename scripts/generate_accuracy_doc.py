"""Write docs/accuracy.md from the committed baselines; with --check only say whether it is in step."""

import sys
from pathlib import Path

from extractor.evaluation.accuracy import accuracy_page

PROJECT = Path(__file__).parent.parent
PAGE = PROJECT / "docs" / "accuracy.md"


def main() -> int:
    """Write the page, or compare it; the exit code."""
    text = accuracy_page(PROJECT)
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    if "--check" in sys.argv:
        print("docs/accuracy.md is out of step with eval/baselines; run make generate", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
