"""Checks that the document and its parts are there at all."""

from collections.abc import Iterator

from extractor.forms import edition_for, edition_of, is_known
from extractor.records import STATUTORY_SECTIONS, Severity, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.unread_checks import missing_tables, unread_table


@check("document.no_sections")
def document_has_sections(context: Context) -> Iterator[Draft]:
    """未找到章节 · The form is known but no section was found: the extraction failed.

    Compares: the number of sections found with the six of the form.
    Skipped: for documents that are no report of the forms of 2019 or 2021.
    Example: a PDF whose text layer holds the title page only.
    """
    report = context.report
    if is_known(report.form) and edition_of(report.form).years and not report.sections:
        yield Draft(
            Severity.ERROR,
            "未找到任何章节，提取很可能失败，请核对原文是否完整",
            "no section was found: the extraction has probably failed; is the text complete?",
            ("/sections",),
            0,
            len(STATUTORY_SECTIONS),
            suspect=Suspect.READING,
        )


@check("table.absent")
def tables_are_present(context: Context) -> Iterator[Draft]:
    """表格缺失 · An official table is not in the text; its values are null, never zeros.

    Compares: the tables of the form with those that were read.
    Skipped: for documents that are no report of a known form and have no sections; where the table is
    printed but was not read (`table.unread`).
    Example: the three tables were published as pictures.
    """
    for form in missing_tables(context):
        if unread_table(context, form):
            continue
        section = context.section(form.key)
        yield Draft(
            Severity.WARNING,
            f"文本中没有{form.name}（可能以图片发布，或另附），该表各值为空而非 0",
            f"the {form.key} table is not in the text (a picture, or a file of its own?): "
            "its values are null, not 0",
            (f"/tables/{form.key}",),
            evidence=(section.heading,) if section is not None and section.heading.quote else (),
        )


@check("table.empty")
def tables_hold_numbers(context: Context) -> Iterator[Draft]:
    """表格无数值 · A table was found but not one of its cells prints a number.

    Compares: the number of cells with a value with 0.
    Skipped: for tables that are absent.
    Example: the form was published with all cells left blank.
    """
    for table in context.tables:
        if all(cell.value is None and not cell.alternatives for _, cell in table.all_cells):
            yield Draft(
                Severity.WARNING,
                "表格中没有任何数值，请核对是未填写还是未读出",
                "not one cell of the table has a value: left blank, or not read?",
                (f"/tables/{table.form.key}",),
                0,
            )


@check("header.missing")
def header_facts_are_known(context: Context) -> Iterator[Draft]:
    """缺少基本信息 · The issuer or the report year was not found.

    Compares: the header facts with nothing.
    Skipped: for documents in which no report was seen.
    Example: the title was lost with the page header.
    """
    report = context.report
    if not is_known(report.form) and not report.sections:
        return
    for key, name in (("issuer", "发布机关"), ("report_year", "报告年度")):
        if getattr(report, key).value in (None, ""):
            yield Draft(
                Severity.WARNING,
                f"未找到{name}，请对照标题补充",
                f"the {key.replace('_', ' ')} was not found; see the title",
                (f"/{key}",),
            )


@check("form.year")
def form_fits_year(context: Context) -> Iterator[Draft]:
    """表格版本与年度不符 · The tables follow the form of other years than the report's.

    Compares: the form with the report year; the form of 2021 replaced that of 2019 for reports on 2021.
    Skipped: where the year or the form is unknown.
    Example: a report on 2021 that still prints 本年新制作数量.
    """
    year, form = context.year, context.report.form
    if year is None or not is_known(form) or edition_of(form).years is None:
        return
    due = edition_for(year).id
    if form != due:
        yield Draft(
            Severity.INFO,
            f"{year} 年度报告使用了 {form} 版表格，应为 {due} 版",
            f"the report on {year} uses the form of {form}; that of {due} was due",
            ("/form",),
            form,
            due,
        )
