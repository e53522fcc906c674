"""What is scored, how it is compared, and how one item can come out."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """How one item came out."""

    RIGHT = "right"
    WRONG = "wrong"
    """Another value than the document's."""
    OMITTED = "omitted"
    """The document says it, the Report does not, and says nothing about that."""
    FABRICATED = "fabricated"
    """The Report says it, the document does not."""
    ABSTAINED = "abstained"
    """No value, but the Report says that it could not decide."""


class Stratum(StrEnum):
    """Cells are counted apart: most of a table is zeros, and a table of zeros must not look good."""

    NONZERO = "nonzero"
    ZERO = "zero"
    BLANK = "blank"
    """Nothing printed and nothing implied; for a header fact: the document does not say."""
    BLANK_AS_ZERO = "blank_as_zero"
    """A blank that was read as 0: wrong among blanks, but no wrong number among the non-zero ones."""
    ITEM = "item"
    """Everything but cells."""


class Field(NamedTuple):
    """One scored field."""

    chinese: str
    english: str
    attribute: bool = False
    """Judged only where the item itself was found; left out of totals over facts."""


class _Fields(dict[str, Field]):
    """Fields by name; the cells of a table that no list here knows, of somebody's own form, are numbers."""

    def __missing__(self, name: str) -> Field:
        part, _, table = name.partition(".")
        if part != "cells" or not table:
            raise KeyError(name)
        return Field(f"表格 {table}", f"table {table}")


FIELDS = _Fields(
    {
        "cells.proactive": Field("表二（主动公开）", "table 2, proactive"),
        "cells.applications": Field("表三（申请办理）", "table 3, applications"),
        "cells.disputes": Field("表四（复议诉讼）", "table 4, disputes"),
        "cells.annex": Field("附表（2008–2018 年）", "annexed table, 2008 to 2018"),
        "header.form": Field("表式", "form"),
        "header.issuer": Field("发布机关", "issuer"),
        "header.title": Field("标题", "title"),
        "header.report_year": Field("报告年度", "year of the report"),
        "header.period_start": Field("统计起始日", "first day of the period"),
        "header.period_end": Field("统计截止日", "last day of the period"),
        "header.published_on": Field("发布日期", "day of publication"),
        "sections": Field("章节", "sections"),
        "counts": Field("文字中的数字", "counts in the prose"),
        "counts.unit": Field("· 单位", "· unit", True),
        "counts.approximate": Field("· 约数", "· approximate", True),
        "counts.topic": Field("· 主题", "· topic", True),
        "counts.period": Field("· 时段", "· period", True),
        "counts.scope": Field("· 范围", "· scope, where one is labelled", True),
        "trainings": Field("培训", "trainings"),
        "trainings.dates": Field("· 日期", "· dates", True),
        "trainings.participants": Field("· 人数", "· participants", True),
        "trainings.place": Field("· 地点", "· place", True),
        "events": Field("其他活动", "other events"),
        "events.kind": Field("· 类型", "· kind", True),
        "events.dates": Field("· 日期", "· dates", True),
        "events.participants": Field("· 人数", "· participants", True),
        "events.place": Field("· 地点", "· place", True),
        "issues": Field("存在的问题", "issues"),
        "remedies": Field("改进措施", "remedies"),
        "remedies.addresses": Field("· 对应问题", "· issues addressed", True),
        "past_rectifications": Field("上年整改", "past rectifications"),
        "findings": Field("应报告的矛盾", "contradictions to be reported"),
        "absent": Field("不应出现的数字", "numbers that must not appear"),
    }
)
"""Every field that is scored, in the order in which it is shown."""
CELLS = ("cells.proactive", "cells.applications", "cells.disputes")
"""The tables of the yearly report; a run may hold those of other forms."""
HEADER = tuple(field for field in FIELDS if field.startswith("header."))


def is_cells(field: str) -> bool:
    """Whether a field is the cells of a table of the document's form; an annexed one is scored apart."""
    return field in CELLS or (field.startswith("cells.") and field not in FIELDS)


def fields_of(present: Iterable[str]) -> tuple[str, ...]:
    """Every field in the order in which it is shown: tables of other forms that are present first."""
    return (*sorted(field for field in set(present) if field not in FIELDS), *FIELDS)


class ScoredItem(NamedTuple):
    """One item that was judged. Values are text; statements are offsets, so no sentence is kept."""

    field: str
    key: str
    """Names the item within its document and field: a pointer, or ``start:end``."""
    stratum: Stratum
    verdict: Verdict
    basis: str
    flagged: bool
    """A person is asked to look at it."""
    gold: str | None = None
    predicted: str | None = None
    start: int | None = None
    end: int | None = None

    @property
    def tally(self) -> "ItemTally":
        """The bin in which the item is counted."""
        return ItemTally(self.field, self.stratum, self.basis, self.flagged, self.verdict)


class ItemTally(NamedTuple):
    """A bin of items; ``str()`` of it is the key in a stored run."""

    field: str
    stratum: Stratum
    basis: str
    flagged: bool
    verdict: Verdict

    def __str__(self) -> str:
        return "/".join(
            (self.field, self.stratum, self.basis, "flagged" if self.flagged else "-", self.verdict)
        )

    @classmethod
    def of(cls, key: str) -> "ItemTally":
        """The bin of a stored key."""
        field, stratum, basis, flagged, verdict = key.split("/")
        return cls(field, Stratum(stratum), basis, flagged == "flagged", Verdict(verdict))
