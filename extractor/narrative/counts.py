"""Counts: every number of the prose that says how much disclosure work there was."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.grammar import NonCount, Numeral, non_counts, numbers_in_prose
from extractor.lexicon import one_of
from extractor.narrative.attributes import attributes_of
from extractor.narrative.count_period import Covered, or_of_the_year, period_of
from extractor.narrative.count_topics import Surroundings, decide_topic, is_bare
from extractor.narrative.counted_things import Label, find_label, whole_label
from extractor.narrative.measure_words import is_indefinite, measure_after, rare_measure
from extractor.narrative.plans import is_to_come
from extractor.narrative.scope import NumberContext, is_taken_over, other_scopes, scope_of
from extractor.narrative.view import ProseView
from extractor.records import NO_SCOPE, Aspect, Basis, Count, CountPeriod, Reader, Topic, Witness

_BARE_COUNTABLE = re.compile(rf"[ ]?{one_of('labels.bare_countable')}")
_QUANTITY = re.compile(
    rf"{one_of('labels.amounts')}"
    r"(?:(?:由|从)[\d.]+[余多]?[万亿]?(?=[增提升上下降减扩])|共计|累计|均|都|已达|达到了?|突破|超过|为|达|超|近|约|逾|是|由|从|(?:提升|提高|增|升|涨|"
    r"降|减|上升|下降|增加|增长|减少)(?:到|至)|[:： ])*$"
)
_RATES = {"%", "个百分点", "百分点"}
_PART = re.compile(r"其中(?![^()]{0,80}\))|\([^()]*$")
_LEANS_BACK = re.compile(r"[^,。;]{0,6}(?:办复率|办结率|答复率|满意率|占)|按时|均|已")
_ALONE = re.compile(r"(?:累计|总计|合计|共计|同比\w{2})[^\d]{0,4}$")
_TOTAL = re.compile(r"(?:总计|合计|共计)[^\d]{0,4}$")
"""A sum over several things: none of their labels is its own."""
_MOST_PIPES = 3
_LEAST_BARE_IN_CHARACTERS = 100
"""Numbers in characters need no unit from here on: 粉丝突破两万."""
_PLANNED = re.compile(
    rf"{one_of('roles.planned')}"
    rf"|{one_of('roles.plans')}(?:于|在)?(?:全年|年内|今年)?(?:再|新)?{one_of('vocabulary.verbs')}"
)
_ANNOUNCES_PLANS = re.compile(r"(?:打算|设想|(?:下一?步|明年|今后)[^,。;:]{0,8}):")
_IN_FACT = re.compile(r"实际|已|现")
"""What came of a plan, in the same clause: 计划培训4次、实际完成3次."""
_BROKEN = re.compile(r"\d(?: |[〇○OolI|]+|[百千万亿]|[ ]?[-—–~～][ ]?)$")
"""What stands before the rest of a number: 12 34, 1〇0, 3万5千, 10—15. The value is not known then."""
_LOWER = re.compile(r"(?<![\d.由从])(\d{1,6})[至到]$")
"""The lower end of a range, unless something rose from it (由3到8)."""
_MINUS = re.compile(r"(?<![\d-])[-−－]$")
_CLAUSE_END = re.compile(r"[,，。;:!?\n]|\((?![^()\n]*\))")
_CLAUSE_STOP = re.compile(r"[,，。;:!?(\n]")
_SUM_OF_PARTS = re.compile(
    r"[,，:;]?其中[,，:]?(?![^,，。;]{0,10}(?:今年|[本当]年|(?:19|20)\d\d年|新增|新发布|报告期))"
)
"""A number is told by its parts, none of which is the year's."""
_FROM = re.compile(r"(?:由|从)(?:原来的?|过去的?)?$")
_ROSE = re.compile(
    r"[^,，。;\n]{0,4}?(?:提升|提高|增加|增长|上升|下降|降低|减少|缩短|压缩|扩大|增|升|降|减)(?:到|至)"
)
"""Between the number that was and the number that is: 由85%提升到100%."""


class _Found(NamedTuple):
    numeral: Numeral
    unit: str
    end: int
    label: Label | None


class _Earlier(NamedTuple):
    start: int
    topic: Topic
    label: str
    unit: str
    period: CountPeriod
    scope: str | None


_LONGEST_CLAUSE = 400
"""Characters before a number that can belong to its clause: what runs on for longer is no sentence."""


def read_counts(view: ProseView, report_year: int | None) -> list[Count]:
    """All counts of one section's prose, in the order of the text."""
    excluded = non_counts(view.text)
    counts: list[Count] = []
    earlier: list[_Earlier] = []
    for numeral in numbers_in_prose(view.text):
        numeral = _whole_range(view.text, numeral)
        broken = _is_broken(view.text, numeral)
        found = None if broken or _is_excluded(numeral, excluded) else _candidate(view.text, numeral)
        if found is None or _is_planned(view, numeral.start) or _in_table_row(view, numeral.start):
            continue
        count = _count(view, found, report_year, earlier)
        counts.append(count)
        earlier.append(
            _Earlier(numeral.start, count.topic, count.label, count.unit, count.period, count.scope)
        )
    return counts


def _is_broken(text: str, numeral: Numeral) -> bool:
    """Whether a digit touches the number, before or behind: then it is a part of one that is not known."""
    before = _BROKEN.search(text, max(0, numeral.start - 4), numeral.start)
    return before is not None or text[numeral.end : numeral.end + 1].isdigit()


def _whole_range(text: str, numeral: Numeral) -> Numeral:
    """5至8人 is said of one thing: the number with both its ends, up to the higher, approximate."""
    lower = None if numeral.chinese else _LOWER.search(text, max(0, numeral.start - 9), numeral.start)
    if lower is None or Decimal(lower[1]) >= numeral.value:
        return numeral
    return numeral._replace(start=lower.start(1), approximate=True)


def _is_planned(view: ProseView, at: int) -> bool:
    """Whether the clause of a number tells of what is still to come."""
    start = view.sentence(at)[0]
    if is_to_come(view.text, at) or _ANNOUNCES_PLANS.search(view.text, start, at):
        return True
    clause = _clause_start(view.text, start, at)
    planned = _PLANNED.search(view.text, clause, at)
    return planned is not None and _IN_FACT.search(view.text, planned.end(), at) is None


def _in_table_row(view: ProseView, at: int) -> bool:
    """Whether the document prints the number in a row of a table that stands in the prose.

    A sentence that ends before the first bar of its line, or begins behind the last one, is no row.
    """
    source, offset = view.document.text, view.folded.offsets[at]
    start, end = source.rfind("\n", 0, offset) + 1, source.find("\n", offset)
    end = end if end >= 0 else len(source)
    if source.count("|", start, end) < _MOST_PIPES:
        return False
    first, last = source.find("|", start, end), source.rfind("|", start, end)
    is_before = offset < first and source.find("。", offset, first) >= 0
    return not is_before and not (offset > last and source.find("。", last, offset) >= 0)


def _neighbour(view: ProseView, at: int, earlier: list[_Earlier]) -> tuple[_Earlier | None, bool]:
    """The earlier count that a number leans on, and whether it is a part of that count.

    After 其中 or inside brackets that is the last count before those; else the last count of the
    sentence. A sentence that begins with 其中 leans on the paragraph.
    """
    sentence_start, _ = view.sentence(at)
    before = view.text[sentence_start:at]
    low, high = sentence_start, at
    parts = list(_PART.finditer(before))
    part = parts[-1] if parts else None
    if part is not None:
        high = sentence_start + part.start()
        low = view.paragraph(at)[0] if part.start() <= 2 else low
    elif _LEANS_BACK.match(before):
        low = view.paragraph(at)[0]
    aside = None
    for entry in reversed(earlier):
        if entry.start < low:
            break
        if entry.start < high:
            if not _is_aside(view.text[entry.start : high]):
                return entry, part is not None
            aside = aside or entry
    return aside, part is not None


def _is_aside(text: str) -> bool:
    """Whether brackets are closed in a text that were opened before it: its number was said by the way."""
    close, opened = text.find(")"), text.find("(")
    return close >= 0 and (opened < 0 or close < opened)


def _is_excluded(numeral: Numeral, excluded: list[NonCount]) -> bool:
    index = bisect_right(excluded, numeral.start, key=lambda entry: entry.start) - 1
    if index >= 0 and excluded[index].end > numeral.start:
        return True
    return index + 1 < len(excluded) and excluded[index + 1].start < numeral.end


def _candidate(text: str, numeral: Numeral) -> _Found | None:
    """The number with its unit and label, or None where it counts nothing."""
    if numeral.percent:
        return _Found(numeral, "%", numeral.end, find_label(text, numeral.start, numeral.end))
    if numeral.chinese and is_indefinite(text, numeral.start, numeral.end):
        return None
    unit = measure_after(text, numeral.end, numeral.chinese)
    if unit is None and numeral.chinese:
        unit = rare_measure(text, numeral.end, numeral.value)
    if unit is None:
        if numeral.chinese and numeral.value < _LEAST_BARE_IN_CHARACTERS:
            return None
        bare = not numeral.chinese and _BARE_COUNTABLE.match(text, numeral.end)
        if not (bare or _is_quantity(text, numeral)):
            return None
        return _Found(numeral, "", numeral.end, find_label(text, numeral.start, numeral.end))
    end = text.index(unit, numeral.end) + len(unit)
    return _Found(numeral, unit, end, find_label(text, numeral.start, end))


def _is_quantity(text: str, numeral: Numeral) -> bool:
    following = text[numeral.end : numeral.end + 1]
    at_end = following in ("", *",，。;、)\n") or _ROSE.match(text, numeral.end) is not None
    return at_end and bool(_QUANTITY.search(text[max(0, numeral.start - 16) : numeral.start]))


def _count(view: ProseView, found: _Found, report_year: int | None, earlier: list[_Earlier]) -> Count:
    text, numeral = view.text, found.numeral
    sentence_start, sentence_end = view.sentence(numeral.start)
    clause_start = _clause_start(text, sentence_start, numeral.start)
    label = text[found.label.start : found.label.end] if found.label else ""
    whole_words = whole_label(text, found.label) if found.label else None
    printed = view.words(whole_words.start, whole_words.end) if whole_words else ""
    neighbour, is_part = _neighbour(view, numeral.start, earlier)
    around = Surroundings(
        text[clause_start : _clause_end(text, found.end, sentence_end)],
        text[sentence_start : numeral.start],
        text[sentence_start:sentence_end],
        neighbour.topic if neighbour else None,
        neighbour.unit if neighbour else "",
        is_part,
        view.key,
    )
    start, end = _bounds(text, found._replace(label=whole_words), clause_start)
    negative = (
        found.unit in _RATES and _MINUS.search(text, max(0, numeral.start - 2), numeral.start) is not None
    )
    place = NumberContext(
        sentence_start,
        clause_start,
        found.label.start if found.label else start,
        numeral.start,
        found.unit,
    )
    total = found.label is None and _TOTAL.search(text, clause_start, numeral.start) is not None
    borrowed = view.words(start, end) if total else (neighbour.label if neighbour else "")
    whole = neighbour.period if neighbour and is_part else None
    leans = (
        neighbour is not None and not (is_part or total) and is_bare(label) and found.unit == neighbour.unit
    )
    leant_on = neighbour.scope if neighbour and leans else None
    scope = scope_of(text, place, is_part or found.unit == "%")
    others = other_scopes(text, place, scope, is_part or found.unit == "%")
    named = [view.words(*scope) if scope else leant_on, *(view.words(*other) for other in others)]
    if scope is not None and is_taken_over(text[scope[1] : numeral.start]):
        named.append(None)
    covered = _period(text, found, (sentence_start, clause_start), label, report_year, whole)
    topic = decide_topic(label, found.unit, around)
    low = max(clause_start, earlier[-1].start + 1 if earlier else 0)
    number = (numeral.start, found.end)
    attributes = attributes_of(view, low, number, found.label.end if found.label else 0, topic)
    return Count(
        topic=topic,
        label=printed or borrowed or found.unit or view.words(start, end),
        value=-numeral.value if negative else numeral.value,
        unit=found.unit,
        approximate=numeral.approximate,
        scope=named[0],
        period=covered.period,
        attributes=attributes,
        evidence=view.span(start, end),
        basis=Basis.RULE,
        witnesses=(*_doubts(covered), *_scope_doubts(named)),
    )


def _doubts(covered: Covered) -> tuple[Witness, ...]:
    """Both periods that the words allow, where they do not tell which."""
    if covered.perhaps is None:
        return ()
    return tuple(
        Witness(reader=Reader.RULE, aspect=Aspect.PERIOD, says=str(period))
        for period in (covered.period, covered.perhaps)
    )


def _scope_doubts(named: Sequence[str | None]) -> tuple[Witness, ...]:
    """The scope that is delivered and the others that the words allow; nothing where there is one only."""
    said = dict.fromkeys(name or NO_SCOPE for name in named)
    if len(said) < 2:
        return ()
    return tuple(Witness(reader=Reader.RULE, aspect=Aspect.SCOPE, says=name) for name in said)


def _period(
    text: str,
    found: _Found,
    starts: tuple[int, int],
    label: str,
    report_year: int | None,
    whole: CountPeriod | None,
) -> Covered:
    """``starts`` are those of the sentence and the clause; what a number rose from is of another time."""
    sentence_start, clause_start = starts
    at = found.numeral.start
    if _FROM.search(text, clause_start, at) and _ROSE.match(text, found.end):
        return Covered(CountPeriod.OTHER)
    before = text[sentence_start:clause_start]
    covered = period_of(text[clause_start:at], before, label, report_year, whole)
    if covered.period is CountPeriod.CUMULATIVE and _SUM_OF_PARTS.match(text, found.end):
        return or_of_the_year(covered, before + text[clause_start:at])
    return covered


def _bounds(text: str, found: _Found, clause_start: int) -> tuple[int, int]:
    """The shortest stretch with number, unit and counted thing; a bare 累计 stays with its number."""
    start, end = found.numeral.start, found.end
    if found.label is None:
        alone = _ALONE.search(text, clause_start, start)
        return (alone.start() if alone else start), end
    return min(start, found.label.start), max(end, found.label.end)


def _clause_start(text: str, sentence_start: int, at: int) -> int:
    low = max(sentence_start, at - _LONGEST_CLAUSE)
    ends = [match.end() for match in _CLAUSE_END.finditer(text[low:at])]
    return low + (ends[-1] if ends else 0)


def _clause_end(text: str, at: int, sentence_end: int) -> int:
    match = _CLAUSE_STOP.search(text, at, sentence_end)
    return match.start() if match else sentence_end
