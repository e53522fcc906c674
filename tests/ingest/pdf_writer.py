"""A PDF file made by hand: text in a font that is not embedded, lines, pictures."""

import zlib
from dataclasses import dataclass, field

from extractor.evaluation.noise.grids import PrintCell, PrintGrid

_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding {encoding} /DescendantFonts [<< "
    "/Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
    "/Ordering ({ordering}) /Supplement 4 >> /DW 1000 /W [1 95 500] /FontDescriptor << /Type /FontDescriptor "
    "/FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 "
    "/CapHeight 880 /StemV 93 >> >>] >>"
)


@dataclass
class Page:
    """One page; places are points from its top left corner."""

    width: float = 595
    height: float = 842
    rotate: int = 0
    operators: list[str] = field(default_factory=list)
    pictures: list[tuple[int, int, bytes]] = field(default_factory=list)

    def text(
        self, x: float, y: float, words: str, size: float = 10.5, font: str = "F1", more: str = ""
    ) -> None:
        """Words whose baseline begins at (x, y)."""
        code = words.encode("utf-16-be").hex()
        self.operators.append(f"q BT /{font} {size} Tf {more} {x} {self.height - y} Td <{code}> Tj ET Q")

    def turned(self, x: float, y: float, words: str, size: float = 10.5) -> None:
        """Words that run upwards from (x, y), as a table turned by a quarter prints them."""
        code = words.encode("utf-16-be").hex()
        self.operators.append(f"q BT /F1 {size} Tf 0 1 -1 0 {x} {self.height - y} Tm <{code}> Tj ET Q")

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A straight line of half a point."""
        self.operators.append(f"0.5 w {x0} {self.height - y0} m {x1} {self.height - y1} l S")

    def box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A rectangle drawn in one stroke."""
        self.operators.append(f"0.5 w {x0} {self.height - y1} {x1 - x0} {y1 - y0} re S")

    def fill(self, x0: float, y0: float, x1: float, y1: float, color: str = "0 0 0.5 rg") -> None:
        """A filled rectangle."""
        self.operators.append(f"q {color} {x0} {self.height - y1} {x1 - x0} {y1 - y0} re f Q")

    def picture(self, columns: int, rows: int, grey: bytes) -> None:
        """A grey picture over the whole page."""
        self.operators.append(f"q {self.width} 0 0 {self.height} 0 0 cm /I{len(self.pictures)} Do Q")
        self.pictures.append((columns, rows, grey))

    def table(
        self,
        grid: PrintGrid,
        x: float,
        y: float,
        widths: list[float],
        ruled: bool = True,
        align: str = "centre",
    ) -> float:
        """A table with its labels wrapped in their cells; returns the place below it."""
        lefts = [x + sum(widths[:index]) for index in range(len(widths) + 1)]
        tops = [y]
        for row in grid.rows:
            tops.append(tops[-1] + _row_height(row, widths))
        for index, row in enumerate(grid.rows):
            column = 0
            for cell in row:
                if not cell.merged:
                    sides = (
                        lefts[column],
                        tops[index],
                        lefts[column + cell.columns],
                        tops[index + cell.rows],
                    )
                    self._cell(cell, sides, ruled, align)
                column += cell.columns
        return tops[-1]

    def _cell(
        self, cell: PrintCell, sides: tuple[float, float, float, float], ruled: bool, align: str
    ) -> None:
        left, top, right, bottom = sides
        if ruled:
            self.box(*sides)
        lines = _wrapped(cell.printed, right - left)
        first = (top + bottom) / 2 - len(lines) * 5 + 8
        for number, line in enumerate(lines):
            width = sum(4.5 if c.isascii() else 9 for c in line)
            starts = {"left": left + 2, "centre": (left + right - width) / 2, "right": right - 2 - width}
            self.text(starts[align], first + 10 * number, line, size=9)


def _row_height(row: list[PrintCell], widths: list[float]) -> float:
    column, most = 0, 1
    for cell in row:
        if cell.rows == 1:
            most = max(most, len(_wrapped(cell.printed, sum(widths[column : column + cell.columns]))))
        column += cell.columns
    return 6 + 10 * most


def _wrapped(text: str, width: float) -> list[str]:
    lines, line, used = [], "", 0.0
    for character in text:
        step = 4.5 if character.isascii() else 9
        if line and used + step > width - 4:
            lines.append(line)
            line, used = "", 0.0
        line += character
        used += step
    return [*lines, line] if line else lines


def pdf(*pages: Page) -> bytes:
    """The file."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(_FONT.format(encoding="/UniGB-UCS2-H", ordering="GB1").encode())
    objects.append(_FONT.format(encoding="/Identity-H", ordering="Identity").encode())
    kids = []
    for page in pages:
        images = []
        for index, (columns, rows, grey) in enumerate(page.pictures):
            head = (
                f"/Type /XObject /Subtype /Image /Width {columns} /Height {rows} /ColorSpace /DeviceGray "
                "/BitsPerComponent 8 /Filter /FlateDecode"
            )
            objects.append(_stream(head, zlib.compress(grey)))
            images.append(f"/I{index} {len(objects)} 0 R")
        objects.append(_stream("", "\n".join(page.operators).encode()))
        content = len(objects)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] /Rotate {page.rotate} "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << {' '.join(images)} >> >> "
            f"/Contents {content} 0 R >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _assembled(objects)


def _stream(head: str, content: bytes) -> bytes:
    return f"<< {head} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _assembled(objects: list[bytes], trailer: str = "") -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += (
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return bytes(out)
