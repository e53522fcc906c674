"""A PDF whose drawings (form XObjects) draw themselves, or each other without measure, is refused unread.

PDFium unfolds each use of a drawing when it opens a page; a few hundred bytes can ask for gigabytes. So the
uses are counted before, from the objects of the file; what cannot be made out here is left to the limits.
"""

import re
import zlib
from typing import NamedTuple

from extractor.errors import DamagedFileError

_TOKEN = re.compile(rb"(\d{1,10})[ \t\r\n]+\d{1,5}[ \t\r\n]+obj\b|\bstream\r?\n|\bendstream\b|\bendobj\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b")
_FIRST = re.compile(rb"/First\s+(\d{1,9})")
_XOBJECTS = re.compile(rb"/XObject\s*(?:<<([^<>]*)>>|(\d{1,10})\s+\d{1,5}\s+R)")
_RESOURCES = re.compile(rb"/Resources\s+(\d{1,10})\s+\d{1,5}\s+R")
_ENTRY = re.compile(rb"/([^\s/<>\[\]()]{1,127})\s+(\d{1,10})\s+\d{1,5}\s+R")
_USE = re.compile(rb"/([^\s/<>\[\]()]{1,127})\s+Do\b")
_MOST_UNPACKED = 40_000_000
_MOST_USES = 50_000
"""Drawings that the drawing of one may take; a page of a real report takes a few dozen."""


class _Part(NamedTuple):
    """An object: its dictionary, or the whole of it where it has no stream, and its stream as packed."""

    head: bytes
    stream: bytes


def refuse_endless_drawings(raw: bytes, name: str) -> None:
    """Raise DamagedFileError where a drawing contains itself or would be unfolded without measure."""
    if not _FORM.search(raw):
        return
    parts = _parts(raw)
    uses = {number: _uses(part, parts) for number, part in parts.items() if _FORM.search(part.head)}
    costs: dict[int, int] = {}
    for number in uses:
        if _cost(number, uses, costs) > _MOST_USES:
            raise DamagedFileError(
                f"{name}: 其中的图形循环引用自身，无法读取 / a drawing of the PDF draws itself in a loop "
                "or others without measure; print it to a new PDF and try again"
            )


def _parts(raw: bytes) -> dict[int, _Part]:
    parts: dict[int, _Part] = {}
    number, begin, head = -1, 0, b""
    stream_at = -1
    for token in _TOKEN.finditer(raw):
        if token[1] is not None and stream_at < 0:
            number, begin, head = int(token[1]), token.end(), b""
        elif token[0].startswith(b"stream") and stream_at < 0:
            head, stream_at = raw[begin : token.start()], token.end()
        elif token[0] == b"endstream" and stream_at >= 0:
            parts[number] = _Part(head, raw[stream_at : token.start()])
            stream_at = -1
        elif token[0] == b"endobj" and stream_at < 0 and not head:
            parts[number] = _Part(raw[begin : token.start()], b"")
    room = _MOST_UNPACKED
    for part in list(parts.values()):
        if _PACKED.search(part.head) and (first := _FIRST.search(part.head)):
            content = _unpacked(part, room)
            room -= len(content)
            _add_packed(content, int(first[1]), parts)
    return parts


def _add_packed(content: bytes, first: int, parts: dict[int, _Part]) -> None:
    numbers = [int(word) for word in content[:first].split() if word.isdigit()]
    places = list(zip(numbers[::2], numbers[1::2], strict=False))
    for index, (number, place) in enumerate(places):
        end = places[index + 1][1] if index + 1 < len(places) else len(content)
        parts.setdefault(number, _Part(content[first + place : first + end], b""))


def _unpacked(part: _Part, room: int) -> bytes:
    if b"/FlateDecode" not in part.head:
        return part.stream[:room]
    try:
        return zlib.decompressobj().decompress(part.stream, max(room, 1))
    except zlib.error:
        return b""


def _uses(part: _Part, parts: dict[int, _Part]) -> list[int]:
    """The objects that a drawing draws, each as often as it does."""
    resources = part.head
    if found := _RESOURCES.search(part.head):
        resources = parts.get(int(found[1]), _Part(b"", b"")).head
    named: dict[bytes, int] = {}
    for inline, reference in _XOBJECTS.findall(resources):
        entries = parts.get(int(reference), _Part(b"", b"")).head if reference else inline
        named.update((entry[1], int(entry[2])) for entry in _ENTRY.finditer(entries))
    if not named:
        return []
    drawn = (named.get(use[1]) for use in _USE.finditer(_unpacked(part, _MOST_UNPACKED)))
    return [number for number in drawn if number is not None]


def _cost(start: int, uses: dict[int, list[int]], costs: dict[int, int]) -> int:
    """Drawings that one unfolds to; more than the most where it contains itself. No recursion."""
    stack, open_ones = [start], set()
    while stack:
        number = stack[-1]
        if number in costs:
            stack.pop()
            continue
        below = [used for used in dict.fromkeys(uses.get(number, ())) if used not in costs]
        if number in open_ones or not below:
            if below:  # seen before and still not known: it is under itself
                return _MOST_USES + 1
            stack.pop()
            open_ones.discard(number)
            total = 1 + sum(costs[used] for used in uses.get(number, ()))
            costs[number] = min(total, _MOST_USES + 1)
            continue
        open_ones.add(number)
        if any(used in open_ones for used in below):
            return _MOST_USES + 1
        stack += below
    return costs[start]
