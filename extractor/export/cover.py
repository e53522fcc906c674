"""The first sheet of the workbook: what became of the files, what the marks mean, what stands where."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from extractor.export.account import FileOutcome, each_account
from extractor.export.column_labels import legend, sheet_label
from extractor.export.workbook_sheets import SheetLooks, lay_out_for_print
from extractor.records import CellBasis

_OUTCOMES = {
    FileOutcome.READ: "已读 read",
    FileOutcome.DUPLICATE: "与另一文件相同 duplicate",
    FileOutcome.FAILED: "未读成 failed",
    FileOutcome.SKIPPED: "非年报文件，跳过 skipped",
    FileOutcome.WAITING: "尚未读 waiting",
}
_FINDINGS = {"error": "错误 errors", "warning": "提醒 warnings", "info": "说明 notes"}


class CoverTold(NamedTuple):
    """What the cover says of the data."""

    version: str
    reports: int
    others: int
    """Notices, list pages and shells: documents that are no report."""
    findings: Counter[str]
    """By severity."""
    corrections: int
    rows: Mapping[str, int]
    """Rows by sheet, in the order of the sheets."""


def write_cover(sheet: Any, looks: SheetLooks, told: CoverTold, inputs: Path | None) -> None:
    """Write the cover; ``inputs`` is the account (``inputs.csv``), where there is one."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 2, 96)
    lay_out_for_print(sheet)
    sheet.fit_to_pages(1, 1)
    sheet.freeze_panes(1, 0)
    lines = _Lines(sheet, looks)
    lines.add("政府信息公开工作年度报告数据集", look="title")
    lines.add("Government information disclosure reports", "", f"extractor {told.version}")
    lines.section("输入文件 Input files")
    counted = _counted(inputs)
    for outcome, label in _OUTCOMES.items():
        if counted[outcome] or outcome in (FileOutcome.READ, FileOutcome.FAILED):
            lines.add(label, counted[outcome])
    lines.add("合计 total", counted.total(), "每个文件的去向见 inputs，未读成的见 failures")
    lines.section("数据 Data")
    lines.add("报告 reports", told.reports)
    if told.others:
        lines.add("其他文件 other documents", told.others, "通知、列表页等，不是年度报告；各表中也有")
    for severity, label in _FINDINGS.items():
        lines.add(label, told.findings[severity], "见 findings" if severity == "error" else "")
    lines.add(
        "人工改定 corrections", told.corrections, "改定后的值已在各表中；机器所读、何人何时何故见 corrections"
    )
    lines.section("记号 Marks")
    for basis, entry in legend().items():
        lines.add(f"{basis}", (12, basis), f"{entry.chinese} · {entry.english}")
    lines.section("工作表 Sheets")
    for name, rows in told.rows.items():
        lines.link(name, rows, sheet_label(name))
    lines.section("读法 How to read")
    for text in (
        "空格表示未印出或无此格，绝不是零。 Empty: nothing printed, or no such cell; never zero.",
        "数字后的记号只是显示，单元格里是纯数字，可直接求和。 Marks are display only: cells hold numbers.",
        "首行是字段名，其前显示表中名称。 Row 1 holds the field names; labels are shown before them.",
        "panel 与 values 供筛选，不供打印。 panel and values are for filters, not for paper.",
    ):
        lines.add(text)


class _Lines:
    """Lines of the cover, one below the other."""

    def __init__(self, sheet: Any, looks: SheetLooks) -> None:
        self._sheet, self._looks, self._row = sheet, looks, 0

    def add(self, label: str, figure: object = "", text: str = "", look: str = "") -> None:
        self._sheet.write_string(self._row, 0, label, self._looks.plain.get(look))
        if isinstance(figure, tuple):
            sample, basis = figure
            if basis == CellBasis.BLANK:  # what has no number is shown without one
                self._sheet.write_blank(self._row, 1, None, self._looks.cell(basis))
            else:
                self._sheet.write_number(self._row, 1, sample, self._looks.cell(basis))
        elif isinstance(figure, int):
            self._sheet.write_number(self._row, 1, figure)
        if text:
            self._sheet.write_string(self._row, 2, text, self._looks.plain["apart"])
        self._row += 1

    def section(self, title: str) -> None:
        self._row += 1
        self.add(title, look="section")

    def link(self, name: str, rows: int, text: str) -> None:
        self._sheet.write_url(self._row, 0, f"internal:'{name}'!A1", self._looks.plain["link"], name)
        self._sheet.write_number(self._row, 1, rows)
        self._sheet.write_string(self._row, 2, text, self._looks.plain["apart"])
        self._row += 1


def _counted(inputs: Path | None) -> Counter[FileOutcome]:
    return Counter(account.outcome for account in each_account(inputs)) if inputs else Counter()
