"""Charts as inline SVG by matplotlib: text stays text in the reader's typeface, nothing points outside.

matplotlib is asked because the project has it for its evaluation page already, it prints sharply, and a
chart is plain markup in the page; altair draws in the browser with scripts of half a megabyte, or
needs a renderer of its own to write SVG; pygal writes scripts into each chart (docs/decisions/audit.md).
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from extractor.drawing import INK, as_svg, empty_chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

_SOFT = "#5b6b78"
_COLOURS = ("#0b6e99", "#b3261e", "#9a6700", "#1c7c4a", "#6a3d9a", "#7a8894", "#c2557a")
_HATCHES = ("", "///", "...", "xx", "\\\\\\", "", "++")
"""So that the parts of a bar can be told apart in a print without colours."""
_TYPEFACE = re.compile(r"(font: *(?:[\w.]+ +)?[\d.]+px) [^;\"]*|font-family: [^;\"]*")
LEVEL_NAMES = {
    "ministry": "部委 ministry",
    "province": "省 province",
    "city": "市 city",
    "county": "县区 county",
    "township": "乡镇街道 township",
    "department": "部门 department",
    "zone": "开发区 zone",
    "other": "其他 other",
}


def findings_by_year(counts: Mapping[str, Mapping[int, int]], names: Mapping[str, str]) -> str:
    """Bars of findings a year, stacked by group; empty without matplotlib or findings."""
    years = sorted({year for by_year in counts.values() for year in by_year})
    drawn = _drawing() if years else None
    if drawn is None:
        return ""
    drawing, axes = drawn
    floor = [0] * len(years)
    for place, (group, by_year) in enumerate(counts.items()):
        heights = [by_year.get(year, 0) for year in years]
        if not any(heights):
            continue
        axes.bar(
            [f"{year}" for year in years],
            heights,
            bottom=floor,
            width=0.6,
            label=names[group],
            color=_COLOURS[place % len(_COLOURS)],
            hatch=_HATCHES[place % len(_HATCHES)],
            edgecolor="white",
            linewidth=0.4,
        )
        floor = [low + height for low, height in zip(floor, heights, strict=True)]
    axes.grid(axis="x", visible=False)
    axes.locator_params(axis="y", integer=True)
    axes.legend(fontsize=7, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return _svg(drawing)


def publication_days(days: Mapping[str, Sequence[int]], deadlines: Mapping[str, int]) -> str:
    """Days from the year's end to publication by level, one mark a report, with the last days allowed."""
    levels = [level for level in LEVEL_NAMES if days.get(level)]
    drawn = _drawing(height=0.9 + 0.45 * len(levels)) if levels else None
    if drawn is None:
        return ""
    drawing, axes = drawn
    for place, level in enumerate(levels):
        own = sorted(days[level])
        axes.plot(
            own,
            [-place + _jitter(i) for i in range(len(own))],
            "o",
            color=_COLOURS[0],
            markersize=3,
            alpha=0.5,
        )
        if level in deadlines:
            axes.plot(
                [deadlines[level]] * 2, [-place - 0.38, -place + 0.38], color=_COLOURS[1], linewidth=1.6
            )
    axes.set_yticks(
        [-at for at in range(len(levels))], [f"{LEVEL_NAMES[x]}\nn={len(days[x])}" for x in levels]
    )
    axes.set_ylim(-len(levels) + 0.4, 0.6)
    most = max(max(days[level]) for level in levels)
    axes.set_xlim(0, max(most * 1.05, 100))
    axes.set_xlabel(
        "年终后天数 days after the year's end（红线：期限，各地不一的没有 red: last day, if one holds）",
        fontsize=8,
        color=_SOFT,
    )
    return _svg(drawing)


def shares_by_level(shares: Mapping[str, Sequence[float]], label: str) -> str:
    """Boxes of shares (0 to 1) by level: quartiles, and whiskers to the 5th and 95th percentile."""
    levels = [level for level in LEVEL_NAMES if shares.get(level)]
    drawn = _drawing(height=0.9 + 0.45 * len(levels)) if levels else None
    if drawn is None:
        return ""
    drawing, axes = drawn
    boxes = axes.boxplot(
        [[100 * share for share in shares[level]] for level in levels],
        orientation="horizontal",
        positions=[-at for at in range(len(levels))],
        whis=(5, 95),
        widths=0.5,
        patch_artist=True,
        flierprops={"markersize": 2.5, "markeredgecolor": _SOFT},
        medianprops={"color": INK, "linewidth": 1.6},
    )
    for box in boxes["boxes"]:
        box.set(facecolor="#d5e4ec", edgecolor=_COLOURS[0])
    axes.set_yticks(
        [-at for at in range(len(levels))], [f"{LEVEL_NAMES[x]}\nn={len(shares[x])}" for x in levels]
    )
    least = 100 * min(min(shares[level]) for level in levels)
    axes.set_xlim(max(-1.0, min(least, 90.0) - 10), 101)
    axes.set_xlabel(label, fontsize=8, color=_SOFT)
    return _svg(drawing)


def share_over_years(by_year: Mapping[int, Sequence[float]], label: str) -> str:
    """The median of a share (0 to 1) year by year, with its quartiles."""
    years = sorted(year for year, shares in by_year.items() if shares)
    drawn = _drawing() if len(years) > 1 else None
    if drawn is None:
        return ""
    drawing, axes = drawn
    quartiles = [_quartiles(by_year[year]) for year in years]
    names = [f"{year}\nn={len(by_year[year])}" for year in years]
    lows, middles, highs = zip(*quartiles, strict=True)
    axes.fill_between(range(len(years)), lows, highs, color="#d5e4ec")
    axes.plot(range(len(years)), middles, "o-", color=_COLOURS[0], linewidth=1.8, markersize=5)
    axes.set_xticks(range(len(years)), names)
    axes.set_ylim(0, 101)
    axes.set_ylabel(label, fontsize=8, color=_SOFT)
    return _svg(drawing)


def _quartiles(shares: Sequence[float]) -> tuple[float, float, float]:
    ordered = sorted(100 * share for share in shares)
    last = len(ordered) - 1
    low, middle, high = (ordered[round(last * part)] for part in (0.25, 0.5, 0.75))
    return low, middle, high


def _jitter(index: int) -> float:
    """Marks side by side, always at the same place."""
    return ((index * 7) % 11 - 5) / 22


def _drawing(height: float = 3.0) -> "tuple[Drawing, Axes] | None":
    return empty_chart(5.6, height)


def _svg(drawing: Any) -> str:
    """In the typeface of the page around it."""
    return _TYPEFACE.sub(
        lambda match: f"{match[1]} inherit" if match[1] else "font-family: inherit", as_svg(drawing)
    )
