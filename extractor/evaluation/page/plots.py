"""Plots as inline SVG by matplotlib; labels stand in both languages (``words.toml``)."""

from typing import TYPE_CHECKING

from extractor.drawing import INK, as_svg, empty_chart
from extractor.evaluation.confidence import Trust
from extractor.evaluation.page.page_words import in_chart
from extractor.evaluation.side_by_side import ChoiceRow, Contender, SuiteComparison

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

_ACCENT, _SOFT = "#0b6e99", "#9fb3c0"
_SIZE = (5.2, 3.3)
_NARROW = 4.2
"""Inches that a telephone shows whole, in letters that can be read."""
_COLOURS = ("#0b6e99", "#b3261e", "#1c7c4a", "#9a6700", "#6a3d9a", "#1d2733")
_MARKS = ("o", "s", "D", "^", "v", "P")
CHOSEN_BY = (
    "cells.nonzero.f1",
    "header.f1",
    "narrative.micro.f1",
    "counts.f1",
    "counts.topic.accuracy",
    "trainings.f1",
    "issues.f1",
    "remedies.f1",
    "disputed.topics.model",
    "disputed.roles.model",
    "disputed.trainings.model",
)
"""What the chart of a choice shows."""


def risk_plot(trust: Trust) -> str:
    """Share of wrong values among those accepted, most trusted bases first; empty without matplotlib."""
    if not trust.curve:
        return ""
    drawn = _drawing()
    if drawn is None:
        return ""
    drawing, axes = drawn
    xs = [100 * point.coverage for point in trust.curve]
    ys = [100 * point.risk for point in trust.curve]
    axes.plot([0, *xs], [ys[0], *ys], color=_ACCENT, linewidth=1.6)
    axes.plot(xs, ys, "o", color=_ACCENT, markersize=5)
    axes.set_xlabel(in_chart("coverage"), fontsize=8, color=INK)
    axes.set_ylabel(in_chart("risk"), fontsize=8, color=INK)
    axes.set_xlim(0, 101)
    axes.set_ylim(0, max(1.0, 1.15 * max(ys)))
    return as_svg(drawing)


def trust_plot(trust: Trust) -> str:
    """Stated and kept chance of being right by basis; empty without matplotlib."""
    bases = [basis for basis in trust.bases if basis.n]
    if not bases:
        return ""
    drawn = _drawing()
    if drawn is None:
        return ""
    drawing, axes = drawn
    flagged = f" ({in_chart('flagged', 'verdict')})"
    names = [f"{in_chart(each.basis, 'basis')}{flagged if each.flagged else ''}" for each in bases]
    places = list(range(len(bases)))[::-1]
    axes.barh(places, [100 * basis.right / basis.n for basis in bases], color=_SOFT, height=0.62)
    axes.plot([100 * basis.stated for basis in bases], places, "D", color=INK, markersize=4)
    axes.set_yticks(places, [f"{name}  n={basis.n}" for name, basis in zip(names, bases, strict=True)])
    axes.set_xlim(0, 101)
    axes.set_xlabel(in_chart("trust"), fontsize=8, color=INK)
    return as_svg(drawing)


def choice_plot(choice: SuiteComparison) -> str:
    """The figures by which a model is chosen, with their intervals, one lane a figure and one mark a run."""
    rows = [row for row in choice.rows if row.name in CHOSEN_BY and any(cell.figure.n for cell in row.cells)]
    if len(choice.contenders) < 2 or not rows:
        return ""
    drawn = _drawing(0.6 + (0.15 * len(choice.contenders) + 0.36) * len(rows), _NARROW)
    if drawn is None:
        return ""
    drawing, axes = drawn
    # A lane is its name, over the whole width however narrow the screen, and the marks of the runs below it.
    step = 0.15 / (0.15 * len(choice.contenders) + 0.36)
    lows = []
    for lane, row in enumerate(rows):
        for place, cell in enumerate(row.cells):
            figure = cell.figure
            if figure.value is None:
                continue
            y = -(lane + 1 - step * (len(row.cells) - place))
            low = figure.low if figure.low is not None else figure.value
            high = figure.high if figure.high is not None else figure.value
            colour = _COLOURS[place % len(_COLOURS)]
            axes.plot([100 * low, 100 * high], [y, y], color=colour, linewidth=1.4, solid_capstyle="butt")
            axes.plot([100 * figure.value], [y], _MARKS[place % len(_MARKS)], color=colour, markersize=4.5)
            axes.text(
                101.5, y, f"{place + 1}", fontsize=6.5, color=colour, va="center", ha="left", clip_on=False
            )
            lows.append(100 * low)
    for lane, row in enumerate(rows):
        name = f"{row.chinese} · {row.english}, n={_items(row)}"
        axes.text(
            0.015, -lane - 0.02, name, fontsize=7.5, color=INK, va="top", transform=axes.get_yaxis_transform()
        )
    axes.set_yticks([-lane for lane in range(1, len(rows))], [])
    axes.set_ylim(-len(rows) - 0.05, 0.05)
    axes.set_xlim(max(-1.5, min(95.0, min(lows) - 2)), 101)
    axes.set_xlabel(in_chart("choice"), fontsize=8, color=INK)
    return as_svg(drawing)


def cost_plot(choice: SuiteComparison) -> str:
    """Cost, or tokens where no price is known, against accuracy; one suite, runs by their numbers.

    Runs whose tokens are not known are left out, a run without a model stands at nothing. Empty where fewer
    than two runs or no tokens at all can be drawn.
    """
    drawable = [
        (number, contender, row.cells[number - 1].figure)
        for row in choice.rows
        if row.name == "narrative.micro.f1"
        for number, contender in enumerate(choice.contenders, start=1)
        if row.cells[number - 1].figure.value is not None and contender.tokens_are_known
    ]
    priced = any(contender.cost_per_document for _, contender, _ in drawable)
    points = [
        (number, (contender.cost_per_document if priced else _tokens(contender)), figure)
        for number, contender, figure in drawable
    ]
    known = [(number, x, figure) for number, x, figure in points if x is not None]
    if len(known) < 2 or not any(x for _, x, _ in known):
        return ""
    drawn = _drawing()
    if drawn is None:
        return ""
    drawing, axes = drawn
    for number, x, figure in known:
        colour = _COLOURS[(number - 1) % len(_COLOURS)]
        value = 100 * (figure.value or 0)
        if figure.low is not None and figure.high is not None:
            axes.plot([x, x], [100 * figure.low, 100 * figure.high], color=colour, linewidth=1.2)
        axes.plot(
            [x], [value], _MARKS[(number - 1) % len(_MARKS)], color=colour, label=f"{number}", markersize=6
        )
    most = max(x for _, x, _ in known)
    axes.set_xlim(-0.04 * most, 1.08 * most)
    axes.locator_params(axis="x", nbins=4)  # small prices have long numbers
    ends = [
        100 * end for _, _, figure in known for end in (figure.low or figure.value or 0, figure.high or 1)
    ]
    axes.set_ylim(max(0.0, min(ends) - 2), min(101.0, max(ends) + 2))
    axes.legend(
        title=in_chart("run"),
        fontsize=7,
        title_fontsize=7,
        loc="upper left",
        bbox_to_anchor=(1.01, 1),
        frameon=False,
    )
    axes.set_xlabel(in_chart("cost" if priced else "tokens"), fontsize=8, color=INK)
    axes.set_ylabel(in_chart("prose"), fontsize=8, color=INK)
    return as_svg(drawing)


def without_cost(choice: SuiteComparison) -> tuple[int, ...]:
    """Numbers of the runs that the chart of cost cannot show: without a price, or with tokens not known."""
    priced = any(contender.cost_per_document for contender in choice.contenders)
    return tuple(
        number
        for number, contender in enumerate(choice.contenders, start=1)
        if not contender.tokens_are_known or (priced and contender.cost_per_document is None)
    )


def _items(row: ChoiceRow) -> str:
    """Items behind a figure; from the fewest to the most where the runs differ."""
    numbers = {cell.figure.n for cell in row.cells if cell.figure.value is not None} or {0}
    return "–".join(str(number) for number in sorted({min(numbers), max(numbers)}))


def _tokens(contender: Contender) -> float:
    return (contender.tokens_in_per_document or 0) + (contender.tokens_out_per_document or 0)


def _drawing(height: float = _SIZE[1], width: float = _SIZE[0]) -> "tuple[Drawing, Axes] | None":
    return empty_chart(width, max(1.6, height))
