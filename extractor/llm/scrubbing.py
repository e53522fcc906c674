"""The key and what is secret in an address, taken out of what is said, in every form of an echo."""

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, unquote_plus, urlsplit, urlunsplit

if TYPE_CHECKING:
    from extractor.llm.endpoint import Endpoint

_INSTEAD = "[key]"
_LEAST = 6
"""Shorter keys (EMPTY, none, x) are placeholders; taken out of replies they would tear words apart."""

_SECRET_NAME = re.compile(
    r"key|token|secret|passw|pwd|auth|sig|credential|^(code|pw|pass|pin|ak|sk|k|sas|jwt|bearer)$",
    re.IGNORECASE,
)
"""Of parameters of an address."""
_KEY_FOLLOWS = re.compile(
    r"(api|access)?[-_]?(keys?|tokens?|secrets?|auth|passw(or)?d|credentials?)", re.IGNORECASE
)
_KEY_BEGINS = re.compile(r"(sk|pk|rk|ak|hf|gsk|xai|ghp|key|tok|token|secret)[-_][\w-]{8,}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LEAST_MIXED = 16
_LEAST_IN_ADDRESS = 3
_FOR_URLS = str.maketrans("+/", "-_")


def secrets_in(address: str) -> tuple[str, ...]:
    """Password (or the name where it stands alone) and parameters of an address that look like keys."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ()
    login = parts.password or parts.username or ""
    given = [_value(text) for part in (parts.query, parts.fragment) for text in _secret_in(part)]
    given += [parts.fragment, *_keys_in_path(parts.path)]
    found = dict.fromkeys([login, unquote(login), *map(unquote_plus, given), *given])
    return tuple(word for word in found if len(word) >= _LEAST_IN_ADDRESS)


def without_secrets(address: str) -> str:
    """An address as it may be shown."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return _INSTEAD
    host = parts.netloc.rpartition("@")[2]
    place = f"{_INSTEAD}@{host}" if "@" in parts.netloc else host
    secret = _secret_in(parts.query)
    query = "&".join(
        f"{text[: len(text) - len(_value(text))]}{_INSTEAD}" if text in secret else text
        for text in parts.query.split("&")
    )
    keys = _keys_in_path(parts.path)
    path = "/".join(_shown(segment, segment in keys) for segment in parts.path.split("/"))
    return urlunsplit((parts.scheme, place, path, query, _shown(parts.fragment, bool(parts.fragment))))


def _shown(text: str, is_secret: bool) -> str:
    return _INSTEAD if is_secret else text


def _secret_in(parameters: str) -> list[str]:
    """Of parameters: those with the name of a secret, and those that look like a key themselves."""
    return [text for text in parameters.split("&") if _is_secret(text)]


def _value(parameter: str) -> str:
    """What stands behind the name of a parameter, its own padding (``==``) with it."""
    name, equals, value = parameter.partition("=")
    return value if equals else name


def _is_secret(parameter: str) -> bool:
    name, equals, value = parameter.partition("=")
    is_named = bool(equals) and _SECRET_NAME.search(unquote(name)) is not None
    return is_named or _looks_like_a_key(unquote(value if equals else name))


def _keys_in_path(path: str) -> list[str]:
    """Segments of a path that look like keys, or stand behind one that says that a key follows."""
    segments = path.split("/")
    return [
        segment
        for before, segment in zip(["", *segments], segments, strict=False)
        if _looks_like_a_key(unquote(segment))
        or (len(segment) >= _LEAST and _KEY_FOLLOWS.fullmatch(unquote(before)) is not None)
    ]


def _looks_like_a_key(word: str) -> bool:
    """By its beginning, or by a long stretch of letters and digits mixed, as no name has."""
    stretches = re.split(r"[-_.:~]", word)
    long = [one for one in stretches if len(one) >= _LEAST_MIXED]
    is_mixed = any(re.search(r"\d", one) and re.search(r"[A-Za-z]", one) for one in long)
    return is_mixed or _KEY_BEGINS.match(word) is not None or _UUID.fullmatch(word) is not None


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
    """Takes keys out of texts and streams; one without keys leaves all as it is."""

    keys: tuple[str, ...] = ()

    @classmethod
    def of(cls, endpoint: "Endpoint") -> "Scrubber":
        """For the replies of an endpoint."""
        return cls(tuple(key for key in endpoint.secrets if len(key) >= _LEAST))

    def text(self, text: str) -> str:
        """A text without the keys."""
        for key in self.keys:
            for form in forms(key):
                text = text.replace(form, _INSTEAD)
        return text

    def stream(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Chunks without the keys, also where one lies across two of them."""
        if not self.keys:
            yield from chunks
            return
        pattern, known = _pattern(self.keys)
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
def _pattern(keys: tuple[str, ...]) -> tuple[re.Pattern[bytes], tuple[bytes, ...]]:
    found = {form.encode() for key in keys for form in forms(key)}
    known = tuple(sorted(found, key=len, reverse=True))
    return re.compile(b"|".join(map(re.escape, known))), known


def _begun(text: bytes, known: tuple[bytes, ...]) -> int:
    """Length of the longest end of a text that may be the beginning of a key."""
    first = {form[0] for form in known}
    start = max(0, len(text) - max(map(len, known)) + 1)
    for at in range(start, len(text)):
        if text[at] in first and any(form.startswith(text[at:]) for form in known):
            return len(text) - at
    return 0
