"""PDF files: each page by its text layer where that can be trusted, else by its picture."""

import re
from typing import Any

from extractor.errors import (
    DamagedFileError,
    DocumentError,
    MissingExtraError,
    ProtectedFileError,
    TooLargeError,
    UnreadableError,
)
from extractor.ingest.composing import Composer
from extractor.ingest.formats import DocumentLimits, Parsed
from extractor.ingest.page_layout import LaidPage, lay_out, with_doubts, write_pages
from extractor.ingest.pdf_forms import refuse_endless_drawings
from extractor.ingest.pdf_glyphs import PageContent, read_page
from extractor.ingest.recogniser import require
from extractor.ingest.unseen import left_out_notes
from extractor.limits import page_begins

_FEW_GLYPHS = 15
_LARGE_PICTURE, _WHOLE_PICTURE = 0.3, 0.8
_UNMAPPED = 0.15
_SPARSE = 60
"""Fewer glyphs than this beside a picture of the whole page: a stamp or a page number, not the text."""


def read_pdf(raw: bytes, name: str, limits: DocumentLimits) -> Parsed:
    """All pages; pages that are pictures by character recognition where that is installed."""
    document = open_pdf(raw, name)
    try:
        count = len(document)
        if count == 0:
            raise DamagedFileError(f"{name}: a PDF without pages; fetch it again")
        if count > limits.max_pages:
            raise TooLargeError(f"{name}: {count} pages are more than the limit of {limits.max_pages}")
        return _read(document, name, limits)
    finally:
        document.close()


def open_pdf(raw: bytes, name: str) -> Any:
    """The file in PDFium; a DocumentError with one clear line where that is refused."""
    try:
        import pypdfium2
    except ImportError as error:
        raise MissingExtraError(
            f"{name}: this is a PDF; to read it install the extra: pip install 'gongkai-extractor[pdf]'"
        ) from error
    refuse_endless_drawings(raw, name)
    try:
        document = pypdfium2.PdfDocument(raw)
        if document.get_formtype():
            document.init_forms()
        return document
    except pypdfium2.PdfiumError as error:
        if re.search("password|security", str(error), re.IGNORECASE):
            raise ProtectedFileError(f"{name}: the PDF asks for a password; save it without one") from error
        raise DamagedFileError(f"{name}: the PDF is cut off or damaged; fetch it again") from error


def _read(document: Any, name: str, limits: DocumentLimits) -> Parsed:
    composer = Composer()
    pages: list[LaidPage] = []
    pictures: list[int] = []
    left_out: dict[str, list[str]] = {}
    failure: DocumentError | None = None
    for index in range(len(document)):
        page = document[index]
        content = read_page(page, document.formenv)
        for reason, words in content.left_out.items():
            left_out.setdefault(reason, []).extend(words)
        if content.invisible and not _is_picture(content):
            pages.append(_with_layer(page, content, index + 1, limits, composer))
        elif not _is_picture(content):
            pages.append(lay_out(content, index + 1))
        else:
            pictures.append(index + 1)
            try:
                pages.append(_recognised(page, index + 1, len(pictures), name, limits))
            except MissingExtraError as error:
                failure = error
        page.close()
    if failure is not None and not any(page.items for page in pages):
        raise failure
    _notes(composer, left_out, pictures if failure else [], len(document))
    write_pages(pages, composer)
    parsed = with_doubts(composer.parsed())
    if not parsed.text.strip():
        raise UnreadableError(f"{name}: its {len(document)} page(s) hold no text; check what was saved")
    return parsed


def _is_picture(content: PageContent) -> bool:
    """Whether the text layer is missing, or does not say which characters its glyphs are."""
    glyphs = len(content.glyphs)
    few = _SPARSE if content.picture_share > _WHOLE_PICTURE else _FEW_GLYPHS
    if content.picture_share >= _LARGE_PICTURE and glyphs < few:
        return True
    return glyphs > 0 and content.unmapped > _UNMAPPED * (
        glyphs + sum(len(word) for words in content.left_out.values() for word in words)
    )


def _with_layer(
    page: Any, content: PageContent, number: int, limits: DocumentLimits, composer: Composer
) -> LaidPage:
    """A scan with an invisible layer of text: by its picture where the two say different figures."""
    name = f"page {number}"
    try:
        require(name)
    except MissingExtraError:
        composer.notes.append(
            f"第{number}页的文字是图像上的隐藏层，未与图像核对 / page {number}: its text is an "
            "invisible layer over a picture and was not compared; pip install 'gongkai-extractor[ocr]'"
        )
        return lay_out(content, number)
    from extractor.ingest.layers import layer_differences
    from extractor.ingest.scans import read_scan, render_page

    page_begins()
    scan = render_page(page, limits)
    differing = layer_differences(scan, content)
    if not differing:
        return lay_out(content, number)
    shown = "、".join(f"“{one.layer[:20]}”/“{one.picture[:20]}”" for one in differing[:5])
    composer.notes.append(
        f"第{number}页的隐藏文字层与图像不一致（{shown}），已按图像读取 / page {number}: its invisible "
        f"layer of text differs from the picture in {len(differing)} place(s); it was read from the picture"
    )
    return read_scan(scan, number, name)


def _recognised(page: Any, number: int, scans: int, name: str, limits: DocumentLimits) -> LaidPage:
    if scans > limits.max_scanned_pages:
        raise TooLargeError(
            f"{name}: more than {limits.max_scanned_pages} pages are pictures; split the file"
        )
    from extractor.ingest.scans import read_scan, render_page

    page_begins()
    return read_scan(render_page(page, limits), number, name)


def _notes(composer: Composer, left_out: dict[str, list[str]], unread: list[int], count: int) -> None:
    composer.notes.extend(left_out_notes(left_out))
    if unread:
        listed = ", ".join(map(str, unread[:10]))
        composer.notes.append(
            f"page(s) {listed} of {count} are pictures, not read; pip install 'gongkai-extractor[ocr]'"
        )
