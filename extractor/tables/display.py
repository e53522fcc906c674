"""Display columns as they were printed: folding makes narrow characters of wide ones.

A full-width bracket or an ideographic space takes two columns of the page and one of the folded text, so that
the numbers behind a label with brackets would seem to stand further to the left than those below them.
"""

from collections.abc import Iterable

from extractor.tables.tokens import Line, display_width


def in_printed_columns(lines: Iterable[Line], printed: str, characters: str) -> list[Line]:
    """The lines with the display columns that their tokens have in ``printed``, folded to ``characters``."""
    return [_measured(line, printed, characters) for line in lines]


def _measured(line: Line, printed: str, characters: str) -> Line:
    if line.separated or line.run_on or not line.tokens:
        return line
    begin = characters.rfind("\n", 0, line.tokens[0].start) + 1
    end = line.tokens[-1].end
    if printed[begin:end] == characters[begin:end]:
        return line
    found = []
    at, left = begin, 0
    for token in line.tokens:
        left += display_width(printed[at : token.start])
        width = display_width(printed[token.start : token.end])
        found.append(token._replace(column=left + width / 2) if token.field < 0 else token)
        at, left = token.end, left + width
    return line._replace(tokens=tuple(found))
