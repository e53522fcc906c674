"""Plots as inline SVG by matplotlib; labels are English, the captions of the page are in both languages."""

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from extractor.evaluation.confidence import Trust
from extractor.evaluation.runs import EvalRun

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

_INK, _ACCENT, _SOFT = "#1d2733", "#0b6e99", "#9fb3c0"
_SIZE = (5.2, 3.3)
_NOT_MARKUP = re.compile(r"^.*?(?=<svg)|<metadata>.*?</metadata>", re.DOTALL)


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
    axes.set_xlabel("coverage: values accepted, %")
    axes.set_ylabel("risk: wrong among them, %")
    axes.set_xlim(0, 101)
    axes.set_ylim(0, max(1.0, 1.15 * max(ys)))
    return _svg(drawing)


def trust_plot(trust: Trust) -> str:
    """Stated and kept chance of being right by basis; empty without matplotlib."""
    bases = [basis for basis in trust.bases if basis.n]
    if not bases:
        return ""
    drawn = _drawing()
    if drawn is None:
        return ""
    drawing, axes = drawn
    names = [f"{basis.basis}{' (flagged)' if basis.flagged else ''}" for basis in bases]
    places = list(range(len(bases)))[::-1]
    axes.barh(places, [100 * basis.right / basis.n for basis in bases], color=_SOFT, height=0.62)
    axes.plot([100 * basis.stated for basis in bases], places, "D", color=_INK, markersize=4)
    axes.set_yticks(places, [f"{name}  n={basis.n}" for name, basis in zip(names, bases, strict=True)])
    axes.set_xlim(0, 101)
    axes.set_xlabel("right, % (bar) and stated (diamond)")
    return _svg(drawing)


def cost_plot(runs: Sequence[EvalRun]) -> str:
    """Cost, or tokens where no price is known, against accuracy; empty for a single engine."""
    engines = {(run.info.engine.name, run.info.engine.model) for run in runs}
    if len(engines) < 2:
        return ""
    drawn = _drawing()
    if drawn is None:
        return ""
    drawing, axes = drawn
    priced = any((run.figures["usage.cost_per_document"].value or 0) > 0 for run in runs)
    for run in runs:
        tokens = sum(
            run.figures[f"usage.{name}_per_document"].value or 0 for name in ("input_tokens", "output_tokens")
        )
        x = run.figures["usage.cost_per_document"].value or 0 if priced else tokens
        y = run.figures["narrative.micro.f1"].value
        if y is not None:
            axes.plot([x], [100 * y], "o", color=_ACCENT)
            axes.annotate(
                _ascii(run.title), (x, 100 * y), fontsize=7, xytext=(4, 3), textcoords="offset points"
            )
    axes.set_xlabel("cost per document" if priced else "tokens per document")
    axes.set_ylabel("facts of the prose, micro F1, %")
    return _svg(drawing)


def _ascii(text: str) -> str:
    """Names in the fonts that matplotlib brings along."""
    return text.replace(" · ", " / ").encode("ascii", "replace").decode()


def _drawing() -> "tuple[Drawing, Axes] | None":
    try:
        from matplotlib.figure import Figure as Drawing
    except ImportError:
        return None
    drawing = Drawing(figsize=_SIZE, layout="constrained")
    axes = drawing.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="both", color="#e6ecf0", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=8, colors=_INK)
    return drawing, axes


def _svg(drawing: Any) -> str:
    """The drawing as markup to be put into a page: text stays text, nothing points outside."""
    import matplotlib as mpl

    stream = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "extractor", "font.family": "sans-serif"}):
        drawing.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    markup = _NOT_MARKUP.sub("", stream.getvalue())
    return markup.replace('width="374.4pt" height="237.6pt"', 'role="img"', 1)
