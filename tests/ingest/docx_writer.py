"""DOCX packages made by hand, part by part."""

import io
import zipfile

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
FILLER = "<w:p><w:r><w:t>某某区人民政府2020年政府信息公开工作年度报告，内容如下所列。</w:t></w:r></w:p>"


def p(text: str, properties: str = "", run: str = "") -> str:
    """One paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def docx(body: str, parts: dict[str, str | bytes] | None = None, prolog: str = "") -> bytes:
    """A package with this body; ``prolog`` stands before the root element."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            f"<?xml version='1.0'?>{prolog}<w:document {NAMESPACES}>"
            f"<w:body>{FILLER}{body}</w:body></w:document>",
        )
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return stream.getvalue()
