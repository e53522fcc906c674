from random import Random

import pytest
from official_forms import APPLICATIONS_THREE_OTHER

from extractor.evaluation.noise import damage
from extractor.evaluation.noise.printing import PrintedCell
from extractor.normalise import fold_characters


def printed_of(*raws):
    """Printed tables whose 表三 has one row with these prints; the other tables are empty."""
    cells = {f"c{place}": PrintedCell(0, raw) for place, raw in enumerate(raws)}
    return {"proactive": {}, "applications": {"new": cells}, "disputes": {}}


def raws_of(printed):
    return [cell.raw for cell in printed["applications"]["new"].values()]


@pytest.mark.parametrize(
    ("operator", "before", "after"),
    [
        pytest.param(damage.lost_cells, ("5", None), [None, None], id="lost"),
        pytest.param(damage.full_width_digits, ("120",), ["１２０"], id="full-width"),
        pytest.param(damage.thousands_separators, ("1234567", "999"), ["1,234,567", "999"], id="thousands"),
        pytest.param(damage.unit_suffixes, ("3", "+3"), ["3件", "+3"], id="suffix"),
        pytest.param(damage.split_digits, ("12", "7"), ["1 2", "7"], id="split"),
        pytest.param(damage.split_over_cells, ("20", "0"), ["2", "0"], id="split-over-cells"),
        pytest.param(damage.merged_neighbours, ("2", "0"), ["20", None], id="merged"),
        pytest.param(damage.blank_zeros, ("0", "10"), [None, "10"], id="blank-zero"),
    ],
)
def test_operator_changes_the_print_and_names_itself_when_its_rate_is_one(operator, before, after):
    printed = printed_of(*before)
    operator(printed, 1.0, Random(1))
    assert raws_of(printed) == after
    for old, cell in zip(before, printed["applications"]["new"].values(), strict=True):
        assert bool(cell.damage) == (cell.raw != old or "split-over-cells" in cell.damage)


@pytest.mark.parametrize("seed", range(20))
def test_no_leading_zero_arises_when_a_digit_is_swapped(seed):
    printed = printed_of("15", "7", "+23")
    damage.digit_swaps(printed, 1.0, Random(seed))
    first, second, signed = raws_of(printed)
    assert (len(first), len(second), len(signed)) == (2, 1, 3)
    assert (first, second) != ("15", "7")
    assert "0" not in (first[0], signed[1])


@pytest.mark.parametrize("seed", range(10))
def test_a_misread_value_is_no_number_when_a_letter_stands_in_it(seed):
    printed = printed_of("0", "105")
    damage.letters_for_digits(printed, 1.0, Random(seed))
    for cell in printed["applications"]["new"].values():
        assert cell.damage == ([] if cell.raw.isdecimal() else ["letter"])


def test_the_first_character_is_doubled_when_the_converter_doubles():
    printed = printed_of("2", "40", None)
    damage.doubled_characters(printed, 0.0, Random(1))
    assert raws_of(printed) == ["22", "440", None]


def test_totals_are_blank_and_parts_stay_when_the_issuer_left_them_blank():
    for seed in range(6):
        rows = {
            row: {column: PrintedCell(1, "1") for column in ("natural", "total")}
            for row in ("new", "processed")
        }
        damage.blank_totals({"applications": rows}, {"applications": APPLICATIONS_THREE_OTHER}, Random(seed))
        assert rows["new"]["natural"].raw == "1"
        assert rows["processed"]["total"].raw is None
        assert (rows["new"]["total"].raw is None) != (rows["processed"]["natural"].raw is None)


def test_folding_gives_the_words_back_when_they_are_printed_as_radicals():
    words = "一、人民入口工行日月长门户见水火土石高"
    changed = damage.radicals(words, 1.0, Random(1))
    assert sum(a != b for a, b in zip(words, changed, strict=True)) > len(words) * 0.8
    assert fold_characters(changed) == fold_characters(words)


def test_label_characters_are_misread_about_as_often_as_stated_when_counted():
    label = "要求行政机关确认或重新出具已获取信息" * 300
    misread = damage.wrong_label(label, 0.05, Random(1))
    changed = sum(a != b for a, b in zip(label, misread, strict=True))
    assert 0.04 < changed / len(label) < 0.06


def test_look_alikes_are_taken_when_there_are_some():
    assert damage.wrong_label("予以结未", 1.0, Random(1))[::2] == "子洁"
    assert damage.wrong_label("（1）", 1.0, Random(1)) == "（1）"


def test_page_numbers_stand_between_lines_when_furniture_is_added():
    text = "a\nb\nc"
    lines = damage.furniture_lines(text, 1.0, Random(1)).split("\n")
    assert [line for line in lines if line in "abc"] == ["a", "b", "c"]
    assert len(lines) == 6
    assert all(any(character.isdigit() for character in line) for line in lines if line not in "abc")
