"""Weights of a form's file: which of several possible cells a failing sum is laid to."""

from decimal import Decimal

import pytest
from own_forms import FOREIGN_FILE

from extractor.errors import FormError
from extractor.forms import add_form, edition_named, forget_forms, load_edition
from extractor.forms.analysis import APART, analyse
from extractor.forms.shapes import LIGHTEST
from extractor.pipeline import extract
from extractor.records import CellBasis
from extractor.tables.grid import FREE_PRINTED
from extractor.tables.solver import TIE

FIGURES = {
    "上年留修": (3, 4, 5, 12),
    "本年送修": (61, 72, 83, 216),
    "当场修好": (21, 22, 23, 66),
    "预约修好": (11, 12, 13, 36),
    "更换配件后修好": (6, 7, 8, 21),
    "无法修复退还": (9, 10, 11, 30),
    "物主取回未修": (5, 6, 7, 18),
    "办结小计": (52, 57, 62, 171),
    "年末留修": (12, 19, 26, 57),
    "返修投诉": (1, 2, 3, 6),
}
KINDS = ("自行车", "小家电", "鞋具", "合计")


def document(**changed):
    """The table as text, with figures changed as ``label_at``."""
    lines = ["双桥镇2024年便民维修点年度统计表", "\t".join(("项目", *KINDS))]
    for label, numbers in FIGURES.items():
        printed = [changed.get(f"{label}_{at}", number) for at, number in enumerate(numbers)]
        lines.append("\t".join((label, *map(str, printed))))
    return "\n".join((*lines, "双桥镇便民服务中心"))


@pytest.fixture
def read(tmp_path):
    """Reads a text by the foreign form with some weights."""

    def by(weights, text):
        path = tmp_path / "own.toml"
        path.write_text(f"{FOREIGN_FILE}weights = {weights}\n", encoding="utf-8")
        forget_forms()
        add_form(path)
        return extract(text).tables.get("repairs")

    yield by
    forget_forms()


def blamed(table):
    """Cells in conflict with what would mend them."""
    return {
        f"{row}.{column}": tuple(map(int, cell.alternatives))
        for row, cells in table.items()
        for column, cell in cells.items()
        if cell.basis is CellBasis.CONFLICT and cell.alternatives
    }


# two cells of a rectangle are 2 too high, so that the two others, 2 too low, would explain it as well
CROSSED = document(当场修好_0=23, 预约修好_1=14)


def test_either_diagonal_is_blamed_when_all_cells_weigh_the_same(read):
    assert blamed(read("{}", CROSSED)) == {
        "mended.bicycles": (21,),
        "mended.appliances": (20,),
        "mended_later.bicycles": (9,),
        "mended_later.appliances": (12,),
    }


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ('{"mended.bicycles" = 0.5}', {"mended.bicycles": (21,), "mended_later.appliances": (12,)}),
        (
            '{"mended.appliances mended_later.bicycles" = 0.5}',
            {"mended.appliances": (20,), "mended_later.bicycles": (9,)},
        ),
        ('{"mended_later.bicycles" = 3}', {"mended.bicycles": (21,), "mended_later.appliances": (12,)}),
        (
            '{"*.bicycles" = 0.5, "mended.bicycles" = 1}',
            {"mended.appliances": (20,), "mended_later.bicycles": (9,)},
        ),
    ],
    ids=["light", "the-other-diagonal", "heavy", "the-last-one-counts"],
)
def test_lighter_explanation_is_the_one(read, weights, expected):
    table = read(weights, CROSSED)
    assert blamed(table) == expected
    assert table["mended"]["shoes"].basis is CellBasis.PROVED


def test_weight_names_one_cell_of_a_single_sum_and_clears_none(read):
    text = document(返修投诉_2=5)
    even = read("{}", text)
    # 1 bicycle less 2 would be no count
    assert set(blamed(even)) == {f"complaints.{each}" for each in ("appliances", "shoes", "all_goods")}
    weighed = read('{"complaints.shoes" = 0.4}', text)
    assert blamed(weighed) == {"complaints.shoes": (3,)}
    assert {cell.basis for cell in weighed["complaints"].values()} == {CellBasis.CONFLICT}


def test_weight_changes_nothing_where_all_sums_hold(read):
    table = read('{"*.all_goods" = 0.1, "mended.*" = 10}', document())
    assert {cell.basis for cells in table.values() for cell in cells.values()} == {CellBasis.PROVED}
    assert table["mended"]["shoes"].value == Decimal(23)


def test_smallest_weight_still_costs_something():
    assert FREE_PRINTED * LIGHTEST > TIE
    assert FREE_PRINTED * APART > TIE


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ('{"mended.boots" = 2}', "line 32: tables.repairs: weights: 'mended.boots' names none of"),
        ('{"mended.shoes" = 0}', "line 32: tables.repairs.weights.mended.shoes"),
        ('{"mended.shoes" = 11}', "line 32: tables.repairs.weights.mended.shoes"),
        ('{"mended.shoes" = "low"}', "line 32: tables.repairs.weights.mended.shoes"),
    ],
)
def test_wrong_weight_is_named_with_its_line(tmp_path, weights, words):
    path = tmp_path / "own.toml"
    path.write_text(f"{FOREIGN_FILE}weights = {weights}\n", encoding="utf-8")
    with pytest.raises(FormError) as caught:
        load_edition(path)
    assert words in str(caught.value)


def test_weight_of_cells_under_no_sum_is_refused(tmp_path):
    path = tmp_path / "own.toml"
    text = FOREIGN_FILE.replace(
        'id = "goods", each = "row"', 'id = "goods", each = "row", only = "* -complaints"'
    )
    path.write_text(f'{text}weights = {{"complaints.*" = 2}}\n', encoding="utf-8")
    with pytest.raises(FormError, match=r"line 32: .*no sum goes over 'complaints.\*'"):
        load_edition(path)


def test_variant_keeps_the_weights_of_the_rows_that_it_has(tmp_path):
    path = tmp_path / "own.toml"
    variant = (
        '[tables.repairs.variants.merged]\nreplace = ["mended", "mended_later"]\n'
        'by = {key = "mended_all", labels = ["修好"], columns = "goods"}\n'
    )
    text = FOREIGN_FILE.replace('left = "mended mended_later parts', 'left = "mended* parts')
    path.write_text(f'{text}weights = {{"mended.shoes waiting.shoes" = 2}}\n{variant}', encoding="utf-8")
    whole, merged = load_edition(path).variants_of("repairs")
    assert whole.weights == ((("mended", "shoes"), 2.0), (("waiting", "shoes"), 2.0))
    assert merged.weights == ((("waiting", "shoes"), 2.0),)


def test_analysis_names_the_cells_that_weight_alone_makes_the_first_to_blame(tmp_path):
    path = tmp_path / "own.toml"
    weights = '{"complaints.shoes" = 0.5, "mended.shoes" = 0.5}'
    path.write_text(f"{FOREIGN_FILE}weights = {weights}\n", encoding="utf-8")
    (form,) = load_edition(path).tables
    others = tuple(("complaints", each) for each in ("bicycles", "appliances", "all_goods"))
    assert analyse(form).suspects == {("complaints", "shoes"): others}
    assert analyse(edition_named("2021").tables[1]).suspects == {}
