"""Folding character by character: the result has the length of the text, so offsets stay."""

import re
from collections.abc import Callable
from functools import cache

from extractor.grammar import RADICALS
from extractor.ideographs import HAN

_SPACES = "\t\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_LINE_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\u2500\u30fc"
_SMALL_FORMS = {
    "﹐": ",",
    "﹑": "、",
    "﹒": ".",
    "﹔": ";",
    "﹕": ":",
    "﹖": "?",
    "﹗": "!",
    "﹙": "(",
    "﹚": ")",
    "∶": ":",
}


def _table() -> dict[int, str]:
    table = dict(RADICALS)
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {ord(c): " " for c in _SPACES if c != "\t"}
    table |= {ord(c): "\n" for c in _LINE_ENDS}
    table |= {ord(c): "-" for c in _DASHES}
    table |= {ord(c): target for c, target in _SMALL_FORMS.items()}
    # traditional, yet in GB 2312 (for names), so that _is_outside_gb2312 takes them for simplified
    table |= {ord("後"): "后", ord("於"): "于", ord("谘"): "咨"}
    return table


_TABLE = _table()


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC  # loads its dictionaries: only for texts that need them

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


@cache
def _simplified(character: str) -> str:
    """The simplified form of one character, itself where there is none of length 1."""
    converted = _converter()(character)
    return converted if len(converted) == 1 else character


@cache
def _is_outside_gb2312(character: str) -> bool:
    if not ("\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"):
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


_TAG = re.compile(
    r"</?(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>\n]{0,400})?/?>|&(?P<entity>nbsp|ensp|emsp|amp|lt|gt|quot);"
)
_CELL_TAGS = frozenset({"td", "th"})
_BLOCK_TAGS = frozenset(
    {"p", "div", "br", "tr", "li", "table", "h1", "h2", "h3", "h4", "h5", "h6", "tbody", "thead"}
)
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"'}


INVISIBLE = (
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
"""Zero-width characters, as the pattern of one."""
_ANY_INVISIBLE = re.compile(INVISIBLE)
_INVISIBLE_EDGE = re.compile(rf"(?<=[\s|]){INVISIBLE}+|{INVISIBLE}+(?=[\s|])|\A{INVISIBLE}+|{INVISIBLE}+\Z")
_MARKDOWN = re.compile(r"^[ \t]*#{1,6}(?=[ \t])|\*\*(?=\S)|(?<=\S)\*\*", re.MULTILINE)
_EMPHASIS_OVER_LINES = re.compile(r"\*\*(\S[^*]{0,120}\n)\*\*(?=[ \t]*$)", re.MULTILINE)
"""Emphasis that ends on a line of its own; ** for a number that is withheld begins at none."""


_PINYIN = re.compile(rf"(?<=[{HAN}])[(（][a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿê]{{1,6}}[)）]")
_FEWEST_READINGS = 3
"""Mirror sites print the pinyin behind every character that one of their fonts lacked."""


def _blank_out(match: re.Match[str]) -> str:
    """White space as long as the tag, with a line end for a block and a pipe for a cell."""
    length = len(match[0])
    if match["entity"]:
        return _ENTITIES.get(match["entity"], " ").ljust(length)
    name = match["name"].lower()
    if name in _CELL_TAGS and match[0].startswith("</"):
        return "|".ljust(length)
    return ("\n" if name in _BLOCK_TAGS else " ").ljust(length)


def fold_characters(text: str) -> str:
    """Replace look-alikes one by one; ``len(result) == len(text)``.

    Kangxi radicals and the CJK Radicals Supplement become ideographs, full-width ASCII becomes ASCII, all
    white space but tab and line end becomes a space, form feeds and the like become line ends, dashes
    become ``-`` and traditional characters become simplified ones. Left-over HTML tags become white space,
    with a line end for a block and ``|`` for the end of a table cell; so do marks of Markdown headings and
    emphasis, zero-width characters at the edge of a word, and pinyin in brackets behind a character
    (報(bào)告). For matching only.
    """
    text = _TAG.sub(_blank_out, text) if "<" in text or "&" in text else text
    if _ANY_INVISIBLE.search(text):
        text = _INVISIBLE_EDGE.sub(lambda match: " " * len(match[0]), text)
    if len(_PINYIN.findall(text)) >= _FEWEST_READINGS:
        text = _PINYIN.sub(lambda match: " " * len(match[0]), text)
    folded = text.translate(_TABLE)
    if "#" in folded or "**" in folded:
        folded = _EMPHASIS_OVER_LINES.sub(r"  \1  ", folded)
        folded = _MARKDOWN.sub(lambda match: " " * len(match[0]), folded)
    foreign = {c for c in set(folded) if _is_outside_gb2312(c)}
    if foreign:
        folded = folded.translate({ord(c): _simplified(c) for c in foreign})
    return folded
