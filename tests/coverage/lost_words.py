"""Losses in the prose, in numbers under no sum and in the order of sections; see lost_pieces for the rest.

A loss is *found* where the Report of the changed text has a finding that the Report before had not; a value
of the tables that became another one is never found.
"""

import re
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from lost_pieces import spans_of, told, without

from extractor.records import Report, Section, Span

Lose = Callable[[str, Report, Random], "str | None"]
ITEMS = (
    "部分栏目更新不够及时",
    "解读材料形式较为单一",
    "个别答复文书不够规范",
    "基层人员业务培训偏少",
    "公开平台检索不够方便",
)
SIGNS = (
    ("一是", "二是", "三是", "四是", "五是"),
    ("（一）", "（二）", "（三）", "（四）", "（五）"),
    ("1.", "2.", "3.", "4.", "5."),
    ("①", "②", "③", "④", "⑤"),
)
GARBLED = ("锟斤拷", "\ufffd", "?", "□", "囗", "鈥", "■")


class Listed(NamedTuple):
    """The text with an own list of section five, and the places of its items."""

    text: str
    items: list[tuple[int, int]]


def _section(report: Report, key: str) -> Section | None:
    return next((section for section in report.sections if section.key == key), None)


def _listed(text: str, report: Report, rng: Random) -> Listed | None:
    section = _section(report, "problems")
    if section is None:
        return None
    signs, in_lines = rng.choice(SIGNS), rng.random() < 0.5
    count = rng.randint(3, 5)
    words = "\n主要问题：" + ("\n" if in_lines else "")
    items, start = [], section.body.start
    for sign, item in zip(signs[:count], rng.sample(ITEMS, count), strict=True):
        end = "。" if len(items) == count - 1 else "；"
        begin = start + len(words)
        words += sign + item + end + ("\n" if in_lines else "")
        items.append((begin, start + len(words)))
    words += ("" if in_lines else "\n") + "下一步，将完善制度，加强业务学习。\n"
    return Listed(text[:start] + words + text[section.body.end :], items)


def exchanged(text: str, report: Report, rng: Random) -> str | None:
    """Two neighbouring sections of tables in each other's place."""
    keys = rng.choice([("proactive", "applications"), ("applications", "disputes")])
    one, other = (_section(report, key) for key in keys)
    if one is None or other is None:
        return None
    first, second = _whole(text, one), _whole(text, other)
    return text[: one.heading.start] + second + first + text[other.body.end :]


def _whole(text: str, section: Section) -> str:
    return text[section.heading.start : section.body.end].rstrip("\n") + "\n"


def unsummed(text: str, report: Report, rng: Random) -> str | None:
    """One number of the table that no sum stands over."""
    spans = sorted(spans_of(report, "proactive").values(), key=lambda span: span.start)
    return without(text, [rng.choice(spans)]) if spans else None


def item(which: str) -> Lose:
    """An item of a list: the first, one in the middle, or all from one on behind a semicolon."""

    def lose(text: str, report: Report, rng: Random) -> str | None:
        listed = _listed(text, report, rng)
        if listed is None:
            return None
        at = {"first": 0, "middle": rng.randint(1, len(listed.items) - 2), "last": -1}[which]
        start, end = listed.items[at]
        if which == "last":
            start = listed.items[rng.randint(2, len(listed.items) - 1)][0]
            end = listed.items[-1][1] - listed.text[: listed.items[-1][1]].endswith("\n")
        return listed.text[:start] + listed.text[end:]

    return lose


def _number(report: Report, rng: Random) -> Span | None:
    places = [count.evidence for count in report.narrative.counts if re.search(r"\d", count.evidence.quote)]
    return rng.choice(places) if places else None


def number(text: str, report: Report, rng: Random) -> str | None:
    """The digits of a sentence."""
    span = _number(report, rng)
    if span is None:
        return None
    digits = re.search(r"\d[\d,.]*", span.quote)
    assert digits is not None
    return text[: span.start + digits.start()] + text[span.start + digits.end() :]


def garbled_number(text: str, report: Report, rng: Random) -> str | None:
    """Signs of no meaning for the digits of a sentence."""
    span = _number(report, rng)
    if span is None:
        return None
    digits = re.search(r"\d[\d,.]*", span.quote)
    assert digits is not None
    sign = rng.choice((*GARBLED[1:5], "#", "*", "×"))
    at = span.start
    return text[: at + digits.start()] + sign * len(digits[0]) + text[at + digits.end() :]


def _paragraph(text: str, report: Report, rng: Random) -> tuple[int, int] | None:
    section = _section(report, rng.choice(["overview", "problems"]))
    if section is None:
        return None
    lines = [m.span() for m in re.finditer(r"[^\n]{20,}", section.body.quote)]
    start, end = rng.choice(lines) if lines else (0, 0)
    return (section.body.start + start, section.body.start + end) if lines else None


def cut_paragraph(text: str, report: Report, rng: Random) -> str | None:
    """The end of a paragraph, from the middle of a word on."""
    section = _section(report, rng.choice(["overview", "problems"]))
    if section is None:
        return None
    body = section.body.quote.rstrip()
    clause = re.search(r"[\u4e00-\u9fff]{5,}[。；]?$", body)
    if clause is None:
        return None
    at = section.body.start + clause.start() + 3
    return text[:at] + text[section.body.start + len(body) :]


def garbled_paragraph(text: str, report: Report, rng: Random) -> str | None:
    """A paragraph decoded in the wrong way."""
    found = _paragraph(text, report, rng)
    if found is None:
        return None
    start, end = found
    return text[:start] + rng.choice(GARBLED) * 20 + text[end:]


def last_section(text: str, report: Report, rng: Random) -> str | None:
    section = _section(report, "other")
    return None if section is None else text[: section.heading.start]


WORDS: dict[str, Lose] = {
    "sections exchanged": exchanged,
    "unsummed number lost": unsummed,
    "first item lost": item("first"),
    "middle item lost": item("middle"),
    "last items lost": item("last"),
    "number in prose lost": number,
    "number in prose garbled": garbled_number,
    "paragraph cut": cut_paragraph,
    "paragraph garbled": garbled_paragraph,
    "section six lost": last_section,
}


def newly_told(report: Report, before: Report) -> list[str]:
    """What is wrong with how a loss was told; nothing where a finding names it."""
    known = {(each.check, each.where, each.message) for each in before.findings}
    new = [each for each in report.findings if (each.check, each.where, each.message) not in known]
    wrong = [each for each in told(report, before) if " is " in each]
    return wrong if new else [*wrong, "not told"]
