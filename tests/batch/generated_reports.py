"""Folders of generated reports for the tests that need more than a few."""

from pathlib import Path

from extractor.evaluation.noise import generate_documents


def write_reports(folder: Path, count: int, seed: int, level: str) -> Path:
    """Make ``folder`` with ``count`` reports of one noise level in it."""
    folder.mkdir()
    for index, document in enumerate(generate_documents(count, seed, level)):
        (folder / f"{index:03}.txt").write_text(document.text, encoding="utf-8")
    return folder
