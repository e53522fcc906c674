"""Files of forms: a mistake is named with file, line and what to do; sums are expanded as declared."""

import pytest
from click_runner import runner
from own_forms import FOREIGN_FILE

from extractor.errors import FormError, UsageError
from extractor.forms import (
    Relation,
    add_form,
    edition_for,
    edition_named,
    forget_forms,
    form_with,
    load_edition,
    printed_form,
)


@pytest.fixture(autouse=True)
def _no_form_stays_known():
    yield
    forget_forms()


def written(tmp_path, text):
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param('edition = "repair_stations"', "edition = repair", "line 1: no TOML", id="syntax"),
        pytest.param('name = "便民维修点年度统计表"\nmarks', "marks", "name: is missing", id="key-missing"),
        pytest.param("corner =", "korner =", "tables.repairs.korner", id="key-unknown"),
        pytest.param('"repair_stations"', '"legacy"', "line 1: edition = 'legacy'", id="reserved-id"),
        pytest.param('"上年留修"]\n', '"上年(留修"]\n', "line 3: mark '上年(留修'", id="mark"),
        pytest.param(
            'labels = ["预约修好"], columns = "goods"',
            'labels = ["预约修好"], columns = "good"',
            "line 18: tables.repairs: row 'mended_later': no [columns.good]; known: goods",
            id="columns-unknown",
        ),
        pytest.param(
            '["当场修好"]', '["当场 修好"]', "line 17: tables.repairs: row 'mended': label", id="label"
        ),
        pytest.param(
            'labels = ["小家电"]',
            'labels = ["自行车"]',
            "line 7: columns.goods: 'appliances' has the label of 'bicycles'",
            id="columns-alike",
        ),
        pytest.param(
            'all_goods = {labels = ["合计"]}',
            'all_goods = {labels = ["合计"], kind = "amount"}',
            "line 27: sum repairs.goods.left_over: left_over.all_goods is money and other cells",
            id="sum-of-money",
        ),
        pytest.param(
            'id = "line.balance"', 'id = "line.finished"', "line 28: tables.repairs: two sums", id="sum-twice"
        ),
        pytest.param('labels = ["上年留修"]', 'labels = "上年留修"', "must be a list", id="no-list"),
        pytest.param('key = "withdrawn"', 'key = "mended"', "row 'mended' stands twice", id="row-twice"),
        pytest.param(
            'key = "waiting"', 'key = "Waiting"', "line 23: tables.repairs.rows.8.key", id="row-key"
        ),
        pytest.param(
            'right = "finished waiting"',
            'right = "finished wating"',
            "sum 'line.balance': 'wating' names none",
            id="sum-unknown",
        ),
        pytest.param(
            'left = "left_over brought", right = "finished waiting"',
            'left = "left_over brought", right = "finished brought"',
            "stands on both sides",
            id="sum-both-sides",
        ),
        pytest.param('id = "line.balance"', 'id = "line.finished"', "two sums have the id", id="sum-twice"),
        pytest.param(
            "sums = [\n",
            'sums = [\n  {id = "line.balance", each = "row", left = "* -all_goods", right = "all_goods"},\n',
            "two sums have the id",
            id="sum-id-twice",
        ),
        pytest.param(
            'appliances = {labels = ["小家电"]}',
            'appliances = {labels = ["小家电"], kind = "amount"}',
            "is money and other cells of it are none",
            id="sum-of-money",
        ),
        pytest.param(
            'labels = ["鞋具"]', 'labels = ["鞋具"], kind = "number"', "columns.goods.shoes.kind", id="kind"
        ),
    ],
)
def test_mistake_is_named_with_its_place(tmp_path, old, new, words):
    assert old in FOREIGN_FILE
    path = written(tmp_path, FOREIGN_FILE.replace(old, new, 1))
    with pytest.raises(FormError) as caught:
        load_edition(path)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)
    assert isinstance(caught.value, UsageError)


def test_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FormError, match="cannot be read"):
        load_edition(tmp_path / "none.toml")


def test_sums_are_expanded_as_declared(tmp_path):
    (form,) = load_edition(written(tmp_path, FOREIGN_FILE)).tables
    ids = [identity.id for identity in form.identities]
    assert ids[:2] == ["repairs.goods.left_over", "repairs.goods.brought"]
    assert ids[10:12] == ["repairs.line.bicycles.finished", "repairs.line.bicycles.balance"]
    assert len(ids) == 10 + 2 * 4 + 1
    balance = form.identities[11]
    assert balance.left == (("left_over", "bicycles"), ("brought", "bicycles"))
    assert (balance.row, balance.column, balance.total) == (None, "bicycles", None)
    assert form.identities[-1].relation is Relation.AT_MOST
    assert form.identities[-1] not in form.sums
    assert form.total_rows == {"finished"}


def test_id_of_another_form_is_refused(tmp_path):
    path = written(tmp_path, FOREIGN_FILE)
    assert add_form(path) == add_form(path)
    with pytest.raises(FormError, match="another form"):
        add_form(written(tmp_path, FOREIGN_FILE.replace("鞋具", "鞋帽")))
    with pytest.raises(FormError, match="another form"):
        add_form(written(tmp_path, FOREIGN_FILE.replace('"repair_stations"', '"2021"')))


def test_unknown_form_or_table_raises():
    with pytest.raises(FormError, match=r"'nonsense' is not known; known: 2019, 2021"):
        edition_named("nonsense")
    with pytest.raises(FormError, match="no form that is known has a table 'nonsense'"):
        form_with("nonsense", ["new"])


@pytest.mark.parametrize(
    ("year", "due"),
    [(None, "2019"), (2008, "2019"), (2018, "2019"), (2020, "2019"), (2021, "2021"), (2035, "2021")],
)
def test_edition_of_a_year(year, due):
    assert edition_for(year).id == due


@pytest.mark.parametrize(
    ("table", "rows", "form", "expected"),
    [
        ("applications", ["new", "other"], "2021", ("2021", "one_other")),
        ("applications", ["new", "other_misc"], "2021", ("2021", "")),
        ("applications", ["new", "other_misc"], "2019", ("2021", "")),
        ("applications", ["new"], "2019", ("2019", "")),
        ("proactive", ["procurement"], "2021", ("2019", "")),
        ("proactive", ["rules"], "unknown", ("2019", "")),
        ("disputes", [], "2021", ("2021", "")),
    ],
)
def test_form_of_a_table_is_told_by_its_rows_the_own_edition_first(table, rows, form, expected):
    found = form_with(table, rows, form)
    assert (found.edition, found.variant) == expected


@pytest.mark.parametrize(
    ("region", "variant"),
    [("（六）其他处理 0", "one_other"), ("1.申请人无正当理由逾期不补正 0", ""), ("不 再 处\n理", "")],
)
def test_variant_is_told_by_the_words_that_are_printed(region, variant):
    assert printed_form(edition_named("2021"), "applications", region).variant == variant


def test_check_refuses_the_id_of_a_form_that_comes_with_the_product(monkeypatch, tmp_path):
    written(tmp_path, FOREIGN_FILE.replace('edition = "repair_stations"', 'edition = "2021"'))
    run = runner(monkeypatch, tmp_path)("form", "check", "own.toml")
    assert (run.code, "is the id of another form" in run.err) == (2, True)
