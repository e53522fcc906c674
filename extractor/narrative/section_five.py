"""Section five walked once: which stretch of it is an issue, a remedy or a past rectification."""

import re
from collections import Counter
from typing import NamedTuple

from extractor.lexicon import pattern
from extractor.narrative.clauses import announced, issue_clauses, parts
from extractor.narrative.markers import ListItem, find_items
from extractor.narrative.roles import (
    CAUSE,
    ISSUE_TURN,
    NEGATIVE,
    REMEDY_TURN,
    Role,
    heading_role,
    role_by_wording,
)

_PARAGRAPH = re.compile(r"[^\n]+")
_ANY_NUMBER = re.compile(
    r"[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)、.．]|[一二三四五六七八九十]是|[①-⑳]"
)
_LEAD = re.compile(r"[^:。]+[:。]?")
_LEAD_OF_LINE = re.compile(r"^[^:。\n]+:", re.MULTILINE)
_ANNOUNCES = re.compile(r":$|如下[。:]?$|以下[^,。;]{0,14}[。:]$")
_ANNOUNCES_MEASURES = re.compile(r"(?:措施|举措|方面|工作|改进|整改|打算)[^。;\n]{0,8}[:。]?\s*$")
_LAST_YEARS = re.compile(
    r"^[^。]{0,24}(?:针对|对)(?:照)?(?:上一?年度?|去年|(?P<year>(?:19|"
    r"20)\d\d)年(?:度)?)[^。;]{0,24}(?:问题|不足|短板)"
    r"|^[^。]{0,24}整改(?:了)?(?:上一?年度?|去年|(?P<mended>(?:19|20)\d\d)年(?:度)?)[^。;]{0,30}(?:问题|不足|短板)"
    r"|^[^。,;]{0,6}(?:上一?年度?|去年|(?P<settled>(?:19|20)\d\d)年(?:度)?)[^。,;]{0,40}(?:问题|不足|短板)[^。,;]{0,4}"
    r",?(?:现已|均?已|得到|基本)[^。;]{0,40}(?:解决|改善|整改|改进|完成|克服)"
)
_LABELS = (
    r"(?:存在的?(?:主要)?问题|问题|不足|表现|改进(?:措施|情况)?|整改(?:措施|情况)?|措施|"
    r"对策|解决(?:措施|办法)|下一步(?:打算)?):"
)
_LABEL = re.compile(rf"[ \n,;:、。]+|{_LABELS}")
_LABELLED = re.compile(rf"[ ]?{_LABELS}|(?:改进|整改|解决)")
_LEADS_IN = re.compile(
    rf"[ \n,;:、。]+|{_LABELS}|在?(?:下一步|下步|下一?阶段|下一年度?|明年|今后|接下来|为此|对此|同时|"
    rf"此外)(?:的?工作中?)?,?"
    r"|(?:针对|对照|围绕|对于|对(?=以上|上述))(?:以上|上述|这些|存在|工作中|上年|去年|上一年度?|(?:19|20)\d\d年(?:度)?)"
    r"(?:提出|反馈|存在|指出|查找|梳理)?(?:出)?的?(?:\d+个|[一二两三四五六七八九]个|主要|突出|各类)?"
    r"(?:问题|不足|情况|短板)(?:和不足)?,"
)
_POSITIVE = pattern("roles.positive")
_NOTHING = re.compile(r"^(?:无|没有|暂无|不存在)[^,]{0,20}$|^[^;:]{0,40}不存在[^,;]{0,12}问题$")


class FoundStatement(NamedTuple):
    """A stretch of the text, what it says, and whether the report itself numbered it."""

    start: int
    end: int
    role: Role
    numbered: bool
    partners: tuple[int, ...] | None = None
    """Starts of the issues in whose item or sentence a remedy stands."""


def read_section_five(text: str, report_year: int | None) -> list[FoundStatement]:
    """What the folded text of section five says, in order, without repetitions."""
    reader = _Reader(text, report_year)
    found = {(entry.start, entry.end): entry for entry in reader.read()}
    return [found[place] for place in sorted(found)]


class _Reader:
    """Walks the items of section five once and collects what each says."""

    def __init__(self, text: str, report_year: int | None) -> None:
        self.text = text
        self.report_year = report_year
        self.found: list[FoundStatement] = []
        self.role: Role | None = None

    def read(self) -> list[FoundStatement]:
        root = find_items(self.text, self._headings())
        self._part(root, root.start)
        return self.found

    def _part(self, item: ListItem, start: int) -> None:
        """The words of an item from ``start``, then the items in it.

        Where items follow that say the same kind of thing, the words before them only lead in.
        """
        first = len(self.found)
        # a list that begins with 二是 has its first item among the words before it
        begins_unnumbered = bool(item.children) and item.children[0].index == 2
        self._plain(start, item.own_end, bool(item.children) and not begins_unnumbered)
        lead_in = self.found[first:]
        self._items(item.children)
        numbered = {entry.role for entry in self.found[first:] if entry.numbered}
        first_item = lead_in[-1:] if begins_unnumbered else []
        self.found[first : first + len(lead_in)] = [
            entry for entry in lead_in if entry.role not in numbered or entry in first_item
        ]

    def _headings(self) -> list[tuple[int, int]]:
        """Unnumbered paragraphs, or their beginnings up to a colon, that are headings of a part.

        What stands there twice (问题: … 措施: … 问题: …) labels the halves of an item.
        """
        found = []
        leads = Counter(match[0] for match in _LEAD_OF_LINE.finditer(self.text))
        before: Role | None = None
        for match in _PARAGRAPH.finditer(self.text):
            number = _ANY_NUMBER.match(match[0])
            lead = _LEAD.match(match[0], number.end() if number else 0)
            role = heading_role(lead[0], self.report_year) if lead else None
            whole = lead is not None and (lead[0][-1] == ":" or lead.end() == len(match[0]))
            once = lead is not None and leads[lead[0]] <= 1
            if lead and role and role is not before and whole and once and number is None:
                found.append((match.start(), match.start() + lead.end()))
            before = role
        return found

    def _items(self, items: list[ListItem]) -> None:
        last: Role | None = None
        both = len(items) > 1 and all(map(self._names_both, items))
        for index, item in enumerate(items):
            following = items[index + 1] if index + 1 < len(items) else None
            lead_end = self._lead_end(item)
            named = (
                None
                if item.kind in ("shi", "nshi", "xian")
                else heading_role(self.text[item.start : lead_end], self.report_year)
            )
            if named is Role.ISSUE and both:
                self.role = Role.ISSUE
                self._issue_item(item, following, items[index - 1] if index else None)
            elif named is not None:
                self.role = named
                self._part(item, lead_end)
            else:
                last = self._item(item, following, items[index - 1] if index else None, last)

    def _names_both(self, item: ListItem) -> bool:
        """Whether an item labels its problem and its remedy itself (问题:… 改进:…)."""
        if item.children or item.kind == "head":
            return False
        turns = REMEDY_TURN.finditer(self.text, item.start + 1, item.end)
        return any(_LABELLED.match(self.text, match.start()) for match in turns)

    def _lead_end(self, item: ListItem) -> int:
        match = re.compile(r"[^。:\n;]*[。:\n;]?").match(self.text, item.start, item.own_end)
        return match.end() if match else item.start

    def _item(
        self, item: ListItem, following: ListItem | None, before: ListItem | None, last: Role | None
    ) -> Role | None:
        """Read one item without a heading of its own; what it says, for the next one of its list."""
        text = self.text
        own = text[item.start : item.own_end].strip() or text[item.start : item.end]
        role = self.role or role_by_wording(own) or last
        if item.children and self._is_container(item, role):
            self._part(item, item.start)
        elif role is Role.ISSUE and item.children and (turn := self._turn_to_measures(item)):
            self._add(item.start, turn.start(), Role.ISSUE, True)
            self.role = Role.REMEDY
            self._items(item.children)
        elif role is Role.ISSUE and item.children:
            self.role = Role.ISSUE
            self._items(item.children)
        elif role is Role.ISSUE:
            self._issue_item(item, following, before)
        elif role is Role.CAUSE:
            self._rest(item, REMEDY_TURN.search(text, item.start + 1, item.end))
        elif role is not None:
            turn = ISSUE_TURN.search(text, item.start + 1, item.end)
            self._add(item.start, turn.start() if turn else item.end, role, True)
            self._rest(item, turn)
        return role

    def _turn_to_measures(self, item: ListItem) -> re.Match[str] | None:
        """Where the words of an item leave its problem and announce the items in it as measures."""
        text = self.text
        for turn in REMEDY_TURN.finditer(text, item.start + 1, item.own_end):
            announces = _ANNOUNCES_MEASURES.search(text, turn.start(), item.own_end)
            if announces and NEGATIVE.search(text, item.start, turn.start()):
                return turn
        return None

    def _rest(self, item: ListItem, turn: re.Match[str] | None) -> None:
        """What an item says after it turned to something else."""
        if turn is not None:
            self._plain(turn.start(), item.end, False)

    def _is_container(self, item: ListItem, role: Role | None) -> bool:
        """Whether an item without a heading of one role only holds items that say things of both roles."""
        if role is None:
            return True
        lead = self.text[item.start : self._lead_end(item)]
        if re.search(r"问题[及和与、]|不足[及和与、]", lead) and len(lead) <= 40:
            return True
        roles = [
            heading_role(self.text[child.start : self._lead_end(child)], self.report_year)
            for child in item.children
        ]
        return any(roles)

    def _issue_item(self, item: ListItem, following: ListItem | None, before: ListItem | None) -> None:
        """An item of a list of problems; a remedy told in it belongs to it, if the list goes on after it."""
        text = self.text
        turns = REMEDY_TURN.finditer(text, item.start + 1, item.end)
        turn = next(
            (
                m
                for m in turns
                if NEGATIVE.search(text, item.start, m.start()) or _LABELLED.match(text, m.start())
            ),
            None,
        )
        if turn is None:
            cause = CAUSE.search(text, item.start + 1, item.end)
            self._add(item.start, cause.start() if cause else item.end, Role.ISSUE, True)
            if cause and following is None:
                return
            if cause and following is not None and following.index != item.index + 1:
                self.role = Role.CAUSE
            return
        cause = CAUSE.search(text, item.start + 1, turn.start())
        issue = self._add(item.start, cause.start() if cause else turn.start(), Role.ISSUE, True)
        goes_on = following is not None and following.kind == item.kind and following.index == item.index + 1
        was_so = before is not None and any(
            entry.partners and before.start <= entry.start < before.end for entry in self.found[-4:]
        )
        if goes_on or (was_so and following is None):
            self._add(turn.start(), item.end, Role.REMEDY, True, (issue,))
            return
        self.role = Role.REMEDY
        self._plain(turn.start(), item.end, following is not None)

    def _plain(self, start: int, end: int, items_follow: bool) -> None:
        """Unnumbered text: it may announce what follows, or itself name problems and measures."""
        for low, high in announced(self.text, start, end):
            words = self.text[low:high].strip()
            if not words or _NOTHING.match(words.strip("。")):
                continue
            named = heading_role(words, self.report_year)
            if named is not None:
                self.role = named
                continue
            self._sentence(low, high, items_follow and high >= end)

    def _sentence(self, low: int, high: int, announces: bool) -> None:
        words = self.text[low:high]
        if self.role in (Role.PAST, Role.REMEDY, Role.CAUSE) and ISSUE_TURN.search(words):
            self.role = Role.ISSUE
        if CAUSE.match(words) or (self.role is Role.CAUSE and not REMEDY_TURN.search(words)):
            return
        announces = announces or _ANNOUNCES.search(words) is not None
        if announces and self._answers_last_year(low, high):
            self.role = Role.PAST
            return
        turn = REMEDY_TURN.search(words)
        deplores = NEGATIVE.search(words[: turn.start()] if turn else words) is not None
        if announces and turn is None and not deplores:
            self.role = Role.ISSUE if re.search(r"问题|不足", words) else self.role
            return
        for start, end in parts(self.text, low, high):
            self._piece(start, end, announces, deplores)

    def _piece(self, low: int, high: int, announces: bool, deplores: bool) -> None:
        """A sentence or a part of one between semicolons; ``deplores`` is about the whole sentence."""
        words = self.text[low:high]
        if self._answers_last_year(low, high):
            self._add(low, high, Role.PAST, False)
            return
        turn = REMEDY_TURN.search(words)
        stop = low + turn.start() if turn else high
        issues: tuple[int, ...] = ()
        own = NEGATIVE.search(self.text, low, stop) is not None
        if (own and self.role is not Role.PAST) and (self.role is not Role.REMEDY or turn is not None):
            issues = self._issues(low, high, announces and turn is None)
        elif self.role is Role.ISSUE and turn is None and not announces and not _POSITIVE.search(words):
            self._add(low, high, Role.ISSUE, False)
        elif self.role is Role.PAST and not announces:
            self._add(low, high, Role.PAST, False)
            return
        if turn is not None:
            self.role = Role.REMEDY
            if not announces:
                self._add(stop, high, Role.REMEDY, False, issues or None)
            self.role = Role.ISSUE if issues and deplores and words.endswith(";") else self.role
        elif self.role is Role.REMEDY and not announces:
            self._add(low, high, Role.REMEDY, False)

    def _issues(self, low: int, high: int, announces: bool) -> tuple[int, ...]:
        self.role = Role.ISSUE
        first = len(self.found)
        if not announces:
            for start, end in issue_clauses(self.text, low, high):
                self._add(start, end, Role.ISSUE, False)
        return tuple(entry.start for entry in self.found[first:])

    def _add(
        self, start: int, end: int, role: Role, numbered: bool, partners: tuple[int, ...] | None = None
    ) -> int:
        """Keep a statement without the words that only lead in; where it starts."""
        text = self.text
        if role is Role.REMEDY and self._answers_last_year(start, end):
            role = Role.PAST
        leads = _LABEL if numbered and partners is None else _LEADS_IN
        while (lead := leads.match(text, start, end)) and lead.end() < end and lead.end() > start:
            start = lead.end()
        while end > start and text[end - 1] in " \n,":
            end -= 1
        if end - start >= 4:
            self.found.append(FoundStatement(start, end, role, numbered, partners))
        return start

    def _answers_last_year(self, start: int, end: int) -> bool:
        match = _LAST_YEARS.match(self.text[start:end])
        if match is None or "将" in self.text[start:end]:
            return False
        year = match["year"] or match["mended"] or match["settled"]
        return year is None or self.report_year is None or int(year) < self.report_year
