"""What a file is decides its content; what is not read is refused by its own name."""

import base64
import io
import zipfile

import kind_styles
import numpy as np
import pytest
from PIL import Image
from render_checks import assert_prose, assert_read
from report_model import PROJECT_RENDERS, STEMS, load_model

from extractor.errors import BinaryFileError
from extractor.ingest import Format, detect
from extractor.ingest.pictures import on_paper
from extractor.pipeline import read_document


@pytest.mark.parametrize("style", ["portal", "word"])
@pytest.mark.parametrize("stem", STEMS[:2])
def test_every_cell_is_right_when_a_page_was_saved_as_one_file(stem, style):
    model = load_model(stem)
    document = read_document(kind_styles.saved_page(model, style), "a.doc")
    assert_read(document, model)
    assert_prose(document, model)


@pytest.mark.parametrize("kind", ["json", "xml"])
@pytest.mark.parametrize("stem", STEMS[:2])
def test_every_cell_is_right_when_a_content_system_answers(stem, kind):
    model = load_model(stem)
    document = read_document(kind_styles.answer(model, kind), f"a.{kind}")
    assert_read(document, model)
    assert_prose(document, model)


@pytest.mark.parametrize("kind", ["json", "xml"])
def test_answers_kept_as_fixtures_are_read_as_the_labels_of_their_report_say(kind):
    stem = "luoyan-2021"
    raw = (PROJECT_RENDERS / f"{stem}.{kind}").read_bytes()
    document, model = read_document(raw, f"{stem}.{kind}"), load_model(stem)
    report = assert_read(document, model)
    assert_prose(document, model)
    assert report.report_year.value == model.labels["header"]["report_year"]
    assert report.issuer.value == model.labels["header"]["issuer"]


@pytest.mark.parametrize("stem", STEMS[:2])
def test_every_cell_is_right_when_a_word_file_is_strict(stem):
    model = load_model(stem)
    assert_read(read_document(kind_styles.strict_docx(model), "a.docx"), model)


@pytest.mark.parametrize(
    "before",
    [
        "<%@ page language='java' contentType='text/html' %>\n<%@ taglib uri='c' %>\n<!DOCTYPE html>",
        "<?php $a = '<p>'; ?>\n<html>",
        "<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE html PUBLIC 'x'>",
        "<!-- a --><h2>年报</h2>",
    ],
    ids=["jsp", "php", "xhtml", "fragment"],
)
def test_page_is_told_by_its_first_element_whatever_stands_before(before):
    raw = f"{before}<body><p>一、总体情况</p><p>{'公开信息45条。' * 9}</p></body>".encode()
    assert detect(raw, "report") is Format.HTML
    document = read_document(raw, "report")
    assert "公开信息45条" in document.text
    assert "taglib" not in document.text
    assert "$a" not in document.text


@pytest.mark.parametrize(
    "before",
    [
        "<%@ page language='java' %>\n",
        "<?php $a = 1; ?>\n\n",
        "<!--#include virtual='/top.html'-->\n",
        "\n\n<?xml version='1.0'?>\n",
    ],
    ids=["jsp", "php", "shtml", "xhtml"],
)
def test_title_of_a_page_is_read_whatever_stands_before_its_type(before):
    page = (
        f"{before}<!DOCTYPE html>\n<html><head><title>禾坪区林业局2021年政府信息公开工作年度报告</title>"
        f"</head><body><h2>一、总体情况</h2><p>{'公开信息45条。' * 9}</p></body></html>"
    )
    assert "禾坪区林业局2021年" in read_document(page.encode(), "report").text


def test_letter_whose_only_part_is_a_page_is_read():
    page = f"<html><body><h2>一、总体情况</h2><p>{'公开信息45条。' * 9}</p></body></html>"
    head = "From: a@example.com\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n"
    coded = base64.encodebytes(page.encode()).decode()
    letter = f"{head}Content-Transfer-Encoding: base64\n\n{coded}".encode()
    assert detect(letter, "a.eml") is Format.MHTML
    assert "公开信息45条" in read_document(letter, "a.eml").text


def packed(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (packed("OFD.xml", "Doc_0/Document.xml"), "OFD"),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), "PPTX"),
        (packed("[Content_Types].xml", "xl/workbook.bin"), "XLSB"),
        (packed("mimetype", "content.xml"), "ODT"),
        (packed("[Content_Types].xml", "FixedDocSeq.fdseq"), "XPS"),
        (packed("META-INF/container.xml", "mimetype"), "EPUB"),
        (b"{\\rtf1\\ansi x", "RTF"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument a="b">',
            "Word 2003",
        ),
        (b'<?xml version="1.0"?>\n<pkg:package xmlns:pkg="x">', "Word XML"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- made -->\n<Workbook xmlns="x">', "Excel 2003"),
        (b'<?xml version="1.0"?>\n\n<office:document office:version="1.3">', "FODT"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "AVIF"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "MP4"),
        (b'<?xml version="1.0"?>\n<uof:UOF xmlns:uof="x">', "UOF"),
        (b'<?xml version="1.0"?>\n<svg xmlns="x">', "SVG"),
        (b"a.txt".ljust(257, b"\0") + b"ustar\0", "tar"),
        (b"\x28\xb5\x2f\xfd\0", "zstd"),
        (b"P6\n1 1\n255\n", "PNM"),
        (b"\0\0\x01\0\x01\0", "ICO"),
        (b"\xd7\xcd\xc6\x9a\0\0", "WMF"),
        (b"ITSF\x03\0\0\0", "CHM"),
        (b"\x01\0\0\0".ljust(40, b"\0") + b" EMF", "EMF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_1000001F".encode("utf-16-le"), "MSG"),
        (b"Rar!\x1a\x07\0", "RAR"),
        (b"7z\xbc\xaf'\x1c", "7z"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"%!PS-Adobe", "PostScript"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "PowerPoint Document".encode("utf-16-le"), "PPT"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_file_is_refused_by_its_own_name_and_with_what_to_do(raw, name):
    with pytest.raises(BinaryFileError, match=name) as caught:
        detect(raw, "a.doc")
    assert "; " in str(caught.value)
    assert "\n" not in str(caught.value)


def page(dark: int = 0, light: int = 255) -> np.ndarray:
    grey = np.full((300, 200), light, np.uint8)
    grey[40:60, 30:150] = dark
    return grey


def seen(image: Image.Image) -> np.ndarray:
    return np.asarray(on_paper(image).convert("L"))


@pytest.mark.parametrize(
    "kind", ["plain", "16-bit", "32-bit", "float", "see-through", "white-ink", "palette", "dark"]
)
def test_print_is_dark_on_light_whatever_the_picture(kind):
    grey = page()
    solid = (255 - grey).astype(np.uint8)
    pictures = {
        "plain": Image.fromarray(grey),
        "16-bit": Image.fromarray(grey.astype(np.uint16) * 257),
        "32-bit": Image.fromarray(grey.astype(np.int32) * 257),
        "float": Image.fromarray(grey.astype(np.float32) / 255),
        "see-through": Image.fromarray(np.dstack([grey * 0, grey * 0, grey * 0, solid])),
        "white-ink": Image.fromarray(np.dstack([grey * 0 + 255] * 3 + [solid])),
        "palette": Image.fromarray(grey).convert("P"),
        "dark": Image.fromarray(255 - grey),
    }
    found = seen(pictures[kind])
    assert found[50, 90] < 60
    assert found[200, 90] > 200


@pytest.mark.parametrize(("kind", "found"), [("WEBP", Format.WEBP), ("BMP", Format.BMP), ("GIF", Format.GIF)])
def test_picture_is_told_by_its_first_bytes(kind, found):
    stream = io.BytesIO()
    Image.fromarray(page()).save(stream, kind)
    assert detect(stream.getvalue(), "a.txt") is found
