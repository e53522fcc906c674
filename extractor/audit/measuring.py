"""Each rule of the rulebook applied to one report: met, not met or cannot tell, with the words for it."""

from collections.abc import Callable, Sequence
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from extractor.audit import rulebook as rules
from extractor.audit.blame import is_of_issuer
from extractor.audit.judged_report import Subject
from extractor.audit.rule_verdicts import Point, RuleVerdict, Ruling
from extractor.audit.word_search import (
    find_apart,
    find_words,
    has_amount,
    length_of,
    names_one,
    own_clause,
    section_of,
    shown,
    uncovered,
)
from extractor.forms import yearly_editions
from extractor.records import Finding, Report, SectionKey, Statement


def judge(book: rules.Rulebook, subject: Subject) -> tuple[Point, ...]:
    """The points of every rule that applies to the report."""
    is_whole = not any(finding.check in _PARTS for finding in subject.findings)
    return tuple(
        Point(rule=rule.id, points=rule.points, ruling=_ruling(rule, subject, is_whole))
        for rule in book.rules
        if rule.applies_to(subject.level, subject.year)
    )


def _ruling(rule: rules.Rule, subject: Subject, is_whole: bool) -> Ruling:
    """The verdict; what is not found in a part of a report may stand in the rest of it."""
    ruling = _JUDGES[type(rule)](rule, subject)
    if is_whole or ruling.verdict is not RuleVerdict.NOT_MET or not isinstance(rule, _OF_THE_WHOLE):
        return ruling
    return Ruling.open(
        f"文件只是报告的一部分：{ruling.chinese}", f"only a part: {ruling.english}", *ruling.words
    )


def _published(rule: rules.PublishedRule, subject: Subject) -> Ruling:
    fact = subject.report.published_on
    day = None if fact is None else fact.value
    if fact is None or not isinstance(day, date):
        return Ruling.open("文中没有发布日期", "no day of publication is printed")
    if subject.year is None:
        return Ruling.open("未读出报告年度", "the report year is not known", *fact.evidence)
    spans = [_days(text, subject.year + 1) for level, text in rule.latest.items() if level == subject.level]
    spans = spans or [_days(text, subject.year + 1) for text in rule.latest.values()]
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    if day <= first:
        return Ruling.met(
            f"{day} 发布，不晚于 {first}", f"published on {day}, not after {first}", *fact.evidence
        )
    if day > last:
        late = (day - last).days
        return Ruling.not_met(
            f"{day} 发布，晚于 {last}，迟 {late} 天",
            f"published on {day}, {late} days after {last}",
            *fact.evidence,
        ).measured(late)
    why = ("机关层级不明", "the level of the body is not known") if subject.level is None else ("", "")
    return Ruling.open(
        f"{day} 发布，在 {first} 与 {last} 之间，{why[0] or '该层级的期限各地不一'}",
        f"published on {day}, between {first} and {last}: {why[1] or 'the day differs for this level'}",
        *fact.evidence,
    )


def _days(text: str, year: int) -> tuple[date, date]:
    first, _, last = text.partition("/")
    return date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last or first}")


def _repeated(rule: rules.RepeatedRule, subject: Subject) -> Ruling:
    if subject.repeated is None:
        return Ruling.open("没有上年报告可比", "there is no report of the year before to compare with")
    found = [subject.repeated[key] for key in rule.sections if key in subject.repeated]
    characters = sum(each.characters for each in found)
    if not characters:
        return Ruling.open("没有可比的文字", "there is no prose to compare")
    share = sum(each.share * each.characters for each in found) / characters
    longest = max(
        (each.words for each in found if each.words), key=lambda span: len(span.quote), default=None
    )
    words = () if longest is None else (longest,)
    says = (
        f"{characters} 字中 {share:.0%} 与上年相同，限 {rule.most:.0%}",
        f"{share:.0%} of {characters} characters are last year's, the limit is {rule.most:.0%}",
    )
    ruling = Ruling.met if share <= rule.most else Ruling.not_met
    return ruling(*says, *words).measured(share)


def _length(rule: rules.LengthRule, subject: Subject) -> Ruling:
    section = section_of(subject.report, rule.section)
    if section is None:
        return _no_section(rule.section)
    number = length_of(section.body)
    limits = [f"不少于 {rule.least}"] if rule.least else []
    limits += [f"不超过 {rule.most}"] if rule.most is not None else []
    says = (
        f"{number} 字，要求{'、'.join(limits)}字",
        f"{number} characters; {rule.least} to {rule.most or 'any'}",
    )
    fits = rule.least <= number and (rule.most is None or number <= rule.most)
    words = () if fits or number > len("一二三四五六七八九十") * 4 else (section.body,)
    return Ruling.met(*says) if fits else Ruling.not_met(*says, *(words or (section.heading,)))


def _mentions(rule: rules.MentionsRule, subject: Subject) -> Ruling:
    section = section_of(subject.report, rule.section)
    if section is None:
        return _no_section(rule.section)
    found = next(find_words(section.body, rule.words), None)
    if found is not None:
        return Ruling.met(
            f"写有“{found.quote}”", f"says {found.quote!r}", own_clause(section.body, found).span
        )
    apart = next(find_apart(section.body, rule.words), None)
    if apart is not None:
        return Ruling.open(*_APART, own_clause(section.body, apart).span)
    return Ruling.not_met(
        f"未见“{'”“'.join(rule.words[:4])}”等词",
        f"none of {', '.join(rule.words[:4])} … stands in it",
        section.heading,
    )


def _states(rule: rules.StatesRule, subject: Subject) -> Ruling:
    section = section_of(subject.report, rule.section)
    if section is None:
        return _no_section(rule.section)
    clauses = [own_clause(section.body, found) for found in find_words(section.body, rule.words)]
    inside = [
        count
        for count in subject.report.narrative.counts
        if count.evidence.overlaps(section.body) and count.unit != "%"  # a rate is no number of things
    ]
    # Of several numbers of a clause the one that is named by a word of the rule is shown.
    inside.sort(key=lambda count: not names_one(count.label, rule.words))
    for count in inside:
        beside = next((clause for clause in clauses if count.evidence.overlaps(clause.span)), None)
        if beside is None:
            continue
        named = beside.is_matter or names_one(count.label, rule.words)
        if count.topic in rule.topics if rule.topics else named:
            says = f"{count.label} {shown(count.value)} {count.unit}"
            return Ruling.met(says, says, beside.span)
    numbered = next((clause.span for clause in clauses if has_amount(clause.span.quote)), None)
    if numbered is not None:
        return Ruling.open(
            "有数字，但不能确定是这一项", "there is a number, perhaps of something else", numbered
        )
    apart = [own_clause(section.body, found).span for found in find_apart(section.body, rule.words)]
    if (perhaps := next((span for span in apart if has_amount(span.quote)), None)) is not None:
        return Ruling.open(*_APART, perhaps)
    if clauses:
        return Ruling.not_met("提到而没有写数量", "spoken of without a number", clauses[0].span)
    return Ruling.not_met(
        f"未见“{'”“'.join(rule.words[:4])}”",
        f"none of {', '.join(rule.words[:4])} stands in it",
        section.heading,
    )


_APART = (
    "要求的词分开出现在一处，是否所指请看原文",
    "the words stand apart in a clause: look whether it is meant",
)


def _lists(rule: rules.ListsRule, subject: Subject) -> Ruling:
    found: tuple[Statement, ...] = getattr(subject.report.narrative, rule.what)
    if len(found) >= rule.least:
        return Ruling.met(f"写明 {len(found)} 条", f"{len(found)} named", found[0].evidence)
    section = section_of(subject.report, SectionKey.PROBLEMS)
    if section is None:
        return _no_section(SectionKey.PROBLEMS)
    narrative = subject.report.narrative
    known = [s.evidence for s in (*narrative.issues, *narrative.remedies, *narrative.past_rectifications)]
    rest = uncovered(section.body, known)
    if rest is None:
        return Ruling.not_met(
            f"写明 {len(found)} 条，应有 {rule.least} 条", f"{len(found)} of {rule.least} named", section.body
        )
    return Ruling.open(
        "这段文字未归为问题或措施，请看原文", "this part was read as neither problem nor remedy", rest
    )


def _tables(rule: rules.TablesRule, subject: Subject) -> Ruling:
    tables = subject.report.tables
    absent = [key for key in rule.tables if tables.get(key) is None]
    if not absent:
        return Ruling.met("各表均在文中", "all tables are in the text")
    found = [f for f in subject.findings if f.check in ("table.absent", "table.unread")]
    unread = [f for f in found if f.check == "table.unread"]
    names = "、".join(_table_name(key) for key in absent)
    words = [
        section.heading for key in absent if (section := _section_named(subject.report, key)) is not None
    ]
    if unread:
        return Ruling.open(f"{names}在文中但未读出", f"{', '.join(absent)} could not be read", *words)
    return Ruling.not_met(f"文本中没有{names}", f"{', '.join(absent)} not in the text", *words)


def _no_finding(rule: rules.FindingRule, subject: Subject) -> Ruling:
    missing = [key for key in rule.needs_tables if subject.report.tables.get(key) is None]
    found = _found(subject, rule.checks)
    certain = next((f for f in found if is_of_issuer(f, subject.report)), None)
    if certain is not None:
        return Ruling.not_met(*_message(certain), *certain.evidence)
    if found:
        return Ruling.open(*_message(found[0]), *found[0].evidence)
    if missing:
        names = "、".join(_table_name(key) for key in missing)
        return Ruling.open(f"没有{names}，无从核对", f"cannot be checked without {', '.join(missing)}")
    if rule.needs_year_before and not subject.year_before:
        return Ruling.open("没有上年报告可比", "there is no report of the year before to compare with")
    if half := _found(subject, rule.open_by):
        chinese, english = _message(half[0])
        return Ruling.open(
            f"未能全部核对：{chinese}", f"not all could be checked: {english}", *half[0].evidence
        )
    return Ruling.met("核对未发现问题", "checked, nothing was found")


def _found(subject: Subject, patterns: Sequence[str]) -> list[Finding]:
    return [f for f in subject.findings if any(fnmatchcase(f.check, pattern) for pattern in patterns)]


def _message(finding: Finding) -> tuple[str, str]:
    chinese, _, english = finding.message.partition(" / ")
    return chinese, english or chinese


def _no_section(key: str) -> Ruling:
    return Ruling.open(f"没有读到“{_SECTION_NAMES.get(key, key)}”", f"section {key} was not found")


def _table_name(key: str) -> str:
    named = {form.key: form.name for edition in yearly_editions() for form in edition.tables}
    return named.get(key, key)


def _section_named(report: Report, key: str) -> Any:
    return next((section for section in report.sections if section.key == key), None)


_PARTS = ("document.part", "document.no_sections", "document.kind")
"""Findings that say that the file is no whole report."""
_OF_THE_WHOLE = (
    rules.LengthRule,
    rules.MentionsRule,
    rules.StatesRule,
    rules.ListsRule,
    rules.TablesRule,
)
_SECTION_NAMES = {
    "overview": "第一部分 总体情况",
    "problems": "第五部分 问题及改进",
    "other": "第六部分 其他事项",
}
_JUDGES: dict[type, Callable[[Any, Subject], Ruling]] = {
    rules.PublishedRule: _published,
    rules.RepeatedRule: _repeated,
    rules.LengthRule: _length,
    rules.MentionsRule: _mentions,
    rules.StatesRule: _states,
    rules.ListsRule: _lists,
    rules.TablesRule: _tables,
    rules.FindingRule: _no_finding,
}
