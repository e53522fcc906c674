"""Series of parts with their stated shares, as prose prints them: 已解决的 79 件，占总数的 62.3%."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from extractor.validate.context import Context
from extractor.validate.mentions import Mention

_SHARE_WORDS = re.compile(r"占(?:到|比|了)?[^,，。;；\d]{0,12}$")
_PERCENT = frozenset({"%", "％"})
_SERIES_GAP = 160
"""Longest stretch, in characters, between two shares of one series."""
_BASE_REACH = 220
"""How far before the first part the whole may stand, in characters."""
_LONGEST_NUMBER = 40
"""In characters, of a number that may be the whole."""
_LIST_REACH = 600
"""Longest list of parts, in characters: a bracket that is not closed within it opens no list."""


@dataclass(frozen=True)
class StatedShare:
    """A printed part and the share that is stated for it."""

    part: Mention
    share: Mention

    @property
    def step(self) -> Decimal:
        """One unit of the last digit that the share prints: 0.1 for 62.3."""
        return last_digit(self.share)

    def agrees(self, whole: Decimal) -> bool:
        """Whether the stated share is the part of ``whole`` rounded to the printed digits."""
        exact = Decimal(self.part.count.value) * 100 / whole
        return abs(exact - Decimal(self.share.count.value)) <= self.step / 2 + Decimal("1e-9")

    def is_cut_off(self, whole: Decimal) -> bool:
        """Whether the printed digits are right and the rest was cut off, not rounded: 2.9 % of 2.994 %."""
        rest = Decimal(self.part.count.value) * 100 / whole - Decimal(self.share.count.value)
        return 0 <= rest < self.step


def last_digit(mention: Mention) -> Decimal:
    """One unit of the last digit that a number prints: 0.1 for 62.3 and for 六十二点三."""
    evidence = mention.count.evidence
    words = evidence.quote[mention.start - evidence.start : mention.end - evidence.start]
    printed = re.search(r"[.．点]([\d〇零一二三四五六七八九]+)", words)
    return Decimal(1).scaleb(-len(printed[1])) if printed is not None else Decimal(1)


@dataclass(frozen=True)
class ShareSeries:
    """Shares of one whole, with that whole and how certain it is."""

    shares: tuple[StatedShare, ...]
    whole: Mention
    exhaustive: bool
    """The parts add up to the whole."""

    @property
    def confirmed(self) -> bool:
        """Whether the whole is certain: the parts add up to it, or another share agrees with it."""
        value = Decimal(self.whole.count.value)
        return self.exhaustive or any(share.agrees(value) for share in self.shares)


@dataclass(frozen=True)
class _Line:
    """The mentions of a text in their order, and where each begins."""

    mentions: tuple[Mention, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, mentions: tuple[Mention, ...]) -> "_Line":
        in_order = tuple(sorted(mentions, key=lambda mention: mention.start))
        return cls(in_order, tuple(mention.start for mention in in_order))

    def between(self, start: int, end: int) -> tuple[Mention, ...]:
        """Mentions that begin in the stretch."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def series_of(context: Context) -> Iterator[ShareSeries]:
    """All series of shares whose whole was found."""
    mentions, line = context.mentions, _Line.of(context.mentions)
    group: list[StatedShare] = []
    for index in range(len(mentions)):
        share = _share(mentions, index)
        if share is None:
            continue
        if group and _starts_anew(line, group[-1], share):
            yield from _with_whole(line, group)
            group = []
        group.append(share)
    yield from _with_whole(line, group)


def _share(mentions: tuple[Mention, ...], index: int) -> StatedShare | None:
    mention = mentions[index]
    if index == 0 or not _is_percent(mention) or not _SHARE_WORDS.search(mention.before):
        return None
    part = mentions[index - 1]
    if part.count.unit in _PERCENT or mention.start - part.end > 40:
        return None
    return StatedShare(part, mention)


def _starts_anew(line: _Line, last: StatedShare, share: StatedShare) -> bool:
    """Whether a share is too far from the last one, or a larger number of its unit stands between."""
    return share.share.start - last.share.end > _SERIES_GAP or any(
        mention.count.unit == share.part.count.unit and mention.count.value > share.part.count.value
        for mention in line.between(last.share.end, share.part.start)
    )


def _with_whole(line: _Line, group: list[StatedShare]) -> Iterator[ShareSeries]:
    if not group:
        return
    first = group[0].part
    units = {share.part.count.unit for share in group}
    largest = max(share.part.count.value for share in group)
    total = sum(Decimal(share.part.count.value) for share in group)
    wholes = [
        mention
        for mention in line.between(first.start - _BASE_REACH - _LONGEST_NUMBER, first.start)
        if 0 <= first.start - mention.end <= _BASE_REACH
        and units == {mention.count.unit}
        and mention.count.value >= largest
        and mention.count.value > 0
    ]
    if wholes:
        whole = max(reversed(wholes), key=lambda mention: _agreeing(group, mention))
        yield ShareSeries(tuple(group), whole, len(group) > 1 and total == whole.count.value)


def _agreeing(group: list[StatedShare], whole: Mention) -> int:
    """How many shares agree with a whole; the nearest of the best is taken."""
    return sum(share.agrees(Decimal(whole.count.value)) for share in group)


def bare_shares_of(mentions: tuple[Mention, ...]) -> Iterator[tuple[Mention, ...]]:
    """Two or more shares of one sentence that stand without their parts."""
    group: list[Mention] = []
    for index, mention in enumerate(mentions):
        is_share = _is_percent(mention) and _SHARE_WORDS.search(mention.before)
        if is_share and group and mention.before.startswith(group[-1].before):
            group.append(mention)
            continue
        if len(group) > 1:
            yield tuple(group)
        group = [mention] if is_share and _share(mentions, index) is None else []
    if len(group) > 1:
        yield tuple(group)


def _is_percent(mention: Mention) -> bool:
    return mention.count.unit in _PERCENT or mention.after.startswith(("%", "％"))


def parts_of(mentions: tuple[Mention, ...], text: str) -> Iterator[tuple[Mention, tuple[Mention, ...], str]]:
    """(whole, parts, words between) where a bracket or 其中 right after a number lists its parts."""
    line = _Line.of(mentions)
    for whole, following in pairwise(mentions):
        opening = text[whole.end : following.start]
        match = re.match(r"\s*[^\d\s，,。；;（(、]{0,6}\s*(?:[（(]|[，,。；;]\s*其中)", opening)
        if match is None:
            continue
        bracket = opening[: match.end()].rstrip().endswith(("(", "（"))
        end = _list_end(text, whole.end + match.end(), bracket)
        parts = line.between(following.start, end)
        same = tuple(mention for mention in parts if mention.count.unit == whole.count.unit)
        if len(parts) == len(same) >= 2:
            yield whole, same, text[whole.end : end]


def _list_end(text: str, start: int, bracket: bool) -> int:
    """Where the list of parts ends; its beginning where no end is in reach: there is no list then."""
    reach = min(len(text), start + _LIST_REACH)
    stop = re.compile(r"[)）]|\n\s*\n" if bracket else r"[。；;]").search(text, start, reach)
    if stop is not None:
        return stop.start()
    return len(text) if reach == len(text) and not bracket else start
