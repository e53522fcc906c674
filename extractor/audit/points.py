"""Every point of every report as rows: ``points.csv`` and a sheet of the workbook."""

import csv
from collections.abc import Iterable
from pathlib import Path

from extractor.audit.books import Book, BookColumn, BookSheet
from extractor.audit.rulebook import Rulebook
from extractor.audit.scoresheets import VERDICT_NAMES, YearPoints, quoted
from extractor.formulas import guarded
from extractor.records import Body

POINTS = "points.csv"
COLUMNS = (
    "body_id",
    "body",
    "level",
    "year",
    "report",
    "rule",
    "title",
    "points",
    "verdict",
    "reason_zh",
    "reason_en",
    "number",
    "words",
)
_SHEET = (
    BookColumn("机关 body", 34),
    BookColumn("年度 year", 8),
    BookColumn("规则 rule", 36),
    BookColumn("分值 points", 8),
    BookColumn("结论 verdict", 10),
    BookColumn("依据 reason", 50),
    BookColumn("原文 words", 60),
)


class PointRows:
    """Takes the points of one report after the other."""

    def __init__(self, out: Path, workbook: Book, book: Rulebook) -> None:
        self._titles = {rule.id: rule.title for rule in book.rules}
        self._file = (out / POINTS).open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file, lineterminator="\n")
        self._csv.writerow(COLUMNS)
        self._sheet: BookSheet = workbook.sheet("评分明细 points", _SHEET)

    def add(self, body: Body, year: YearPoints) -> None:
        """Write the points of one report."""
        one = year.attribution
        for point in year.points:
            ruling, title = point.ruling, self._titles[point.rule]
            words = " ／ ".join(quoted(span.quote) for span in ruling.words)
            cells = (
                *(body.body_id, body.name, body.level, one.year, one.report, point.rule, title),
                *(point.points, ruling.verdict, ruling.chinese, ruling.english, ruling.number, words),
            )
            self._csv.writerow(safe(cells))
            row = (body.name, one.year, title, point.points, VERDICT_NAMES[ruling.verdict][0])
            self._sheet.add((*row, ruling.chinese, words), ["", "", "", "", ruling.verdict])

    def close(self) -> None:
        """Finish both."""
        self._file.close()
        self._sheet.close()


def safe(cells: Iterable[object]) -> list[object]:
    """Cells of a row, none of whose texts a spreadsheet takes for a formula."""
    return [guarded(str(cell)) if isinstance(cell, str) else cell for cell in cells]
