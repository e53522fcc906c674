"""Names with characters outside of the first block of ideographs are names like others."""

from pathlib import Path

import pytest

from extractor.pipeline import extract

RARE = ["𠮷", "㙍", "𪚥", "𫚉", "𬭎", "𰻝", "𱁬", "﨑", "㵲"]
"""Of the extensions B, A, C to G, and of the compatibility ideographs."""
ROOMS = Path(__file__).parents[2] / "extractor"


@pytest.mark.parametrize("character", RARE)
@pytest.mark.parametrize("name", ["{}乡人民政府", "禾{}镇人民政府", "青川县{}溪街道办事处"])
def test_the_issuer_keeps_its_first_character(tmp_path, character, name):
    issuer = name.format(character)
    text = f"{issuer}2023年政府信息公开工作年度报告\n\n一、总体情况\n2023年,主动公开信息12条。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert extract(tmp_path / "a.txt").issuer.value == issuer


def test_no_rule_writes_the_first_block_alone():
    alone = [
        str(path.relative_to(ROOMS))
        for path in ROOMS.rglob("*.py")
        if "\\u9fff]" in path.read_text(encoding="utf-8") and path.name != "ideographs.py"
    ]
    assert alone == []
