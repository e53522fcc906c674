"""Checks of the six sections: which are missing, empty, headed in unknown words."""

import re
from collections.abc import Iterator

from extractor.ideographs import ONE_TO_TEN
from extractor.lexicon import one_of
from extractor.records import STATUTORY_SECTIONS, FormName, Section, SectionKey, Severity, Span, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.finding_words import short
from extractor.validate.garbled_headings import OFFICIAL, OWN_NUMBER
from extractor.validate.mentions import folded

_FEWEST = 3
"""With fewer sections the document is a part of a report, which is said as a whole."""
_NOTHING = re.compile(r"[\W_]*(?:本年度)?(?:暂)?(?:无|没有|未有|暂缺|略)?(?:情况|事项|内容)?[\W_]*")
_SIGNED = re.compile(
    r"[(（]?(?:(?:19|20)\d\d|二[〇○零O0][〇○零一二三四五六七八九]{2})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日[)）]?"
    r"|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}|第?\d{1,3}页?"
)
"""A line that is a date or a page number."""
_NUMBERED = re.compile(
    rf"^[ \t\u3000|]*(?P<number>[{ONE_TO_TEN}])[、.．](?P<words>[^\n]{{2,40}}?)[ \t|]*$", re.MULTILINE
)
_TABLE_ROW = re.compile(r"本年|上年|结转|办理结果$|[|\t]|\d\s*$|[。；;]")
_OF_SECTION_FIVE = re.compile(one_of("headings.problems", "headings.plans"))


@check("section.missing")
def sections_are_all_there(context: Context) -> Iterator[Draft]:
    """缺少部分 · A section of the form is not in the document.

    Compares: the six sections of the form with those that were found.
    Skipped: for reports of 2018 and before, for documents of which fewer than three sections were found
    (`document.part` says so), and at lower severity for section six and for sections whose table was read.
    Example: 四、… is followed by 六、….
    """
    report = context.report
    keys = {section.key for section in report.sections}
    missing = [key for key in STATUTORY_SECTIONS if key not in keys]
    if report.form == FormName.LEGACY or len(keys) < _FEWEST or not missing:
        return
    serious = [key for key in missing if key is not SectionKey.OTHER and not _has_table(context, key)]
    yield Draft(
        Severity.WARNING if serious else Severity.INFO,
        f"未找到{'、'.join(f'“{OFFICIAL[key]}”' for key in missing)}，可能原文缺少，也可能标题未被认出",
        f"section(s) {', '.join(key.value for key in missing)} were not found: not in the document, "
        "or headed in words that were not recognised",
        ("/sections",),
        len(keys),
        len(STATUTORY_SECTIONS),
        suspect=Suspect.EITHER,
    )


@check("section.empty", needs_text=True)
def sections_of_prose_say_something(context: Context) -> Iterator[Draft]:
    """部分无内容 · Section one, five or six holds nothing, or section one or five only 无.

    Compares: the words of the section with nothing; a signature, a date and a page number are none of them.
    Skipped: for sections two to four, whose tables have checks of their own, and for 无 in section six; a
    note for section six, which has nothing to say in many reports.
    Example: 五、存在的主要问题及改进情况, followed at once by 六、….
    """
    for index, section in enumerate(context.report.sections):
        if section.key not in (SectionKey.OVERVIEW, SectionKey.PROBLEMS, SectionKey.OTHER):
            continue
        words = _without_signature(section.body.quote, context.report.issuer.value)
        if not _NOTHING.fullmatch(words) or not section.heading.quote:
            continue
        said = "".join(words.split())
        last = section.key is SectionKey.OTHER
        if last and said.strip("-—–_·.。 "):
            continue
        yield Draft(
            Severity.INFO if said or last else Severity.WARNING,
            f"“{short(section.heading.quote)}”下" + (f"只有“{short(said)}”" if said else "没有内容"),
            f"section {section.key.value} holds " + (f"only {short(said)}" if said else "nothing"),
            (f"/sections/{index}/body",),
            evidence=(section.heading,),
            suspect=Suspect.ISSUER,
        )


@check("section.unknown_heading", needs_text=True)
def headings_are_all_known(context: Context) -> Iterator[Draft]:
    """未识别的标题 · A numbered main heading is none of the six; its words went to the section before.

    Compares: main headings inside a section, whose numbers go on from that of the section, with the six.
    Skipped: for lists that begin anew (一、二、) inside a section, for rows of tables, and for a known
    heading that is printed twice.
    Example: 五、工作亮点 between 四、… and 六、存在的主要问题…: its words stand under section four.
    """
    text = context.text or ""
    sections = context.report.sections
    for index, section in enumerate(sections):
        following = sections[index + 1].heading.quote if index + 1 < len(sections) else ""
        taken = {folded(each.heading.quote) for each in sections}
        above = short(section.heading.quote) or section.key.value
        for span, words in _unknown(text, section, _number(following)):
            if folded(words) in taken:
                continue
            yield Draft(
                Severity.INFO if section.key is SectionKey.OVERVIEW else Severity.WARNING,
                f"标题“{short(words)}”不属于已知的部分，其下内容随“{above}”读取，请核对",
                f"the heading {short(words)} is none that is known; what follows was read as part of "
                f"section {section.key.value}",
                (f"/sections/{index}/body",),
                evidence=(span,),
                suspect=Suspect.READING,
            )


@check("section.repeated", needs_text=True)
def headings_stand_once(context: Context) -> Iterator[Draft]:
    """标题重复 · The heading of a section stands a second time, and what is below it may be printed twice.

    Compares: numbered lines inside the sections with the headings of all sections.
    Skipped: for tables of contents, which stand before the sections.
    Example: a page that was pasted twice: 五、存在的主要问题及改进情况 again behind 六、….
    """
    sections = context.report.sections
    headings = {folded(section.heading.quote) for section in sections} - {""}
    for index, section in enumerate(sections):
        for match in _NUMBERED.finditer(context.text or "", section.body.start, section.body.end):
            words = match.group().strip(" \t\u3000|")
            if folded(words) in headings:
                start = match.start("number")
                yield Draft(
                    Severity.INFO,
                    f"标题“{short(words)}”再次出现，其下内容可能重复，请核对",
                    f"the heading {short(words)} stands a second time; what follows may be printed twice",
                    (f"/sections/{index}/body",),
                    evidence=(Span.of(context.text or "", start, match.end("words")),),
                )


def _without_signature(words: str, issuer: object) -> str:
    """The words of a section without the lines at its end that sign the report or number its pages."""
    lines = words.split("\n")
    while lines:
        last = "".join(lines[-1].split()).strip("-—–_·|()（）【】")
        name = last.removesuffix("（盖章").removesuffix("(盖章")
        if last and name != issuer and not _SIGNED.fullmatch(_behind_name(name, issuer)):
            break
        lines.pop()
    return "\n".join(lines)


def _behind_name(last: str, issuer: object) -> str:
    """What a last line says behind the body's name."""
    return last.removeprefix(issuer).removeprefix("（盖章）") if isinstance(issuer, str) else last


def _has_table(context: Context, key: SectionKey) -> bool:
    return any(table.form.key == key.value for table in context.tables)


def _number(heading: str) -> int | None:
    match = OWN_NUMBER.match(heading)
    return ONE_TO_TEN.index(match[1]) + 1 if match else None


def _unknown(text: str, section: Section, following: int | None) -> Iterator[tuple[Span, str]]:
    """Main headings in the body of a section whose numbers lie between its own and the next section's."""
    own, anew = _number(section.heading.quote), False
    for match in _NUMBERED.finditer(text, section.body.start, section.body.end):
        number = ONE_TO_TEN.index(match["number"]) + 1
        anew = anew or number == 1
        beyond = own is not None and number > own and (following is None or number <= following)
        words = folded(match["words"])
        known = section.key is SectionKey.PROBLEMS and _OF_SECTION_FIVE.search(words)
        if beyond and not anew and not known and not _TABLE_ROW.search(words):
            yield Span.of(text, match.start("number"), match.end("words")), match.group().strip()
