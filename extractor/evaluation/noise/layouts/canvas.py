"""A page of characters addressed by line and display column."""

from unicodedata import east_asian_width


def wrap(text: str, width: int) -> list[str]:
    """``text`` cut into lines of ``width`` characters; an empty text is one empty line."""
    width = max(width, 1)
    return [text[start : start + width] for start in range(0, len(text), width)] or [""]


def display_width(text: str) -> int:
    """Columns that ``text`` takes, wide and full-width characters as two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


class Canvas:
    """Collects pieces of text at places and gives the page back as lines."""

    def __init__(self) -> None:
        self._lines: list[list[tuple[int, str]]] = []

    def grow(self, lines: int) -> int:
        """Add empty lines; the number of the first."""
        top = len(self._lines)
        self._lines.extend([] for _ in range(lines))
        return top

    def put(self, line: int, column: int, text: str) -> None:
        """Write ``text`` at a place; what stands left of it pushes it to the right."""
        if text:
            self._lines[line].append((column, text))

    def text(self) -> str:
        """The page, one line each, without trailing spaces."""
        return "".join(f"{self._line(pieces)}\n" for pieces in self._lines)

    @staticmethod
    def _line(pieces: list[tuple[int, str]]) -> str:
        line, width = "", 0
        for column, text in sorted(pieces, key=lambda piece: piece[0]):
            gap = max(column - width, 1 if line else 0)
            line += " " * gap + text
            width += gap + display_width(text)
        return line
