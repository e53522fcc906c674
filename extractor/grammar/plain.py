"""Full-width forms and look-alikes replaced one for one, so that offsets stay."""

import unicodedata

import cjkfold

_LOOKALIKES = (
    range(0x2E80, 0x2FE0),
    range(0x31C0, 0x31F0),
    range(0xF900, 0xFB00),
    range(0x2F800, 0x2FA20),
)
"""CJK Radicals Supplement and Kangxi radicals, CJK strokes, compatibility ideographs and their supplement."""


def _ideograph(code: int) -> str:
    """What a look-alike stands for: by the tables of radicals, else by its Unicode decomposition."""
    if code == 0x2F3E:  # every source of Unicode data gives the traditional 戶 for this radical
        return "户"
    folded = cjkfold.fold(chr(code))
    decomposed = unicodedata.normalize("NFC", chr(code))
    return decomposed if folded == chr(code) and len(decomposed) == 1 else folded


RADICALS = {
    code: target for block in _LOOKALIKES for code in block if (target := _ideograph(code)) != chr(code)
}
"""Code points that look like ordinary ideographs, with the ideographs that they stand for."""
_TABLE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_KEEP_COMMA = {key: value for key, value in _TABLE.items() if key != 0xFF0C}


def plain(text: str) -> str:
    """The text with full-width ASCII forms made half-width; the length does not change.

    The full-width comma stays, because it separates numbers where the half-width one may group
    the digits of a single number.
    """
    return text.translate(_KEEP_COMMA)


def plain_with_commas(text: str) -> str:
    """Like :func:`plain`, with the full-width comma folded too."""
    return text.translate(_TABLE)


def with_ideographs(text: str) -> str:
    """The text with radicals and the like replaced by the ideographs that they stand for."""
    return text.translate(RADICALS)
