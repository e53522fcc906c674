"""Section five as the rules and as the second reader read it: whose reading is delivered, and who says what.

Both read the whole section. Where they mostly say the same, the rules' statements stand, since the rules
cut as the contract wants; what a single statement is taken for otherwise is its witness. Where they differ
over a large part of the section, the rules have lost their way in words that no formula foresees, and the
second reader's statements stand: each with a warning, unless the rules gave it the same role.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.judging.folded_places import place_of
from extractor.judging.learned_facts import statement_of
from extractor.judging.statement_lists import ROLE_LISTS, in_order
from extractor.learned.section_units import SectionRead, StatementRead, read_section
from extractor.narrative import signed_from
from extractor.narrative.view import ProseView
from extractor.records import Aspect, Basis, Narrative, Reader, Statement, Witness

LOST = 0.28
"""``disagreement`` from which the second reader's reading is delivered. It was at most .26 in all of the real
and free sections beside the project, which the rules read nearly without a mistake; of 25 fresh ones it was
above it in 10, where the rules had 42 statements wrong or missing and the second reader 23."""
ROLE_UNDECIDED = 0.2
"""Below this chance for the rules' role of a statement the second reader says another one."""
SURE = 0.6
"""Below this chance the second reader is no second witness, though it says the same: a warning. Of 25 fresh
sections the two roles exchanged without a word were below it; of 171 right statements of real and free
sections 8 are."""
ALONE = 0.9
"""What the second reader alone sees is delivered above it, where the rules found nothing in the section."""
_SAME = 0.5
"""Shared characters by all characters, from which two statements are one (as statements are scored)."""
NO_ROLE = "none"
_HEADS_OF_COLUMNS = re.compile(r"[^\s,，。;；]{1,8}(?:[\u3000\t ]+[^\s,，。;；]{1,8}){1,5}")
"""Short names side by side in one line: the heads of columns, which say nothing."""


class _Placed(NamedTuple):
    """A statement of the rules, in offsets of the section."""

    start: int
    end: int
    role: str
    entry: Statement


def statements_of(view: ProseView, rules: Narrative, report_year: int | None) -> dict[str, object]:
    """Issues, remedies and past rectifications of section five, with their witnesses."""
    section = read_section(view.text[: signed_from(view.text)], report_year)
    placed: list[_Placed] = []
    elsewhere: list[tuple[str, Statement]] = []
    for role, name in ROLE_LISTS.items():
        for entry in getattr(rules, name):
            place = place_of(view, entry.evidence)
            if place is None:
                elsewhere.append((role, entry))
            else:
                placed.append(_Placed(*place, role, entry))
    if section.statements and disagreement(section, placed) >= LOST:
        kept = list(_by_second(view, section, placed))
    else:
        kept = [_by_rule(section, statement) for statement in placed]
        kept += _alone(view, section) if not placed else []
    lists = {
        name: [entry for said, entry in (*kept, *elsewhere) if said == role]
        for role, name in ROLE_LISTS.items()
    }
    return {**in_order(lists, [issue.evidence for issue in rules.issues])}


def disagreement(section: SectionRead, placed: Sequence[_Placed]) -> float:
    """How much likelier the second reader thinks its roles than those of the rules: the mean of all pieces.

    0 where both say the same of every piece, 1 where they never do and the second reader is certain.
    """
    advantage = 0.0
    for atom, role, chances in zip(section.atoms, section.roles, section.chances, strict=True):
        by_rule = _role_at(placed, atom.start, atom.end)
        advantage += chances[role] - chances.get(by_rule, 0.0) if by_rule != role else 0.0
    return advantage / len(section.atoms) if section.atoms else 0.0


def _role_at(placed: Sequence[_Placed], start: int, end: int) -> str:
    """What the rules take a stretch for: the role of the statement that covers most of it."""
    most = max(placed, key=lambda entry: _shared(entry, start, end), default=None)
    return most.role if most is not None and _shared(most, start, end) > 0 else NO_ROLE


def _shared(entry: _Placed, start: int, end: int) -> int:
    return min(entry.end, end) - max(entry.start, start)


# --- the rules' statements


def _by_rule(section: SectionRead, statement: _Placed) -> tuple[str, Statement]:
    """A statement of the rules with what the second reader takes its words for."""
    chances = _chances(section, statement.start, statement.end)
    witnesses = [_witness(Reader.RULE, statement.role)]
    if not chances:
        return statement.role, statement.entry.model_copy(update={"witnesses": tuple(witnesses)})
    chance = chances.get(statement.role, 0.0)
    said = statement.role if chance >= ROLE_UNDECIDED else max(chances, key=lambda role: chances[role])
    witnesses.append(_witness(Reader.LEARNED, said, chances[said]))
    update = {"witnesses": tuple(witnesses)} | ({"basis": Basis.BOTH} if chance >= SURE else {})
    return statement.role, statement.entry.model_copy(update=update)


def _chances(section: SectionRead, start: int, end: int) -> dict[str, float]:
    """The chance of each role of a stretch, over its characters; empty where no piece stands in it."""
    told: dict[str, float] = {}
    length = 0
    for atom, chances in zip(section.atoms, section.chances, strict=True):
        shared = min(atom.end, end) - max(atom.start, start)
        if shared > 0:
            length += shared
            for role, chance in chances.items():
                told[role] = told.get(role, 0.0) + shared * chance
    return {role: chance / length for role, chance in told.items()}


# --- the second reader's statements


def _by_second(
    view: ProseView, section: SectionRead, placed: Sequence[_Placed]
) -> Iterator[tuple[str, Statement]]:
    """The statements of the second reader; one that the rules have, too, as the rules cut it.

    What only the rules have stays, with their word against the second reader's: nothing is lost unsaid.
    """
    taken: set[int] = set()
    told_in: list[tuple[int, int]] = []
    for read in section.statements:
        index = _same(read, placed)
        if index is not None and placed[index].role == read.role and index not in taken:
            taken.add(index)
            told_in.append((placed[index].start, placed[index].end))
            yield _by_rule(section, placed[index])
            continue
        by_rule = _role_at(placed, read.start, read.end)
        told = statement_of(view, read)
        if told is None:
            continue
        told_in.append((read.start, read.end))
        witnesses = (*([_witness(Reader.RULE, by_rule)] if by_rule != NO_ROLE else []), *told.witnesses)
        basis = Basis.BOTH if by_rule == read.role and read.sure >= SURE else Basis.LEARNED
        yield read.role, told.model_copy(update={"basis": basis, "witnesses": witnesses})
    for entry in placed:
        alone = not any(low < entry.end and entry.start < high for low, high in told_in)
        if alone and not _HEADS_OF_COLUMNS.fullmatch(entry.entry.evidence.quote):
            yield _by_rule(section, entry)


def _same(read: StatementRead, placed: Sequence[_Placed]) -> int | None:
    for index, entry in enumerate(placed):
        shared = _shared(entry, read.start, read.end)
        if shared >= _SAME * (max(entry.end, read.end) - min(entry.start, read.start)):
            return index
    return None


def _alone(view: ProseView, section: SectionRead) -> list[tuple[str, Statement]]:
    sure = [read for read in section.statements if read.sure >= ALONE]
    return [(read.role, told) for read in sure if (told := statement_of(view, read)) is not None]


def _witness(reader: Reader, says: str, sure: float | None = None) -> Witness:
    return Witness(
        reader=reader, aspect=Aspect.ROLE, says=says, sure=None if sure is None else round(sure, 3)
    )
