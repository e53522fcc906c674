"""Labels over which a converter wrote the numbers of the next cells: 请\ufffd0容0\ufffd0明\ufffd0\ufffd.

It counts bytes for columns, so that a long label goes on below its numbers and characters are cut in two. The
numbers are whole: what stands before the first one is what is left of the label.
"""

import re

_CUT = re.compile("\\d\ufffd|\ufffd\\d")
_LEAST = 3
"""Lines with a number at a cut character: one is a lost blank or a broken number."""
_ORDINAL = re.compile(r"(?<!\d)\d{1,2}[、．.)）](?!\d)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SIGN = re.compile(r"(?<!\S)[-—/]+(?!\S)")
_SENTENCE = re.compile(r"[。；;]")


def without_cut_characters(region: str) -> str:
    """The region of equal length with blanks for the rests of labels between and behind numbers."""
    lines = region.split("\n")
    if sum(_CUT.search(line) is not None for line in lines) < _LEAST:
        return region
    return "\n".join(_cleared(line) if "\ufffd" in line else line for line in lines)


def _cleared(line: str) -> str:
    """What is left of the label up to the first number, and the numbers; sentences stay as they are."""
    ordinals = {at for found in _ORDINAL.finditer(line) for at in range(*found.span())}
    numbers = [found for found in _NUMBER.finditer(line) if found.start() not in ordinals]
    if not numbers or not _CUT.search(line) or _SENTENCE.search(line):
        return line
    begin = numbers[0].start()
    kept = {at for found in (*numbers, *_SIGN.finditer(line, begin)) for at in range(*found.span())}
    return "".join(
        " " if character == "\ufffd" or (at >= begin and at not in kept) else character
        for at, character in enumerate(line)
    )
