"""Whatever is cut out of a true text, what is read says less than the document and nothing else.

``make bench-cutting`` tries 10,000 cuts; a few hundred run here.
"""

import pytest

from extractor import extract
from extractor.evaluation.noise.cutting import CUTS, trial_named, trials
from extractor.evaluation.noise_scoring import CellOutcome, score_reading

_MOST_IN_10_000 = 2
"""Of the accepted cells; one is borne in few trials. The bench says what holds over many."""


def outcomes_of(trial):
    report = extract(trial.document.text + "\n")
    return [c.outcome for c in score_reading(trial.document, report.tables, report.findings).cells]


def silent_and_accepted(kind, count):
    silent, accepted = 0, 0
    for trial in trials(count, 5, (kind,)):
        outcomes = outcomes_of(trial)
        silent += outcomes.count(CellOutcome.SILENT)
        accepted += outcomes.count(CellOutcome.SILENT) + outcomes.count(CellOutcome.RIGHT)
    return silent, accepted


@pytest.mark.parametrize("kind", CUTS)
def test_hardly_any_accepted_cell_is_wrong_when_something_is_cut_out(kind):
    silent, accepted = silent_and_accepted(kind, 16)
    assert accepted > 400
    assert silent <= max(1, _MOST_IN_10_000 * accepted / 10_000)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("numbers/pdf_vertical/s217.n152", id="dashes of a page number in a row of zeros"),
        pytest.param("numbers/cell_lines/s217.n98", id="a column proves a 0 of a row with open places"),
    ],
)
def test_what_was_once_silently_wrong_is_so_no_more(name):
    assert CellOutcome.SILENT not in outcomes_of(trial_named(name))


def test_a_trial_is_made_again_from_its_name():
    trial = next(iter(trials(1, 3, ("stretch",))))
    assert trial_named(trial.name) == trial
