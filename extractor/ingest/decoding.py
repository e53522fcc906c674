"""Which encoding explains the bytes? Decided by evidence, never with replacement characters.

Strict decoding proves UTF-8. GB18030 and Big5 accept each other's bytes as nonsense, so there the share of
common characters decides, and charset-normalizer is the second opinion.
"""

import codecs
import re
from functools import cache
from typing import NamedTuple

from extractor.errors import DecodingError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_PLAUSIBLE = 0.75
_MOST_LOST = 0.002
"""Share of characters that a text may lose to broken bytes before it is refused."""
_FEW_LOST = 3
_UNSURE = re.compile("[^\x00-\x7f\ufffd]*\ufffd[^\x00-\x7f]*")
_COMMON_TRADITIONAL = (
    "的務關門東車長開資訊條規範處實導應對會員國區縣鎮鄉辦眾媒體網詢書報專業審議績認結標項數據機構職責領發佈佈"
)


class Decoded(NamedTuple):
    """Text with the name of its encoding and the number of bytes cut off its end."""

    text: str
    encoding: str
    cut_bytes: int = 0


@cache
def _common_characters() -> frozenset[str]:
    """Level 1 of GB 2312 (the 3,755 most used characters) with a few frequent traditional ones."""
    level_one = bytes(b for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF) for b in (high, low))
    return frozenset(level_one.decode("gb2312", errors="ignore")) | frozenset(_COMMON_TRADITIONAL)


def _plausibility(text: str) -> float:
    """Share of common characters among all that are not ASCII and not punctuation."""
    letters = [c for c in text[:20_000] if c > "\x7f" and not ("\u2000" <= c <= "\u303f" or c >= "\uff00")]
    if not letters:
        return 0.0
    common = _common_characters()
    return sum(c in common for c in letters) / len(letters)


def _strict(raw: bytes, encoding: str) -> Decoded | None:
    """Strict decoding; an unfinished character at the very end is cut off and counted."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    try:
        text = decoder.decode(raw, final=False)
    except UnicodeDecodeError:
        return None
    pending = decoder.getstate()[0]
    return Decoded(text, encoding, len(pending))


def _second_opinion(raw: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes  # slow to import and rarely needed

    best = from_bytes(raw).best()
    return None if best is None else Decoded(str(best), best.encoding)


def decode_with_losses(raw: bytes, name: str, declared: str | None = None) -> tuple[Decoded, list[str]]:
    """The best reading of bytes a few of which are broken, with a note on where; DecodingError for more."""
    options = []
    known = raw.count("\ufffd".encode())
    for encoding in dict.fromkeys(filter(None, (declared, "utf-8", "gb18030", "big5hkscs"))):
        try:
            text = raw.decode(encoding, errors="replace")
        except LookupError:
            continue
        lost = text.count("\ufffd") - (known if encoding == "utf-8" else 0)
        if lost <= max(_MOST_LOST * len(text), _FEW_LOST):
            if encoding != "utf-8":
                # up to the next ASCII character the bytes may be paired wrongly: nothing of that is believed
                text = _UNSURE.sub(lambda run: "\ufffd" * len(run[0]), text)
            options.append((lost, -_plausibility(text), text, encoding))
    if not options:
        raise DecodingError(
            f"{name}: no encoding explains the bytes (tried UTF-8, GB18030, Big5, UTF-16); "
            "save the file as UTF-8 and try again"
        )
    lost, _, text, encoding = min(options, key=lambda option: option[:2])
    place = text.find("\ufffd")
    line = text.count("\n", 0, place) + 1
    near = "".join(text[max(place - 8, 0) : place + 9].split())
    note = (
        f"{lost}个坏字节无法按{encoding}解码，原处为U+FFFD，首处在第{line}行“{near}” "
        "/ "
        f"{lost} character(s) could not be decoded as {encoding} and stand as U+FFFD, first in line {line}"
    )
    return Decoded(text, encoding), [note]


def decode(raw: bytes, name: str) -> Decoded:
    """Decode non-empty bytes; DecodingError if no encoding explains them."""
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            decoded = _strict(raw, encoding)
            if decoded is not None:
                return decoded
    decoded = _strict(raw, "utf-8")
    if decoded is not None and "\x00" not in decoded.text:
        return decoded
    options = [option for encoding in _CANDIDATES if (option := _strict(raw, encoding)) is not None]
    best = max(options, key=lambda option: _plausibility(option.text), default=None)
    if best is not None and _plausibility(best.text) >= _PLAUSIBLE:
        return best
    opinion = _second_opinion(raw)
    if opinion is not None and _plausibility(opinion.text) >= _PLAUSIBLE / 2:
        return opinion
    raise DecodingError(
        f"{name}: no encoding explains the bytes (tried UTF-8, GB18030, Big5, UTF-16); "
        "save the file as UTF-8 and try again"
    )
