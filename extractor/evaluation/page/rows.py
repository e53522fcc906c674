"""Rows of the page's tables: figures rounded here and nowhere before."""

from collections import Counter
from collections.abc import Iterator, Sequence

from extractor.evaluation.compare import Comparison
from extractor.evaluation.evaluation_runs import EvalRun
from extractor.evaluation.intervals import clustered
from extractor.evaluation.metrics import (
    TRUSTED,
    CountedDocument,
    Figure,
    interval,
    is_exact,
    is_value,
    parse,
    percent,
    plain,
)
from extractor.evaluation.scoring import FIELDS, Stratum, Verdict
from extractor.evaluation.scoring.items import HEADER, fields_of, is_cells
from extractor.evaluation.side_by_side import titles_of
from extractor.records import NARRATIVE_LISTS, Record

HEADLINE = (
    (
        "documents.exact",
        "全对的文件（不计主题等属性）",
        "documents without any error (attributes aside)",
        False,
    ),
    ("documents.tables_exact", "表格全对的文件", "documents whose tables are all right", False),
    ("cells.nonzero.f1", "非零单元格 F1", "non-zero cells, F1", False),
    ("cells.zero.accuracy", "零值单元格正确率", "zero cells that are right", False),
    ("cells.blank.accuracy", "空白单元格正确率", "blank cells that are right", False),
    ("header.f1", "首部信息 F1", "header facts, F1", False),
    ("narrative.micro.f1", "文字事实 微平均 F1", "facts of the prose, micro F1", False),
    ("narrative.macro_f1", "文字事实 宏平均 F1", "facts of the prose, macro F1", False),
    ("silent", "无提示的错误（不计主题等属性）", "silent errors (topics and other attributes aside)", True),
    ("flagged", "提示人工核对的数值", "values flagged for a person", True),
    ("grounding", "引文与原文一致", "quotes that stand in the text", False),
    ("documents.failed", "读取失败的文件", "documents that failed", True),
)


class Card(Record):
    """One headline figure."""

    chinese: str
    english: str
    value: str
    interval: str
    n: int
    share: float
    """Width of the bar, 0 to 100."""
    less_is_better: bool


class FieldRow(Record):
    """One field."""

    chinese: str
    english: str
    attribute: bool
    right: int
    wrong: int
    omitted: int
    fabricated: int
    abstained: int
    precision: str
    recall: str
    f1: str
    interval: str


class StratumRow(Record):
    """Cells of one table that are truly non-zero, zero or blank."""

    chinese: str
    english: str
    stratum: str
    n: int
    right: str
    wrong: int
    omitted: int
    fabricated: int
    abstained: int


class BasisRow(Record):
    """One basis: how its values came out."""

    basis: str
    trusted: bool
    right: int
    right_flagged: int
    wrong: int
    wrong_flagged: int
    stated: str
    kept: str
    silent: str
    interval: str


class DocumentRow(Record):
    """One document, all repeats together."""

    name: str
    split: str
    exact: bool
    cells: int
    header: int
    facts: int
    flagged: int
    seconds: str
    failure: str | None


class ChangeRow(Record):
    """One figure in two runs."""

    chinese: str
    english: str
    before: str
    after: str
    difference: str
    interval: str
    spread: str
    certain: bool


def cards(run: EvalRun) -> Iterator[Card]:
    """Headline figures."""
    for name, chinese, english, less in HEADLINE:
        figure = run.figures.get(name)
        if figure is not None:
            yield Card(
                chinese=chinese,
                english=english,
                value=percent(figure.value),
                interval=interval(figure),
                n=figure.n,
                share=round(100 * (figure.value or 0), 2),
                less_is_better=less,
            )


def _verdicts(
    documents: Sequence[CountedDocument], field: str, stratum: Stratum | None = None
) -> Counter[Verdict]:
    found: Counter[Verdict] = Counter()
    for each in documents:
        for bin_, n in each.bins:
            if bin_.field == field and stratum in (None, plain(bin_.stratum)):
                found[bin_.verdict] += n
    return found


def field_rows(run: EvalRun) -> Iterator[FieldRow]:
    """Every field that was scored; of cells only the non-zero ones have precision and recall."""
    documents = parse(run.documents)
    for name in fields_of(bin_.field for each in documents for bin_, _ in each.bins):
        field, verdicts = FIELDS[name], _verdicts(documents, name)
        if not verdicts:
            continue
        stem = f"{name}.nonzero" if is_cells(name) else name
        figures = run.figures
        f1 = figures.get(f"{stem}.f1") or figures.get(f"{name}.accuracy")
        yield FieldRow(
            chinese=field.chinese,
            english=field.english,
            attribute=field.attribute,
            right=verdicts[Verdict.RIGHT],
            wrong=verdicts[Verdict.WRONG],
            omitted=verdicts[Verdict.OMITTED],
            fabricated=verdicts[Verdict.FABRICATED],
            abstained=verdicts[Verdict.ABSTAINED],
            precision=_percent_of(figures.get(f"{stem}.precision")),
            recall=_percent_of(figures.get(f"{stem}.recall")),
            f1=_percent_of(f1),
            interval=interval(f1) if f1 else "",
        )


def _percent_of(figure: Figure | None) -> str:
    return "" if figure is None else percent(figure.value)


def stratum_rows(run: EvalRun) -> Iterator[StratumRow]:
    """Zeros, blanks and the rest apart."""
    documents = parse(run.documents)
    for name in filter(is_cells, fields_of(bin_.field for each in documents for bin_, _ in each.bins)):
        for stratum in (Stratum.NONZERO, Stratum.ZERO, Stratum.BLANK):
            verdicts = _verdicts(documents, name, stratum)
            n = sum(verdicts.values())
            if n:
                yield StratumRow(
                    chinese=FIELDS[name].chinese,
                    english=FIELDS[name].english,
                    stratum=stratum.value,
                    n=n,
                    right=percent(verdicts[Verdict.RIGHT] / n),
                    wrong=verdicts[Verdict.WRONG],
                    omitted=verdicts[Verdict.OMITTED],
                    fabricated=verdicts[Verdict.FABRICATED],
                    abstained=verdicts[Verdict.ABSTAINED],
                )


def basis_rows(run: EvalRun) -> Iterator[BasisRow]:
    """Confusion of bases: right and wrong values under each, flagged or not."""
    counted: Counter[tuple[str, bool, bool]] = Counter()
    holders: Counter[str] = Counter()
    for each in parse(run.documents):
        for bin_, n in each.bins:
            if is_value(bin_):
                counted[bin_.basis, bin_.verdict is Verdict.RIGHT, bin_.flagged] += n
        holders.update({bin_.basis for bin_, n in each.bins if n and is_value(bin_)})
    stated = {basis.basis: basis.stated for basis in reversed(run.trust.bases)}
    for basis in dict.fromkeys(basis.basis for basis in run.trust.bases):
        right, right_flagged = counted[basis, True, False], counted[basis, True, True]
        wrong, wrong_flagged = counted[basis, False, False], counted[basis, False, True]
        n = right + right_flagged + wrong + wrong_flagged
        trusted = basis in TRUSTED
        ends = clustered(wrong / n, holders[basis], n) if trusted else None
        yield BasisRow(
            basis=basis,
            trusted=trusted,
            right=right,
            right_flagged=right_flagged,
            wrong=wrong,
            wrong_flagged=wrong_flagged,
            stated=percent(stated.get(basis)),
            kept=percent((right + right_flagged) / n),
            silent=percent(wrong / n) if trusted else "",
            interval=f"{percent(ends[0])} – {percent(ends[1])}" if ends else "",
        )


def document_rows(run: EvalRun) -> Iterator[DocumentRow]:
    """Documents, the worst first."""
    rows = []
    for each in parse(run.repeat(0)):
        misses = Counter(item.field for item in each.document.misses)
        rows.append(
            DocumentRow(
                name=each.name,
                split=each.document.split,
                exact=is_exact(each),
                cells=sum(n for field, n in misses.items() if is_cells(field)),
                header=sum(misses[field] for field in (*HEADER, "sections")),
                facts=sum(misses[field] for field in (*NARRATIVE_LISTS, "findings", "absent")),
                flagged=sum(n for bin_, n in each.bins if bin_.flagged and is_value(bin_)),
                seconds=f"{each.document.seconds:.3f}",
                failure=each.document.failure,
            )
        )
    yield from sorted(
        rows, key=lambda row: (row.exact, -(row.failure is not None), -(row.cells + row.header + row.facts))
    )


def change_rows(comparison: Comparison) -> Iterator[ChangeRow]:
    """Headline figures, and the fields that changed."""
    headline = {name: (chinese, english) for name, chinese, english, _ in HEADLINE}
    for change in comparison.changes:
        if change.difference is None or (change.difference == 0 and change.name not in headline):
            continue
        chinese, english = headline.get(change.name) or titles_of(change.name)
        known = change.low is not None and change.high is not None
        spreads = [change.spread_before, change.spread_after]
        yield ChangeRow(
            chinese=chinese,
            english=english,
            before=percent(change.before),
            after=percent(change.after),
            difference=f"{100 * change.difference:+.2f}",
            interval=f"{100 * (change.low or 0):+.2f} … {100 * (change.high or 0):+.2f}" if known else "",
            spread=" / ".join("—" if each is None else f"{100 * each:.2f}" for each in spreads),
            certain=change.certain,
        )
