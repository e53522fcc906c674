"""Full-width forms made half-width one for one, so that offsets stay."""

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
