"""Lists that are set in columns keep their columns when prose is folded."""

import pytest

from extractor.normalise import fold_prose

ROWS = ["更新慢{gap}每周更新", "字太小{gap}换大字"]


def fold(text: str, *, lists: bool = True) -> str:
    return fold_prose(text, lists=(0, len(text)) if lists else None).text


@pytest.mark.parametrize("gap", ["　", "\t", "    ", "　　"])
def test_columns_stay_apart_when_lines_beside_each_other_have_as_many(gap: str) -> None:
    text = "\n".join(ROWS).format(gap=gap) + "\n"
    folded = fold_prose(text, lists=(0, len(text)))
    assert folded.text == "更新慢\t每周更新\n字太小\t换大字"
    assert len(folded.offsets) == len(folded.text)
    assert all(text[at] == c for at, c in zip(folded.offsets, folded.text, strict=True) if c not in "\t\n")


def test_blank_in_a_word_is_dropped_when_no_line_beside_it_has_one() -> None:
    assert fold("公开　栏更新得很慢。\n下一步每周更新。\n") == "公开栏更新得很慢。\n下一步每周更新。"


def test_columns_are_prose_when_they_stand_outside_of_the_lists() -> None:
    assert "\t" not in fold("\n".join(ROWS).format(gap="　"), lists=False)
