"""``docs/accuracy.md``: every number from a committed baseline, with its n and interval."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.evaluation.evaluation_runs import EvalRun, load_run
from extractor.evaluation.metrics import interval, percent
from extractor.evaluation.scoring import FIELDS
from extractor.evaluation.scoring.items import fields_of, is_cells
from extractor.evaluation.suites import describe_suites

_HEAD = """# 准确率 · Accuracy

This page is written by `scripts/generate_accuracy_doc.py` from the runs in `eval/baselines/`; run
`make eval`, look, and `make baselines` to renew it. 本页由脚本从已提交的评测结果生成。

How to read it:

- **value** with the ends of its 95 % **interval**, and **n**, what was counted: documents, cells, facts or
  quotes. Intervals are Wilson's, or a bootstrap over whole documents (1,000 samples, fixed seed) where
  documents err differently; where nothing or everything is right it is Wilson's, since a bootstrap would show
  no spread. The items of a document err together: in Wilson's interval n items of k documents count as
  n / (1 + 0.1 (n / k − 1)) independent ones, of fewer than six documents as k.
- Cells are counted apart: most of a table is zeros, and a table of zeros must not look good.
- A **silent error** is a wrong value that is called `proved`, `printed`, `inferred`, `repaired` or `rule`,
  and that no finding points at. The worst thing this product can do.
- **seen** documents were looked at while the rules were written: their figures say that nothing is broken,
  not how right the next document will be. **fresh** ones were not.
- Failed documents stay in every denominator. Undefined is n/a.
- Both labellings come from readers of one kind who had read the same definitions: their agreement is an upper
  bound of what two independent people would reach.
"""
_HEADLINE = (
    ("documents.exact", "documents without any error 全对的文件"),
    ("documents.tables_exact", "documents whose tables are all right 表格全对的文件"),
    ("documents.failed", "documents that failed 读取失败"),
    ("cells.nonzero.precision", "non-zero cells, precision 非零单元格精确率"),
    ("cells.nonzero.recall", "non-zero cells, recall 非零单元格召回率"),
    ("cells.zero.accuracy", "zero cells that are right 零值单元格"),
    ("cells.blank.accuracy", "blank cells that are right 空白单元格"),
    ("header.f1", "header facts, F1 首部信息"),
    ("sections.f1", "sections, F1 章节"),
    ("narrative.micro.f1", "facts of the prose, micro F1 文字事实微平均"),
    ("narrative.macro_f1", "facts of the prose, macro F1 文字事实宏平均"),
    ("absent.accuracy", "numbers that must not appear and do not 不应出现的数字未出现"),
    ("grounding", "quotes that stand in the text 引文与原文一致"),
    ("flagged", "values flagged for a person 提示人工核对"),
    ("silent", "silent errors 无提示的错误"),
)


def accuracy_page(project: Path) -> str:
    """The whole page."""
    runs = [load_run(path) for path in sorted((project / "eval" / "baselines").glob("*.json"))]
    order = list(describe_suites(project))
    engines = ("rules", "hybrid", "model")
    runs.sort(
        key=lambda run: (
            order.index(run.info.suite) if run.info.suite in order else len(order),
            engines.index(run.info.engine.name) if run.info.engine.name in engines else len(engines),
            run.title,
        )
    )
    abouts = {name: suite.about for name, suite in describe_suites(project).items()}
    return "\n".join(
        [_HEAD, *(line for run in runs for line in _section(run, abouts.get(run.info.suite, "")))]
    )


def _section(run: EvalRun, about: str) -> Iterator[str]:
    splits = dict.fromkeys(each.split for each in run.documents)
    yield f"## {run.title}\n"
    size, gold = len(run.repeat(0)), run.info.suite_sha256[:12]
    yield f"{about}. {size} documents ({', '.join(splits)}), gold `{gold}`,"
    engine = run.info.engine
    model = f", model {engine.model}" if engine.model else ""
    yield f"extractor {engine.version}{model}, read on {run.info.started[:10]}.\n"
    yield from _figures(run, [(name, title) for name, title in _HEADLINE if name in run.figures])
    silent = [(name, name.removeprefix("silent.")) for name in run.figures if name.startswith("silent.")]
    yield "Silent errors by basis 各依据的无提示错误率\n"
    yield from _figures(run, silent)
    yield "By field 分字段\n"
    yield from _figures(run, list(_fields(run)))
    yield from _trust(run)
    if run.agreement is not None:
        yield from _agreement(run)


def _fields(run: EvalRun) -> Iterator[tuple[str, str]]:
    present = (name.removesuffix(".nonzero.f1") for name in run.figures if name.endswith(".nonzero.f1"))
    for name in fields_of(filter(is_cells, present)):
        field = FIELDS[name]
        stem = f"{name}.nonzero" if is_cells(name) else name
        title = f"{field.english} {field.chinese.removeprefix('· ')}"
        if f"{stem}.f1" in run.figures:
            suffix = ", non-zero cells, F1" if is_cells(name) else ", F1"
            yield f"{stem}.f1", title + suffix
        elif f"{name}.accuracy" in run.figures:
            yield f"{name}.accuracy", f"{title}, of those found"


def _figures(run: EvalRun, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield "| | value | 95 % | n |"
    yield "| --- | ---: | ---: | ---: |"
    for name, title in rows:
        figure = run.figures[name]
        yield f"| {title} | {percent(figure.value)} | {interval(figure) or 'n/a'} | {figure.n} |"
    yield ""


def _trust(run: EvalRun) -> Iterator[str]:
    trust = run.trust
    if trust.area is None or trust.calibration_error is None:
        return
    yield (
        f"Area under the risk–coverage curve {trust.area:.5f}, calibration error of the bases "
        f"{trust.calibration_error:.4f} (n {trust.n} values; no interval is computed for either).\n"
    )
    if lines := list(witness_lines(run)):
        yield "Witnesses of the prose ([witnesses.md](witnesses.md)) 散文的两名读者\n"
        yield "\n".join(f"- {line}" for line in lines) + "\n"


def witness_lines(run: EvalRun) -> Iterator[str]:
    """Topics where the readers agree and where they differ, and what each reader would give alone."""
    told = run.witnesses
    for group, title in (
        ("agreed", "both readers agree"),
        ("disputed", "they differ"),
        ("alone", "one alone"),
    ):
        for who in ("delivered", "rule", "learned", "model"):
            right, wrong = (told.get(f"{group}/{who}/{how}", 0) for how in ("right", "wrong"))
            if right + wrong:
                yield f"topics where {title}: {who} {right} of {right + wrong} right"
    curve = ", ".join(
        f"{point.accepted} {percent(point.coverage)} at {percent(point.risk)}"
        for point in run.prose_trust.curve
    )
    if curve:
        yield f"prose, share accepted at the share of wrong ones among it: {curve}"


def _agreement(run: EvalRun) -> Iterator[str]:
    agreed = run.agreement
    if agreed is None:
        return
    yield f"Agreement of the two readers, {agreed.documents} documents 两次标注的一致程度\n"
    yield "| | agreement | n |"
    yield "| --- | ---: | ---: |"
    for name, share in (
        ("cells", agreed.cells),
        ("non-zero cells", agreed.nonzero_cells),
        ("header", agreed.header),
    ):
        if share.value is not None:
            yield f"| {name} | {percent(share.value)} | {share.n} |"
    for name, each in agreed.lists.items():
        if each.f1 is not None:
            yield f"| {name}, F1 | {percent(each.f1)} | {each.both + each.first_only + each.second_only} |"
    if agreed.topic_kappa is not None:
        yield f"| topics of counts, Cohen's κ | {agreed.topic_kappa:.3f} | {agreed.topic_n} |"
    yield ""
