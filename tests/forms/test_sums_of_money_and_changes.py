"""Sums of money and of changes in one's own form are checked and prove nothing; rows alike are told."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.errors import FormError
from extractor.evaluation.noise import generate_documents
from extractor.forms import add_form, load_edition, shipped_editions
from extractor.forms.analysis import rows_alike
from extractor.pipeline import extract
from extractor.records import CellBasis, Report

FORM = """
edition = "canteens_yearly"
name = "社区食堂年度统计表"
marks = ["社区食堂年度统计表"]

[columns.main]
before = {labels = ["上年数"]}
change = {labels = ["增减数"], kind = "signed"}
now = {labels = ["本年数"]}
money = {labels = ["补贴金额"], prints = "补贴金额（万元）", kind = "amount", unit = "万元"}

[tables.canteens]
name = "社区食堂年度统计表"
corner = "类别"
rows = [
  {key = "owned", labels = ["自办食堂"], columns = "main"},
  {key = "leased", labels = ["委托食堂"], columns = "main"},
  {key = "shared", labels = ["共享食堂"], columns = "main"},
  {key = "all", labels = ["合计"], columns = "main"},
]
sums = [
  {id = "years", each = "row", left = "before change", right = "now", says = "上年数加增减数等于本年数"},
  {id = "all", each = "column", left = "* -all", right = "all", says = "各类之和等于合计"},
]
"""
HEAD = "云溪区社区食堂年度统计表\n（2023年度）\n类别\t上年数\t增减数\t本年数\t补贴金额（万元）\n"
ROWS = (
    "自办食堂\t12\t增3\t15\t20.5\n委托食堂\t7\t减2\t5\t4.25\n"
    + "共享食堂\t4\t0\t4\t1.3\n合计\t23\t增1\t24\t26.05\n"
)


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("form") / "canteens.toml"
    path.write_text(FORM, encoding="utf-8")
    add_form(path)
    return path


def failing(report: Report) -> set[str]:
    return {
        place.removeprefix("/tables/canteens/")
        for finding in report.findings
        if finding.check == "identity.sum"
        for place in finding.where
    }


@pytest.mark.usefixtures("form")
def test_table_that_adds_up_has_no_finding_and_no_proof_for_money():
    report = extract(HEAD + ROWS)
    table = report.tables.get("canteens")
    assert [str(table[row]["money"].value) for row in table] == ["20.5", "4.25", "1.3", "26.05"]
    assert {table[row]["money"].basis for row in table} == {CellBasis.PRINTED}
    assert not failing(report)


@pytest.mark.usefixtures("form")
@pytest.mark.parametrize(
    ("printed", "misprint", "cell"),
    [
        ("26.05", "25.06", "all/money"),
        ("4.25", "4.52", "leased/money"),
        ("增3", "增8", "owned/change"),
        ("减2", "增2", "leased/change"),
    ],
)
def test_misprint_in_a_sum_of_money_or_changes_is_a_finding(printed: str, misprint: str, cell: str):
    report = extract(HEAD + ROWS.replace(printed, misprint))
    assert cell in failing(report)


@pytest.mark.usefixtures("form")
@pytest.mark.parametrize("damaged", ["", "数量", "本年数"])
@pytest.mark.parametrize("between", ["\t", "|"])
def test_exchanged_columns_are_never_silent_where_one_header_is_damaged(damaged: str, between: str):
    rows = [line.split("\t") for line in (HEAD + ROWS).splitlines()[2:]]
    moved = [[row[0], row[2], row[1], row[4], row[3]] for row in rows]
    moved[0][3] = damaged
    lines = [between.join(row) for row in moved]
    report = extract("\n".join([*HEAD.splitlines()[:2], *lines]) + "\n", form="canteens_yearly")
    table = report.tables.get("canteens") or {}
    warned = {place for finding in report.findings for place in finding.where}
    right = {
        row[0]: dict(zip(("before", "change", "now", "money"), row[1:], strict=True)) for row in rows[1:]
    }
    for (key, cells), label in zip(table.items(), right, strict=True):
        for column, cell in (cells or {}).items():
            doubted = cell.basis in (CellBasis.CONFLICT, CellBasis.AMBIGUOUS)
            told = f"/tables/canteens/{key}/{column}" in warned
            assert cell.value is None or doubted or told or cell.raw == right[label][column]


def test_made_up_documents_of_the_form_add_up(form: Path):
    for document in generate_documents(4, 7, "clean", form=load_edition(form).id):
        report = extract(document.text, form="canteens_yearly")
        assert not failing(report), document.text


def test_money_beside_counts_in_one_sum_is_a_mistake(tmp_path: Path):
    path = tmp_path / "mixed.toml"
    path.write_text(FORM.replace('right = "now"', 'right = "money"'), encoding="utf-8")
    with pytest.raises(FormError, match=r"line \d+.*money"):
        load_edition(path)


def test_rows_that_only_their_order_tells_apart_are_told(tmp_path: Path):
    path = tmp_path / "alike.toml"
    path.write_text(FORM.replace("共享食堂", "自办食堂"), encoding="utf-8")
    told = CliRunner().invoke(app, ["form", "check", str(path)])
    assert told.exit_code == 0
    assert "owned and shared share a label" in told.output
    path.write_text(FORM, encoding="utf-8")
    assert "share a label" not in CliRunner().invoke(app, ["form", "check", str(path)]).output


def test_rows_below_totals_of_their_own_are_told_apart():
    pairs = {pair for edition in shipped_editions() for table in edition.tables for pair in rows_alike(table)}
    assert pairs == set()


@pytest.mark.usefixtures("form")
def test_sign_of_a_change_is_named_as_the_slip_where_the_change_must_be_below_zero():
    found = extract(HEAD + ROWS.replace("减2", "增2"))
    failing_sums = [each.message for each in found.findings if each.check == "identity.sum"]
    assert failing_sums
    assert all("委托食堂·增减数 为 -2（正负号）" in message for message in failing_sums)


@pytest.mark.usefixtures("form")
@pytest.mark.parametrize("printed", ["-3", "−3", "－3", "负3", "减3", "↓3"])
def test_change_below_zero_is_read_whatever_minus_is_printed(printed):
    cells = "\t".join(["委托食堂", "8", printed, "5", "4.25"])
    table = extract(HEAD + ROWS.replace("委托食堂\t7\t减2\t5\t4.25", cells)).tables.get("canteens")
    assert table is not None
    assert table["leased"]["change"].value == -3


@pytest.mark.usefixtures("form")
def test_amount_below_zero_is_named_and_kept_as_printed():
    found = extract(HEAD + ROWS.replace("4.25", "-4.25"))
    table = found.tables.get("canteens")
    assert table is not None
    assert (table["leased"]["money"].value, table["leased"]["money"].raw) == (None, "-4.25")
    assert any("/tables/canteens/leased/money" in each.where for each in found.findings)
