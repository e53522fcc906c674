"""One failure per document that lists all differences."""

import pytest

_MOST_LINES = 80


def no_differences(document: str, found: list[str]) -> None:
    """Fail with the list of differences, if there are any; silent errors first."""
    if not found:
        return
    ordered = sorted(found, key=lambda line: "SILENT" not in line)
    left = len(ordered) - _MOST_LINES
    lines = [f"  {line}" for line in ordered[:_MOST_LINES]] + ([f"  … and {left} more"] if left > 0 else [])
    pytest.fail("\n".join([f"{document}: {len(found)} differences", *lines]), pytrace=False)
