"""A text file; what programs leave in texts that pass through them is taken out again, and said."""

import re

from extractor.errors import DecodingError
from extractor.ingest.decoding import Decoded, decode, decode_with_losses
from extractor.ingest.formats import DocumentLimits, Parsed
from extractor.ingest.woven import unwoven

_LINE_ENDS = re.compile("\r\n?")
_CELL_END = "\x07"
"""What Word writes at the end of a cell."""
_WORD_MARKS = {0x0B: "\n", 0x1E: "-", 0x1F: None, 0x13: None, 0x14: None, 0x15: None}
"""Line breaks, hyphens and ends of fields as Word keeps them."""
_ESCAPED = re.compile(r"\\r\\n|\\[rnt]")
_ESCAPES = {"\\t": "\t"}
_QUOTED = re.compile(r"^[ \t]*(?:[>＞][ \t]?)+", re.MULTILINE)
_MOST_LINES = 0.8


def read_plain(raw: bytes, name: str, limits: DocumentLimits) -> Parsed:
    """Decode and tidy; a text with a few broken bytes is read, and says where they are."""
    decoded, notes = decoded_in_any_way(raw, name)
    return tidied(Parsed(decoded.text, decoded.encoding, notes=tuple(notes)))


def decoded_in_any_way(raw: bytes, name: str) -> tuple[Decoded, list[str]]:
    """The text of the bytes, and what is said of bytes that could not be decoded."""
    try:
        decoded = decode(raw, name)
    except DecodingError:
        return decode_with_losses(raw, name)
    return decoded, [f"{decoded.cut_bytes} byte(s) of an unfinished character at the end"] * bool(
        decoded.cut_bytes
    )


def tidied(parsed: Parsed) -> Parsed:
    """Line ends as one character, without the traces of Word, of programs and of mail."""
    text = _LINE_ENDS.sub("\n", parsed.text.removeprefix("\ufeff"))
    notes = list(parsed.notes)
    text = text.translate(_WORD_MARKS)
    if _CELL_END in text:
        text = text.replace(f"{_CELL_END}\n", "\n").replace(_CELL_END, "\t")
    escaped = sum(1 for _ in _ESCAPED.finditer(text))
    if escaped > 5 and escaped > text.count("\n"):
        text = _ESCAPED.sub(lambda mark: _ESCAPES.get(mark[0], "\n"), text)
        notes.append(
            f"换行、制表符写成了转义字符（\\n、\\t），{escaped}处已还原 / Line breaks and tabs were written "
            f"as escapes (\\n, \\t); {escaped} were turned back"
        )
    lines = [line for line in text.split("\n") if line.strip()]
    quoted = sum(1 for line in lines if line.lstrip()[:1] in (">", "＞"))
    if quoted > 5 and quoted > _MOST_LINES * len(lines):
        text = _QUOTED.sub("", text)
        notes.append("邮件引用符号（>）已去掉 / The marks of quoted mail (>) were taken off")
    text, tables = unwoven(text)
    if tables:
        notes.append(
            "整页排在一张画线的表内，各栏已分开 / The page was printed within a drawn table; "
            "its columns were taken apart"
        )
    return parsed._replace(text=text, notes=tuple(notes))
