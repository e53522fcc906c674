"""Reports, gold and runs for the tests of the evaluation."""

from functools import cache
from pathlib import Path

from extractor import pipeline
from extractor.evaluation.evaluation_runs import EngineInfo, EvalRun, run_suite
from extractor.evaluation.gold import Gold, load_gold
from extractor.evaluation.scoring import ScoredDocument, ScoredItem, Stratum, Verdict
from extractor.evaluation.suites import Folders, LoadedSuite, load_suite
from extractor.records import Cell, Report, Table

PROJECT = Path(__file__).resolve().parents[2]
FIXTURES = PROJECT / "fixtures" / "reports"
FOLDERS = Folders(PROJECT)
RULES = EngineInfo(name="rules", version="0")


@cache
def labelled(stem: str) -> tuple[Gold, str]:
    """Gold and text of a fixture."""
    content = (FIXTURES / f"{stem}.txt").read_bytes()
    return load_gold(FIXTURES / f"{stem}.expected.json", content)


@cache
def read(stem: str) -> Report:
    """A fixture as the rules read it."""
    path = FIXTURES / f"{stem}.txt"
    return pipeline.extract_document(pipeline.read_document(path.read_bytes(), path.name))


@cache
def suite(name: str) -> LoadedSuite:
    return load_suite(name, FOLDERS)


@cache
def rules_run(name: str) -> EvalRun:
    return run_suite(suite(name), pipeline.extract_document, RULES)


def with_cell(report: Report, table: str, row: str, column: str, **change: object) -> Report:
    """The report with one cell changed."""
    rows: dict[str, dict[str, Cell] | None] = {
        key: dict(cells) if cells is not None else None
        for key, cells in getattr(report.tables, table).items()
    }
    cells = rows[row]
    assert cells is not None
    cells[column] = cells[column].model_copy(update=change)
    return with_table(report, table, rows)


def with_table(report: Report, name: str, table: Table | None) -> Report:
    return report.model_copy(update={"tables": report.tables.model_copy(update={name: table})})


def with_facts(report: Report, **change: object) -> Report:
    return report.model_copy(update={"narrative": report.narrative.model_copy(update=change)})


def item(field: str, verdict: Verdict, stratum: Stratum = Stratum.ITEM, **more: object) -> ScoredItem:
    """An item of basis rule that nothing warns of, unless ``more`` says otherwise."""
    values = {"key": "k", "basis": "rule", "flagged": False, **more}
    return ScoredItem(field=field, verdict=verdict, stratum=stratum, **values)  # type: ignore[arg-type]


def document(name: str, *items: tuple[ScoredItem, int], **more: object) -> ScoredDocument:
    """A scored document with so many of each item."""
    tallies: dict[str, int] = {}
    for each, n in items:
        tallies[str(each.tally)] = tallies.get(str(each.tally), 0) + n
    misses = tuple(each for each, _ in items if each.verdict is not Verdict.RIGHT)
    return ScoredDocument.model_validate({"name": name, "tallies": tallies, "misses": misses, **more})
