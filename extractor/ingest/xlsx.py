"""XLSX files: what a reader sees of each sheet, with merged cells, formats of numbers and hidden parts."""

import re
from typing import Any, NamedTuple

from extractor.errors import DamagedFileError, TooLargeError
from extractor.ingest.composing import Composer
from extractor.ingest.formats import DocumentLimits, Parsed
from extractor.ingest.number_formats import BUILT_IN, shown
from extractor.ingest.package_parts import Package
from extractor.ingest.sheets import SheetCell, VisibleSheet, merged, too_many, write_sheets
from extractor.ingest.unseen import HIDDEN, RAISED, STRUCK, is_note_mark, left_out_notes

Element = Any
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_OFF = frozenset({"0", "false"})


class _Look(NamedTuple):
    number_format: str
    struck: bool


def read_xlsx(raw: bytes, name: str, limits: DocumentLimits) -> Parsed:
    """All visible sheets in their order."""
    package = Package(raw, name, limits)
    book = package.xml("xl/workbook.xml")
    if book is None:
        raise DamagedFileError(f"{name}: a spreadsheet without a workbook in it; save it again")
    reading = _Reading(package, name)
    composer = Composer()
    write_sheets(reading.sheets(book), composer)
    composer.notes.extend(left_out_notes(reading.left_out))
    composer.notes.extend(reading.notes)
    return composer.parsed()


class _Reading:
    def __init__(self, package: Package, name: str) -> None:
        self._package = package
        self._name = name
        self.left_out: dict[str, list[str]] = {}
        self.notes: list[str] = []
        self._looks = _looks(package.xml("xl/styles.xml"))
        strings = package.xml("xl/sharedStrings.xml")
        self._strings = (
            [] if strings is None else [self._rich(item) for item in strings.iterchildren(f"{_S}si")]
        )

    def sheets(self, book: Element) -> list[VisibleSheet]:
        found, hidden, uncounted = [], [], 0
        for sheet in book.iter(f"{_S}sheet"):
            part = self._package.related("xl/workbook.xml", sheet.get(f"{_R}id", ""))
            root = None if part is None else self._package.xml(part)
            if root is None:
                continue
            if sheet.get("state", "visible") != "visible":
                hidden.append(sheet.get("name", ""))
                continue
            cells, empty = self._cells(root)
            uncounted += empty
            found.append(VisibleSheet(sheet.get("name", ""), cells))
        if hidden:
            listed = "、".join(hidden[:5])
            self.notes.append(f"隐藏的工作表未读：{listed} / {len(hidden)} hidden sheet(s) were not read")
        if uncounted:
            self.notes.append(
                f"{uncounted}个公式没有存下结果，未读 / {uncounted} formula(s) without a stored "
                "result were not read; open the file in a spreadsheet program and save it"
            )
        return found

    def _cells(self, root: Element) -> tuple[tuple[SheetCell, ...], int]:
        unseen = _hidden_columns(root)
        cells: list[SheetCell] = []
        empty = count = 0
        for row in root.iter(f"{_S}row"):
            is_hidden = row.get("hidden", "0") not in _OFF
            for cell in row.iterchildren(f"{_S}c"):
                count += 1
                if too_many(count):
                    raise TooLargeError(
                        f"{self._name}: a sheet has more cells than a report; give the report alone"
                    )
                place = _place(cell.get("r", ""))
                if place is None:
                    continue
                text = self._text(cell)
                empty += text is None
                if text and (is_hidden or place[1] in unseen):
                    self.left_out.setdefault(HIDDEN, []).append(text)
                elif not is_hidden and place[1] not in unseen:
                    cells.append(SheetCell(*place, text or ""))
        spans = (_span(node.get("ref", "")) for node in root.iter(f"{_S}mergeCell"))
        return merged(cells, [span for span in spans if span is not None]), empty

    def _text(self, cell: Element) -> str | None:
        """What a cell shows; None for a formula whose result the file does not hold."""
        kind, style = cell.get("t", "n"), cell.get("s", "0")
        look = (
            self._looks[int(style)]
            if style.isdecimal() and int(style) < len(self._looks)
            else _Look("", False)
        )
        value = cell.findtext(f"{_S}v")
        if kind == "inlineStr":
            inline = cell.find(f"{_S}is")
            text = "" if inline is None else self._rich(inline)
        elif not value:
            return None if cell.find(f"{_S}f") is not None else ""
        elif kind == "s":
            text = self._strings[int(value)] if value.isdecimal() and int(value) < len(self._strings) else ""
        elif kind == "b":
            text = "TRUE" if value == "1" else "FALSE"
        else:
            text = value if kind in ("str", "e", "d") else shown(value, look.number_format)
        if look.struck and text:
            self.left_out.setdefault(STRUCK, []).append(text)
            return ""
        return text

    def _rich(self, item: Element) -> str:
        """The words of a string without the runs that are struck out or raised as note marks."""
        parts: list[str] = []
        whole = "".join(node.text or "" for node in item.iter(f"{_S}t"))
        for child in item.iterchildren():
            if child.tag == f"{_S}t":
                parts.append(child.text or "")
            elif child.tag == f"{_S}r":
                words = child.findtext(f"{_S}t") or ""
                reason = _reason(child.find(f"{_S}rPr"), words.strip(), "".join(parts), whole)
                if reason is None:
                    parts.append(words)
                elif words.strip():
                    self.left_out.setdefault(reason, []).append(words.strip())
        return "".join(parts)


def _reason(look: Element | None, words: str, before: str, whole: str) -> str | None:
    if look is None:
        return None
    strike = look.find(f"{_S}strike")
    if strike is not None and strike.get("val", "1") not in _OFF:
        return STRUCK
    raised = look.find(f"{_S}vertAlign")
    if raised is not None and raised.get("val") in ("superscript", "subscript"):
        return RAISED if is_note_mark(words, before) and len(whole.strip()) > len(words) else None
    return None


def _looks(styles: Element | None) -> list[_Look]:
    """Number format and striking out of each cell format."""
    if styles is None:
        return []
    formats = {node.get("numFmtId"): node.get("formatCode", "") for node in styles.iter(f"{_S}numFmt")}
    fonts = styles.find(f"{_S}fonts")
    struck = []
    for font in () if fonts is None else fonts.iterchildren(f"{_S}font"):
        strike = font.find(f"{_S}strike")
        struck.append(strike is not None and strike.get("val", "1") not in _OFF)
    table = styles.find(f"{_S}cellXfs")
    looks = []
    for form in () if table is None else table.iterchildren(f"{_S}xf"):
        number, font_id = form.get("numFmtId", "0"), form.get("fontId", "0")
        is_struck = font_id.isdecimal() and int(font_id) < len(struck) and struck[int(font_id)]
        looks.append(_Look(formats.get(number, BUILT_IN.get(number, "")), is_struck))
    return looks


def _hidden_columns(root: Element) -> frozenset[int]:
    found: set[int] = set()
    for column in root.iter(f"{_S}col"):
        first, last = column.get("min", ""), column.get("max", "")
        if column.get("hidden", "0") not in _OFF and first.isdecimal() and last.isdecimal():
            found.update(range(int(first) - 1, min(int(last), 300)))
    return frozenset(found)


def _place(reference: str) -> tuple[int, int] | None:
    match = _PLACE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _span(reference: str) -> tuple[int, int, int, int] | None:
    first, _, last = reference.partition(":")
    begin, end = _place(first), _place(last)
    return None if begin is None or end is None else (*begin, *end)
