"""What kind of document this is, and which statutory form it follows."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from extractor.forms import (
    edition_for,
    edition_named,
    marked_edition,
    prints_marks,
    recognised_form,
    table_keys,
)
from extractor.records import FormName, Section, SectionKey
from extractor.segment.heading_lines import UNSEEN
from extractor.segment.papers import (
    TITLE,
    TITLE_LINES,
    is_own_title,
    names_other_paper,
    title_of_instruction,
    title_of_other_paper,
)
from extractor.segment.printed_rows import prints_table

_SITUATION = re.compile(
    r".{2,60}(?:政府信息|政务|信息)(?:与政务)?公开(?:工作)?(?:20\d\d年度?)?(?:的)?(?:开展|进展|落实)?情况(?:的?说明|的?汇报)?"
    r"(?:[(（].{0,16})?"
)
"""The title of a report that calls itself only the situation of the work, as a line of its own."""
_ACCOUNT = re.compile(r"情况的?(?:说明|汇报)")
_NOTICE_OF_A_YEAR = re.compile(
    r".{0,40}(?:20\d\d|本)年度?(?:政府信息|政务|信息)(?:与政务)?公开(?:工作)?(?:的)?(?:开展|进展|落实|执行)?情况的?"
    r"(?:公告|公示|通告|通报)"
)
"""A notice that tells how the work of a year went, as a line of its own."""
_TITLE_YEAR = re.compile(r"(20[0-2]\d)年度?[^。\n]{0,40}?(?:公开)[^。\n]{0,12}?(?:年度报告|年报|报告)")
_YEAR = re.compile(r"(20[0-2]\d)年")
_EITHER_FORM = re.compile(
    r"本年新收政府信息公开申请|上年结转政府信息公开申请|结转下年度继续办理|第二十条第[(（][一五六八九][)）]项|"
    r"未经复议直接起诉|复议后起诉|不予公开其中"
)
_FILLED = re.compile(
    r"(?:新收政府信息公开申请(?:数量)?|结转政府信息公开申请(?:数量)?|结转下年度继续办理|行政规范性文件|行政许可)[|\W]{0,8}\d"
)
"""A label of the official tables with a number behind it."""
_DISCLOSURE = re.compile(r"(?:政府信息|政务|信息)(?:与政务)?公开")
_SPEAKS_OF = re.compile(r"公开")
_FEWEST_MENTIONS = 3
_NOTICE = re.compile(r"关于[^。\n]{2,60}的通知|各[^。\n]{2,40}[:：]")
_DATE_LINE = re.compile(r"20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}")
_TOLD = re.compile(
    r"(?:我|本)(?:局|镇|乡|县|市|区|街道?|委|办|院|厅|所|站|处|会|社|[支总大]?队|公司|单位|机关|校|中心|管委会|开发区)|全年|本年度?|20\d\d年度?[,，]?"
)
_LEGACY_ONLY = {SectionKey.FEES, SectionKey.RESOURCES, SectionKey.CONSULTATIONS, SectionKey.ANNEX}
_PROCEEDINGS = {SectionKey.APPLICATIONS, SectionKey.DISPUTES}
_LAST_LEGACY_YEAR = 2018
_A_LINE_OF_PROSE = 150
_A_PAGE = 300
_FEWEST_SECTIONS = 3


class DocumentType(StrEnum):
    """What a document is, seen from the yearly report."""

    REPORT = "report"
    LEGACY_REPORT = "legacy_report"
    NOTICE = "notice"
    LIST_PAGE = "list_page"
    SHELL = "shell"
    FORM = "form"
    """A document of another statutory form, which a file describes."""
    OTHER = "other"


class DocumentKind(NamedTuple):
    """What a document is, which form it follows, and what was seen of it."""

    type: DocumentType
    form: str
    """Id of an edition, or one of FormName."""
    year: int | None
    """The year told, else that in the title, else the year named most often."""
    is_part: bool = False
    """Whether only a part of a report stands here: a page, or fewer than three of its sections."""
    characters: int = 0
    """How many characters that are no white space."""
    paper: str | None = None
    """The title by which a document is another paper."""
    doubtful: str | None = None
    """The title of a report that calls itself only an account or a statement of the situation."""
    unseen: tuple[str, ...] = ()
    """What of a yearly report was looked for and not seen: title, sections, tables."""


@dataclass
class _Seen:
    squeezed: str
    lines: list[str]
    keys: set[SectionKey]
    find_legacy: Callable[[], Sequence[Section]]
    year: int | None

    @cached_property
    def legacy(self) -> set[SectionKey]:
        """Sections by the wording of reports on 2008 to 2018; looked for only where they can matter."""
        return {section.key for section in self.find_legacy()}

    @cached_property
    def printed(self) -> bool:
        """Labels of the official tables are printed."""
        marked = prints_marks(self.squeezed) or _EITHER_FORM.search(self.squeezed) is not None
        return marked or (self.has_rows and recognised_form(self.squeezed) is None)

    @cached_property
    def has_rows(self) -> bool:
        """Rows of an official table stand there with their numbers, whichever rows they are."""
        return prints_table(self.lines)

    @cached_property
    def filled(self) -> bool:
        """Numbers stand beside labels of the official tables."""
        return self.printed and (_FILLED.search(self.squeezed) is not None or self.has_rows)

    @cached_property
    def titled(self) -> bool:
        return TITLE.search(self.squeezed, 0, 2000) is not None

    @cached_property
    def is_situation(self) -> bool:
        return any(map(_SITUATION.fullmatch, self.lines[:TITLE_LINES]))

    @cached_property
    def account(self) -> str | None:
        """The title of an account that never calls itself a report, and prints no official table."""
        if self.printed or self.titled:
            return None
        head = (line for line in self.lines[:TITLE_LINES] if _SITUATION.fullmatch(line))
        return next((line for line in head if _ACCOUNT.search(line)), None)

    @property
    def is_brief(self) -> bool:
        """Whether so little is printed that a report of two sections speaks of disclosure once."""
        return len(self.squeezed) < _A_PAGE and len(_SPEAKS_OF.findall(self.squeezed)) >= _FEWEST_MENTIONS

    @property
    def is_other_paper(self) -> bool:
        """A line at the head is the title of another paper, and none is that of a report."""
        return self.paper is not None

    @cached_property
    def paper(self) -> str | None:
        """The title of another paper at the head, where no report's own title stands below it.

        A notice of the year's situation with the sections of reports on 2008 to 2018 is such a report.
        """
        title = title_of_other_paper(self.lines, self.squeezed)
        told = self.year is not None and self.year <= _LAST_LEGACY_YEAR
        accounts = title is not None and _NOTICE_OF_A_YEAR.fullmatch(title) is not None
        return None if accounts and told and self.of_old_wording else title

    @property
    def of_old_wording(self) -> bool:
        """Whether three sections are named as in reports on 2008 to 2018, two of cases at least."""
        own = self.legacy & _LEGACY_ONLY or self.legacy >= _PROCEEDINGS
        return len(self.legacy) >= _FEWEST_SECTIONS and bool(own)

    @cached_property
    def instruction(self) -> str | None:
        """The title of a text on how a report is written; its figures are examples."""
        return title_of_instruction(self.lines, self.squeezed)

    @property
    def unseen(self) -> tuple[str, ...]:
        """What of a report is not there."""
        there = {"title": self.titled, "sections": self.keys or self.legacy, "tables": self.printed}
        return tuple(name for name, seen in there.items() if not seen)


def announces_report(line: str) -> bool:
    """Whether a line without white space is the title of a yearly report and names its year."""
    titled = is_own_title(line) or (_SITUATION.fullmatch(line) and not names_other_paper(line))
    return bool(titled and re.search(r"20[0-2]\d", line))


def classify(
    characters: str,
    sections: Sequence[Section],
    find_legacy: Callable[[], Sequence[Section]] = tuple,
    year: int | None = None,
    form: str | None = None,
) -> DocumentKind:
    """Say what a document is, from its folded text and the sections found in it.

    ``form`` is the id of the form that it is known to follow, whatever its wording.

    ``sections`` are those of the forms since 2019, ``find_legacy`` finds those by the wording of reports
    on 2008 to 2018; ``year`` is the year that the figures cover, where the header states it.
    """
    squeezed = UNSEEN.sub("", characters)
    lines = [line for line in (UNSEEN.sub("", line) for line in characters.split("\n")) if line]
    told = year if year is not None else _year_of(squeezed)
    seen = _Seen(squeezed, lines, {s.key for s in sections}, find_legacy, told)
    kind, name = _kind(seen, year is not None)
    if form is not None:
        kind = DocumentType.REPORT if edition_named(form).years else DocumentType.FORM
        name = form
    headed = {section.key for section in sections if section.heading.quote}
    part = kind is DocumentType.REPORT and len(headed) < _FEWEST_SECTIONS
    doubtful = seen.account if kind is DocumentType.REPORT else None
    paper = seen.instruction or seen.paper
    return DocumentKind(kind, name, told, part, len(squeezed), paper, doubtful, seen.unseen)


def _kind(seen: _Seen, certain: bool) -> tuple[DocumentType, str]:
    if seen.instruction is not None:
        return _no_report(seen), FormName.UNKNOWN
    if not seen.printed and (other := recognised_form(seen.squeezed)) is not None:
        return DocumentType.FORM, other.id
    if _looks_like_a_list(seen.lines) and not seen.printed and len(seen.keys) < _FEWEST_SECTIONS:
        return DocumentType.LIST_PAGE, FormName.UNKNOWN
    if seen.is_other_paper and not (seen.filled and seen.keys):
        return _no_report(seen), FormName.UNKNOWN
    if not seen.printed and (legacy := _is_legacy(seen, certain)) is not None:
        kind = DocumentType.LEGACY_REPORT if legacy else _no_report(seen)
        return kind, FormName.LEGACY if legacy else FormName.UNKNOWN
    if _is_report(seen):
        return DocumentType.REPORT, _form_of(seen.squeezed, seen.year)
    return _no_report(seen), FormName.UNKNOWN


def _is_legacy(seen: _Seen, certain: bool) -> bool | None:
    """Whether it is a report on 2008 to 2018; None where its year or its wording says that it is later."""
    old = len(seen.legacy & _LEGACY_ONLY) >= 1 and len(seen.legacy) >= _FEWEST_SECTIONS
    new_wording = len(seen.keys & table_keys()) >= 2 and "收到和处理" in seen.squeezed
    if seen.year is None or (not certain and old and not new_wording):
        return True if old and not new_wording else None
    if seen.year > _LAST_LEGACY_YEAR:
        return None
    told = seen.titled or seen.legacy or seen.keys
    discloses = seen.of_old_wording or _DISCLOSURE.search(seen.squeezed) is not None
    return bool(told and discloses and not seen.is_other_paper)


def _is_report(seen: _Seen) -> bool:
    tables = seen.keys & table_keys()
    if seen.printed or len(tables) >= 2 or (len(seen.keys) >= 3 and seen.titled):
        return True
    prose = seen.keys & {SectionKey.OVERVIEW, SectionKey.PROBLEMS}
    if not prose or seen.is_other_paper or _NOTICE.search(seen.squeezed[:200]):
        return False
    mentions = len(_DISCLOSURE.findall(seen.squeezed))
    named = seen.titled or seen.is_situation or mentions >= 2 or (mentions and seen.is_brief)
    if not named or not _TOLD.search(seen.squeezed):
        return False
    return seen.titled or seen.is_situation or len(seen.keys) >= 2


def _no_report(seen: _Seen) -> DocumentType:
    if _NOTICE.search(seen.squeezed[:600]):
        return DocumentType.NOTICE
    return DocumentType.SHELL if len(seen.squeezed) < _A_PAGE else DocumentType.OTHER


def _year_of(squeezed: str) -> int | None:
    titled = _TITLE_YEAR.search(squeezed[:3000])
    if titled:
        return int(titled[1])
    years = [int(year) for year in _YEAR.findall(squeezed)]
    return max(set(years), key=lambda year: (years.count(year), year), default=None)


def _form_of(squeezed: str, year: int | None) -> str:
    """The printed labels decide; where no table is printed, the year does."""
    marked = marked_edition(squeezed)
    if marked is not None:
        return marked.id
    return FormName.UNKNOWN if year is None else edition_for(year).id


def _looks_like_a_list(lines: list[str]) -> bool:
    titles = [line for line in lines if TITLE.search(line) and len(line) < 80]
    dates = [line for line in lines if _DATE_LINE.search(line) and len(line) < 100]
    return len(titles) >= 4 and len(dates) >= 3 and not any(len(line) > _A_LINE_OF_PROSE for line in lines)
