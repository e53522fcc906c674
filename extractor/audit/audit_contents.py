"""What the audit's page shows, prepared from the tally and the spool."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.audit.cellnames import with_cell_names
from extractor.audit.charts import LEVEL_NAMES
from extractor.audit.gathering import Gathering
from extractor.audit.kinds import FindingGroup, kind_of, kinds, weight_of
from extractor.audit.order import in_families
from extractor.audit.rule_verdicts import RuleVerdict
from extractor.audit.scoresheets import FOLDER, quoted, sheet_name
from extractor.audit.tally import Tally
from extractor.audit.word_search import shown
from extractor.records import Body, PanelFinding, Witnessed

MOST_FINDINGS = 200
"""Of a heading on the page; the workbook and findings.csv have all."""
MOST_BODIES = 1500
"""Lines of a table of bodies on the page."""
_MANY = 5
"""So many findings of one report are marked as many."""
_MOST_SOURCES = 8
_MOST_VALUES = 5


class SourceView(NamedTuple):
    """A document that a finding rests on."""

    name: str
    link: str | None
    values: str
    """Figures of it that the finding rests on."""
    quote: str


class PairView(NamedTuple):
    """A passage of two years side by side."""

    before_year: int | None
    before: str
    after_year: int | None
    after: str


class FindingView(NamedTuple):
    """One finding."""

    weight: float
    body: str
    sheet: str | None
    year: int | None
    kind: str
    kind_english: str
    chinese: str
    english: str
    left: str | None
    right: str | None
    sources: tuple[SourceView, ...]
    pairs: tuple[PairView, ...]


class GroupView(NamedTuple):
    """One heading with its heaviest findings."""

    group: FindingGroup
    number: int
    rows: tuple[FindingView, ...]


class BodyYearView(NamedTuple):
    """A body in a year."""

    text: str
    look: str
    link: str | None


class BodyView(NamedTuple):
    """A body over the years."""

    name: str
    level: str
    depth: int
    sheet: str | None
    cells: tuple[BodyYearView, ...]


class RankView(NamedTuple):
    """A body in the ranking."""

    place: int
    name: str
    sheet: str
    level: str
    reports: int
    share: float | None
    range: str
    met: int
    not_met: int
    cannot_tell: int


class Views:
    """Builds the parts of the page."""

    def __init__(self, gathering: Gathering, link: Callable[[str, str], str | None]) -> None:
        self._gathering, self._link = gathering, link
        self.tally: Tally = gathering.tally
        self._bodies = gathering.registry.bodies

    def groups(self) -> Iterator[GroupView]:
        """The headings with their heaviest findings."""
        spool = self._gathering.spool
        for group in kinds().groups:
            rows = tuple(self.finding(each) for each in spool.heaviest(group.id, MOST_FINDINGS))
            yield GroupView(group, spool.number(group.id), rows)

    def finding(self, finding: PanelFinding) -> FindingView:
        """One finding as the page shows it."""
        kind = kind_of(finding.check)
        chinese, _, english = with_cell_names(finding.message).partition(" / ")
        body = self._bodies.get(finding.body_id)
        return FindingView(
            weight=weight_of(finding),
            body=body.name if body else finding.body_id,
            sheet=self.sheet(body),
            year=finding.year,
            kind=kind.title if kind else finding.check,
            kind_english=kind.english if kind else finding.check,
            chinese=chinese,
            english=english or chinese,
            left=_text(finding.left),
            right=_text(finding.right),
            sources=tuple(self._sources(finding.witnesses)),
            pairs=tuple(_pairs(finding)) if kind is not None and kind.group == "copied" else (),
        )

    def sheet(self, body: Body | None) -> str | None:
        """Address of a body's score sheet."""
        has = body is not None and body.body_id in self.tally.bodies
        return f"{FOLDER}/{sheet_name(body)}.html" if has and body is not None else None

    def years(self) -> list[int]:
        """All years from the first to the last that a report is about."""
        known = [year for by_year in self.tally.years.values() for year in by_year if year]
        known += [year for body_id, year in self._gathering.failed if year and body_id in self.tally.years]
        return list(range(min(known), max(known) + 1)) if known else []

    def rows(self) -> Iterator[BodyView]:
        """The coverage matrix, families together."""
        years = self.years()
        present = [self._bodies[body_id] for body_id in self.tally.years]
        for body, depth in in_families(present):
            own = self.tally.years[body.body_id]
            cells = tuple(self._cell(body, year, own.get(year, [])) for year in years)
            yield BodyView(body.name, LEVEL_NAMES[body.level], min(depth, 3), self.sheet(body), cells)

    def _cell(self, body: Body, year: int, reports: Sequence[str]) -> BodyYearView:
        if not reports and (body.body_id, year) in self._gathering.failed:
            return BodyYearView("未读出", "none", "#apart")
        if not reports:
            is_missing = (body.body_id, year) in self._gathering.missing
            return BodyYearView("缺", "none", None) if is_missing else BodyYearView("–", "out", None)
        number = self._gathering.spool.by_body[body.body_id, year]
        look = "many" if number >= _MANY else "few" if number else ""
        times = f" ×{len(reports)}" if len(reports) > 1 else ""
        return BodyYearView(f"{number or '✓'}{times}", look, self._link(reports[0], ""))

    def ranking(self) -> Iterator[RankView]:
        """All bodies, the best first."""
        for place, body_id, tally in self.tally.ranking():
            body = self._bodies[body_id]
            low, high, most = f"{tally.low:g}", f"{tally.high:g}", f"{tally.most:g}"
            yield RankView(
                place=place,
                name=body.name,
                sheet=self.sheet(body) or "",
                level=LEVEL_NAMES[body.level],
                reports=tally.reports,
                share=tally.share,
                range=f"{low if low == high else f'{low}–{high}'} / {most}",
                met=tally.verdicts[RuleVerdict.MET],
                not_met=tally.verdicts[RuleVerdict.NOT_MET],
                cannot_tell=tally.verdicts[RuleVerdict.CANNOT_TELL],
            )

    def counts_by_year(self) -> dict[str, dict[int, int]]:
        """Findings by group and year, for the chart."""
        found: dict[str, dict[int, int]] = {group.id: {} for group in kinds().groups}
        for (group, year), number in self._gathering.spool.counts.items():
            if year is not None:
                found[group][year] = number
        return found

    def shares(self) -> dict[str, list[float]]:
        """Level to the scores of its bodies."""
        found: dict[str, list[float]] = defaultdict(list)
        for tally in self.tally.bodies.values():
            if tally.share is not None:
                found[tally.level].append(tally.share)
        return found

    def _sources(self, witnesses: Sequence[Witnessed]) -> Iterator[SourceView]:
        by_report: dict[str, list[Witnessed]] = {}
        for one in witnesses:
            by_report.setdefault(one.report, []).append(one)
        for report, own in list(by_report.items())[:_MOST_SOURCES]:
            known = self._gathering.registry.attributions.get(report)
            name = known.path.rpartition("/")[2] if known and known.path else report[:12]
            values = dict.fromkeys(text for one in own if (text := _text(one.value)) is not None)
            quotes = dict.fromkeys(quoted(one.evidence.quote) for one in own if one.evidence)
            pointer = next((one.pointer for one in own if one.pointer), "")
            yield SourceView(
                name,
                self._link(report, pointer),
                "、".join(list(values)[:_MOST_VALUES]),
                " ／ ".join(quote for quote in quotes if quote not in values),
            )
        if len(by_report) > _MOST_SOURCES:
            yield SourceView(f"… {len(by_report)}", None, "", "")


def _pairs(finding: PanelFinding) -> Iterator[PairView]:
    """Passages of two years: witnesses of the year and of the one before stand in turn."""
    own = [one for one in finding.witnesses if one.evidence and one.year == finding.year]
    before = [one for one in finding.witnesses if one.evidence and one.year != finding.year]
    for new, old in zip(own, before, strict=False):
        if new.evidence is not None and old.evidence is not None:
            yield PairView(old.year, old.evidence.quote, new.year, new.evidence.quote)


def _text(value: Decimal | str | None) -> str | None:
    return shown(value) if isinstance(value, Decimal) else value
