"""Automatic numbers of a Word document: what Word prints before a numbered paragraph."""

from extractor.ingest.package_parts import Element, Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_CHINESE = frozenset(
    [
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "ideographDigital",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "koreanDigital2",
        "japaneseDigitalTenThousand",
    ]
)
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST_ROMAN = 3_999
_LEVELS = 9
_LARGEST = 32_767
"""The largest number that Word lets a list begin with; an absurd one is not written out."""
_LONGEST_TEXT = 64
"""Of the text around a number, twice what Word lets a person type: it stands again before each paragraph."""

Level = tuple[int, str, str]
"""First number, format, text with %1 … %9."""


def chinese(number: int) -> str:
    """1 … 99 in Chinese: 十一, 二十."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if not tens else ("" if tens == 1 else _DIGITS[tens]) + "十") + (_DIGITS[ones] if ones else "")


def written(number: int, style: str) -> str:
    """A number in a numbering format of Word; plain digits for formats that are not known."""
    if not -1 < number <= _LARGEST:
        return ""
    if style in _CHINESE:
        return chinese(number)
    if style in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman") and number <= _LARGEST_ROMAN:
        text, rest = "", number
        for value, letters in _ROMAN:
            text += letters * (rest // value)
            rest %= value
        return text.upper() if style == "upperRoman" else text
    return "" if style in ("none", "bullet") else str(number)


class Numbering:
    """Counts numbered paragraphs in document order."""

    def __init__(self, package: Package) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._read_numbering(package.xml("word/numbering.xml"))
        self._read_styles(package.xml("word/styles.xml"))

    def before(self, properties: Element | None) -> str:
        """What is printed before a paragraph with these properties (w:pPr)."""
        if properties is None:
            return ""
        found = self._list_of(properties)
        if found is None or found[0] not in self._lists:
            return ""
        abstract, depth = self._lists[found[0]], min(max(found[1], 0), _LEVELS - 1)
        level = self._levels.get(abstract, {}).get(depth)
        if level is None:
            return ""
        counters = self._counters.setdefault(abstract, [None] * _LEVELS)
        held = counters[depth]
        counters[depth] = level[0] if held is None else held + 1
        for deeper in range(depth + 1, _LEVELS):
            counters[deeper] = None
        return self._text(abstract, level, counters)

    def _text(self, abstract: str, level: Level, counters: list[int | None]) -> str:
        if level[1] in ("bullet", "none"):
            return ""
        text = level[2]
        for index in range(_LEVELS):
            mark = f"%{index + 1}"
            if mark in text:
                shown = self._levels[abstract].get(index, level)
                number = counters[index]
                text = text.replace(mark, written(shown[0] if number is None else number, shown[1]))
        return text

    def _list_of(self, properties: Element) -> tuple[str, int] | None:
        own = _number_properties(properties)
        style = properties.find(f"{W}pStyle")
        inherited = None if style is None else self._styles.get(style.get(f"{W}val", ""))
        if own is None:
            return inherited
        number, depth = own
        if number is None:
            return None if inherited is None else (inherited[0], depth or 0)
        return number, depth if depth is not None else (inherited[1] if inherited else 0)

    def _read_numbering(self, root: Element | None) -> None:
        if root is None:
            return
        for abstract in root.iterchildren(f"{W}abstractNum"):
            levels = {
                _int(level.get(f"{W}ilvl")): _level(level) for level in abstract.iterchildren(f"{W}lvl")
            }
            self._levels[abstract.get(f"{W}abstractNumId", "")] = levels
        for number in root.iterchildren(f"{W}num"):
            self._lists[number.get(f"{W}numId", "")] = _value(number, "abstractNumId") or ""

    def _read_styles(self, root: Element | None) -> None:
        if root is None:
            return
        for style in root.iterchildren(f"{W}style"):
            properties = style.find(f"{W}pPr")
            found = None if properties is None else _number_properties(properties)
            if found is not None and found[0] is not None:
                self._styles[style.get(f"{W}styleId", "")] = (found[0], found[1] or 0)


def _number_properties(properties: Element) -> tuple[str | None, int | None] | None:
    numbers = properties.find(f"{W}numPr")
    if numbers is None:
        return None
    depth = _value(numbers, "ilvl")
    return _value(numbers, "numId"), None if depth is None else _int(depth)


def _level(level: Element) -> Level:
    return (
        _int(_value(level, "start") or "1"),
        _value(level, "numFmt") or "decimal",
        (_value(level, "lvlText") or "")[:_LONGEST_TEXT],
    )


def _value(parent: Element, name: str) -> str | None:
    child = parent.find(f"{W}{name}")
    found: str | None = None if child is None else child.get(f"{W}val")
    return found


def _int(text: str | None) -> int:
    return int(text[:12]) if text and text.lstrip("-").isdecimal() else 0
