"""Section five walked once: which stretch of it is an issue, a remedy or a past rectification."""

import re
from collections import Counter

from extractor.lexicon import one_of
from extractor.narrative.elaborated import with_elaborations
from extractor.narrative.markers import LIST_NUMBER, NUMBER_OF_LABEL, TAIL, ListItem, find_items, is_list_lead
from extractor.narrative.roles import (
    CAUSE,
    ISSUE_TURN,
    NEGATIVE,
    REMEDY_TURN,
    SURE_TURN,
    Role,
    heading_role,
    role_by_wording,
)
from extractor.narrative.unnumbered import LABELLED, FoundStatement, SentenceReader

_PARAGRAPH = re.compile(r"[^\n]+")
_ANY_NUMBER = re.compile(LIST_NUMBER)
_LEAD = re.compile(r"[^:。]+[:。]?")
_LEAD_OF_LINE = re.compile(r"^[^:。\n]+:", re.MULTILINE)
_ANNOUNCES_MEASURES = re.compile(r"(?:措施|举措|方面|工作|改进|整改|打算)[^。;\n]{0,8}[:。]?\s*$")


def read_section_five(text: str, report_year: int | None) -> list[FoundStatement]:
    """What the folded text of section five says, in order, without repetitions."""
    reader = _Reader(_DASHED_LABEL.sub(r"\1: ", text), report_year)
    found = {(entry.start, entry.end): entry for entry in reader.read()}
    return with_elaborations(reader.text, [found[place] for place in sorted(found)])


_ANSWERS_ONE = re.compile(rf"(?<=[。;\n])(?P<sure>针对[^,。;]{{3,30}}{one_of('roles.what_it_is')}),")
"""A sentence behind a list of problems that takes one of them up (针对口径不一的问题,)."""
_DASHED_LABEL = re.compile(
    rf"((?:^|(?<=[。;\n]))[ ]?[^,。;:\n]{{0,4}}{one_of('roles.issue_nouns', 'roles.remedy_nouns')}"
    rf"(?:之处|方面)?{NUMBER_OF_LABEL}?)[-—]{{2}}"
)
"""问题——X is 问题: X, of the same length."""
_SHORT = 10


class _Reader(SentenceReader):
    """Walks the items of section five once and collects what each says."""

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
        self.plain(start, item.own_end, bool(item.children) and not begins_unnumbered)
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
        asked = False
        both = len(items) > 1 and all(map(self._names_both, items))
        for index, item in enumerate(items):
            following = items[index + 1] if index + 1 < len(items) else None
            lead_end = self._lead_end(item)
            named = self._named(item, lead_end)
            if named is Role.ISSUE and both:
                self.role = Role.ISSUE
                self._issue_item(item, following, items[index - 1] if index else None)
            elif named is not None:
                self._turn_to(named, named=is_list_lead(self.text[item.start : lead_end]))
                self.headed = True
                self._part(item, lead_end)
            elif item.kind == TAIL:
                self.plain(item.start, item.end, False)
            else:
                before = items[index - 1] if index else None
                if self.role is None and last is None and not asked:
                    last, asked = self._of_most(items), True
                last = self._item(item, following, before, last)

    def _named(self, item: ListItem, lead_end: int) -> Role | None:
        """The role that an item's first words name; 一是 begins a heading only where that is all it is."""
        lead = self.text[item.start : lead_end]
        if item.kind in ("shi", "nshi", "xian") and (len(lead) > _SHORT or not lead.endswith(("。", ":"))):
            return None
        return heading_role(lead, self.report_year)

    def _of_most(self, items: list[ListItem]) -> Role | None:
        """What items say whose own words do not tell: what the others of the list do.

        Where no words tell, they are problems if what is done about them comes behind.
        """
        told = Counter(filter(None, (role_by_wording(self._own(item)) for item in items)))
        if told:
            return told.most_common(1)[0][0]
        return Role.ISSUE if SURE_TURN.search(self.text, items[-1].start) else None

    def _own(self, item: ListItem) -> str:
        return self.text[item.start : item.own_end].strip() or self.text[item.start : item.end]

    def _names_both(self, item: ListItem) -> bool:
        """Whether an item labels its problem and its remedy itself (问题:… 改进:…)."""
        if item.children or item.kind == "head":
            return False
        turns = REMEDY_TURN.finditer(self.text, item.start + 1, item.end)
        return any(LABELLED.match(self.text, match.start()) for match in turns)

    def _lead_end(self, item: ListItem) -> int:
        match = re.compile(r"[^。:\n;]*[。:\n;]?").match(self.text, item.start, item.own_end)
        return match.end() if match else item.start

    def _item(
        self, item: ListItem, following: ListItem | None, before: ListItem | None, last: Role | None
    ) -> Role | None:
        """Read one item without a heading of its own; what it says, for the next one of its list."""
        text = self.text
        role = self.role or role_by_wording(self._own(item)) or last
        if role is Role.REMEDY and last is Role.ISSUE and self.role is None and self._was_answered(before):
            role = Role.ISSUE  # an item like the one before: a problem, and what will be done about it
        if item.children and self._is_container(item, role):
            self._part(item, item.start)
        elif role is Role.ISSUE and item.children and (turn := self._turn_to_measures(item)):
            self._add(item.start, turn.start(), Role.ISSUE, True)
            self.role = Role.REMEDY
            self._items(item.children)
        elif role is Role.ISSUE and item.children:
            self.role = Role.ISSUE
            self._items(item.children)
        elif role is Role.ISSUE and self.pair(item.start, item.end):
            self.role = role
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
            self.plain(turn.start(), item.end, False)

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

    def _was_answered(self, item: ListItem | None) -> bool:
        """Whether an item told what is done about its problem."""
        return item is not None and any(
            entry.partners and item.start <= entry.start < item.end for entry in self.found[-4:]
        )

    def _issue_item(self, item: ListItem, following: ListItem | None, before: ListItem | None) -> None:
        """An item of a list of problems; a remedy told in it belongs to it, if the list goes on after it."""
        text = self.text
        turns = [
            match
            for pattern in (REMEDY_TURN, _ANSWERS_ONE)
            for match in pattern.finditer(text, item.start + 1, item.end)
        ]
        turn = next(
            (
                m
                for m in sorted(turns, key=lambda match: match.start())
                if m["sure"]
                or self._was_answered(before)
                or NEGATIVE.search(text, item.start, m.start())
                or LABELLED.match(text, m.start())
                or (following is None and self.role is Role.ISSUE and text[m.start() - 1] in "。\n")
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
        if goes_on or (following is None and self._was_answered(before)):
            self._add(turn.start(), item.end, Role.REMEDY, True, (issue,))
            return
        self.role = Role.REMEDY
        self.plain(turn.start(), item.end, following is not None)
