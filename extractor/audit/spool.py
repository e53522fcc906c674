"""Findings kept in a file, so that memory stays flat however many there are; read again heaviest first."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from types import TracebackType
from typing import NamedTuple, Self

from extractor.audit.kinds import kind_of, weight_of
from extractor.records import PanelFinding


class _Place(NamedTuple):
    weight: float
    """Negated: the heaviest comes first."""
    body_id: str
    year: int
    check: str
    offset: int
    group: str


class Spool:
    """Findings on disk with an index of their weights in memory."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile("w+b")  # noqa: SIM115 - closed in __exit__
        self._index: list[_Place] = []
        self.counts: Counter[tuple[str, int | None]] = Counter()
        """Findings by group and year."""
        self.by_body: Counter[tuple[str, int | None]] = Counter()
        """Findings by body and year."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._index)

    def add(self, finding: PanelFinding) -> None:
        """Keep a finding; one of a kind that an audit does not show is left out."""
        kind = kind_of(finding.check)
        if kind is None:
            return
        offset = self._file.seek(0, 2)
        self._file.write(finding.model_dump_json().encode() + b"\n")
        year = finding.year or 0
        self._index.append(
            _Place(-weight_of(finding), finding.body_id, year, finding.check, offset, kind.group)
        )
        self.counts[kind.group, finding.year] += 1
        self.by_body[finding.body_id, finding.year] += 1

    def heaviest(self, group: str | None = None, most: int | None = None) -> Iterator[PanelFinding]:
        """The findings, heaviest first; those of one group, or all."""
        wanted = sorted(each for each in self._index if group is None or each.group == group)
        for place in wanted[:most]:
            self._file.seek(place.offset)
            yield PanelFinding.model_validate_json(self._file.readline())

    def number(self, group: str) -> int:
        """How many findings of a group there are."""
        return sum(count for (name, _), count in self.counts.items() if name == group)
