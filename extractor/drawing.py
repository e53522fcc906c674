"""Charts of pages by matplotlib, as markup: how an empty one looks, and how it becomes inline SVG."""

import io
import re
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

INK = "#1d2733"
_FIXED_SIZE = re.compile(r'width="[0-9.]+pt" height="[0-9.]+pt"')
_NOT_MARKUP = re.compile(r"^.*?(?=<svg)|<metadata>.*?</metadata>", re.DOTALL)


def empty_chart(width: float, height: float) -> "tuple[Drawing, Axes] | None":
    """A drawing (inches) with axes in the style of the pages; None where matplotlib is not installed."""
    try:
        from matplotlib.figure import Figure as Drawing
    except ImportError:
        return None
    drawing = Drawing(figsize=(width, height), layout="constrained")
    axes = drawing.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="both", color="#e6ecf0", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=8, colors=INK)
    return drawing, axes


def as_svg(drawing: Any) -> str:
    """The drawing as markup to be put into a page: text stays text, nothing points outside."""
    import matplotlib as mpl

    stream = io.StringIO()
    with (
        mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "extractor", "font.family": "sans-serif"}),
        warnings.catch_warnings(),
    ):
        # Chinese words are measured with the typeface that is at hand and drawn by the reader's own.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        drawing.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return _FIXED_SIZE.sub('role="img"', _NOT_MARKUP.sub("", stream.getvalue()), count=1)
