"""What kind of document this is, and which statutory form it follows."""

import re
from enum import StrEnum
from typing import NamedTuple

from extractor.records import FormName, Section, SectionKey

_SPACE = re.compile(r"\s+")
_TITLE = re.compile(
    r"(?:政府信息|政务|信息)公开(?:工作)?(?:的)?(?:年度报告|年报|年度工作报告|工作报告|工作总结)"
)
_TITLE_YEAR = re.compile(r"(20[0-2]\d)年度?[^。\n]{0,40}?(?:公开)[^。\n]{0,12}?(?:年度报告|年报|报告)")
_YEAR = re.compile(r"(20[0-2]\d)年")
_FORM_2021 = re.compile(r"本年制发件数|本年废止件数|现行有效件数|逾期不补正|本年收费金额|未按收费通知")
_FORM_2019 = re.compile(
    r"新制作数量|上一年项目数量|对外公开总数量|本年增/?减|采购总金额|其他对外管理服务事项"
)
_LEGACY = re.compile(r"指标名称|统计指标|计量单位|单位[:：]条|收费及减免|主动公开政府信息数|同意公开答复数")
_NOTICE = re.compile(r"关于[^。\n]{2,60}的通知|各[^。\n]{2,40}[:：]")
_DATE_LINE = re.compile(r"20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}")
_TABLES = (SectionKey.PROACTIVE, SectionKey.APPLICATIONS, SectionKey.DISPUTES)


class DocumentType(StrEnum):
    """What a document is, seen from the yearly report."""

    REPORT = "report"
    LEGACY_REPORT = "legacy_report"
    NOTICE = "notice"
    LIST_PAGE = "list_page"
    SHELL = "shell"
    OTHER = "other"


class DocumentKind(NamedTuple):
    """What a document is and which form it follows."""

    type: DocumentType
    form: FormName
    year: int | None
    """Year in the title, or the year named most often."""


def _year_of(squeezed: str) -> int | None:
    titled = _TITLE_YEAR.search(squeezed[:3000])
    if titled:
        return int(titled[1])
    years = [int(year) for year in _YEAR.findall(squeezed)]
    return max(set(years), key=lambda year: (years.count(year), year), default=None)


def _form_of(squeezed: str, year: int | None) -> FormName:
    """The printed labels decide; where no table is printed, the year does."""
    new, old = len(_FORM_2021.findall(squeezed)), len(_FORM_2019.findall(squeezed))
    if new != old:
        return FormName.FORM_2021 if new > old else FormName.FORM_2019
    if year is None:
        return FormName.UNKNOWN
    return FormName.FORM_2021 if year >= 2021 else FormName.FORM_2019


def _looks_like_a_list(lines: list[str]) -> bool:
    titles = [line for line in lines if _TITLE.search(line) and len(line) < 80]
    dates = [line for line in lines if _DATE_LINE.search(line) and len(line) < 100]
    return len(titles) >= 4 and len(dates) >= 3 and not any(len(line) > 150 for line in lines)


def classify(characters: str, sections: tuple[Section, ...], year: int | None = None) -> DocumentKind:
    """Say what a document is, from its folded text and the sections found in it."""
    squeezed = _SPACE.sub("", characters)
    lines = [_SPACE.sub("", line) for line in characters.split("\n")]
    lines = [line for line in lines if line]
    year = year if year is not None else _year_of(squeezed)
    keys = {section.key for section in sections}
    tables = keys & set(_TABLES)
    printed = bool(
        _FORM_2021.search(squeezed) or _FORM_2019.search(squeezed) or "本年新收政府信息公开申请" in squeezed
    )
    if _looks_like_a_list(lines) and not printed:
        return DocumentKind(DocumentType.LIST_PAGE, FormName.UNKNOWN, year)
    if year is not None and year <= 2018 and not printed:
        is_report = bool(_TITLE.search(squeezed[:2000]))
        kind = DocumentType.LEGACY_REPORT if is_report else DocumentType.OTHER
        return DocumentKind(kind, FormName.LEGACY if is_report else FormName.UNKNOWN, year)
    if printed or len(tables) >= 2 or (len(keys) >= 3 and _TITLE.search(squeezed)):
        return DocumentKind(DocumentType.REPORT, _form_of(squeezed, year), year)
    if _TITLE.search(squeezed[:1000]) and len(_LEGACY.findall(squeezed)) >= 3:
        return DocumentKind(DocumentType.LEGACY_REPORT, FormName.LEGACY, year)
    if _NOTICE.search(squeezed[:600]):
        return DocumentKind(DocumentType.NOTICE, FormName.UNKNOWN, year)
    if len(squeezed) < 300:
        return DocumentKind(DocumentType.SHELL, FormName.UNKNOWN, year)
    return DocumentKind(DocumentType.OTHER, FormName.UNKNOWN, year)
