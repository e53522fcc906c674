"""A skeleton filled with a Report: loaded as gold, it says of that very Report that everything is right."""

import json
from pathlib import Path

import pytest

from extractor.evaluation.gold import load_gold
from extractor.evaluation.scoring import score_report
from extractor.evaluation.skeleton import SkeletonOptions, skeleton, written
from extractor.pipeline import extract_document, read_document

REPORTS = Path(__file__).parents[2] / "fixtures" / "reports"
NAMES = ("dongliao-2023", "yunxiu-2020", "songwu-2022", "bailiao-2019", "xiating-2020")


def filled(name, folder):
    path = REPORTS / f"{name}.txt"
    report = extract_document(read_document(path.read_bytes(), path.name))
    labels = skeleton(path, SkeletonOptions("nobody", str(report.form), report=report))
    del labels["unfinished"]
    kept = folder / f"{name}.json"
    kept.write_text(written(labels), encoding="utf-8")
    return report, labels, kept, path


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_a_report_is_right_against_its_own_skeleton(name, tmp_path):
    report, _, kept, path = filled(name, tmp_path)
    gold, text = load_gold(kept, path.read_bytes())
    scored = score_report(name, report, gold, text)
    assert [miss for miss in scored.misses if not miss.field.startswith("findings")] == []
    narrative = report.narrative
    assert len(gold.counts) == len(narrative.counts)
    assert [(each.start_date, each.end_date, each.participants, each.place) for each in gold.trainings] == [
        (each.start, each.end, each.participants, each.place) for each in narrative.trainings
    ]
    assert [(each.start, each.end, each.kind) for each in gold.events] == [
        (each.evidence.start, each.evidence.end, each.kind) for each in narrative.events
    ]
    for name in ("issues", "remedies", "past_rectifications"):
        assert [(each.start, each.end) for each in getattr(gold, name)] == [
            (each.evidence.start, each.evidence.end) for each in getattr(narrative, name)
        ]


def test_each_label_and_each_row_of_a_table_stands_on_a_line_of_its_own(tmp_path):
    _, labels, kept, _ = filled("dongliao-2023", tmp_path)
    text = kept.read_text(encoding="utf-8")
    assert json.loads(text) == labels
    lines = [line.strip().rstrip(",") for line in text.splitlines()]
    for count in labels["counts"]:
        assert json.dumps(count, ensure_ascii=False) in lines
    rows = labels["tables"]["applications"]
    assert {f"{json.dumps(row)}: {json.dumps(values)}" for row, values in rows.items()} <= set(lines)
