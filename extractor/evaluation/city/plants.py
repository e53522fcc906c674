"""Troubles that are planted into an invented city, one of each kind, with where each of them is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from enum import StrEnum
from random import Random
from typing import NamedTuple

from extractor.evaluation.city.city_sentences import Wording
from extractor.evaluation.city.invented_figures import Figures, copied
from extractor.evaluation.city.invented_text import InventedReport, draft_of, overview_of


class Trouble(StrEnum):
    """A kind of trouble, as a person would call it."""

    CARRY = "carry"
    """结转 differs from the year before."""
    IN_FORCE = "in_force"
    """现行有效 does not follow from the year before."""
    UNCHANGED = "unchanged"
    """The same figures year after year."""
    OUTLIER = "outlier"
    """A figure far from all others of the level."""
    FAMILY = "family"
    """The parent's figure is not the sum of its children's."""
    SLIP = "slip"
    """A printed total is wrong."""
    PROSE = "prose"
    """The prose says another number than the table."""
    FINISHED = "finished"
    """All is said to be finished, the table carries some over."""
    NUMBERING = "numbering"
    """Two systems of numbers in the headings."""
    EMPTY_FIVE = "empty_five"
    """Section five holds nothing but 无."""
    NO_REMEDY = "no_remedy"
    """Problems are named, no remedy is."""
    LONG_ONE = "long_one"
    """Section one has more than 1,000 characters."""
    ASPECT = "aspect"
    """Section one leaves out one of the five aspects."""
    COUNTS = "counts"
    """A required count is not given."""
    COPIED = "copied"
    """The text is that of the year before."""
    LATE_LOCAL = "late_local"
    """Published after 31 March."""
    LATE_DEPARTMENT = "late_department"
    """Published after 31 January."""
    MISSING = "missing"
    """The report of a year is not there."""
    VERSIONS = "versions"
    """Two versions of a report, with different figures."""
    PICTURE = "picture"
    """A table is a picture."""


class Planted(NamedTuple):
    """One trouble and where it is; ``echoes`` are bodies above whose figures it reaches."""

    trouble: Trouble
    body: str
    year: int
    detail: str
    echoes: tuple[str, ...] = ()


IN_FIGURES: dict[Trouble, Callable[[Figures, Random], str]] = {}
"""Changes of a leaf's figures before those above it are added up."""
IN_DRAFTS: dict[Trouble, Callable[[InventedReport, Wording, Random], str]] = {}
"""Changes of a report that is otherwise right."""


def _figures(trouble: Trouble) -> Callable[..., Callable[[Figures, Random], str]]:
    return lambda change: IN_FIGURES.setdefault(trouble, change)


def _draft(trouble: Trouble) -> Callable[..., Callable[[InventedReport, Wording, Random], str]]:
    return lambda change: IN_DRAFTS.setdefault(trouble, change)


@_figures(Trouble.CARRY)
def _carry(figures: Figures, rng: Random) -> str:
    rows, by = figures["applications"], rng.randint(2, 5)
    for row in ("carried_in", "processed", "granted"):
        for column in ("natural", "total"):
            rows[row][column] += by
    return f"上年结转多 {by} 件"


@_figures(Trouble.IN_FORCE)
def _in_force(figures: Figures, rng: Random) -> str:
    by = rng.randint(2, 6)
    figures["proactive"]["normative_documents"]["in_force"] += by
    return f"现行有效多 {by} 件"


@_figures(Trouble.OUTLIER)
def _outlier(figures: Figures, rng: Random) -> str:
    row, by = figures["proactive"]["licensing"], rng.randint(60, 90)
    row["decisions"] = int(row["decisions"]) * by
    return f"行政许可为往年的 {by} 倍"


@_draft(Trouble.FAMILY)
def _family(draft: InventedReport, _: Wording, rng: Random) -> str:
    by = rng.randint(3, 9)
    draft.figures = copied(draft.figures)
    for row in ("new", "granted", "processed"):
        for column in ("business", "total"):
            draft.figures["applications"][row][column] += by
    return f"新收申请比下级合计多 {by} 件"


@_draft(Trouble.SLIP)
def _slip(draft: InventedReport, _: Wording, rng: Random) -> str:
    right = int(draft.figures["applications"]["new"]["total"])
    wrong = right + rng.randint(1, 3)
    draft.slips["applications", "new", "total"] = wrong
    draft.counts["new"] = wrong
    return f"新收总计印作 {wrong}，应为 {right}"


@_draft(Trouble.PROSE)
def _prose(draft: InventedReport, _: Wording, rng: Random) -> str:
    right = int(draft.figures["applications"]["new"]["total"])
    draft.counts["new"] = right + rng.randint(2, 9)
    return f"正文称新收 {draft.counts['new']} 件，表为 {right} 件"


@_draft(Trouble.FINISHED)
def _finished(draft: InventedReport, _: Wording, __: Random) -> str:
    draft.overview["requests"] = "依申请公开方面，全年新收政府信息公开申请{new}件，均已按期办结。"
    return f"称均已办结，表中结转 {carried_out(draft.figures)} 件"


def carried_out(figures: Figures) -> int:
    """Applications that go on in the next year."""
    return int(figures["applications"]["carried_out"]["total"])


@_draft(Trouble.NUMBERING)
def _numbering(draft: InventedReport, _: Wording, __: Random) -> str:
    draft.headings["problems"] = draft.headings["problems"].replace("五、", "六、")
    draft.headings["other"] = draft.headings["other"].replace("六、", "七、")
    return "第五、六部分标题编为六、七"


@_draft(Trouble.EMPTY_FIVE)
def _empty_five(draft: InventedReport, _: Wording, __: Random) -> str:
    draft.problems, draft.remedies = ["无。"], []
    return "第五部分只写“无”"


@_draft(Trouble.NO_REMEDY)
def _no_remedy(draft: InventedReport, _: Wording, __: Random) -> str:
    draft.remedies = []
    return "只写问题，没有改进措施"


@_draft(Trouble.LONG_ONE)
def _long_one(draft: InventedReport, wording: Wording, _: Random) -> str:
    for index, sentence in enumerate(wording.sections["overview"]["more"]):
        draft.overview[f"more {index}"] = sentence
    return f"第一部分 {len(''.join(overview_of(draft)))} 字"


@_draft(Trouble.ASPECT)
def _aspect(draft: InventedReport, _: Wording, __: Random) -> str:
    del draft.overview["management"]
    return "第一部分未写政府信息管理"


@_draft(Trouble.COUNTS)
def _counts(draft: InventedReport, _: Wording, __: Random) -> str:
    draft.overview["proactive"] = (
        "主动公开方面，全年通过政府网站发布信息{web}条，政务新媒体推送{media}条，公报和公告栏张贴{board}条，"
        "教育、卫生健康、就业、养老和公共资源配置等重点领域信息{key}条。"
        "制发行政规范性文件{issued}件，废止{repealed}件，现行有效{in_force}件。"
    )
    return "未写政策解读和回应关切的数量"


@_draft(Trouble.COPIED)
def _copied(draft: InventedReport, wording: Wording, _: Random) -> str:
    before = draft_of(draft.body, draft.year - 1, draft.figures, wording)
    draft.overview, draft.problems, draft.remedies = before.overview, before.problems, before.remedies
    draft.other = before.other
    return "全文沿用上年文字，只改数字"


@_draft(Trouble.LATE_LOCAL)
def _late_local(draft: InventedReport, _: Wording, rng: Random) -> str:
    draft.published = date(draft.year + 1, 4, rng.randint(8, 28))
    return f"{draft.published.isoformat()} 发布"


@_draft(Trouble.LATE_DEPARTMENT)
def _late_department(draft: InventedReport, _: Wording, rng: Random) -> str:
    draft.published = date(draft.year + 1, 3, rng.randint(8, 28))
    return f"{draft.published.isoformat()} 发布"


@_draft(Trouble.PICTURE)
def _picture(draft: InventedReport, _: Wording, __: Random) -> str:
    draft.left_out = ("applications",)
    return "第三部分表格为图片"


def second_version(draft: InventedReport, rng: Random) -> tuple[InventedReport, str]:
    """The report as it stands elsewhere, with another number of licences, and what differs."""
    figures = copied(draft.figures)
    row = figures["proactive"]["licensing"]
    old, row["decisions"] = row["decisions"], int(row["decisions"]) + rng.randint(3, 30)
    changed = replace(draft, figures=figures, version=2)
    return changed, f"两个版本行政许可为 {old} 与 {row['decisions']}"
