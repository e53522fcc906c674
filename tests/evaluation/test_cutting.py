"""Whatever is cut out of a true text, what is read says less than the document and nothing else.

``make bench-cutting`` tries 10,000 cuts; a few hundred run here.
"""

import pytest

from extractor import extract
from extractor.evaluation.noise.cutting import CUTS, trial_named, trials
from extractor.evaluation.noise_scoring import CellOutcome, score_reading

_MOST_IN_10_000 = 2
"""Of the accepted cells; one is borne in few trials. The bench says what holds over many."""


def silent_and_accepted(kind, count):
    silent, accepted = 0, 0
    for trial in trials(count, 5, (kind,)):
        report = extract(trial.document.text + "\n")
        outcomes = [c.outcome for c in score_reading(trial.document, report.tables, report.findings).cells]
        silent += outcomes.count(CellOutcome.SILENT)
        accepted += outcomes.count(CellOutcome.SILENT) + outcomes.count(CellOutcome.RIGHT)
    return silent, accepted


@pytest.mark.parametrize("kind", CUTS)
def test_hardly_any_accepted_cell_is_wrong_when_something_is_cut_out(kind):
    silent, accepted = silent_and_accepted(kind, 16)
    assert accepted > 400
    assert silent <= max(1, _MOST_IN_10_000 * accepted / 10_000)


def test_a_trial_is_made_again_from_its_name():
    trial = next(iter(trials(1, 3, ("stretch",))))
    assert trial_named(trial.name) == trial
