"""Find the six sections by heading and, where a heading is lost, by what the section holds."""

import re
from itertools import pairwise

from rapidfuzz.distance import Indel

from extractor.lexicon import one_of
from extractor.records import STATUTORY_SECTIONS, Section, SectionKey, Span
from extractor.segment.annexes import with_annexes
from extractor.segment.heading_lines import Heading, HeadingLine, end_of, lines_of
from extractor.segment.headings import (
    FIRST_LABELS,
    FIRST_WORDINGS,
    GARBLED_NUMBER,
    HEADINGS,
    INSIDE_LINE,
    LOOK_ALIKE_NUMBER,
    NUMBERING,
    PLAN_CUE,
    PROBLEM_CUE,
    PROBLEM_WORDS,
    WORDINGS,
)
from extractor.segment.loose_rows import loose_rows
from extractor.segment.named_headings import named_headings
from extractor.segment.unheaded import unheaded

_ORDER = {key: rank for rank, key in enumerate(STATUTORY_SECTIONS)}
_MAX_HEADING = 48
_SIMILAR = 0.7
_VERY_SIMILAR = 0.85
_HEADING_WORD = re.compile(
    rf"情况|事项|概述|概况|综述|诉讼|申请|其[他它]|{one_of('headings.problems', 'headings.plans')}"
)
_REST_OF_HEADING = ("表", "统计表", "一览表", "数据", "数据统计")
"""What a heading that stands over a table may end with."""
_CLAUSE = re.compile(r"[。;；,，:：]|[一二三四五六七八九十]是")
_FIRST = re.compile(r"(?:第?[一1](?:部分|章)?|Ⅰ)[、.．,:：].{2,24}")
_EXACT = 1.55
"""The score of a main heading in the wording of the form."""
_KNOWN = 4
_LIST_GAP = 2
"""Characters between the headings of a list, as a table of contents gives."""
_WEIGHT_OF_MISREAD = 0.5
_SENTENCE = re.compile(r"[。;；]")
_PREAMBLE = re.compile(
    r"根据.{0,40}《|本报告|统计期限|统计时限|电子版|联系(?:电话|地址)|如对|由.{2,30}编制|年度报告"
)
_WORK_DONE = re.compile(r"(?<![第\d])\d+(?:余|多)?[件条篇次场期份]")
_TABLE_WORD = re.compile(
    r"结果|维持|纠正|审结|总计|复议|诉讼|起诉|未经|其[他它]|结转|不予|继续办理|政府信息公开申请|法人|自然人|数量|^[\W\d]*$"
)


def headings_inside(raw: str) -> list[int]:
    """Where a numbered main heading starts in a line."""
    return [match.start() for match in INSIDE_LINE.finditer(raw)]


def _list_number(text: str) -> re.Match[str] | None:
    """The list number that a line begins with, or what is left of a misread one."""
    junk = GARBLED_NUMBER.match(text)
    return NUMBERING.match(text, junk.end() if junk else 0) or LOOK_ALIKE_NUMBER.match(text)


def _is_misread(numbering: re.Match[str] | None) -> bool:
    return numbering is not None and numbering.re is LOOK_ALIKE_NUMBER


def _weight_of(numbering: re.Match[str] | None, key: SectionKey) -> float:
    """How far a list number makes a heading of that section: 1. before the second is rather a subheading."""
    if numbering is None:
        return 0.0
    if _is_misread(numbering):
        return _WEIGHT_OF_MISREAD
    number = numbering["main"]
    if not number:
        return -0.5
    return 0.3 if number[0].isdecimal() and int(number[0]) != _ORDER[key] + 1 else 0.6


def _candidate(line: HeadingLine, characters: str) -> Heading | None:
    """The heading that the line is or starts with, if any."""
    if not _HEADING_WORD.search(line.text, 0, _MAX_HEADING):
        return None
    numbering = _list_number(line.text)
    offset = numbering.end() if numbering else 0
    best: Heading | None = None
    for key, wording, certainty in HEADINGS:
        match = wording.match(line.text, offset)
        if match is None or match.end() - offset < 2:
            continue
        rest = line.text[match.end() :].strip(":：。,")
        if rest in _REST_OF_HEADING:
            rest = ""
        if rest and (numbering is None or _is_misread(numbering)):
            continue  # a sentence that starts with the words, or the preamble's list
        score = certainty + _weight_of(numbering, key)
        score -= min(len(rest), 30) / 30 * 0.7
        score += (match.end() - offset) / 100  # of two wordings the longer says more
        if best is None or score > best.score:
            end = end_of(line, characters, len(line.text) if not rest else match.end())
            best = Heading(key, line.start, end, score)
    return _in_other_words(line, offset, numbering, best)


def _in_other_words(
    line: HeadingLine, offset: int, numbering: re.Match[str] | None, best: Heading | None
) -> Heading | None:
    """Section five headed by words of its own (不足与打算), where they are all that the line holds."""
    words = line.text[offset:].rstrip(":：。")
    if len(words) > _MAX_HEADING / 2 or _CLAUSE.search(words):
        return best
    wrong, plans = PROBLEM_CUE.search(words), PLAN_CUE.search(words)
    main = numbering is not None and (_is_misread(numbering) or numbering["main"] is not None)
    alone = PROBLEM_WORDS.fullmatch(words) is not None
    told = alone or (main and wrong and plans and not _is_misread(numbering))
    if not told or not (wrong or (plans and main)):
        return best
    certainty = 0.75 if wrong and plans else 0.6 if wrong else 0.3
    score = certainty + _weight_of(numbering, SectionKey.PROBLEMS) + len(words) / 100
    if best is not None and best.score >= score:
        return best
    return Heading(SectionKey.PROBLEMS, line.start, line.end, score)


def _misread(line: HeadingLine, characters: str) -> Heading | None:
    """The heading that the line is but for some misread characters, if it is numbered like one."""
    numbering = _list_number(line.text)
    words = line.text[numbering.end() if numbering else 0 :]
    if words[:1].isascii() or not 4 <= len(words) <= _MAX_HEADING or _SENTENCE.search(words):
        return None
    need = _SIMILAR if numbering and not _is_misread(numbering) else _VERY_SIMILAR
    key, score = max(
        ((key, Indel.normalized_similarity(words, wording)) for key, wording in WORDINGS),
        key=lambda pair: pair[1],
    )
    if score < need:
        return None
    score += _weight_of(numbering, key)
    return Heading(key, line.start, line.end, score - 0.3)


def heading_candidates(lines: list[HeadingLine], characters: str) -> list[Heading]:
    """Candidates of single lines, and of two lines where a heading is wrapped."""
    found = []
    for index, line in enumerate(lines):
        single = _candidate(line, characters) or _misread(line, characters)
        double = None
        if index + 1 < len(lines) and len(line.text) <= _MAX_HEADING and NUMBERING.match(line.text):
            after = lines[index + 1]
            if len(after.text) <= _MAX_HEADING / 2 and not NUMBERING.match(after.text):
                double = _candidate(HeadingLine(line.start, after.end, line.text + after.text), characters)
        best = max((c for c in (single, double) if c), key=lambda c: c.score, default=None)
        if best is not None and best.score > 0.35:
            found.append(best)
    return found


def _in_order(candidates: list[Heading]) -> list[Heading]:
    """The best-scoring choice of at most one heading per section, in the form's order.

    Where a heading stands twice with the same score, the later one is kept: an earlier one is usually a
    table of contents.
    """
    best: dict[int, tuple[float, list[Heading]]] = {}
    """The best chain that ends in a section, by the section's place in the form: enough to go on from."""
    for index, candidate in enumerate(candidates):
        place = _ORDER[candidate.key]
        chains = [ended for before, ended in sorted(best.items()) if before < place]
        score, chain = max(chains, key=lambda pair: pair[0], default=(0.0, []))
        ended = (score + candidate.score + index * 1e-6, [*chain, candidate])
        if place not in best or ended[0] > best[place][0]:
            best[place] = ended
    return _from_its_first(max(best.values(), key=lambda pair: pair[0], default=(0.0, []))[1], candidates)


def _from_its_first(chain: list[Heading], candidates: list[Heading]) -> list[Heading]:
    """Section five in two parts (五、存在的问题, 六、下一步打算) starts with the first of them."""
    for index, chosen in enumerate(chain):
        if chosen.key is not SectionKey.PROBLEMS or index == 0:
            continue
        before = chain[index - 1].end
        earlier = [
            c
            for c in candidates
            if c.key is chosen.key and before <= c.start < chosen.start and c.score > 0.9
        ]
        if earlier:
            chain = [*chain[:index], earlier[0], *chain[index + 1 :]]
    return chain


def _with_displaced(chain: list[Heading], candidates: list[Heading]) -> list[Heading]:
    """The headings with the sections that stand in another place than the form's, by their exact wording.

    Only what no chain in the form's order holds, and no line of a list of headings.
    """
    keys = {heading.key for heading in chain}
    places = sorted(candidates, key=lambda candidate: candidate.start)
    listed = {each.start for each, after in pairwise(places) if after.start - each.end <= _LIST_GAP}
    exact = {each.key: each for each in places if each.score >= _EXACT and each.start not in listed}
    if len(keys | exact.keys()) < _KNOWN:
        return chain
    added = [heading for key, heading in exact.items() if key not in keys]
    return sorted([*chain, *added], key=lambda heading: heading.start)


def _lost_table_heading(key: SectionKey, lines: list[HeadingLine], low: int, high: int) -> Heading | None:
    wording = dict(FIRST_LABELS)[key]
    inside = [line for line in lines if low <= line.start < high and len(line.text) <= 120]
    for line in inside:
        if wording.search(line.text):
            return Heading(key, line.start, line.start, 0.0)
    for line in inside:
        for candidate, words in FIRST_WORDINGS:
            if candidate is key and Indel.normalized_similarity(line.text[: len(words)], words) >= _SIMILAR:
                return Heading(key, line.start, line.start, 0.0)
    return loose_rows(lines, low, high) if key is SectionKey.APPLICATIONS else None


def _lost_overview(lines: list[HeadingLine], high: int) -> Heading | None:
    """The overview starts behind the title and the paragraphs that introduce the report."""
    inside = [line for line in lines if line.start < high]
    start = 0
    for index, line in enumerate(inside[:12]):
        if _PREAMBLE.search(line.text) and not _WORK_DONE.search(line.text):
            start = index + 1
    if start >= len(inside):
        return None
    first = inside[start]
    headed = _FIRST.fullmatch(first.text) and not _CLAUSE.search(first.text[2:])
    return Heading(SectionKey.OVERVIEW, first.start, first.end if headed else first.start, 0.0)


def _lost_problems(lines: list[HeadingLine], low: int, high: int) -> Heading | None:
    """Prose behind the last line of the disputes table, if there is any."""
    inside = [line for line in lines if low <= line.start < high]
    last = max(
        (i for i, line in enumerate(inside) if len(line.text) < 60 and _TABLE_WORD.search(line.text)),
        default=-1,
    )
    prose = [
        line for line in inside[last + 1 :] if len(line.text) >= 15 and not line.text.startswith("主办单位")
    ]
    if sum(len(line.text) for line in prose) < 60:
        return None
    start = inside[last + 1].start
    return Heading(SectionKey.PROBLEMS, start, start, 0.0)


def _fill_gaps(found: list[Heading], lines: list[HeadingLine], length: int) -> list[Heading]:
    """Add the sections whose heading is lost, in the gaps between those that were found."""
    by_key = {candidate.key: candidate for candidate in found}

    def gap(key: SectionKey) -> tuple[int, int]:
        low = max((c.end for c in by_key.values() if _ORDER[c.key] < _ORDER[key]), default=0)
        high = min((c.start for c in by_key.values() if _ORDER[c.key] > _ORDER[key]), default=length)
        return low, high

    by_key |= named_headings(found, lines, length)
    for key in (SectionKey.PROACTIVE, SectionKey.APPLICATIONS, SectionKey.DISPUTES):
        if key not in by_key and (lost := _lost_table_heading(key, lines, *gap(key))):
            by_key[key] = lost
    if not by_key:
        return unheaded(lines)
    if SectionKey.OVERVIEW not in by_key and (lost := _lost_overview(lines, gap(SectionKey.OVERVIEW)[1])):
        by_key[SectionKey.OVERVIEW] = lost
    headless = SectionKey.PROBLEMS not in by_key and SectionKey.DISPUTES in by_key
    if headless and (lost := _lost_problems(lines, *gap(SectionKey.PROBLEMS))):
        by_key[SectionKey.PROBLEMS] = lost
    return sorted(by_key.values(), key=lambda candidate: candidate.start)


def find_sections(text: str, characters: str) -> tuple[Section, ...]:
    """The sections of canonical ``text``, whose folded form of equal length is ``characters``.

    Sections come in the order of the text; one that cannot be found is left out; a lost heading is a span
    of length 0. The list of headings that a preamble gives in running text is not taken for headings. A table
    that stands outside of its section (附表) makes a second section of its key.
    """
    lines = lines_of(characters, headings_inside)
    chosen = heading_candidates(lines, characters)
    chosen = _fill_gaps(_with_displaced(_in_order(chosen), chosen), lines, len(text))
    chosen = with_annexes(chosen, lines, len(text))
    ends = [after.start for _, after in pairwise(chosen)] + [len(text)] * bool(chosen)
    return tuple(
        Section(
            key=candidate.key,
            heading=Span.of(text, candidate.start, candidate.end),
            body=Span.of(text, candidate.end, end),
        )
        for candidate, end in zip(chosen, ends, strict=True)
    )
