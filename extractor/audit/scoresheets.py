"""The score sheet of one body, as a page and as a workbook: every rule, every year, with its words."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from extractor.audit.books import Book, BookColumn
from extractor.audit.charts import LEVEL_NAMES
from extractor.audit.rendering import template
from extractor.audit.rule_verdicts import Point, RuleVerdict, Score
from extractor.audit.rulebook import Rulebook
from extractor.ideographs import HAN
from extractor.records import Attribution, Body

FOLDER = "scores"
VERDICT_NAMES = {
    RuleVerdict.MET: ("符合", "met"),
    RuleVerdict.NOT_MET: ("不符合", "not met"),
    RuleVerdict.CANNOT_TELL: ("无法判断", "cannot tell"),
}
_LONGEST_QUOTE = 160
_NOT_IN_NAMES = re.compile(rf"[^\w{HAN}-]+")


class YearPoints(NamedTuple):
    """One report of the body with its points."""

    attribution: Attribution
    points: tuple[Point, ...]
    score: Score


def sheet_name(body: Body) -> str:
    """Name of the body's files, without their ending: its id is in it, so that no two are the same."""
    return _NOT_IN_NAMES.sub("_", f"{body.name}-{body.body_id}")[:120]


def score_range(score: Score) -> str:
    """``17.5`` or ``15–17.5``."""
    low, high = f"{score.low:g}", f"{score.high:g}"
    return low if low == high else f"{low}–{high}"


def write_sheet(
    out: Path, body: Body, book: Rulebook, years: list[YearPoints], link: Callable[[str], str | None]
) -> None:
    """Write the page and the workbook of one body into ``out/scores``; ``link``: page of a report."""
    folder = out / FOLDER
    folder.mkdir(exist_ok=True)
    name = sheet_name(body)
    page = template("scores.html").render(sheet=_view(body, book, years, link))
    (folder / f"{name}.html").write_text(page, encoding="utf-8")
    _workbook(folder / f"{name}.xlsx", book, years)


def _label(year: YearPoints) -> str:
    return f"{year.attribution.year or '年度不明'}"


def _view(
    body: Body, book: Rulebook, years: list[YearPoints], link: Callable[[str], str | None]
) -> dict[str, object]:
    shown = [
        (f"y{index}", year, {point.rule: point for point in year.points}) for index, year in enumerate(years)
    ]
    rows = [
        {
            "title": rule.title,
            "english": rule.english or rule.title,
            "points": f"{rule.points:g}",
            "cells": [_cell(anchor, rule.id, points) for anchor, _, points in shown],
        }
        for rule in book.rules
        if any(rule.id in points for _, _, points in shown)
    ]
    return {
        "name": body.name,
        "level": LEVEL_NAMES.get(body.level, body.level),
        "rules": book,
        "rows": rows,
        "most": f"{max((year.score.most for year in years), default=0):g}",
        "years": [_year(anchor, year, points, book, link) for anchor, year, points in shown],
    }


def _cell(anchor: str, rule: str, points: dict[str, Point]) -> dict[str, str]:
    if rule not in points:
        return {"verdict": "", "anchor": "", "text": "", "text_english": ""}
    verdict = points[rule].ruling.verdict
    chinese, english = VERDICT_NAMES[verdict]
    return {"verdict": verdict, "anchor": f"{anchor}-{rule}", "text": chinese, "text_english": english}


def _year(
    anchor: str,
    year: YearPoints,
    points: dict[str, Point],
    book: Rulebook,
    link: Callable[[str], str | None],
) -> dict[str, object]:
    details = []
    for rule in book.rules:
        if rule.id in points:
            ruling = points[rule.id].ruling
            details.append(
                {
                    **_cell(anchor, rule.id, points),
                    "title": rule.title,
                    "english": rule.english or rule.title,
                    "source": rule.source,
                    "chinese": ruling.chinese,
                    "reason_english": ruling.english,
                    "words": [quoted(span.quote) for span in ruling.words],
                }
            )
    return {
        "label": _label(year),
        "range": score_range(year.score),
        "most": f"{year.score.most:g}",
        "path": year.attribution.path,
        "link": link(year.attribution.report),
        "points": details,
    }


def quoted(words: str) -> str:
    """Words on one line, cut where they are long."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST_QUOTE else line[:_LONGEST_QUOTE] + "…"


def _workbook(path: Path, book: Rulebook, years: list[YearPoints]) -> None:
    workbook = Book(path, small=True)
    overview = workbook.sheet(
        "得分 scores",
        [BookColumn("规则 rule", 44), BookColumn("分值 points"), *map(BookColumn, map(_label, years))],
    )
    by_year = [{point.rule: point for point in year.points} for year in years]
    for rule in book.rules:
        verdicts = [points[rule.id].ruling.verdict if rule.id in points else None for points in by_year]
        if any(verdicts):
            names = [VERDICT_NAMES[verdict][0] if verdict else None for verdict in verdicts]
            overview.add(
                [rule.title, rule.points, *names], ["", "", *(str(verdict or "") for verdict in verdicts)]
            )
    overview.add(["得分 score", None, *(score_range(year.score) for year in years)])
    overview.close()
    titles = {rule.id: (rule.title, rule.source) for rule in book.rules}
    columns = (
        ("年度 year", 8),
        ("规则 rule", 36),
        ("结论 verdict", 10),
        ("依据", 46),
        ("reason", 46),
        ("原文 words", 60),
        ("来源 source", 40),
    )
    details = workbook.sheet("依据 reasons", [BookColumn(*column) for column in columns])
    for year in years:
        for point in year.points:
            ruling = point.ruling
            title, source = titles[point.rule]
            words = " ／ ".join(quoted(span.quote) for span in ruling.words)
            row = (
                _label(year),
                title,
                VERDICT_NAMES[ruling.verdict][0],
                ruling.chinese,
                ruling.english,
                words,
                source,
            )
            details.add(row, ["", "", ruling.verdict])
    details.close()
    workbook.close()
