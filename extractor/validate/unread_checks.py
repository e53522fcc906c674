"""Checks for printed numbers that belong to no cell and no fact: what the coverage says was lost."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from extractor.forms import TableForm, edition_for, edition_of, is_known
from extractor.ideographs import HAN
from extractor.records import FormName, Severity, Span, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.filled import FilledTable
from extractor.validate.finding_words import short

_SHOWN = 6
_MOST_DIGITS = 12
"""Of any count or amount; a longer run is a serial number, or damage."""
_ROW_OF_NUMBERS = 7
"""The numbers of a row of the table of applications, and so the fewest digits of one run together."""
_WORD = re.compile(rf"[A-Za-z{HAN}]")
_FEWEST = 3
_FEWEST_LABELS = 3
_LABEL = 4
_LATEST = 2021
_TOGETHER = 60
"""Numbers with at most so many characters between them stand together."""
_ORNAMENT = re.compile(r"^(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）]?[、.．]?)++|[“”\"]")
_SENTENCE = re.compile(r"[。；;，]")


@check("table.unread_numbers")
def numbers_belong_to_cells(context: Context) -> Iterator[Draft]:
    """表格中有未归入单元格的数字 · Numbers are printed in a table that no cell was read from.

    Compares: the digit runs that the coverage could not explain with the place of the table: from its first
    to its last cell, and the lines of numbers in the rest of its section.
    Skipped: for tables that are absent, and for Reports without places of cells.
    Example: a row whose label was lost: its seven numbers stand between two other rows, unread.
    """
    for table in context.tables:
        cells = _places(table)
        stray = _inside(context, table, cells)
        if not cells or not stray:
            continue
        rows = dict.fromkeys(row for span in stray for row in _rows_around(span, cells))
        yield Draft(
            Severity.WARNING,
            f"表格中有 {len(stray)} 个数字未归入任何单元格（{_listed(stray)}），"
            f"位置在 {'、'.join(table.row_name(row) for row in list(rows)[:2])} 附近，请对照原表",
            f"{len(stray)} number(s) in the table belong to no cell, near {', '.join(list(rows)[:2])}",
            tuple(f"/tables/{table.form.key}/{row}" for row in rows),
            len(stray),
            0,
            tuple(stray[:_SHOWN]),
            Suspect.READING,
        )


@check("table.unread")
def tables_are_read(context: Context) -> Iterator[Draft]:
    """表格未读出 · A table is printed here, but it was not read; its values are null, never zeros.

    Compares: the tables of the form that are null with what stands in their sections: numbers that belong
    to nothing, or the labels of the table.
    Skipped: where neither stands there; then the table is absent.
    Example: only two rows of the table came through the conversion.
    """
    for form in missing_tables(context):
        places = unread_table(context, form)
        if not places:
            continue
        yield Draft(
            Severity.WARNING,
            f"此处印有{form.name}，但未能读出（{_listed(places)}），该表各值为空而非 0，请对照原文",
            f"the {form.key} table is printed here but was not read: its values are null, not 0",
            (f"/tables/{form.key}",),
            len(places),
            0,
            places[:_SHOWN],
            Suspect.READING,
        )


@check("numbers.unread")
def numbers_are_read(context: Context) -> Iterator[Draft]:
    """一组数字未读出 · Several numbers that stand together belong to no fact.

    Compares: the digit runs that the coverage could not explain with each other: three and more within
    a few words, outside of the official tables.
    A lone run of more digits than any count has is named, too, and one alone on its line that is as long as
    a row of seven numbers, or has several points.
    Skipped: for other lone numbers, which the coverage lists, for what `table.unread` and
    `table.unread_numbers` tell, and for documents in which no report was seen.
    Example: a small table in section one: 网站 | 1234 | 2345 | 3456.
    """
    if not context.report.sections:
        return
    told = {span.start for form in missing_tables(context) for span in unread_table(context, form)}
    for table in context.tables:
        told |= {span.start for span in _inside(context, table, _places(table))}
    group: list[Span] = []
    for span in (*context.report.coverage.unexplained, None):
        if span is not None and span.start in told:
            continue
        if span is not None and (not group or span.start - group[-1].end <= _TOGETHER):
            group.append(span)
            continue
        if len(group) >= _FEWEST:
            yield _group_draft(group)
        else:
            yield from (
                _endless_draft(each) for each in group if _is_endless(each) or _is_glued(context, each)
            )
        group = [] if span is None else [span]


def _is_endless(span: Span) -> bool:
    return sum(map(str.isdecimal, span.quote.partition(".")[0])) > _MOST_DIGITS


def _is_glued(context: Context, span: Span) -> bool:
    """Whether the run alone on its line may be a row of a table whose numbers run together."""
    long = sum(map(str.isdecimal, span.quote)) >= _ROW_OF_NUMBERS
    return long and not context.lines.has(_WORD, span.start, span.end)


def _endless_draft(span: Span) -> Draft:
    return Draft(
        Severity.WARNING,
        f"此处的数字串（{short(span.quote)}）过长，或为粘连的数字，不作数字读取，请对照原文",
        f"a run of {len(span.quote)} signs stands here: no number of a report, or several run together; "
        "it was not read as one",
        ("/coverage/unexplained",),
        evidence=(span,),
        suspect=Suspect.EITHER,
    )


def _group_draft(group: list[Span]) -> Draft:
    return Draft(
        Severity.WARNING,
        f"此处有 {len(group)} 个数字未读出（{_listed(group)}），可能是表格，请对照原文",
        f"{len(group)} numbers that stand together here belong to no fact: a table, perhaps",
        ("/coverage/unexplained",),
        len(group),
        0,
        tuple(group[:_SHOWN]),
        Suspect.READING,
    )


def _listed(spans: Sequence[Span]) -> str:
    words = "、".join(short(span.quote) for span in spans[:_SHOWN])
    return f"{words}{'……' if len(spans) > _SHOWN else ''}"


def missing_tables(context: Context) -> Iterator[TableForm]:
    """The tables of the report's form that are null; of an unknown form, those whose sections are there."""
    report = context.report
    edition = edition_of(report.form) if is_known(report.form) else None
    if edition is None and report.form == FormName.UNKNOWN and report.sections:
        edition = edition_for(context.year or _LATEST)
    for form in () if edition is None else edition.tables:
        if report.tables.get(form.key) is None:
            yield form


def unread_table(context: Context, form: TableForm) -> tuple[Span, ...]:
    """What is printed of a table that was not read: its numbers, else its first labels; nothing if absent."""
    own = [section for section in context.report.sections if section.key == form.key]
    stray = tuple(
        span
        for span in context.report.coverage.unexplained
        if any(section.body.start <= span.start < section.body.end for section in own)
        and not context.lines.has(_SENTENCE, span.start, span.end)
    )
    if context.text is None:
        return stray if len(stray) >= _FEWEST else ()
    labels = _labels(form)
    if len(stray) >= _FEWEST or any(context.lines.has(labels, span.start, span.end) for span in stray):
        return stray
    printed = [
        Span.of(context.text, *match.span())
        for section in own
        for match in labels.finditer(context.text, section.body.start, section.body.end)
    ]
    return tuple(printed) if len({span.quote for span in printed}) >= _FEWEST_LABELS else ()


@cache
def _labels(form: TableForm) -> re.Pattern[str]:
    """The plain words of the labels of a table's rows, where they are long enough to mean it."""
    words = {_ORNAMENT.sub("", label) for row in form.rows for label in row.labels}
    longest = sorted((re.escape(word) for word in words if len(word) >= _LABEL), key=len, reverse=True)
    return re.compile("|".join(longest) or r"(?!)")


def _places(table: FilledTable) -> list[tuple[int, tuple[str, str]]]:
    return sorted((cell.evidence.start, ref) for ref, cell in table.all_cells if cell.evidence is not None)


def _inside(context: Context, table: FilledTable, cells: list[tuple[int, tuple[str, str]]]) -> list[Span]:
    if not cells:
        return []
    low, high = cells[0][0], cells[-1][0]
    own = [section for section in context.report.sections if section.key == table.form.key]
    section = next((s for s in own if s.body.start <= low < s.body.end), own[0] if own else None)
    if section is None:
        return [span for span in context.report.coverage.unexplained if low <= span.start <= high]
    body = section.body
    others = [
        span for each in context.report.run.readings if each.table == table.form.key for span in each.others
    ]
    low, high = max(low, body.start), min(high, body.end)
    return [
        span
        for span in context.report.coverage.unexplained
        if not any(other.start <= span.start < other.end for other in others)
        and (
            low <= span.start <= high
            or (
                body.start <= span.start < body.end
                and context.text
                and not context.lines.has(_SENTENCE, span.start, span.end)
            )
        )
    ]


def _rows_around(span: Span, cells: list[tuple[int, tuple[str, str]]]) -> list[str]:
    """Keys of the rows whose cells stand right before and right after a number."""
    at = bisect_left(cells, (span.start, ("", "")))
    return [ref[0] for _, ref in cells[max(0, at - 1) : at + 1]]
