"""What is said about a document's kind and its sections: what was seen, and no more than that."""

from collections.abc import Iterator, Sequence

from extractor.records import Finding, Section, Severity, Suspect
from extractor.segment.kind import DocumentKind, DocumentType

_SEEN = {
    DocumentType.NOTICE: ("像是通知（有“关于…的通知”或主送单位）", "it looks like a notice"),
    DocumentType.LIST_PAGE: (
        "像是列表页（多个报告标题各带日期），未见报告正文",
        "it looks like a list page: several titles with dates, and no report's text was seen",
    ),
    DocumentType.SHELL: ("全文仅 {count} 个字符", "{count} characters in all"),
    DocumentType.OTHER: ("不像政府信息公开工作年度报告", "it does not look like a yearly disclosure report"),
}
_PARTS = {"title": ("标题", "title"), "sections": ("各部分", "section"), "tables": ("表格", "table")}


def _what_was_seen(kind: DocumentKind) -> tuple[str, str]:
    """In both languages: what it looks like, by which title, and what of a report was not seen."""
    chinese, english = (words.format(count=kind.characters) for words in _SEEN[kind.type])
    if kind.type is DocumentType.LIST_PAGE:
        return chinese, english
    if kind.paper is not None:
        chinese += f"，题为“{kind.paper}”"
        english += "; its title says that it is another paper"
    if kind.unseen:
        chinese += f"，未见年度报告的{'、'.join(_PARTS[each][0] for each in kind.unseen)}"
        english += f"; no {' or '.join(_PARTS[each][1] for each in kind.unseen)} of a yearly report was seen"
    return chinese, english


def segment_findings(kind: DocumentKind, sections: Sequence[Section]) -> Iterator[Finding]:
    """``document.kind``, ``document.part`` and ``section.heading_lost``."""
    if kind.type in _SEEN:
        chinese, english = _what_was_seen(kind)
        message = f"{chinese}；未按表格提取 / {english}; it was not forced into the form"
        yield Finding(check="document.kind", severity=Severity.WARNING, message=message)
    if kind.type is DocumentType.LEGACY_REPORT:
        message = (
            f"按 2018 年及以前的写法读取（{len(sections)} 个部分），其中没有 2019 年以后的三张表 / "
            f"read by the wording of 2008 to 2018 ({len(sections)} sections); it has none of the later tables"
        )
        yield Finding(check="document.kind", severity=Severity.INFO, message=message)
    if kind.doubtful is not None:
        message = (
            f"题为“{kind.doubtful}”，未自称年度报告，也未见表格；按年度报告读取，请核对是否为年度报告 / "
            "its title calls it an account and no yearly report, and no table was seen; it was read as one"
        )
        yield Finding(
            check="document.kind", severity=Severity.WARNING, message=message, suspect=Suspect.EITHER
        )
    if kind.is_part:
        names = "、".join(dict.fromkeys(section.key.value for section in sections)) or "—"
        message = (
            f"只见到年度报告的一部分（{names}），可能是节选、单页或很短的报告，内容不完整 / "
            f"only part of a yearly report was seen ({names}): an excerpt, one page, or a very short report"
        )
        yield Finding(
            check="document.part", severity=Severity.WARNING, message=message, suspect=Suspect.EITHER
        )
    headed = {section.key for section in sections if section.heading.quote}
    for index, section in enumerate(sections):
        if section.key not in headed:  # a table in an annex needs none of its own
            message = f"缺少“{section.key}”部分的标题 / The heading of section {section.key} is lost"
            where = (f"/sections/{index}/heading",)
            yield Finding(check="section.heading_lost", severity=Severity.INFO, message=message, where=where)
