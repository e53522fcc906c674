"""Word files: paragraphs and tables in document order, changes accepted, automatic numbers included."""

from collections.abc import Iterator

from extractor.errors import BinaryFileError, DocumentError, EmptyFileError
from extractor.ingest.composing import Composer, RawCell, RawGrid, TextRun, joined
from extractor.ingest.detection import detect
from extractor.ingest.docx_looks import Looks, is_flat
from extractor.ingest.docx_numbering import Numbering, W
from extractor.ingest.formats import DocumentLimits, Format, Parsed
from extractor.ingest.package_parts import Element, Package
from extractor.ingest.unseen import HIDDEN, RAISED, is_note_mark, left_out_notes

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LONGEST_CELL = 400
_MAX_WIDTH = 64
_TRANSPARENT = frozenset(
    f"{W}{name}"
    for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple")
)
_REMOVED = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "delText", "instrText", "rt", "sdtPr", "pPr", "rPr", "sectPr")
) | {f"{_MC}Fallback"}
_MARKS = {f"{W}tab": "\t", f"{W}noBreakHyphen": "-", f"{W}br": "\n", f"{W}cr": "\n"}
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)


def read_docx(raw: bytes, name: str, limits: DocumentLimits) -> Parsed:
    """The body of a DOCX file; headers, footers and comments are left out."""
    package = Package(raw, name, limits)
    part = "word/document.xml"
    if part not in package.names:
        part = next((p for p in sorted(package.names) if p.startswith("word/document")), part)
    root = package.xml(part)
    body = None if root is None else root.find(f"{W}body")
    reading = _Reading(package, limits)
    if body is not None:
        reading.blocks(body)
    return reading.finish(body)


class _Reading:
    """Walks the body; XML of such files nests at most 256 deep, the parser sees to that."""

    def __init__(self, package: Package, limits: DocumentLimits) -> None:
        self._composer = Composer()
        self._package = package
        self._limits = limits
        self._numbering = Numbering(package)
        self._looks = Looks(package)
        self._left_out: dict[str, list[str]] = {}

    def finish(self, body: Element | None) -> Parsed:
        """The text with notes on what was left out."""
        self._composer.notes.extend(left_out_notes(self._left_out))
        pictures = 0 if body is None else sum(1 for _ in body.iter(*_PICTURES))
        if pictures:
            self._composer.notes.append(
                f"文件中的{pictures}幅图片未读 / {pictures} picture(s) in the file were not read"
            )
        objects = 0 if body is None else sum(1 for _ in body.iter(f"{W}object"))
        if objects:
            self._composer.notes.append(
                f"文件中嵌入的{objects}个对象（如表格）未读，请另行提供 / {objects} embedded object(s) "
                "in the file (a spreadsheet, say) were not read; give them as files of their own"
            )
        return self._composer.parsed()

    def blocks(self, parent: Element) -> None:
        """Paragraphs and tables under ``parent``."""
        for child in parent.iterchildren():
            if child.tag == f"{W}p":
                for line in self._paragraph(child):
                    self._composer.add_line(line)
                self._boxes(child)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif child.tag == f"{W}altChunk":
                self._embedded(child)
            elif child.tag in _TRANSPARENT:
                self.blocks(child)

    def _embedded(self, chunk: Element) -> None:
        """A part of another format that Word shows in this place."""
        part = self._package.related("word/document.xml", chunk.get(f"{_R}id", ""))
        raw = None if part is None else self._package.read(part)
        try:
            if not raw:
                raise EmptyFileError("it is not in the file")
            self._composer.add_parsed(_read_part(raw, part or "", self._limits))
        except DocumentError as error:
            self._composer.notes.append(
                f"文件中嵌入的一部分（altChunk）未读 / An embedded part of the file was not read: {error}"
            )

    def _table(self, table: Element) -> None:
        grid = self._grid(table)
        if grid is not None:
            self._composer.add_grid(grid)
            return
        for row in _rows(table):
            for cell in _cells(row):
                if not _continues(cell):
                    self.blocks(cell)

    def _shown_rows(self, table: Element) -> list[Element]:
        """Rows of the table without those that are hidden or without height."""
        rows = []
        for row in _rows(table):
            if is_flat(row):
                self._left_out.setdefault(HIDDEN, []).append(_text_of(row))
            else:
                rows.append(row)
        return rows

    def _grid(self, table: Element) -> RawGrid | None:
        """The grid of a table that holds data; None for one that only lays out the page."""
        if _nested_share(table) > 0.3:
            return None
        cells: dict[tuple[int, int], RawCell] = {}
        above: dict[int, tuple[int, int]] = {}
        rows = self._shown_rows(table)
        for index, row in enumerate(rows):
            column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
            for element in _cells(row):
                span = min(_number(element.find(f"{W}tcPr/{W}gridSpan"), 1), _MAX_WIDTH)
                key = above.get(column)
                if _continues(element) and key is not None and not _text_of(element):
                    held = cells[key]
                    cells[key] = held._replace(rows=index - held.row + 1)
                elif _continues_left(element) and (left := _left_of(cells, index, column)) is not None:
                    cells[left] = cells[left]._replace(columns=cells[left].columns + span)
                else:
                    key = (index, column)
                    cells[key] = RawCell(index, column, 1, span, joined(list(self._cell_lines(element))))
                    above.update(dict.fromkeys(range(column, column + span), key))
                column += span
        width = max((cell.column + cell.columns for cell in cells.values()), default=0)
        if width < 2 or len(cells) < 3 or max(len(cell.text) for cell in cells.values()) > _LONGEST_CELL:
            return None
        return RawGrid(len(rows), width, tuple(cells.values()))

    def _cell_lines(self, cell: Element) -> Iterator[list[TextRun]]:
        for paragraph in cell.iter(f"{W}p"):
            for line in self._paragraph(paragraph):
                words = " ".join(line.split())
                if words:
                    yield [TextRun(words)]

    def _paragraph(self, paragraph: Element) -> list[str]:
        properties = paragraph.find(f"{W}pPr")
        parts: list[str] = []
        self._runs(paragraph, parts, paragraph)
        text = "".join(parts)
        number = self._numbering.before(properties) if text.strip() else ""
        lines = (number + text.strip(" \u3000\t")).split("\n")
        return [line.rstrip() for line in lines if line.strip()]

    def _runs(self, parent: Element, parts: list[str], paragraph: Element) -> None:
        for child in parent.iterchildren():
            tag = child.tag
            if tag in _REMOVED or tag == f"{W}txbxContent":
                continue
            if tag == f"{W}t" or (isinstance(tag, str) and tag.endswith("/math}t")):
                parts.append(child.text or "")
            elif tag in _MARKS:
                parts.append(_MARKS[tag])
            elif tag == f"{W}r" and self._is_left_out(child, paragraph, "".join(parts[-4:])):
                continue
            elif isinstance(tag, str):
                self._runs(child, parts, paragraph)

    def _is_left_out(self, run: Element, paragraph: Element, before: str) -> bool:
        """Whether a run is no part of the text; its words are kept for the note."""
        reason = self._looks.reason(run, paragraph)
        if reason is None:
            return False
        words = "".join(node.text or "" for node in run.iter(f"{W}t")).strip()
        if reason == RAISED and not (is_note_mark(words, before) and _stands_beside(words, paragraph)):
            return False
        if words:
            self._left_out.setdefault(reason, []).append(words)
        return True

    def _boxes(self, paragraph: Element) -> None:
        """Text boxes anchored in a paragraph come after it."""
        for box in paragraph.iter(f"{W}txbxContent"):
            if not any(above.tag == f"{_MC}Fallback" for above in box.iterancestors()):
                self.blocks(box)


def _read_part(raw: bytes, part: str, limits: DocumentLimits) -> Parsed:
    kind = detect(raw, part)
    if kind is Format.HTML:
        from extractor.ingest.html import read_html

        return read_html(raw, part, limits, whole=False)
    if kind is Format.MHTML:
        from extractor.ingest.mhtml import read_mhtml

        return read_mhtml(raw, part, limits, whole=False)
    if kind is Format.DOCX and len(raw) < limits.max_bytes // 2:
        return read_docx(raw, part, limits._replace(max_bytes=len(raw)))
    if kind is Format.TEXT:
        from extractor.ingest.plain_text import read_plain

        return read_plain(raw, part, limits)
    raise BinaryFileError(f"{part}: of type {kind.value}")


def _stands_beside(words: str, paragraph: Element) -> bool:
    """Whether a paragraph holds other print than these words."""
    length = 0
    for node in paragraph.iter(f"{W}t"):
        length += len((node.text or "").strip())
        if length > len(words):
            return True
    return False


def _rows(table: Element) -> Iterator[Element]:
    for child in table.iterchildren():
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in _TRANSPARENT:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row.iterchildren():
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _cells(child)


def _continues(cell: Element) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _continues_left(cell: Element) -> bool:
    merge = cell.find(f"{W}tcPr/{W}hMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _left_of(cells: dict[tuple[int, int], RawCell], row: int, column: int) -> tuple[int, int] | None:
    return next((k for k, c in cells.items() if c.row == row and c.column + c.columns == column), None)


def _nested_share(table: Element) -> float:
    nested = [len(_text_of(inner)) for inner in table.iter(f"{W}tbl") if inner is not table]
    return max(nested) / max(len(_text_of(table)), 1) if nested else 0.0


def _text_of(element: Element) -> str:
    return "".join("".join(node.text or "" for node in element.iter(f"{W}t")).split())


def _number(element: Element | None, default: int) -> int:
    value = "" if element is None else element.get(f"{W}val", "")
    return int(value) if value.isdecimal() else default
