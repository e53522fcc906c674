import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from official_forms import APPLICATIONS_ONE_OTHER, APPLICATIONS_THREE_OTHER, PROACTIVE_2021

from extractor.errors import UsageError
from extractor.evaluation.noise import LAYOUTS, LEVELS, document_named, generate_documents, layouts_of
from extractor.evaluation.noise.invented_prose import HEADINGS
from extractor.evaluation.noise.printed_labels import Punctuation


def raws(document, tables=("proactive", "applications", "disputes")):
    return [
        cell.raw
        for table in tables
        for row in document.truth[table].values()
        for cell in row.values()
        if cell.raw is not None
    ]


def cells(document, tables=("proactive", "applications", "disputes")):
    return [c for t in tables for row in document.truth[t].values() for c in row.values()]


@pytest.mark.parametrize("layout", LAYOUTS)
@given(st.integers(0, 10**6))
def test_every_printed_number_is_in_the_text_when_rendered_clean(layout, seed):
    (document,) = generate_documents(1, seed, "clean", [layout])
    start = document.text.index(PROACTIVE_2021.title)
    numbers = Counter(re.findall(r"[\d.]+", document.text[start:]))
    expected = Counter(re.search(r"[\d.]+", raw)[0] for raw in raws(document))
    assert not expected - numbers
    assert all(heading in document.text for heading in HEADINGS.values())


@pytest.mark.parametrize("level", LEVELS)
def test_every_raw_cell_is_in_the_text_when_noise_is_applied(level):
    for document in generate_documents(24, 3, level):
        assert all(raw in document.text for raw in raws(document)), document.name


def test_the_same_document_comes_back_when_asked_for_by_name():
    for document in generate_documents(12, 5, "swaps-3"):
        assert document_named(document.name) == document


def test_another_seed_gives_other_documents_when_all_else_is_equal():
    first, second = (next(generate_documents(1, seed)) for seed in (1, 2))
    assert first.text != second.text


def test_layouts_take_turns_when_none_is_named():
    assert [d.layout for d in generate_documents(len(LAYOUTS), 1)] == list(LAYOUTS)


@pytest.mark.parametrize(
    ("level", "kept"),
    [pytest.param("blanks", True, id="kept"), pytest.param("blanks-dropped", False, id="dropped")],
)
def test_layouts_fit_the_level_when_zeros_are_blank(level, kept):
    assert {LAYOUTS[name].keeps_blanks for name in layouts_of(LEVELS[level])} == {kept}


@pytest.mark.parametrize("name", ["clean", "clean.tabs.s1", "nonsense.tabs.s1.n2", "clean.nonsense.s1.n2"])
def test_usage_error_when_no_document_can_have_the_name(name):
    with pytest.raises(UsageError):
        document_named(name)


@pytest.mark.parametrize("wrong", [{"level": "nonsense"}, {"layouts": ["nonsense"]}], ids=["level", "layout"])
def test_usage_error_when_level_or_layout_is_unknown(wrong):
    with pytest.raises(UsageError, match="nonsense"):
        next(generate_documents(1, 1, **wrong))


def test_printed_labels_are_those_of_the_form_when_numbering_is_taken_away():
    punctuation = Punctuation(half_width=True, list_dot=".")
    for form in (APPLICATIONS_ONE_OTHER, APPLICATIONS_THREE_OTHER):
        for row in form.rows:
            label = re.sub(r"^(\([一二三四五六七]\)|[一二四]、|\d\.)", "", punctuation.apply(row.prints))
            assert re.sub(r"[^一-鿿]", "", label) in row.labels


def share(documents, damage, tables=("proactive", "applications", "disputes")):
    found = [damage in cell.damage for document in documents for cell in cells(document, tables)]
    return sum(found) / len(found)


@pytest.mark.parametrize(
    ("level", "damage", "least", "most"),
    [
        pytest.param("marked", "letter", 0.014, 0.024, id="letters-2"),
        pytest.param("swaps-1", "swap", 0.008, 0.012, id="swaps-1"),
        pytest.param("swaps-3", "swap", 0.026, 0.034, id="swaps-3"),
        pytest.param("swaps-3", "lost", 0.008, 0.012, id="lost-1"),
        pytest.param("swaps-1", "letter", 0.0, 0.0, id="no-letters"),
    ],
)
def test_damage_is_about_as_frequent_as_stated_when_counted(level, damage, least, most):
    documents = list(generate_documents(150, 1, level, ["pipes"]))
    assert least <= share(documents, damage) <= most


def test_print_and_value_differ_in_one_digit_when_digits_are_swapped():
    documents = generate_documents(30, 1, "swaps-1", ["tabs"])
    swapped = [c for d in documents for c in cells(d, ("applications", "disputes")) if c.damage]
    assert swapped
    for cell in swapped:
        pairs = list(zip(cell.raw, str(cell.value), strict=True))
        assert sum(printed != true for printed, true in pairs) == 1


def test_clean_text_holds_no_damage_when_the_level_is_clean():
    assert not any(c.damage or c.slip for d in generate_documents(12, 1, "clean", ["html"]) for c in cells(d))


def test_one_to_three_slips_are_printed_when_planted():
    for document in generate_documents(40, 1, "slips", ["cell_lines"]):
        slips = [cell for cell in cells(document) if cell.slip]
        assert 1 <= len(slips) <= 3
        assert all(cell.raw == str(cell.value) and not cell.damage for cell in slips)


def test_numbers_of_two_tables_are_doubled_when_the_layout_doubles():
    (document,) = generate_documents(1, 4, "clean", ["doubled"])
    covered = cells(document, ("applications", "disputes"))
    assert sum(cell.raw == str(cell.value)[0] + str(cell.value) for cell in covered) > len(covered) * 0.9
    assert all("doubled" not in cell.damage for cell in cells(document, ("proactive",)))
    assert "自自然人" in document.text


def test_zeros_print_nothing_when_they_are_dropped():
    for document in generate_documents(8, 1, "blanks-dropped"):
        blank = [cell for cell in cells(document) if cell.raw is None]
        assert blank
        assert all(cell.value == 0 for cell in blank)


def test_some_rows_change_places_with_their_labels_when_reordered():
    texts = [document_named(f"reordered.row_lines.s1.n{index}").text for index in range(100)]
    moved = [text.index("属于三类内部事务信息") > text.index("属于四类过程性信息") for text in texts]
    assert 0 < sum(moved) < 10
