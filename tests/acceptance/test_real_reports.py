"""The real reports come out as labelled by reading them.

They are not part of this repository: they are read from the folder named by
``EXTRACTOR_REAL_REPORTS``, else from ``../shared/seeds`` beside the project.
"""

import hashlib
import json
import os
from pathlib import Path

import pytest
from gold_compare import differences
from labelled import PROJECT, REAL_LABELS
from readable import no_differences

from extractor import extract
from extractor.evaluation.gold import load_gold

LABELS = sorted(REAL_LABELS.glob("*.json"))


def real_report(labels: Path) -> Path:
    """The labelled document; skips, with the reason, where it is absent or has changed."""
    named = os.environ.get("EXTRACTOR_REAL_REPORTS")
    folder = Path(named) if named else PROJECT.parent / "shared" / "seeds"
    expected = json.loads(labels.read_text(encoding="utf-8"))
    document = folder / expected["document"]
    if not document.is_file():
        pytest.skip(f"{expected['document']} is not here; name its folder in EXTRACTOR_REAL_REPORTS")
    if hashlib.sha256(document.read_bytes()).hexdigest() != expected["sha256"]:
        pytest.skip(f"{expected['document']} is not the file that was labelled")
    return document


@pytest.mark.real
@pytest.mark.parametrize("labels", LABELS, ids=lambda path: path.stem)
def test_report_is_as_labelled_when_a_real_report_is_read(labels: Path):
    document = real_report(labels)
    gold, text = load_gold(labels, document.read_bytes())

    report = extract(document)

    no_differences(gold.document, differences(report, gold, text))
