"""The key taken out of what an endpoint says, in every form in which one echoes it."""

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

if TYPE_CHECKING:
    from extractor.llm.endpoint import Endpoint

_INSTEAD = "[key]"
_LEAST = 6
"""Shorter keys (EMPTY, none, x) are placeholders; taken out of replies they would tear words apart."""

_FOR_URLS = str.maketrans("+/", "-_")


@cache
def forms(key: str) -> tuple[str, ...]:
    """The key as itself, within JSON, a URL, HTML, as hex and as base64 wherever it stands in the coded text.

    The longest come first.
    """
    raw = key.encode()
    found = {key, json.dumps(key)[1:-1], key.replace("/", "\\/"), quote(key, safe=""), html.escape(key)}
    if len(raw) >= _LEAST:
        found |= {raw.hex(), raw.hex().upper()}
        coded = {_base64_within(raw, before) for before in range(3)}
        found |= coded | {form.translate(_FOR_URLS) for form in coded}
    return tuple(sorted((form for form in found if form), key=len, reverse=True))


def _base64_within(raw: bytes, before: int) -> str:
    """Those characters of the base64 of a text with ``raw`` in it that no neighbour has a part in.

    ``before``: bytes in front of it, modulo three.
    """
    coded = base64.b64encode(bytes(before) + raw).decode().rstrip("=")
    is_whole = (before + len(raw)) % 3 == 0
    return coded[(0, 2, 3)[before] : len(coded) if is_whole else -1]


class Scrubber(NamedTuple):
    """Takes one key out of texts and streams; one without a key leaves all as it is."""

    key: str = ""

    @classmethod
    def of(cls, endpoint: "Endpoint") -> "Scrubber":
        """For the replies of an endpoint."""
        key = endpoint.api_key.get_secret_value().strip() if endpoint.api_key else ""
        return cls(key if len(key) >= _LEAST else "")

    def text(self, text: str) -> str:
        """A text without the key."""
        if not self.key:
            return text
        for form in forms(self.key):
            text = text.replace(form, _INSTEAD)
        return text

    def stream(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Chunks without the key, also where it lies across two of them."""
        if not self.key:
            yield from chunks
            return
        pattern, known = _pattern(self.key)
        held = b""
        for chunk in chunks:
            held = pattern.sub(_INSTEAD.encode(), held + chunk)
            end = len(held) - _begun(held, known)
            if end:
                yield held[:end]
            held = held[end:]
        if held:
            yield held


@cache
def _pattern(key: str) -> tuple[re.Pattern[bytes], tuple[bytes, ...]]:
    known = tuple(form.encode() for form in forms(key))
    return re.compile(b"|".join(map(re.escape, known))), known


def _begun(text: bytes, known: tuple[bytes, ...]) -> int:
    """Length of the longest end of a text that may be the beginning of a key."""
    first = {form[0] for form in known}
    start = max(0, len(text) - max(map(len, known)) + 1)
    for at in range(start, len(text)):
        if text[at] in first and any(form.startswith(text[at:]) for form in known):
            return len(text) - at
    return 0
