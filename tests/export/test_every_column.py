"""Every column of every file against a Report in which no two places hold the same."""

import csv
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from extractor.export import ExportItem, Version, common_folder, duplicates_of, export, items_of_folder
from extractor.export.account import Account, FileOutcome
from extractor.export.applied_corrections import AppliedCorrection, by_pointer
from extractor.export.column_labels import column_label, legend
from extractor.export.exported_table import WHO
from extractor.export.panel import DOCUMENTS, panel
from extractor.export.tables import CORRECTIONS, FINDINGS, INPUTS, VALUES
from extractor.export.workbook import PROSE
from extractor.indicators import Indicator, definitions
from extractor.pipeline import extract
from extractor.records import (
    Attribution,
    Basis,
    Body,
    Cell,
    CellBasis,
    Count,
    Coverage,
    Event,
    Fact,
    Finding,
    Narrative,
    Page,
    Period,
    Span,
    Statement,
    Tables,
    Witness,
)

WORDS = "".join(chr(0x4E00 + at) for at in range(400))
"""A text without a repeated character: every quote stands at one place only."""


def span(start, end):
    return Span.of(WORDS, start, end)


def fact(value, start, end):
    return Fact(value=value, basis="rule", evidence=(span(start, end),))


def cell(value, basis, at, raw=None):
    return Cell(value=value, raw=raw or f"{value}", basis=basis, evidence=span(at, at + 2))


FOURTEEN = cell(14, "conflict", 109)


@pytest.fixture(scope="module")
def item():
    tables = Tables(
        applications={
            "new": {"natural": cell(11, "proved", 100), "business": cell(12, "inferred", 103)},
            "carried_in": {
                "natural": cell(13, "repaired", 106, "1З"),
                "business": cell(14, "conflict", 109),
            },
            "granted": {"natural": cell(15, "ambiguous", 112), "total": cell(16, "conflict", 115)},
        },
        proactive={"fees": {"amount": cell(Decimal("17.50"), "printed", 118)}},
        disputes=None,
    )
    narrative = Narrative(
        counts=(
            Count(
                topic="documents", label="文件", value=Decimal("21"), unit="份", approximate=True,
                scope="局机关", period="cumulative", evidence=span(130, 135), basis="both",
                attributes={"channel": "网站", "stage": "收到"},
                witnesses=(
                    Witness(reader="rule", aspect="topic", says="documents"),
                    Witness(reader="learned", aspect="topic", says="documents", sure=0.981),
                ),
            ),
        ),
        trainings=(
            Event(
                kind="training", name="培训班", start=date(2021, 3, 4), end=date(2021, 3, 5),
                date_text="3月4日", participants=22, participants_approximate=True, place="县城",
                evidence=span(140, 146), basis="model",
            ),
        ),
        events=(
            Event(
                kind="meeting", name="会议", start=date(2021, 6, 7), end=None, date_text="6月7日",
                participants=None, participants_approximate=False, place=None, evidence=span(150, 157),
                basis="rule",
            ),
        ),
        issues=(
            Statement(text="问题一", evidence=span(160, 163)),
            Statement(text="问题二", evidence=span(164, 168)),
        ),
        remedies=(Statement(text="措施", evidence=span(170, 175), addresses=(0, 1)),),
        past_rectifications=(Statement(text="整改", evidence=span(180, 186), basis="model"),),
    )  # fmt: skip
    findings = (
        Finding(
            check="a.first", severity="error", message="甲 / first", where=("/tables/x", "/narrative/y"),
            left=Decimal("31"), right=32, evidence=(span(200, 203), span(210, 214)), suspect="issuer",
        ),
        Finding(check="b.second", severity="warning", message="乙", left="左", right="右", suspect="reading"),
        Finding(check="c.third", severity="info", message="丙"),
    )  # fmt: skip
    base = extract("某县2021年政府信息公开工作年度报告\n一、总体情况\n")
    report = base.model_copy(
        update={
            "source": base.source.model_copy(update={"name": "in.txt", "sha256": "ab" * 32}),
            "issuer": fact("某县", 1, 3),
            "title": fact("标题", 4, 9),
            "report_year": fact(2021, 10, 14),
            "period": Period(start=fact(date(2021, 1, 1), 15, 20), end=fact(date(2021, 12, 31), 21, 27)),
            "published_on": fact(date(2022, 1, 30), 30, 38),
            "form": "2021",
            "tables": tables,
            "narrative": narrative,
            "findings": findings,
            "coverage": Coverage(digits_total=9, digits_used=4, unexplained=(span(300, 301), span(302, 303))),
        }
    )
    decided = AppliedCorrection(
        "/tables/applications/new/natural", "set", "10", "11", "王", "2026-02-03", "看错"
    )
    pages = (Page(number=1, start=0, end=110), Page(number=2, start=110, end=400))
    body = Body(
        body_id="320829-gov", name="江苏省淮安市洪泽区人民政府", level="county", division_code="320813",
        division=("江苏省", "淮安市", "洪泽区"), parent_id="320800-gov", kind="government",
    )  # fmt: skip
    link = Attribution(
        report="x", printed_name="某县", year=2021, body_id="320829-gov", rule="human", evidence="bodies.csv",
        alternatives=("1-gov", "2-gov"), machine_id="1-gov",
    )  # fmt: skip
    share = Indicator(
        definitions()[0], Decimal("12.3456789"), Decimal(10), Decimal(15), "conflict", ("/a", "/b")
    )
    return ExportItem("in.txt", report, pages, "a/in.txt", (decided,), "b/other.txt", body, link, (share,))


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


WHO_TEXT = {
    "document": "in.txt",
    "path": "a/in.txt",
    "sha256": "ab" * 32,
    "issuer": "某县",
    "report_year": "2021",
    "form": "2021",
}


def value(table, row, column, shown, start, end, **more):
    page = "" if start is None else "1" if start < 110 else "2"
    quote = "" if start is None else WORDS[start:end]
    plain = dict.fromkeys(("unit", "raw", "label", "machine_value", "number"), "")
    nobody = dict.fromkeys(("corrected_by", "corrected_at", "correction_reason"), "")
    place = {"quote": quote, "page": page, "start": str(start), "end": str(end)}
    key = {"table": table, "row": row, "column": column, "value": shown}
    if shown.replace(".", "").isdigit():
        plain["number"] = shown if "." in shown else f"{shown}.0"
    if table == "header":
        plain["raw"] = quote
    return {**WHO_TEXT, **plain, **key, **place, **nobody, "basis": "rule", **more}


def test_values(item, tmp_path):
    export([item], tmp_path, ["csv"])
    decided = {
        "machine_value": "10", "corrected_by": "王", "corrected_at": "2026-02-03", "correction_reason": "看错"
    }  # fmt: skip
    training = {"basis": "model", "label": "培训班"}
    assert rows(tmp_path / "values.csv") == [
        value("header", "", "issuer", "某县", 1, 3),
        value("header", "", "title", "标题", 4, 9),
        value("header", "", "report_year", "2021", 10, 14),
        value("header", "", "period_start", "2021-01-01", 15, 20),
        value("header", "", "period_end", "2021-12-31", 21, 27),
        value("header", "", "published_on", "2022-01-30", 30, 38),
        value("proactive", "fees", "amount", "17.5", 118, 120, unit="万元", raw="17.50", basis="printed"),
        value("applications", "new", "natural", "11", 100, 102, raw="11", basis="proved", **decided),
        value("applications", "new", "business", "12", 103, 105, raw="12", basis="inferred"),
        value("applications", "carried_in", "natural", "13", 106, 108, raw="1З", basis="repaired"),
        value("applications", "carried_in", "business", "14", 109, 111, raw="14", basis="conflict"),
        value("applications", "granted", "natural", "15", 112, 114, raw="15", basis="ambiguous"),
        value("applications", "granted", "total", "16", 115, 117, raw="16", basis="conflict"),
        value("counts", "0", "documents", "21", 130, 135, unit="份", basis="both", label="文件"),
        value("trainings", "0", "name", "培训班", 140, 146, **training),
        value("trainings", "0", "start", "2021-03-04", 140, 146, raw="3月4日", **training),
        value("trainings", "0", "end", "2021-03-05", 140, 146, raw="3月4日", **training),
        value("trainings", "0", "participants", "22", 140, 146, unit="人", **training),
        value("trainings", "0", "place", "县城", 140, 146, **training),
        value("events", "0", "name", "会议", 150, 157, label="会议"),
        value("events", "0", "start", "2021-06-07", 150, 157, raw="6月7日", label="会议"),
        value("issues", "0", "text", "问题一", 160, 163),
        value("issues", "1", "text", "问题二", 164, 168),
        value("remedies", "0", "text", "措施", 170, 175),
        value("past_rectifications", "0", "text", "整改", 180, 186, basis="model"),
    ]


def test_indicators_with_interval_formula_and_source(item, tmp_path):
    export([item], tmp_path, ["csv"])
    (row,) = rows(tmp_path / "indicators.csv")
    definition = definitions()[0]
    assert row == {
        **WHO_TEXT, "body_id": "320829-gov", "indicator": "granted_share", "name": "予以公开率",
        "value": "12.345679", "low": "10.0", "high": "15.0", "unit": "%", "basis": "conflict",
        "formula": "100 × (applications.granted.total) / (applications.processed.total)",
        "definition": definition.source, "cells": "/a /b",
    }  # fmt: skip


def test_findings_with_both_sides_and_corrections(item, tmp_path):
    export([item], tmp_path, ["csv"])
    nothing = dict.fromkeys(("left", "right", "where", "quote"), "")
    assert rows(tmp_path / "findings.csv") == [
        {
            **WHO_TEXT, "check": "a.first", "severity": "error", "suspect": "issuer", "message": "甲 / first",
            "left": "31", "right": "32", "where": "/tables/x /narrative/y", "quote": WORDS[200:203],
        },
        {
            **WHO_TEXT, **nothing, "check": "b.second", "severity": "warning", "suspect": "reading",
            "message": "乙", "left": "左", "right": "右",
        },
        {**WHO_TEXT, **nothing, "check": "c.third", "severity": "info", "suspect": "either", "message": "丙"},
    ]  # fmt: skip
    assert rows(tmp_path / "corrections.csv") == [
        {
            **WHO_TEXT, "pointer": "/tables/applications/new/natural", "action": "set", "machine_value": "10",
            "human_value": "11", "corrected_by": "王", "corrected_at": "2026-02-03",
            "correction_reason": "看错", "standing": "applied", "human_print": "",
        }
    ]  # fmt: skip


SUMMARY = {
    "body_id": "320829-gov",
    "body_name": "江苏省淮安市洪泽区人民政府",
    "body_level": "county",
    "division_code": "320813",
    "division": "江苏省/淮安市/洪泽区",
    "parent_id": "320800-gov",
    "body_kind": "government",
    "body_rule": "human",
    "body_evidence": "bodies.csv",
    "body_alternatives": "1-gov 2-gov",
    "published_on": "2022-01-30",
    "duplicate_of": "b/other.txt",
    "counts": "1",
    "trainings": "1",
    "events": "1",
    "issues": "2",
    "remedies": "1",
    "past_rectifications": "1",
    "cells_inferred": "1",
    "cells_repaired": "1",
    "cells_conflict": "2",
    "cells_ambiguous": "1",
    "doubtful_cells": " ".join(
        f"applications_{name}" for name in ("carried_in_business", "granted_natural", "granted_total")
    ),
    "findings_error": "1",
    "findings_warning": "1",
    "corrections": "1",
    "unexplained_digits": "2",
}
CELLS = {
    "proactive_fees_amount": "17.5",
    "applications_new_natural": "11",
    "applications_new_business": "12",
    "applications_carried_in_natural": "13",
    "applications_carried_in_business": "14",
    "applications_granted_natural": "15",
    "applications_granted_total": "16",
}


def test_panel(item, tmp_path):
    export([item], tmp_path, ["panel"])
    (row,) = rows(tmp_path / "panel.csv")
    assert {name: shown for name, shown in row.items() if shown} == {
        **WHO_TEXT, **SUMMARY, **CELLS, "granted_share": "12.345679",
    }  # fmt: skip


def sheet(book, name, heads=1):
    found = [[cell.value for cell in row] for row in book[name].iter_rows()]
    return [dict(zip(found[0], row, strict=True)) for row in found[heads:]]


def test_sheets_of_the_workbook(item, tmp_path):
    export([item], tmp_path, ["xlsx"])
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    who = {**WHO_TEXT, "report_year": 2021}
    (count,) = sheet(book, "counts")
    assert count == {
        **who, "topic": "documents", "label": "文件", "value": 21, "unit": "份", "approximate": "yes",
        "scope": "局机关", "period": "cumulative", "basis": "both", "quote": WORDS[130:135],
        "attributes": "channel: 网站; stage: 收到",
        "witnesses": "rule: topic documents; learned: topic documents 0.98",
    }  # fmt: skip
    training, meeting = sheet(book, "events")
    assert (training.pop("start").date(), training.pop("end").date()) == (date(2021, 3, 4), date(2021, 3, 5))
    assert training == {
        **who, "kind": "training", "name": "培训班", "date_text": "3月4日", "participants": 22,
        "approximate": "yes", "place": "县城", "basis": "model", "quote": WORDS[140:146],
        "witnesses": None,
    }  # fmt: skip
    assert meeting.pop("start").date() == date(2021, 6, 7)
    assert meeting == {
        **who, "kind": "meeting", "name": "会议", "end": None, "date_text": "6月7日", "participants": None,
        "approximate": None, "place": None, "basis": "rule", "quote": WORDS[150:157],
        "witnesses": None,
    }  # fmt: skip
    statements = [
        {key: each[key] for key in ("list", "number", "text", "addresses", "basis")}
        for each in sheet(book, "statements")
    ]
    assert [tuple(each.values()) for each in statements] == [
        ("issues", 0, "问题一", None, "rule"),
        ("issues", 1, "问题二", None, "rule"),
        ("remedies", 0, "措施", "0 1", "rule"),
        ("past_rectifications", 0, "整改", None, "model"),
    ]
    new, carried, granted = sheet(book, "applications")
    assert (new["row"], new["natural"], new["business"]) == ("new", 11, 12)
    assert new["row_label"].startswith("本年新收政府信息公开申请")
    assert (carried["natural"], granted["total"]) == (13, 16)
    assert (carried["in_doubt"], granted["in_doubt"]) == ("商业企业 ✗", "自然人 ?; 总计 ✗")
    (document,) = sheet(book, "documents")
    assert document.pop("published_on").date() == date(2022, 1, 30)
    assert {key: str(shown) for key, shown in document.items()} == {
        **WHO_TEXT, **{key: shown for key, shown in SUMMARY.items() if key != "published_on"}
    }  # fmt: skip
    findings = sheet(book, "findings")
    assert [(each["left"], each["right"]) for each in findings] == [("31", "32"), ("左", "右"), (None, None)]
    marks = {}
    for row, at, basis in ((3, 9, "conflict"), (3, 8, "repaired"), (4, 8, "ambiguous"), (2, 9, "inferred")):
        cell = book["applications"].cell(row, at)
        marks[basis] = (cell.fill.fgColor.rgb, cell.number_format)
    assert marks == {
        "conflict": ("FFF8CBAD", 'General"✗"'),
        "repaired": ("FFDDEBF7", 'General"~"'),
        "ambiguous": ("FFFFE699", 'General"?"'),
        "inferred": ("00000000", 'General"*"'),
    }


def test_codebook_sheet_and_file_describe_every_column(item, tmp_path):
    export([item], tmp_path, ["csv", "panel", "xlsx"])
    sheets = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    described = {each["name"] for each in sheet(sheets, "codebook")}
    statutory = ("proactive", "applications", "disputes", "codebook")
    for name in sheets.sheetnames:
        if name not in ("cover", *statutory):
            assert {cell.value for cell in sheets[name][1]} <= described, name
    lines = (tmp_path / "codebook.md").read_text(encoding="utf-8").splitlines()
    tables = {
        "values.csv": VALUES,
        "findings.csv": FINDINGS,
        "corrections.csv": CORRECTIONS,
        "panel.csv": panel(),
    }
    for name, table in tables.items():
        at = lines.index(f"## {name}")
        assert lines[at + 2] == f"{table.title}."
        assert lines[at + 4] == "| column | type | meaning | unit | form | in the Report | in SQL |"
        assert set(lines[at + 5]) == set("| -")
        shown = [line.split(" | ")[0] for line in lines[at + 6 : at + 6 + len(table.columns)]]
        assert shown == [f"| `{column.name}`" for column in table.columns]
    assert tuple(column.name for column in INPUTS) == Account._fields
    assert [column.name for column in WHO] == list(WHO_TEXT)


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        pytest.param([("a", "甲", 2021, 5), ("b", "甲", 2021, 9)], {"a": "b"}, id="the-fuller-stands"),
        pytest.param([("a", "甲", 2021, 5), ("b", "甲", 2021, 5)], {"b": "a"}, id="of-equals-the-first"),
        pytest.param([("a", "甲", 2021, 5), ("b", "甲", 2020, 9)], {}, id="another-year"),
        pytest.param([("a", "甲", 2021, 5), ("b", "乙", 2021, 9)], {}, id="another-issuer"),
        pytest.param(
            [("a", "甲", 2021, 5), ("b", "甲", 2021, 9), ("c", "甲", 2021, 7)],
            {"a": "b", "c": "b"},
            id="of-three-one-stands",
        ),
    ],
)
def test_duplicates_are_of_one_issuer_and_year(versions, expected):
    assert duplicates_of(Version(*each) for each in versions) == expected


@pytest.mark.parametrize(
    ("issuer", "year", "twins"),
    [
        pytest.param("某县", 2021, 1, id="known"),
        pytest.param(None, 2021, 0, id="unknown-issuer"),
        pytest.param("某县", None, 0, id="unknown-year"),
        pytest.param(None, None, 0, id="both-unknown"),
    ],
)
def test_documents_of_an_unknown_issuer_or_year_are_nobodys_duplicates(item, issuer, year, twins, tmp_path):
    unknown = {"basis": Basis.NOT_STATED, "evidence": ()}
    for name in ("one", "two"):
        update = {"source": item.report.source.model_copy(update={"name": f"{name}.txt"})}
        for key, known in (("issuer", issuer), ("report_year", year)):
            was = getattr(item.report, key)
            update[key] = was if known else was.model_copy(update={"value": None, **unknown})
        text = item.report.model_copy(update=update).model_dump_json()
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    assert sum(each.duplicate_of is not None for each in items_of_folder(tmp_path)) == twins


def test_pages_kept_beside_a_report_reach_the_values(item, tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "in.json").write_text(item.report.model_dump_json(), encoding="utf-8")
    (folder / "in.document.json").write_text(
        '{"pages": [{"number": 7, "start": 0, "end": 400}]}', encoding="utf-8"
    )
    export(items_of_folder(folder), tmp_path / "out", ["csv"])
    assert {row["page"] for row in rows(tmp_path / "out" / "values.csv")} == {"7"}


@pytest.mark.parametrize(
    ("paths", "common"),
    [
        pytest.param([], "", id="nothing"),
        pytest.param(["a.txt"], "", id="no-folder"),
        pytest.param(["x/a.txt"], "x/", id="one-file"),
        pytest.param(["x/y/a.txt", "x/y/b.txt"], "x/y/", id="one-folder"),
        pytest.param(["x/y/a.txt", "x/z/b.txt"], "x/", id="beside"),
        pytest.param(["x/a.txt", "x/y/b.txt"], "x/", id="below"),
        pytest.param(["x/y/b.txt", "x/a.txt"], "x/", id="above"),
        pytest.param(["x/y/a.txt", "z/y/b.txt"], "", id="elsewhere"),
        pytest.param(["xy/a.txt", "x/b.txt"], "", id="names-that-begin-alike"),
    ],
)
def test_the_common_folder_is_the_deepest_that_all_lie_in(paths, common):
    assert common_folder(paths) == common


def test_the_decision_of_a_value_is_the_last_that_did_not_remove_it():
    def decision(pointer, action, human):
        return AppliedCorrection(pointer, action, "1", human, "王", "2026-02-03", "")

    found = by_pointer(
        [decision("/a", "set", "2"), decision("/a", "accept", "3"), decision("/b", "removed", None)]
    )
    assert {pointer: one.human for pointer, one in found.items()} == {"/a": "3"}


def test_heads_of_the_statutory_sheets_hold_keys_and_show_printed_labels(item, tmp_path):
    export([item], tmp_path, ["xlsx"])
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    heads = {cell.value: cell.number_format for cell in book["applications"][1]}
    assert (heads["natural"], heads["total"]) == ('"自然人 "@', '"总计 "@')
    assert heads["issuer"] == '"发布机关 "@'
    notes = {head.value: head.comment.text for head in book["panel"][1] if head.comment}
    assert notes["applications_new_total"].endswith("总计")
    assert "予以公开率" in notes["granted_share"]
    assert book["counts"].cell(2, 1).value == "in.txt"


def test_every_column_of_a_sheet_has_a_chinese_name():
    names = [column.name for table in (*PROSE, DOCUMENTS, VALUES) for column in table.columns]
    lacking = [name for name in (*names, *(column.name for column in INPUTS)) if not column_label(name)]
    assert lacking == []
    assert set(legend()) == set(map(str, CellBasis))


def test_the_cover_says_what_became_of_the_files_and_what_stands_where(item, tmp_path):
    accounts = [
        Account("a/in.txt", FileOutcome.READ, document="in.txt", sha256="ab" * 32),
        Account("b/in.txt", FileOutcome.DUPLICATE, duplicate_of="a/in.txt"),
        Account("c.pdf", FileOutcome.FAILED, "damaged"),
        Account("d.exe", FileOutcome.SKIPPED, "a program"),
    ]
    notice = item._replace(path="n.txt", is_report=False, corrections=())
    quiet = notice._replace(report=notice.report.model_copy(update={"findings": ()}))
    export([item, quiet], tmp_path, ["xlsx"], accounts=accounts)
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    told = {row[0].value: row[1].value for row in book["cover"].iter_rows()}
    assert told["其他文件 other documents"] == 1
    assert (told["已读 read"], told["未读成 failed"], told["合计 total"]) == (1, 1, 4)
    assert (told["报告 reports"], told["人工改定 corrections"], told["错误 errors"]) == (1, 1, 1)
    assert {name: told[name] for name in book.sheetnames[1:]} == {
        name: book[name].max_row - 1 for name in book.sheetnames[1:]
    }
    assert [row[0].value for row in book["failures"].iter_rows(min_row=2)] == ["c.pdf", "d.exe"]


def test_sheets_are_laid_out_for_paper(item, tmp_path):
    export([item], tmp_path, ["xlsx"])
    for sheet_ in openpyxl.load_workbook(tmp_path / "tables.xlsx"):
        assert sheet_.page_setup.orientation == "landscape", sheet_.title
        fitted = (sheet_.page_setup.fitToWidth, sheet_.page_setup.fitToHeight)
        on_one_page = sheet_.title == "cover"  # one by one is what a file leaves out
        assert fitted in (((None, None),) if on_one_page else ((1, 0), (None, 0))), sheet_.title
        if sheet_.title != "cover":
            assert sheet_.print_title_rows == "$1:$1"
            assert sheet_.auto_filter.ref
