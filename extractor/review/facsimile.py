"""A page of the source drawn from its words and their boxes, with the evidence framed."""

from xml.sax.saxutils import escape

from extractor.records import Document, Page, Word

_LIKE_PRINT = 0.85
"""Size of the letters against the height of a box."""


def has_boxes(document: Document) -> bool:
    """Whether any page knows where its words stand."""
    return any(page.words for page in document.pages)


def facsimile(document: Document, start: int, end: int, *, framed: bool = True) -> str:
    """SVG of the page on which ``[start, end)`` stands, else of the first page with words.

    Without ``framed`` nothing on it says which words are meant.

    Text is escaped and the picture is shown as an image, where no script would run. An empty picture
    where the document has no boxes.
    """
    places = document.places(start, end)
    wanted = places[0].page if places else None
    pages = [page for page in document.pages if page.words]
    page = next((page for page in pages if page.number == wanted), pages[0] if pages else None)
    if page is None:
        return '<svg xmlns="http://www.w3.org/2000/svg"/>'
    width, height = _size(page)
    frames = "".join(_frame(place.box) for place in places if framed and place.page == page.number)
    words = "".join(_word(document.text, word) for word in page.words)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">'
        f'<rect width="100%" height="100%" fill="#fff"/>{frames}'
        f'<g font-family="Noto Sans CJK SC, PingFang SC, sans-serif" fill="#111">{words}</g></svg>'
    )


def _size(page: Page) -> tuple[float, float]:
    right = max(word.box[2] for word in page.words)
    bottom = max(word.box[3] for word in page.words)
    return page.width or right + 20, page.height or bottom + 20


def _frame(box: tuple[float, float, float, float]) -> str:
    left, top, right, bottom = box
    size = f'width="{right - left + 4:g}" height="{bottom - top + 4:g}"'
    paint = 'fill="#ffe27a" stroke="#b3261e" stroke-width="1.5"'
    return f'<rect x="{left - 2:g}" y="{top - 2:g}" {size} {paint}/>'


def _word(text: str, word: Word) -> str:
    left, top, right, bottom = word.box
    shown = "".join(c if c.isprintable() else " " for c in text[word.start : word.end])
    size = (bottom - top) * _LIKE_PRINT
    fit = f'textLength="{right - left:g}" lengthAdjust="spacingAndGlyphs"' if right > left else ""
    return f'<text x="{left:g}" y="{top + size:g}" font-size="{size:g}" {fit}>{escape(shown)}</text>'
