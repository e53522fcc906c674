"""The tables of what the prose tells, sheets of the workbook."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractor.export.columns import ExportColumn
from extractor.export.exported_table import WHO, ExportTable
from extractor.export.item import ExportItem
from extractor.records import STATEMENT_LISTS, Statement, Witness


class ListedStatement(NamedTuple):
    """A statement with the list that it stands in."""

    list: str
    number: int
    statement: Statement


_BASIS = "Who read it: rule, learned (the second reader), both, model or human"
_WITNESSES = "What each reader says of it, with how sure it is; readers that differ are a warning"


def _said(witnesses: Iterable[Witness]) -> str:
    """rule: topic requests; learned: topic requests 0.98."""
    return "; ".join(
        f"{w.reader}: {w.aspect} {w.says}" + ("" if w.sure is None else f" {w.sure:.2f}") for w in witnesses
    )


def _yes(flag: bool) -> str:
    return "yes" if flag else ""


COUNTS = ExportTable(
    "counts",
    "One row a number of the prose",
    (
        *WHO,
        ExportColumn("topic", "string", "What kind of work is counted", lambda x: str(x.of.topic)),
        ExportColumn("label", "string", "The counted thing, in the document's words", lambda x: x.of.label),
        ExportColumn("value", "number", "The number", lambda x: x.of.value),
        ExportColumn("unit", "string", "The printed unit", lambda x: x.of.unit),
        ExportColumn(
            "approximate",
            "string",
            "yes where 约, 余 or the like stands by it",
            lambda x: _yes(x.of.approximate),
        ),
        ExportColumn("scope", "string", "Whose it is, where that is said", lambda x: x.of.scope),
        ExportColumn("period", "string", "year, cumulative or other", lambda x: str(x.of.period)),
        ExportColumn(
            "attributes",
            "string",
            "What else is said of it: channel, outcome, reason, applicant, stage, in the document's words",
            lambda x: "; ".join(f"{kind}: {words}" for kind, words in x.of.attributes.items()),
        ),
        ExportColumn("basis", "string", _BASIS, lambda x: str(x.of.basis)),
        ExportColumn("witnesses", "string", _WITNESSES, lambda x: _said(x.of.witnesses)),
        ExportColumn(
            "quote", "string", "The words of the document that carry it", lambda x: x.of.evidence.quote
        ),
    ),
    lambda item: item.report.narrative.counts,
)

EVENTS = ExportTable(
    "events",
    "One row a training or another event",
    (
        *WHO,
        ExportColumn(
            "kind",
            "string",
            "training, study_visit, mobilisation, meeting or other",
            lambda x: str(x.of.kind),
        ),
        ExportColumn("name", "string", "What the document calls it", lambda x: x.of.name),
        ExportColumn("start", "date", "First day", lambda x: x.of.start),
        ExportColumn("end", "date", "Last day, where it is another", lambda x: x.of.end),
        ExportColumn("date_text", "string", "The date as printed", lambda x: x.of.date_text),
        ExportColumn("participants", "integer", "Number of people", lambda x: x.of.participants, "人"),
        ExportColumn(
            "approximate",
            "string",
            "yes where that number is approximate",
            lambda x: _yes(x.of.participants_approximate),
        ),
        ExportColumn("place", "string", "Where it was", lambda x: x.of.place),
        ExportColumn("basis", "string", _BASIS, lambda x: str(x.of.basis)),
        ExportColumn("witnesses", "string", _WITNESSES, lambda x: _said(x.of.witnesses)),
        ExportColumn(
            "quote", "string", "The words of the document that tell it", lambda x: x.of.evidence.quote
        ),
    ),
    lambda item: (*item.report.narrative.trainings, *item.report.narrative.events),
)


def _statements(item: ExportItem) -> Iterator[ListedStatement]:
    for name in STATEMENT_LISTS:
        for number, statement in enumerate(getattr(item.report.narrative, name)):
            yield ListedStatement(name, number, statement)


STATEMENTS = ExportTable(
    "statements",
    "One row a problem, a remedy or a past rectification",
    (
        *WHO,
        ExportColumn("list", "string", "issues, remedies or past_rectifications", lambda x: x.of.list),
        ExportColumn("number", "integer", "Its number in the list, from 0", lambda x: x.of.number),
        ExportColumn("text", "string", "The document's words", lambda x: x.of.statement.text),
        ExportColumn(
            "addresses",
            "string",
            "Of a remedy: the numbers of the issues that it answers, separated by spaces",
            lambda x: " ".join(map(str, x.of.statement.addresses)),
        ),
        ExportColumn("basis", "string", _BASIS, lambda x: str(x.of.statement.basis)),
        ExportColumn("witnesses", "string", _WITNESSES, lambda x: _said(x.of.statement.witnesses)),
    ),
    _statements,
)
