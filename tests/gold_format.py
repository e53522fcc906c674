"""Gold labels as records: the loader of ``eval/real/`` and ``fixtures/reports/*.expected.json``.

``eval/README.md`` describes the format. Quotes are resolved to offsets here, so that whoever compares
sees offsets only.
"""

import hashlib
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

PROJECT = Path(__file__).resolve().parents[1]
REAL_LABELS = PROJECT / "eval" / "real"
FIXTURES = PROJECT / "fixtures" / "reports"

Interval = tuple[int, int]
Row = tuple[Decimal | None, ...]
TableLabels = dict[str, Row | None]


class _Label(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldSpan(_Label):
    """A stretch of the canonical text, half-open, in code points."""

    start: int
    end: int
    optional: bool = False

    @property
    def interval(self) -> Interval:
        return self.start, self.end


class GoldHeader(_Label):
    """Header facts; null means that the document does not say."""

    issuer: str | None
    title_span: Interval | None
    report_year: int | None
    form: str
    period: tuple[date | None, date | None] = (None, None)
    published_on: date | None = None


class GoldCount(GoldSpan):
    """One number of the prose; ``unit`` may name several right answers, separated by ``|``."""

    value: Decimal
    unit: str
    approximate: bool
    topic: str
    scope: str | None
    period: str | None


class GoldEvent(GoldSpan):
    """A training (``kind`` left out) or another event."""

    start_date: date | None
    end_date: date | None
    participants: int | None
    approximate: bool
    place: str | None
    kind: str = "training"


class GoldStatement(GoldSpan):
    """An issue, remedy or past rectification; ``addresses`` is None where it was not decided."""

    addresses: tuple[int, ...] | None = None


class GoldFinding(_Label):
    """A contradiction of the document that must be reported."""

    about: str
    kind: str
    start: int | None = None
    end: int | None = None
    optional: bool = False


class GoldTables(_Label):
    """The three tables; None means that the table is not in the document."""

    proactive: TableLabels | None
    applications: TableLabels | None
    disputes: TableLabels | None


class Gold(_Label):
    """Everything a careful reader found in one document; a None list was not labelled."""

    document: str
    sha256: str
    annotator: str
    date: date
    encoding: str = "utf-8"
    header: GoldHeader
    sections: dict[str, Interval] | None
    tables: GoldTables
    raw: dict[str, str] = Field(default_factory=dict)
    basis: dict[str, str] = Field(default_factory=dict)
    may_be: dict[str, tuple[Any, ...]] = Field(default_factory=dict)
    alternatives: dict[str, tuple[Decimal, ...]] = Field(default_factory=dict)
    counts: tuple[GoldCount, ...] | None
    trainings: tuple[GoldEvent, ...] | None
    events: tuple[GoldEvent, ...] | None
    issues: tuple[GoldStatement, ...] | None
    remedies: tuple[GoldStatement, ...] | None
    past_rectifications: tuple[GoldStatement, ...] | None
    findings: tuple[GoldFinding, ...] = ()
    must_not_find: tuple[str, ...] = ()


def canonical_text(content: bytes, encoding: str) -> str:
    """The canonical text of a file: decoded strictly, no BOM, line ends as ``\\n``."""
    text = content.decode(encoding).removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def occurrence(text: str, quote: str, nth: int = 0) -> Interval:
    """Offsets of the nth occurrence of ``quote``; ValueError if there is none."""
    start = -1
    for _ in range(nth + 1):
        start = text.find(quote, start + 1)
        if start < 0:
            raise ValueError(f"occurrence {nth} of {quote!r} is not in the text")
    return start, start + len(quote)


def _resolved(value: Any, text: str) -> Any:
    """``value`` with every quote turned into offsets, recursively."""
    if isinstance(value, list):
        return [_resolved(item, text) for item in value]
    if not isinstance(value, dict):
        return value
    resolved = {key: _resolved(item, text) for key, item in value.items() if key not in ("quote", "nth")}
    if "quote" not in value:
        return resolved
    start, end = occurrence(text, value["quote"], value.get("nth", 0))
    return {"start": start, "end": end, **resolved} if resolved else [start, end]


def _statement_spans(labels: dict[str, Any]) -> None:
    """Bare quotes of statements come out as intervals; make them spans like the others."""
    for key in ("issues", "remedies", "past_rectifications"):
        items = labels.get(key) or []
        for index, item in enumerate(items):
            if isinstance(item, list):
                items[index] = {"start": item[0], "end": item[1]}


def load_gold(path: Path, content: bytes) -> tuple[Gold, str]:
    """Labels and canonical text of one document.

    ``content`` is the document's bytes; ValueError if they are not the bytes that were labelled or a
    quote is not in them.
    """
    labels = json.loads(path.read_text(encoding="utf-8"))
    found = hashlib.sha256(content).hexdigest()
    if found != labels["sha256"]:
        raise ValueError(f"{labels['document']} has changed since it was labelled (sha256 {found})")
    text = canonical_text(content, labels.get("encoding", "utf-8"))
    labels = _resolved(labels, text)
    _section_intervals(labels, text)
    _statement_spans(labels)
    return Gold.model_validate(labels), text


def _section_intervals(labels: dict[str, Any], text: str) -> None:
    """Fixtures write a section as the quotes of its heading and of its end; join them."""
    for key, value in (labels.get("sections") or {}).items():
        if isinstance(value, dict):
            start, end = value["from"][0], value["to"][1]
            if not 0 <= start < end <= len(text):
                raise ValueError(f"section {key} ends before it starts")
            labels["sections"][key] = [start, end]
