"""Header facts by the model: it chooses among lines, bodies, years and dates that code has found."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from extractor.errors import FailureKind, ModelError
from extractor.grammar import find_dates
from extractor.ideographs import HAN
from extractor.judging.answer_shapes import Hole, choice, listed
from extractor.judging.tolerances import TOLERANCES
from extractor.llm import Answer, Asker, load_prompt
from extractor.narrative.prompt_injection import blank_injections
from extractor.records import Basis, Document, Fact, Finding, Folded, Header, Severity, Span, Suspect

PROMPT = "header/v1"
OPEN_HEADER = ("issuer", "report_year")
"""What hybrid asks about where rules leave it open."""
_TITLE = re.compile(r"[^\n。]{4,80}?(?:报告|年报)")
_BODY = re.compile(
    rf"[{HAN}]{{2,24}}?(?:人民政府办公[室厅]|人民政府|办公[室厅]|委员会|管委会|街道办事处|办事处|局|厅|中心)"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


class _Found(NamedTuple):
    words: str
    start: int
    end: int
    value: date | int | str


class _Candidates(NamedTuple):
    titles: list[_Found]
    issuers: list[_Found]
    years: list[_Found]
    dates: list[_Found]


def read_header_by_model(
    document: Document, folded: Folded, by_rule: Header, asker: Asker
) -> tuple[Header, list[Hole]]:
    """The header as the model chooses it; the period, which states itself, stays as read by rule."""
    text = blank_injections(folded.text)
    found = _candidates(text)
    prompt = load_prompt(PROMPT)
    shape = _shape(found)
    question = prompt.question(
        shape,
        {
            "head": text[: TOLERANCES.header_head],
            "tail": text[-TOLERANCES.header_tail :],
            "titles": listed([c.words for c in found.titles]),
            "issuers": listed([c.words for c in found.issuers]),
            "years": listed([c.words for c in found.years]),
            "dates": listed([c.words for c in found.dates]),
        },
        60,
    )
    answer = asker.ask_all([question])[0]
    if isinstance(answer, ModelError):
        empty = Fact(value=None, basis=Basis.NOT_STATED)
        holes = [] if answer.kind is FailureKind.NOT_ASKED else [Hole("header", f"{answer.kind}: {answer}")]
        return by_rule.model_copy(
            update={"title": empty, "issuer": empty, "report_year": empty, "published_on": None}
        ), holes
    facts = {
        name: _fact(document, folded, candidates, int(getattr(answer, name)))
        for name, candidates in zip(("title", "issuer", "year", "published"), found, strict=True)
    }
    published = facts["published"] if facts["published"].value is not None else None
    return by_rule.model_copy(
        update={
            "title": facts["title"],
            "issuer": facts["issuer"],
            "report_year": facts["year"],
            "published_on": published,
        }
    ), []


def header_disagreements(by_rule: Header, by_model: Header) -> list[Finding]:
    """A finding for each header fact that the model chose and that reads otherwise by rule."""
    found = []
    for name in ("issuer", "title", "report_year", "published_on"):
        ours, theirs = getattr(by_model, name), getattr(by_rule, name)
        said, told = (fact.value if fact is not None else None for fact in (ours, theirs))
        if said != told:
            found.append(
                Finding(
                    check="model.disagrees",
                    severity=Severity.WARNING,
                    message="规则的读法不同 / By rule this reads otherwise",
                    where=(f"/{name}",),
                    left=str(said) if said is not None else None,
                    right=str(told) if told is not None else None,
                    evidence=ours.evidence if ours is not None else (),
                    suspect=Suspect.READING,
                )
            )
    return found


def header_suggestions(by_rule: Header, by_model: Header, names: Sequence[str]) -> list[Finding]:
    """What the model chose for these open facts: a warning, or a note where the rules read the same."""
    found = []
    for name in names:
        ours, theirs = getattr(by_model, name), getattr(by_rule, name)
        if ours.value is not None:
            found.append(_suggestion(name, ours, theirs.value))
    return found


def _suggestion(name: str, chosen: Fact, by_rule: object) -> Finding:
    words, is_same = str(chosen.value), chosen.value == by_rule
    if by_rule is None:
        message = f"规则未读出，模型选择：{words} / No rule tells it; the model chose {words}"
    elif is_same:
        message = f"来源不一，模型也选择：{words} / Sources differ; the model chose {words} as the rules did"
    else:
        message = (
            f"来源不一，规则读作 {by_rule}，模型选择：{words} / "
            f"Sources differ: the rules read {by_rule}, the model chose {words}"
        )
    return Finding(
        check="model.suggests",
        severity=Severity.INFO if is_same else Severity.WARNING,
        message=message,
        where=(f"/{name}",),
        left=words,
        right=None if by_rule is None else str(by_rule),
        evidence=chosen.evidence,
        suspect=Suspect.READING,
    )


def _shape(found: _Candidates) -> type[Answer]:
    from typing import cast

    from pydantic import create_model

    fields = {
        name: (choice([str(i) for i in range(len(candidates) + 1)]), ...)
        for name, candidates in zip(("title", "issuer", "year", "published"), found, strict=True)
    }
    return cast("type[Answer]", create_model("Header", __base__=Answer, **fields))  # type: ignore[call-overload]


def _candidates(text: str) -> _Candidates:
    tail = max(0, len(text) - TOLERANCES.header_tail)
    head = text[: TOLERANCES.header_head]
    titles = [_Found(m[0], m.start(), m.end(), m[0]) for m in _TITLE.finditer(head)]
    titles += [
        _Found(f"{one}{two}", m.start(), m.end(), f"{one}{two}")
        for m in re.finditer(r"^([^\n。]{2,40})\n([^\n。]{2,40}(?:报告|年报))$", head, re.MULTILINE)
        for one, two in [m.groups()]
    ]
    issuers = [
        _Found(m[0], low + m.start(), low + m.end(), m[0])
        for low, part in ((0, head), (tail, text[tail:]))
        for m in _BODY.finditer(part)
    ]
    years = [_Found(m[1], m.start(1), m.end(1), int(m[1])) for m in _YEAR.finditer(head)]
    dates = [
        _Found(part[d.start : d.end], low + d.start, low + d.end, d.first)
        for low, part in ((0, head), (tail, text[tail:]))
        for d in find_dates(part)
        if d.first is not None and d.first == d.last and d.year_stated
    ]
    return _Candidates(_few(titles), _few(issuers), _few(years), _few(dates))


def _few(found: list[_Found]) -> list[_Found]:
    """The first place of each value, a handful of them."""
    return list({entry.value: entry for entry in reversed(found)}.values())[::-1][: TOLERANCES.header_choices]


def _fact(document: Document, folded: Folded, found: list[_Found], index: int) -> Fact:
    if index == 0:
        return Fact(value=None, basis=Basis.NOT_STATED)
    chosen = found[index - 1]
    start, end = folded.canonical(chosen.start, chosen.end)
    return Fact(value=chosen.value, basis=Basis.MODEL, evidence=(Span.of(document.text, start, end),))
