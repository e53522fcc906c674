"""What is planted as lost is found, in the text or skipped by a reader; bench/losses.py runs more."""

from collections import Counter

from lost_pieces import told
from planted_losses import planted_losses

import extractor
from extractor.evaluation.noise import generate_documents


def test_planted_losses_are_found_and_none_is_explained_away():
    planted = list(planted_losses(5, seed=3))
    missed = [(loss.kind, loss.document, loss.what) for loss in planted if not loss.found]
    assert len(Counter(loss.kind for loss in planted)) >= 33
    assert missed == []
    assert sum(loss.explained for loss in planted) == 0


def test_a_value_that_is_silently_another_one_counts_as_missed():
    (document,) = generate_documents(1, 3, "clean", ("tabs",))
    report = extractor.extract(document.text)
    cell = report.tables.applications["new"]["natural"]
    other = cell.model_copy(update={"value": cell.value + 1})
    row = {**report.tables.applications["new"], "natural": other}
    tables = report.tables.model_copy(update={"applications": {**report.tables.applications, "new": row}})
    assert told(report, report) == []
    missed = told(report, report.model_copy(update={"tables": tables}))
    assert missed[0].startswith("applications/new/natural: ")
