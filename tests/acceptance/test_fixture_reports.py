"""Every fixture report comes out as labelled: values, bases, spans, facts and contradictions."""

from pathlib import Path

import pytest
from gold_compare import differences
from labelled import FIXTURES, KINDS
from readable import no_differences

from extractor import extract
from extractor.evaluation.gold import load_gold

LABELS = [*sorted(FIXTURES.glob("*.expected.json")), *sorted(KINDS.glob("*.expected.json"))]


@pytest.mark.parametrize("labels", LABELS, ids=lambda path: path.name.removesuffix(".expected.json"))
def test_report_is_as_labelled_when_a_fixture_is_read(labels: Path):
    document = labels.with_name(labels.name.replace(".expected.json", ".txt"))
    gold, text = load_gold(labels, document.read_bytes())

    report = extract(document)

    no_differences(gold.document, differences(report, gold, text))
