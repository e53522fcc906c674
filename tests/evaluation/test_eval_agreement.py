from decimal import Decimal

import pytest
from eval_samples import labelled

from extractor.evaluation.agreement import agreement, differences
from extractor.evaluation.gold import Gold

STEM = "yunxiu-2020"


def changed(**change: object) -> Gold:
    return labelled(STEM)[0].model_copy(update=change)


def test_readers_agree_fully_when_their_labels_are_the_same():
    gold, _ = labelled(STEM)

    agreed = agreement([(gold, gold)])

    assert agreed.cells.value == agreed.nonzero_cells.value == agreed.header.value == 1
    assert agreed.lists["counts"].f1 == agreed.lists["issues"].f1 == 1
    assert agreed.topic_kappa == pytest.approx(1)
    assert list(differences(STEM, gold, gold)) == []


def test_disagreement_is_counted_and_named_when_a_reader_leaves_something_out():
    gold, _ = labelled(STEM)
    second = changed(counts=gold.counts[1:], issues=())

    agreed = agreement([(gold, second)])
    found = [(each.field, each.second) for each in differences(STEM, gold, second)]

    assert agreed.lists["counts"].first_only == 1
    assert agreed.lists["issues"].f1 == 0
    assert found.count(("counts", "—")) == 1
    assert found.count(("issues", "—")) == len(gold.issues)


def test_cell_is_agreed_when_one_reader_accepts_what_the_other_chose():
    gold, _ = labelled(STEM)
    rows = dict(gold.tables["applications"])
    rows["new"] = (rows["new"][0] + Decimal(1), *rows["new"][1:])
    second = changed(tables={**gold.tables, "applications": rows})
    tolerant = second.model_copy(
        update={"may_be": {"applications.new.natural": (float(rows["new"][0] - 1),)}}
    )

    strict, lenient = agreement([(gold, second)]), agreement([(gold, tolerant)])

    assert strict.cells.n - strict.cells.agreed == 1
    assert lenient.cells.value == 1


def test_nothing_is_compared_when_a_reader_did_not_label_it():
    gold, _ = labelled(STEM)

    agreed = agreement([(gold, changed(tables=None, header=None, counts=None))])

    assert agreed.cells.value is None
    assert agreed.header.n == 0
    assert agreed.lists["counts"].f1 is None
