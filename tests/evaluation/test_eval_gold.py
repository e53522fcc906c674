import json
from decimal import Decimal
from pathlib import Path

import pytest
from eval_samples import FIXTURES, PROJECT, labelled

from extractor.evaluation.adjudication import adjudicated, read_decisions
from extractor.evaluation.gold import GoldError, gold_of, load_gold, occurrence
from extractor.evaluation.gold_check import broken_identities
from extractor.evaluation.gold_schema import gold_schema, mistakes_of, schema_file_text
from extractor.evaluation.skeleton import SkeletonOptions, skeleton, written

STEM = "yunxiu-2020"


def labels() -> dict:
    return json.loads((FIXTURES / f"{STEM}.expected.json").read_text(encoding="utf-8"))


def test_quote_becomes_offsets_when_it_stands_in_the_text():
    gold, text = labelled(STEM)
    first = labels()["counts"][0]

    assert text[gold.counts[0].start : gold.counts[0].end] == first["quote"]


@pytest.mark.parametrize(("nth", "start"), [(0, 0), (1, 3), (2, 6)])
def test_nth_occurrence_is_found_when_a_quote_repeats(nth: int, start: int):
    assert occurrence("公开。公开。公开", "公开", nth) == (start, start + 2)


def test_labels_are_refused_when_the_document_has_changed(tmp_path: Path):
    with pytest.raises(GoldError, match="has changed since it was labelled"):
        load_gold(FIXTURES / f"{STEM}.expected.json", b"other bytes")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"counts": [{"quote": "不在文中的话"}]}, "is not in the text"),
        ({"counts": [{"start": 0, "end": 3}]}, "counts.0.value"),
        ({"colour": "red"}, "colour"),
        ({"issues": [{"start": 5, "end": 5}]}, "no stretch of the text"),
    ],
    ids=["quote missing", "value missing", "unknown key", "empty span"],
)
def test_first_mistake_is_named_when_labels_break_the_format(change: dict, message: str):
    _, text = labelled(STEM)

    with pytest.raises(GoldError, match=message):
        gold_of({**labels(), **change}, text, "file")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"counts": [{"value": 1}]}, "counts/0"),
        ({"sha256": "no hash"}, "sha256"),
        ({"header": {"form": "1999"}}, "header"),
        ({"tables": {"proactive": None, "applications": None}}, "tables"),
    ],
    ids=["no place", "hash", "form", "table left out"],
)
def test_schema_names_the_place_when_a_file_breaks_it(change: dict, place: str):
    assert any(mistake.startswith(place) for mistake in mistakes_of({**labels(), **change}))


def test_every_label_file_follows_the_schema():
    files = [*FIXTURES.glob("*.expected.json"), *(PROJECT / "eval").glob("*/*.json")]
    files += (PROJECT / "eval").glob("*/second/*.json")
    files = [path for path in files if path.parent.name != "baselines"]

    assert len(files) > 30
    assert {path.name: mistakes_of(json.loads(path.read_text(encoding="utf-8"))) for path in files} == {
        path.name: [] for path in files
    }


def test_schema_file_is_in_step_with_the_records():
    assert (PROJECT / "schemas" / "gold.schema.json").read_text(encoding="utf-8") == schema_file_text()
    assert gold_schema()["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize("form", ["2019", "2021", "legacy"])
def test_skeleton_is_blank_and_valid_when_nothing_is_asked_for(tmp_path: Path, form: str):
    document = FIXTURES / f"{STEM}.txt"
    labels = skeleton(document, SkeletonOptions("me", form))
    path = tmp_path / "gold.json"
    path.write_text(written(labels), encoding="utf-8")
    with pytest.raises(GoldError, match="still a skeleton"):  # nobody has filled it in yet
        load_gold(path, document.read_bytes())
    del labels["unfinished"]
    body = written(labels)
    path.write_text(body, encoding="utf-8")

    gold, _ = load_gold(path, document.read_bytes())

    assert mistakes_of(json.loads(body)) == []
    assert gold.counts == gold.issues == gold.trainings == ()
    assert gold.header.issuer is gold.header.report_year is None
    cells = [
        value
        for rows in json.loads(body)["tables"].values()
        for row in (rows or {}).values()
        for value in row
    ]
    assert set(cells) <= {None}
    assert bool(cells) is (form != "legacy")


def test_broken_sum_is_named_when_a_figure_is_mistyped():
    gold, _ = labelled(STEM)
    rows = dict(gold.tables["applications"])
    rows["new"] = (rows["new"][0] + 1, *rows["new"][1:])
    wrong = gold.model_copy(update={"tables": {**gold.tables, "applications": rows}})

    assert list(broken_identities(gold)) == []
    assert len(list(broken_identities(wrong))) == 2, "its row and its column"


def decided(tmp_path: Path, **decision: object) -> tuple[int, object]:
    """How many counts a decision leaves, and the first of them."""
    gold, _ = labelled(STEM)
    start, end = gold.counts[0].interval
    line = {"document": STEM, "list": "counts", "start": start, "end": end, "why": "test", **decision}
    path = tmp_path / f"{decision['ruling']}.json"
    path.write_text(json.dumps([line]), encoding="utf-8")
    read_decisions.cache_clear()
    counts = adjudicated(gold, path, STEM).counts
    return len(counts) - len(gold.counts), counts[0]


def test_decisions_are_applied_when_two_readers_differ(tmp_path: Path):
    label = {"value": 3, "unit": "件", "approximate": False, "topic": "other", "scope": None, "period": None}

    assert decided(tmp_path, ruling="keep")[0] == 0
    assert decided(tmp_path, ruling="drop")[0] == -1
    assert decided(tmp_path, ruling="optional")[1].optional
    assert decided(tmp_path, ruling="change", label={"value": 7})[1].value == Decimal(7)
    assert decided(tmp_path, ruling="add", start=0, end=4, label=label)[0] == 1
    with pytest.raises(GoldError, match="names no label"):
        decided(tmp_path, ruling="drop", start=1, end=2)
