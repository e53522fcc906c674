"""What a Report says, value by value, as claims that a person can check."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from extractor.export.columns import cell_columns
from extractor.records import Basis, CellBasis, Count, Event, Fact, Report, Severity, Statement
from extractor.records.facts import Aspect
from extractor.tidy import as_text

OPEN = frozenset({CellBasis.CONFLICT, CellBasis.AMBIGUOUS})
"""Cells that are delivered as open: nobody accepts them, the certificate counts and leaves them out."""


class Claim(NamedTuple):
    """One accepted value."""

    pointer: str
    """Stable pointer of the correction page; of one side of a fact with ``#aspect`` behind it."""
    kind: str
    rests_on: str
    variable: str
    """Column of the panel for cells; name of the list and aspect for the prose."""
    value: str
    """Exact text; empty: nothing is printed."""


class Delivered(NamedTuple):
    """One Report as the data set delivers it: with people's corrections, theirs of basis ``human``."""

    report_id: int
    sha256: str
    name: str
    report: Report
    text: str
    keys: Mapping[str, tuple[str, ...]]
    """For each list of the narrative the stable keys of its facts."""

    @property
    def year(self) -> int | None:
        """The year that it reports on."""
        value = self.report.report_year.value
        return value if isinstance(value, int) else None


def claims_of(one: Delivered) -> Iterator[Claim]:
    """All accepted values of a Report, in a fixed order."""
    warned = _warned(one.report)
    yield from _cells(one.report, warned)
    yield from _header(one.report, warned)
    narrative = one.report.narrative
    for index, count in enumerate(narrative.counts):
        yield from _count(_Place("counts", one.keys["counts"][index], index), count, warned)
    for name in ("trainings", "events"):
        for index, event in enumerate(getattr(narrative, name)):
            yield from _event(_Place(name, one.keys[name][index], index), event, warned)
    for name in ("issues", "remedies", "past_rectifications"):
        for index, statement in enumerate(getattr(narrative, name)):
            place = _Place(name, one.keys[name][index], index)
            rests_on = _prose_class(place, statement, Aspect.ROLE, warned)
            yield Claim(f"{place.pointer}#role", "role", rests_on, f"{name}.role", name)


def open_cells(report: Report) -> int:
    """Cells that are in conflict or ambiguous."""
    return sum(cell.basis in OPEN for *_, cell in report.tables.cells())


class _Place(NamedTuple):
    list: str
    key: str
    number: int
    """In the Report."""

    @property
    def pointer(self) -> str:
        return f"/narrative/{self.list}/{self.key}"

    @property
    def in_report(self) -> str:
        return f"/narrative/{self.list}/{self.number}"


def _warned(report: Report) -> frozenset[str]:
    """Places in the Report that an error or warning points at, witnesses' differences apart."""
    return frozenset(
        _whole_fact(pointer.removesuffix("/value"))
        for finding in report.findings
        if finding.severity is not Severity.INFO and finding.check != "narrative.witnesses"
        for pointer in finding.where
    )


def _whole_fact(pointer: str) -> str:
    return "/".join(pointer.split("/")[:4]) if pointer.startswith("/narrative/") else pointer


def _cells(report: Report, warned: frozenset[str]) -> Iterator[Claim]:
    known = _columns()
    for table, row, column, cell in report.tables.cells():
        if cell.basis in OPEN:
            continue
        pointer = f"/tables/{table}/{row}/{column}"
        rests_on = cell.basis.value
        if cell.basis is not CellBasis.HUMAN:
            rests_on = "warned" if pointer in warned else rests_on
            rests_on = "blank" if cell.value is None and rests_on != "warned" else rests_on
        variable = known.get((table, row, column), f"{table}_{row}_{column}")
        yield Claim(pointer, "cell", rests_on, variable, as_text(cell.value) or "")


def _columns() -> Mapping[tuple[str, str, str], str]:
    return {(each.table, each.row, each.key): each.column.name for each in cell_columns()}


def _header(report: Report, warned: frozenset[str]) -> Iterator[Claim]:
    facts: Iterable[tuple[str, str, Fact | None]] = (
        ("issuer", "header", report.issuer),
        ("title", "header", report.title),
        ("report_year", "header", report.report_year),
        ("period/start", "day", report.period.start),
        ("period/end", "day", report.period.end),
        ("published_on", "day", report.published_on),
    )
    for name, kind, fact in facts:
        if fact is None or fact.basis is Basis.NOT_STATED:
            continue
        pointer = f"/{name}"
        rests_on = "human" if fact.basis is Basis.HUMAN else "warned" if pointer in warned else "stated"
        yield Claim(pointer, kind, rests_on, name.replace("/", "_"), as_text(fact.value) or "")


def _prose_class(
    place: _Place, fact: Count | Event | Statement, aspect: Aspect | None, warned: frozenset[str]
) -> str:
    if fact.basis is Basis.HUMAN:
        return "human"
    said = {witness.says for witness in fact.witnesses if aspect is None or witness.aspect is aspect}
    if aspect is not None and len(said) > 1:
        return "disputed"
    if place.in_report in warned:
        return "warned"
    return "agreed" if fact.basis is Basis.BOTH else "single"


def _count(place: _Place, count: Count, warned: frozenset[str]) -> Iterator[Claim]:
    number = _prose_class(place, count, None, warned)
    yield Claim(f"{place.pointer}#value", "number", number, "counts.value", as_text(count.value) or "")
    topic = _prose_class(place, count, Aspect.TOPIC, warned)
    yield Claim(f"{place.pointer}#topic", "topic", topic, "counts.topic", count.topic.value)
    period = _prose_class(place, count, Aspect.PERIOD, warned)
    yield Claim(f"{place.pointer}#period", "period", period, "counts.period", count.period.value)


def _event(place: _Place, event: Event, warned: frozenset[str]) -> Iterator[Claim]:
    kind = _prose_class(place, event, Aspect.KIND, warned)
    yield Claim(f"{place.pointer}#kind", "kind", kind, f"{place.list}.kind", event.kind.value)
    rest = _prose_class(place, event, None, warned)
    if event.start is not None:
        yield Claim(f"{place.pointer}#start", "day", rest, f"{place.list}.start", str(event.start))
    if event.participants is not None:
        people = str(event.participants)
        yield Claim(f"{place.pointer}#participants", "people", rest, f"{place.list}.participants", people)
