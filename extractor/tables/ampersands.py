r"""Rows whose fields are parted by ampersands, as typesetting sources write them: 规章 & 0 & 0 \\.

An ampersand between two numbers is neither a label nor a mark of a list: left as it is, the number before it
would be taken for a list number and dropped.
"""

import re

_LEAST = 2
"""Ampersands on a line of fields."""
_SPAN = re.compile(r"\\multi(?:column|row)(?:\[[^\]\n]*\])?\{[^{}\n]*\}\{[^{}\n]*\}\{")
"""A cell over several columns or rows, up to what is printed in it: \\multicolumn{3}{l}{770}."""
_RULE = re.compile(r"\\(?:hline|cline\{[^}\n]*\}|(?:top|mid|bottom)rule)")
_WRAPPED = re.compile(r"\n(?=[^\n]*&)|(?<=&)[ \t]*\n")


def of_ampersands(region: str) -> str:
    """The region of equal length with pipes for the ampersands between fields, if it has such rows."""
    lines = region.split("\n")
    if not any(map(_has_fields, lines)):
        return region
    if "\\\\" not in region:
        return "\n".join(line.replace("&", "|") if _has_fields(line) else line for line in lines)
    region = _RULE.sub(lambda found: " " * len(found[0]), _without_spans(region))
    rows = re.split(r"(\\\\)", region)
    return "".join("  " if row == "\\\\" else _one_line(row) for row in rows)


def _has_fields(line: str) -> bool:
    return line.count("&") >= _LEAST


def _one_line(row: str) -> str:
    """A row that its source wraps, as one line; what stands before its first line is left."""
    if "&" not in row:
        return row
    at = row.rfind("\n", 0, len(row) - len(row.lstrip())) + 1
    return row[:at] + _WRAPPED.sub(lambda found: " " * len(found[0]), row[at:]).replace("&", "|")


def _without_spans(region: str) -> str:
    r"""Blanks for the commands around cells that span: \multirow{2}{*}{自然人} is 自然人."""
    for found in reversed(list(_SPAN.finditer(region))):
        end = _closing(region, found.end())
        if end is not None:
            inside = region[found.end() : end]
            region = f"{region[: found.start()]}{' ' * len(found[0])}{inside} {region[end + 1 :]}"
    return region


def _closing(region: str, at: int) -> int | None:
    """Where the brace that is open at a place closes, on the same or the next line."""
    depth = 1
    for index in range(at, min(len(region), at + 200)):
        depth += {"{": 1, "}": -1}.get(region[index], 0)
        if not depth:
            return index
    return None
