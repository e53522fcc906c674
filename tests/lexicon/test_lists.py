"""The files of the lexicon as a whole."""

from pathlib import Path

import pytest

import extractor
from extractor.lexicon import lists
from extractor.lexicon.loader import _lists

CODE = "\n".join(path.read_text(encoding="utf-8") for path in Path(extractor.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("name", [one.name for one in lists() if not one.name.startswith("topics.")])
def test_every_list_is_asked_for_somewhere(name: str) -> None:
    assert f'"{name}"' in CODE or f"'{name}'" in CODE


@pytest.mark.parametrize("word", ["申请.*", "申请+", "申请{2,}"])
def test_a_word_that_repeats_without_bound_is_refused(word: str) -> None:
    table = {"about": "x", "entries": [{"words": word, "example": "申请"}]}
    with pytest.raises(ValueError, match="without bound"):
        list(_lists("made.up", table, ""))


@pytest.mark.parametrize(
    "line",
    [{"words": "申请"}, {"words": "申请", "not_after": "表", "example": "申请"}, {"example": "申请"}],
    ids=["no example", "no words that it is unlike", "no word"],
)
def test_a_line_without_its_proof_is_refused(line: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"made\.up"):
        list(_lists("made.up", {"about": "x", "entries": [line]}, ""))
