"""Issues, remedies and past rectifications by the model.

Where the report numbers its items, code cuts them out and the model says what each is; where it numbers
nothing, the model copies each item and code finds the words again.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from extractor.errors import ModelError
from extractor.ground import Located, Miss, fold_quote, locate
from extractor.judging.answer_shapes import Hole, answers, choice, hole_of, listed, numbered
from extractor.judging.tolerances import TOLERANCES
from extractor.llm import Answer, Asker, load_prompt
from extractor.narrative.markers import ListItem, find_items
from extractor.narrative.roles import heading_role
from extractor.narrative.view import ProseView
from extractor.records import Basis, Statement

PROMPT = "statements/v2"
PROBLEMS_PROMPT = "problems/v1"
PAIRING_PROMPT = "pairing/v1"
ISSUE, REMEDY, PAST, HEADING, NEITHER = "问题", "措施", "上年整改", "标题", "其他"
_CLASSES = (ISSUE, REMEDY, PAST, HEADING, NEITHER)
_NUMBERED = (ISSUE, REMEDY, PAST, HEADING)
"""What an item that the report numbers can be."""
_LEAD = re.compile(r"[^。:;\n]{0,24}")
_SENTENCE = re.compile(r"[^。\n]+。?")
_LABELLED = re.compile(r"(?:改进|整改|解决|对策|措施)(?:措施|情况|办法)?[:：]")
_LABEL = re.compile(r"(?:存在的?)?(?:问题|不足|表现|改进|整改|措施|对策)[^:：]{0,4}[:：]")
_EDGE = " \n,;:、"
_ANNOUNCES = re.compile(r"[:：]$|如下。?$")
_LEADS_IN = re.compile(r"(?:以下|如下|下列)[^,。;]{0,10}$")
"""The end of words that only announce a list."""
_SAID = re.compile(r"(?:下一步|下步|今后|接下来|同时|为此|针对(?:上述|以上|存在的?)问题)[^,]{0,12},")


class StatementUnit(NamedTuple):
    """One item of the section in offsets of the view, and the headings it stands under."""

    start: int
    end: int
    under: str
    parent: int
    """Start of the item that holds it; -1 where none does."""


class ClassifiedStatement(NamedTuple):
    """One statement in offsets of the view."""

    start: int
    end: int
    kind: str


class _Lists(Answer):
    issues: list[str]
    remedies: list[str]


class ModelStatements(NamedTuple):
    """The model's statements and what it could not answer."""

    issues: tuple[Statement, ...]
    remedies: tuple[Statement, ...]
    past: tuple[Statement, ...]
    holes: tuple[Hole, ...]


def read_statements_by_model(view: ProseView, asker: Asker, *, pair: bool = True) -> ModelStatements:
    """The statements of section five as the model sees them."""
    units = list(_units(view.text, find_items(view.text, []), "", -1))
    numbered_units = sum(unit.parent >= 0 for unit in units)
    if numbered_units >= TOLERANCES.statement_numbered:
        lists = [
            unit
            for unit in units
            if unit.parent < 0 and _clauses(view.text, unit) >= TOLERANCES.statement_clauses
        ]
        said, holes = _classified(view, [unit for unit in units if unit not in lists], asker)
        for unit in lists:
            listed_in, missed = copied(view, asker, (unit.start, unit.end))
            said = sorted([*said, *listed_in])
            holes += missed
    else:
        said, holes = copied(view, asker)
    by_kind = {
        kind: tuple(_statement(view, entry) for entry in said if entry.kind == kind)
        for kind in (ISSUE, REMEDY, PAST)
    }
    remedies = by_kind[REMEDY]
    if pair and by_kind[ISSUE] and remedies:
        remedies, more = paired(view, by_kind[ISSUE], remedies, asker)
        holes += more
    return ModelStatements(by_kind[ISSUE], remedies, by_kind[PAST], tuple(holes))


def _units(text: str, item: ListItem, under: str, parent: int) -> list[StatementUnit]:
    """Leaf items, and the sentences that stand before the items of an item."""
    if not item.children and item.kind != "root":
        cuts = [m.start() for m in _LABELLED.finditer(text, item.start + 1, item.end)]
        bounds = [item.start, *cuts, item.end]
        return [unit for low, high in pairwise(bounds) for unit in _trimmed(text, low, high, under, parent)]
    own = [
        unit
        for match in _SENTENCE.finditer(text, item.start, item.own_end)
        for unit in _trimmed(text, match.start(), match.end(), under, parent)
    ]
    lead = _LEAD.match(text, item.start)
    name = lead[0] if lead and item.kind != "root" else under
    if own and item.children and _ANNOUNCES.search(text[own[-1].start : own[-1].end]):
        name = text[own[-1].start : own[-1].end][-24:]
        own.pop()
    inside = item.start if item.kind != "root" else 0
    for child in item.children:
        own += _units(text, child, name, inside)
    return own


def _clauses(text: str, unit: StatementUnit) -> int:
    return text.count(",", unit.start, unit.end) + 1


def _trimmed(text: str, start: int, end: int, under: str, parent: int) -> list[StatementUnit]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    label = _LABEL.match(text, start, end)
    start = label.end() if label else start
    is_heading = heading_role(text[start:end].rstrip("。"), None) is not None
    if end - start < TOLERANCES.statement_least or is_heading:  # a heading is known without asking
        return []
    return [StatementUnit(start, end, under, parent)]


def _classified(
    view: ProseView, units: list[StatementUnit], asker: Asker
) -> tuple[list[ClassifiedStatement], list[Hole]]:
    """What each unit is, each asked about alone: of several at a time a small model repeats the example."""
    prompt = load_prompt(PROMPT)
    questions = [
        prompt.question(
            numbered("Statements", 1, choice(_NUMBERED if unit.parent >= 0 else _CLASSES)),
            {"units": listed([_shown(view.text, unit)])},
            TOLERANCES.statement_tokens,
        )
        for unit in units
    ]
    said: list[tuple[StatementUnit, str]] = []
    holes: list[Hole] = []
    for unit, answer in zip(units, asker.ask_all(questions), strict=True):
        if isinstance(answer, ModelError):
            holes += hole_of("statements", answer, view, [(unit.start, unit.end)])
        else:
            said.append((unit, answers(answer)[0]))
    return _coarsest_remedies(said), holes


def _shown(text: str, unit: StatementUnit) -> str:
    words = text[unit.start : unit.end][: TOLERANCES.statement_unit]
    return f"[{unit.under.strip()}] {words}" if unit.under.strip() else words


def _coarsest_remedies(said: list[tuple[StatementUnit, str]]) -> list[ClassifiedStatement]:
    """Statements in order; measures that make up one numbered item are that one measure."""
    found: list[ClassifiedStatement] = []
    for index, (unit, kind) in enumerate(said):
        family = [k for u, k in said if u.parent == unit.parent]
        joins = (
            kind == REMEDY
            and unit.parent > 0
            and found
            and index
            and said[index - 1][0].parent == unit.parent
            and set(family) == {REMEDY}
            and heading_role(unit.under, None) is None
        )
        if joins:
            found[-1] = ClassifiedStatement(found[-1].start, unit.end, kind)
        else:
            found.append(ClassifiedStatement(unit.start, unit.end, kind))
    return found


def copied(
    view: ProseView, asker: Asker, within: tuple[int, int] | None = None
) -> tuple[list[ClassifiedStatement], list[Hole]]:
    """Statements of prose that numbers nothing: copied by the model, found again by code."""
    text = view.text
    low, high = within or (0, len(text))
    shown = text[low:high][: TOLERANCES.statement_text]
    if len(shown.strip()) < 12:
        return [], []
    question = load_prompt(PROBLEMS_PROMPT).question(_Lists, {"text": shown}, min(1200, len(shown) + 80))
    answer = asker.ask_all([question])[0]
    if isinstance(answer, ModelError):
        return [], hole_of("problems", answer, view, [(low, high)])
    found: list[ClassifiedStatement] = []
    holes: list[Hole] = []
    for kind, quotes in ((ISSUE, answer.issues), (REMEDY, answer.remedies)):
        at = low
        for quote in dict.fromkeys(map(str.strip, quotes)):
            place = _found(quote, text, at, (low, high))
            if isinstance(place, Miss):
                if len(fold_quote(quote)) >= 4:
                    holes.append(Hole("problems", f"quote not in the section: {quote[:24]}"))
                continue
            overlaps = any(place.start < said.end and said.start < place.end for said in found)
            if overlaps or _LEADS_IN.search(text, place.start, place.end):
                continue
            lead = _SAID.match(text, place.start)
            start = lead.end() if lead and lead.end() < place.end else place.start
            found.append(ClassifiedStatement(start, place.end, kind))
            at = place.end
    return sorted(found), holes


def _found(quote: str, text: str, at: int, within: tuple[int, int]) -> Located | Miss:
    """The place of a quote at or behind the last one, else anywhere within: lists follow the text."""
    after = locate(quote, text, (at, within[1]))
    return after if not isinstance(after, Miss) else locate(quote, text, within)


def _statement(view: ProseView, said: ClassifiedStatement) -> Statement:
    return Statement(
        text=view.words(said.start, said.end), evidence=view.span(said.start, said.end), basis=Basis.MODEL
    )


def paired(
    view: ProseView, issues: tuple[Statement, ...], remedies: tuple[Statement, ...], asker: Asker
) -> tuple[tuple[Statement, ...], list[Hole]]:
    """Remedies with the issue that the model says each answers; 0 leaves one as it is."""
    prompt = load_prompt(PAIRING_PROMPT)
    question = prompt.question(
        numbered("Pairs", len(remedies), choice([str(i) for i in range(len(issues) + 1)])),
        {
            "issues": listed([issue.text[:60] for issue in issues]),
            "remedies": listed([remedy.text[:60] for remedy in remedies]),
        },
        8 * len(remedies) + 16,
    )
    answer = asker.ask_all([question])[0]
    if isinstance(answer, ModelError):
        return remedies, hole_of("pairing", answer, view, [])
    told = [int(word) for word in answers(answer)]
    return tuple(
        remedy.model_copy(update={"addresses": (index - 1,)}) if index else remedy
        for remedy, index in zip(remedies, told, strict=True)
    ), []
