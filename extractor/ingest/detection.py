"""What is this file? Decided by its bytes, never by its name."""

import io
import re
import zipfile
import zlib

from extractor.errors import BinaryFileError, DamagedFileError
from extractor.ingest.formats import Format
from extractor.ingest.separated import is_separated

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"\xff\xd8\xff", Format.JPEG),
    (b"II*\x00", Format.TIFF),
    (b"MM\x00*", Format.TIFF),
    (b"GIF8", Format.GIF),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (("WordDocument", Format.DOC), ("Workbook", Format.XLS), ("Book", Format.XLS))
_SAVE_AS = "save the report as PDF, DOCX, HTML or text and try again"
_AS_PICTURE = "save the picture as PNG or JPEG and try again"
_UNPACK = "unpack it and give its files"
_REFUSED = (
    (b"{\\rtf", "RTF 文件", "an RTF file", "open it in a word processor, save it as DOCX and try again"),
    (b"\x1f\x8b", "gzip 压缩文件", "a gzip file", _UNPACK),
    (b"7z\xbc\xaf", "7z 压缩文件", "a 7z file", _UNPACK),
    (b"Rar!", "RAR 压缩文件", "a RAR file", _UNPACK),
    (b"BZh", "bzip2 压缩文件", "a bzip2 file", _UNPACK),
    (b"\xfd7zXZ", "xz 压缩文件", "an xz file", _UNPACK),
    (b"HN\x01\x00", "CAJ 文件", "a CAJ file", "open it in its reader, print it to PDF and try again"),
    (b"CAJ", "CAJ 文件", "a CAJ file", "open it in its reader, print it to PDF and try again"),
    (b"Founder CEB", "CEB 文件", "a CEB file", "open it in its reader, print it to PDF and try again"),
    (b"FOUNDER", "CEB 文件", "a CEB file", "open it in its reader, print it to PDF and try again"),
    (b"AT&TFORM", "DjVu 文件", "a DjVu file", "print it to PDF and try again"),
    (b"8BPS", "PSD 图片", "a PSD picture", _AS_PICTURE),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000 图片", "a JPEG 2000 picture", _AS_PICTURE),
    (b"%!PS", "PostScript 文件", "a PostScript file", "convert it to PDF and try again"),
    (b"\x28\xb5\x2f\xfd", "zstd 压缩文件", "a zstd file", _UNPACK),
    (b"\x00\x00\x01\x00", "ICO 图标", "an icon (ICO)", _AS_PICTURE),
    (b"P5\n", "PNM 图片", "a PNM picture", _AS_PICTURE),
    (b"P6\n", "PNM 图片", "a PNM picture", _AS_PICTURE),
    (b"\xd7\xcd\xc6\x9a", "WMF 图片", "a WMF picture", _AS_PICTURE),
    (b"ITSF", "CHM 帮助文件", "a CHM help file", "save its page as HTML and try again"),
    (b"ID3", "录音", "a sound (MP3)", "give the report itself"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "快捷方式", "a shortcut (LNK)", "give the file that it leads to"),
    (b"\x00\x01\x00\x00Standard ", "Access 数据库", "an Access database", "give the report itself"),
    (b"AC10", "DWG 图纸", "a DWG drawing", "print it to PDF and try again"),
    (b"MZ", "程序", "a program", "give the report itself"),
    (b"\x7fELF", "程序", "a program", "give the report itself"),
    (b"SQLite format 3", "数据库", "a database", "give the report itself"),
)
"""First bytes, name of the kind in both languages, what to do."""
_BOXED = {
    b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIC", b"msf1": "HEIC", b"hevc": "HEIC",
    b"avif": "AVIF", b"mp41": "MP4", b"mp42": "MP4", b"isom": "MP4", b"qt  ": "MOV",
}  # fmt: skip
_MANIFEST, _SHEET = "META-INF/manifest.xml", b"opendocument.spreadsheet"
_PACKED = (
    ("OFD.xml", "OFD 文件", "an OFD file", "open it in an OFD reader, export it as PDF and try again"),
    ("ppt/presentation.xml", "PPTX 演示文稿", "a presentation (PPTX)", _SAVE_AS),
    ("xl/workbook.bin", "XLSB 表格", "a binary spreadsheet (XLSB)", "save it as XLSX and try again"),
    ("FixedDocSeq.fdseq", "XPS 文件", "an XPS file", "print it to PDF and try again"),
    ("META-INF/container.xml", "EPUB 电子书", "an EPUB book", _SAVE_AS),
    ("content.xml", "OpenDocument 文件（ODT、ODP）", "an OpenDocument text or presentation", _SAVE_AS),
    ("Index/Document.iwa", "Pages 文稿", "a Pages or Numbers file", _SAVE_AS),
)
_FLAT_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s|<\?[^>]{0,400}\?>|<!--.{0,2000}?-->)*+<(?P<root>[\w:]{3,40})[\s>]", re.DOTALL
)
"""What stands before the root is never looked at twice: comments can be cut at each of their ends."""
_FLAT = {
    b"office:document": (
        "OpenDocument 单文件（FODT、FODS）",
        "a flat OpenDocument file (FODT, FODS)",
        _SAVE_AS,
    ),
    b"w:wordDocument": ("Word 2003 XML 文档", "a Word 2003 XML document", "save it as DOCX and try again"),
    b"pkg:package": ("Word XML 文档", "a Word XML document", "save it as DOCX and try again"),
    b"Workbook": ("Excel 2003 XML 表格", "an Excel 2003 XML spreadsheet", "save it as XLSX and try again"),
    b"uof:UOF": ("标文通文件（UOF、UOT）", "a Uniform Office Format file (UOF, UOT)", _SAVE_AS),
    b"svg": ("SVG 图片", "an SVG picture", _AS_PICTURE),
    b"ss:Workbook": ("Excel 2003 XML 表格", "an Excel 2003 XML spreadsheet", "save it as XLSX and try again"),
}
"""Office files that are one XML text, by their first element, whatever their ending (often .doc or .xls)."""
_PDF_WINDOW = 1024
"""PDF readers accept the header anywhere in the first 1,024 bytes."""
_HTML = re.compile(
    r"<(?:!doctype\s+html|(?:html|head|body|meta|title|script|style|link|base|div|table|center|p|span|article|section"
    r"|main|form|font|h[1-6]|ul|ol|header|br|b|strong|img|a)\b)",
    re.IGNORECASE,
)
_BEFORE_HTML = (("<!--", "-->"), ("<%", "%>"), ("<?", "?>"))
"""What may stand before the first element: comments, code of the server, declarations."""
_MAIL_HEAD = re.compile(
    rb"(?:[A-Za-z][\w-]{1,40}:[^\n]{0,998}\n(?:[ \t][^\n]{0,998}\n)*){1,40}?MIME-Version:|MIME-Version:", re.I
)
_ENCODED = re.compile(rb"content-transfer-encoding:\s{0,4}(?:quoted-printable|base64)")
_MAIL_WINDOW = 8_000
_WIDE_BOMS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def detect(raw: bytes, name: str) -> Format:
    """The format of non-empty bytes; BinaryFileError for one that is known and not read."""
    known = _by_first_bytes(raw, name)
    if known is not None:
        return known
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_zip(raw, name)
    if b"%PDF-" in raw[:_PDF_WINDOW] and not _is_page(raw):
        return Format.PDF
    if _is_page(raw):
        return Format.HTML
    if _is_saved_page(raw):
        return Format.MHTML
    _refuse_flat(raw, name)
    return Format.CSV if is_separated(raw) else Format.TEXT


def _by_first_bytes(raw: bytes, name: str) -> Format | None:
    for signature, found in _SIGNATURES:
        if raw.startswith(signature):
            return found
    if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        return Format.WEBP
    if raw.startswith(b"BM") and raw[6:10] == b"\x00\x00\x00\x00":
        return Format.BMP
    if raw.startswith(_OLE):
        return _of_ole(raw, name)
    for signature, chinese, english, advice in _REFUSED:
        if raw.startswith(signature):
            raise _refusal(name, chinese, english, advice)
    if raw[257:262] == b"ustar":
        raise _refusal(name, "tar 归档文件", "a tar file", _UNPACK)
    if raw.startswith(b"\x01\x00\x00\x00") and raw[40:44] == b" EMF":
        raise _refusal(name, "EMF 图片", "an EMF picture", _AS_PICTURE)
    if raw[4:8] == b"ftyp" and (boxed := _BOXED.get(raw[8:12])):
        picture = boxed in ("HEIC", "AVIF")
        kind = (
            f"{boxed} {'图片' if picture else '视频'}",
            f"a{'n' * (boxed == 'AVIF')} {boxed} {'picture' if picture else 'film'}",
        )
        raise _refusal(name, *kind, _AS_PICTURE if picture else "give the report itself")
    return None


def _refuse_flat(raw: bytes, name: str) -> None:
    if (kind := _FLAT.get(_root_of(raw))) is not None:
        raise _refusal(name, *kind)


def _root_of(raw: bytes) -> bytes:
    match = _FLAT_ROOT.match(raw[:8_000])
    return match["root"] if match is not None else b""


def is_office_text(raw: bytes) -> bool:
    """Whether bytes are a document of an office program in one XML text, as far as its first element says."""
    return (root := _root_of(raw)) in _FLAT and root != b"svg"


def _refusal(name: str, chinese: str, english: str, advice: str) -> BinaryFileError:
    return BinaryFileError(
        f"{name}: 这是{chinese}，不能读取 / this is {english}, which is not read; {advice}"
    )


def _of_ole(raw: bytes, name: str) -> Format:
    """An old Office file by the streams in it; a Word file where nothing else is known."""
    for stream, found in _OLE_STREAMS:
        if stream.encode("utf-16-le") in raw:
            return found
    if "PowerPoint Document".encode("utf-16-le") in raw:
        raise _refusal(name, "PPT 演示文稿", "a presentation (PPT)", _SAVE_AS)
    if "__substg1.0_".encode("utf-16-le") in raw:
        raise _refusal(
            name, "Outlook 邮件（MSG）", "an Outlook message (MSG)", "save its attachment and try again"
        )
    if "HwpSummaryInformation".encode("utf-16-le") in raw:
        raise _refusal(name, "HWP 文稿", "an HWP document", _SAVE_AS)
    return Format.DOC


def _is_page(raw: bytes) -> bool:
    head = raw[:20_000].removeprefix(b"\xef\xbb\xbf")
    for bom, encoding in _WIDE_BOMS:
        if head.startswith(bom):
            return _begins_like_html(head[2 : len(head) // 2 * 2].decode(encoding, errors="ignore"))
    return _begins_like_html(head.decode("latin-1"))


def _begins_like_html(head: str) -> bool:
    place = 0
    while True:
        while place < len(head) and head[place].isspace():
            place += 1
        mark = next((close for begin, close in _BEFORE_HTML if head.startswith(begin, place)), None)
        if mark is None:
            return bool(_HTML.match(head, place))
        end = head.find(mark, place)
        if end < 0:
            return False
        place = end + len(mark)


def _is_saved_page(raw: bytes) -> bool:
    head = raw[:_MAIL_WINDOW].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not _MAIL_HEAD.match(head):
        return False
    head = head.lower()
    if (b"multipart/" in head and b"boundary" in head) or b"content-type: text/html" in head:
        return True
    return b"content-type: text/plain" in head and _ENCODED.search(head) is not None


def _of_zip(raw: bytes, name: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist())
            is_sheet = "content.xml" in names and _is_opendocument_sheet(raw, archive, names)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DamagedFileError(
            f"{name}: it begins like a ZIP or DOCX file and is cut off or damaged ({error}); fetch it again"
        ) from error
    if "word/document.xml" in names or ("[Content_Types].xml" in names and _has_part(names, "word/")):
        return Format.DOCX
    if "xl/workbook.xml" in names:
        return Format.XLSX
    if is_sheet:
        return Format.ODS
    for part, chinese, english, advice in _PACKED:
        if part in names:
            raise _refusal(name, chinese, english, advice)
    if not names.isdisjoint(("[Content_Types].xml", "mimetype", _MANIFEST)):
        raise _refusal(name, "办公软件的文件", "a file of an office program", _SAVE_AS)
    return Format.ZIP


def _is_opendocument_sheet(raw: bytes, archive: zipfile.ZipFile, names: set[str]) -> bool:
    """By its first part; one that lost it, by its list of parts."""
    if "mimetype" in names:
        return _SHEET in raw[:200]
    try:
        with archive.open(_MANIFEST) as manifest:
            return _SHEET in manifest.read(_MAIL_WINDOW)
    except (KeyError, RuntimeError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        return False


def _has_part(names: set[str], folder: str) -> bool:
    return any(part.startswith(folder) for part in names)
