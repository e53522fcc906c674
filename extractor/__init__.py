"""Turn messy Chinese government disclosure reports into data that can be trusted.

What most programs need is :func:`extract` or :func:`extract_many`; the records they return are in
:mod:`extractor.records`, the errors they raise in :mod:`extractor.errors`.
"""

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.frames import to_frame
    from extractor.many import Reading, extract_many
    from extractor.records import Report

__version__ = "0.2.0"

__all__ = ["Reading", "Report", "__version__", "extract", "extract_many", "to_frame"]

_ELSEWHERE = {
    "Reading": "extractor.many",
    "Report": "extractor.records",
    "extract_many": "extractor.many",
    "to_frame": "extractor.frames",
}


def __getattr__(name: str) -> Any:
    """What else the package offers, loaded when it is asked for: the command starts sooner."""
    from importlib import import_module

    if name not in _ELSEWHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_ELSEWHERE[name]), name)


def extract(source: str | os.PathLike[str], *, form: str | None = None) -> "Report":
    """Read one disclosure report by rule, without a model or a network.

    ``source`` is a path, or the text itself where no such file exists. Every value of the Report
    points at the words it was read from: ``text[span.start:span.end] == span.quote``, in code points
    of the canonical text (where a text with Unix line ends is handed in: that text). ``form`` is the id of
    the form that the document is known to follow; by default its wording and its year say which.

    Raises a :class:`extractor.errors.DocumentError` where the source cannot be read as a Chinese text.

    >>> from extractor import extract
    >>> text = '''青禾县人民政府2021年政府信息公开工作年度报告
    ... 一、总体情况
    ... 本报告统计期限为2021年1月1日至2021年12月31日。全年主动公开政府信息1,204条。
    ... 五、存在的主要问题及改进情况
    ... 一是公开内容不够全面。二是队伍力量薄弱。
    ... 六、其他需要报告的事项
    ... 无。
    ... '''
    >>> report = extract(text)
    >>> report.report_year.value, report.form
    (2021, '2021')
    >>> count = report.narrative.counts[0]
    >>> count.value, count.unit, text[count.evidence.start : count.evidence.end] == count.evidence.quote
    (Decimal('1204'), '条', True)
    >>> len(report.narrative.issues), report.tables.applications
    (2, None)
    """
    from extractor.pipeline import extract as run

    return run(source, form=form)
