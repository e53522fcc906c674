"""A table region as plain lines whose fields are parted by tabs or pipes, character for character.

Commas, drawn boxes, lines of underscores: each becomes what the tokenizer knows, without moving anything.
"""

import re

from extractor.ideographs import HAN
from extractor.tables.ampersands import of_ampersands
from extractor.tables.cut_characters import without_cut_characters

_QUOTED_OR_COMMA = re.compile(r'"[^"\n]*"|[(（][^()（）\n]*[)）]|,')
_RECORD = re.compile(r"\s*[^,，。；;\d\s][^,，。；;\d]*(?:,[^,，。；;\s]{0,12})+")
"""A label and its fields: 行政许可,1697. A number with thousands has digits before its comma."""
_MIN_RECORDS = 3
_MIN_COMMAS = 3
_MIN_COMMA_LINES = 4
_LONG_ROW = 12
_BOXES = dict.fromkeys(range(0x2500, 0x2580), "-") | dict.fromkeys(map(ord, "│┃║┆┊╎┇┋"), "|")
"""Drawn boxes: upright lines part fields, all others make lines of rules."""
_UNDERLINED = re.compile(r"\|[^|\n_]*_+\||\|_{2,}")
_MIN_UNDERLINED = 3
_ORDINAL = re.compile(rf"(?<![\d.,])\d{{1,2}}[ \u3000]+[、．.](?=[ \u3000]*[{HAN}])")
"""The number of a label, with blanks before its point: 5 、属于三类内部事务信息."""
_MISREAD_BRACKET = re.compile(rf"[(（](?=[^\]]*[{HAN}])[^()（）\[\]|\d]{{2,60}}\]")
"""Words in brackets, the second of which was read as a square one: ( 区分处理的，只计这一情形 ]."""


def plain_region(region: str) -> str:
    """The region of equal length as the tokenizer reads it."""
    region = _ORDINAL.sub(lambda found: " " * len(found[0]), region)
    if "\ufffd" in region:
        region = without_cut_characters(region)
    if "]" in region:
        region = _MISREAD_BRACKET.sub(lambda found: found[0][:-1] + ")", region)
    if any("\u2500" <= character < "\u2580" for character in region):
        region = region.translate(_BOXES)
    if "_" in region and len(_UNDERLINED.findall(region)) >= _MIN_UNDERLINED:
        region = region.replace("_", " ")
    if "&" in region:
        region = of_ampersands(region)
    if "|" in region or "\t" in region:
        return _of_pipes(region)
    return _tabbed(region)


def _tabbed(region: str) -> str:
    """The region with tabs for the commas of comma-separated lines, if it is made of such lines."""
    if "," not in region:
        return region
    lines = [line for line in region.split("\n") if line.strip()]
    rows = [line.split(",") for line in lines if line.count(",") >= _MIN_COMMAS]
    filled = [row for row in rows if 2 * sum(not f.strip() or f.strip().isdigit() for f in row) > len(row)]
    enough = len(filled) >= _MIN_COMMA_LINES or any(len(row) >= _LONG_ROW for row in filled)
    records = sum(_RECORD.fullmatch(line) is not None for line in lines)
    if not enough and (records < _MIN_RECORDS or 2 * records < len(lines)):
        return region
    return _QUOTED_OR_COMMA.sub(_without_comma, region)


def _without_comma(found: re.Match[str]) -> str:
    """A tab for a comma between fields; one in quotes or brackets is none."""
    if found[0] == ",":
        return "\t"
    return f" {found[0][1:-1]} " if found[0][0] == '"' else found[0]


def _of_pipes(region: str) -> str:
    """The region with blanks for tabs inside the fields of lines with pipes, where pipes part most lines."""
    lines = region.split("\n")
    tabbed = sum("\t" in line.strip() for line in lines)
    if not tabbed or 2 * tabbed > sum("|" in line for line in lines):
        return region
    return "\n".join(line.replace("\t", " ") if "|" in line else line for line in lines)
