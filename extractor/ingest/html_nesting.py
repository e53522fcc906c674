"""Which elements of a page are open, as the parser sees it; each step costs the same in any page."""

from typing import NamedTuple

INLINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "o:p",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "st1:chsdate",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    }
)
"""Elements that begin no line."""
CELLS = frozenset({"td", "th"})
TABLE_PARTS = CELLS | {"table", "thead", "tbody", "tfoot", "tr"}
_DEEPEST = 1500
"""The parser stops, and drops all that follows, at 2,048 open elements."""
_DEEPEST_TABLE = 1900
"""Tables are of use whole only."""
_RANKS = {"div": 1, "td": 2, "th": 2, "tr": 3, "thead": 4, "tbody": 4, "tfoot": 4, "table": 5}
"""An end tag closes nothing beyond an open element of a higher rank (libxml2)."""
_CELL_ENDS = frozenset({"td", "th", "tr", "tbody", "tfoot"})
_SECTIONS = frozenset({"tbody", "tfoot"})
_ENDED_BY = {
    "p": _CELL_ENDS
    | {
        "p",
        "li",
        "dt",
        "dd",
        "div",
        "table",
        "ul",
        "ol",
        "dl",
        "form",
        "center",
        "pre",
        "blockquote",
        "address",
        "hr",
        "fieldset",
        "caption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    },
    "li": frozenset({"li"}),
    "dt": frozenset({"dd"}),
    "dd": frozenset({"dt"}),
    "option": frozenset({"option"}),
    "td": _CELL_ENDS,
    "th": _CELL_ENDS,
    "tr": _SECTIONS | {"tr"},
    "thead": _SECTIONS,
    "tbody": _SECTIONS,
}
"""Start tags that close what is open without a word (libxml2, tried pair by pair)."""


class _Open(NamedTuple):
    name: str
    is_kept: bool
    part: int | None
    """Where its start tag stands among the parts of the source, for one that must have an end of its own."""


class OpenElements:
    """The stack of a parser, and which tags it is not given since they are too deep for it.

    With ``never_implied`` a start tag closes nothing: more seems open than is.
    """

    def __init__(self, never_implied: bool = False) -> None:
        self._open: list[_Open] = []
        self._places: dict[str, list[int]] = {}
        self._ranked: list[list[int]] = [[] for _ in range(max(_RANKS.values()) + 1)]
        self._depth = 0
        self._never_implied = never_implied
        self.dropped = 0
        self.without_end: list[int] = []
        """Parts of elements that others closed."""

    def begin(self, name: str, part: int | None = None) -> bool:
        """Open an element; whether the parser may be given its start tag."""
        while self._open and not self._never_implied and name in _ENDED_BY.get(self._open[-1].name, ()):
            self._close_last()
        is_kept = self._depth < (_DEEPEST_TABLE if name in TABLE_PARTS else _DEEPEST)
        self._depth += is_kept
        self.dropped += not is_kept
        for places in (self._places.setdefault(name, []), self._ranked[_RANKS.get(name, 0)]):
            places.append(len(self._open))
        self._open.append(_Open(name, is_kept, part))
        return is_kept

    def end(self, name: str) -> bool:
        """Close an element with all that is open in it; whether the parser may be given the end tag."""
        places = self._places.get(name)
        if not places:
            return True
        place = places[-1]
        if any(places and places[-1] > place for places in self._ranked[_RANKS.get(name, 0) + 1 :]):
            # the parser would ignore it, but perhaps was not given what stands between
            return False
        while len(self._open) > place + 1:
            self._close_last()
        return self._close_last(by_others=False)

    def end_all(self) -> None:
        """Close what the page leaves open."""
        while self._open:
            self._close_last()

    def _close_last(self, by_others: bool = True) -> bool:
        element = self._open.pop()
        self._places[element.name].pop()
        self._ranked[_RANKS.get(element.name, 0)].pop()
        self._depth -= element.is_kept
        if by_others and element.part is not None:
            self.without_end.append(element.part)
        return element.is_kept
