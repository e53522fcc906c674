"""Findings of one family and year: children missing or twice, sums that are not those of the parent."""

from collections.abc import Iterator
from decimal import Decimal

from extractor.bodies.covers import Covers
from extractor.bodies.family import Family, FamilySum
from extractor.bodies.figures import CellKey, pointer_of
from extractor.bodies.year_findings import witness
from extractor.records import Body, PanelFinding, Severity, Witnessed
from extractor.tidy import as_text

_SHOWN = 5
_NO_SUM = {"change"}
"""Columns that are no amount of anything."""


def children_missing(family: Family) -> Iterator[PanelFinding]:
    """Bodies that report in other years and not in this one, where the parent's says that it covers them."""
    for child in filter(family.statement.includes, family.missing):
        failed = f"（有文件未能读取：{'、'.join(family.failed)}）" if family.failed else ""
        yield PanelFinding(
            check="families.missing",
            severity=Severity.WARNING,
            message=f"{family.parent.name} {family.year} 年度：汇总了下级，{child.name} 的报告缺失{failed}"
            f" / it covers {child.name}, whose report is missing",
            body_id=child.body_id,
            year=family.year,
            witnesses=_parent_witness(family, None),
        )


def children_twice(family: Family) -> Iterator[PanelFinding]:
    """Bodies with several Reports of the year: a sum may take either."""
    names = {child.body_id: child for child in family.expected}
    for body_id, versions in family.children.items():
        if (
            len(versions) > 1
            and len({one.figures.cells == versions[0].figures.cells for one in versions}) > 1
        ):
            child = names[body_id]
            yield PanelFinding(
                check="families.double",
                severity=Severity.WARNING,
                message=f"{family.parent.name} {family.year} 年度：下级 {child.name} 有"
                f" {len(versions)} 份内容不同的报告"
                f" / {len(versions)} different reports of {child.name}",
                body_id=body_id,
                year=family.year,
                left=Decimal(len(versions)),
                witnesses=tuple(witness(child, one, None) for one in versions),
            )


def sums_differ(family: Family) -> Iterator[PanelFinding]:
    """Cells of the parent that its children cannot add up to; those of one row and direction together.

    Less than the children is a contradiction whoever is missing. More than the children is one only where
    none is missing and most cells of the table agree: else bodies below it are not at hand, or it has
    figures of its own throughout. What is left may be what the parent did itself, and is said so.
    """
    rows: dict[tuple[str, str, bool], list[tuple[FamilySum, Decimal]]] = {}
    whole = {table: family.is_whole(table) for table in {one.key[0] for one in family.sums}}
    for one in family.sums:
        right = _contradicted(one, family)
        is_above = right is not None and one.parent.low is not None and one.parent.low > right
        if right is not None and one.key[2] not in _NO_SUM and (whole[one.key[0]] or not is_above):
            rows.setdefault((*one.key[:2], is_above), []).append((one, right))
    for found in rows.values():
        yield _finding(family, found)


def _contradicted(one: FamilySum, family: Family) -> Decimal | None:
    """What the children add up to at the nearest, where that is not what the parent prints; else None."""
    low, high = one.parent.low, one.parent.high
    if low is None or high is None:
        return None
    if high < one.low:
        return one.low
    covered = [child for child in family.expected if family.statement.includes(child)]
    is_whole = one.known == len(covered)
    return one.high if is_whole and low > one.high else None


def _finding(family: Family, found: list[tuple[FamilySum, Decimal]]) -> PanelFinding:
    one, right = next((each for each in found if each[0].key[2] == "total"), found[0])
    left = one.parent.value if one.parent.value is not None else one.parent.low
    assert left is not None
    cells = "、".join(
        f"{pointer_of(each.key)} {_number(each.parent.value)} ≠ {_number(total)}"
        for each, total in found[:_SHOWN]
    )
    more = f" 等 {len(found)} 处" if len(found) > _SHOWN else ""
    what = "少于" if left < right else "多于"
    own = "，或为本级自身数据" if left > right else ""
    return PanelFinding(
        check="families.sum",
        severity=Severity.WARNING,
        message=f"{family.parent.name} {family.year} 年度{what}下级合计"
        f"（{len(family.children)} 个下级{own}）："
        f"{cells}{more} / {one.key[1]} of the parent is not the sum of the bodies below it",
        body_id=family.parent.body_id,
        year=family.year,
        left=left,
        right=right,
        difference=left - right,
        witnesses=(
            *_parent_witness(family, one.key),
            *(
                _child_witness(family, child, one.key)
                for child in family.expected
                if child.body_id in family.children
            ),
        ),
    )


def _parent_witness(family: Family, key: CellKey | None) -> tuple[Witnessed, ...]:
    """The parent's cell, with the words by which it says whom it covers."""
    if family.version is None:
        return ()
    told = witness(family.parent, family.version, key)
    if family.statement.covers is Covers.NOT_STATED:
        return (told,)
    return (
        told,
        told.model_copy(update={"pointer": "", "value": None, "evidence": family.statement.evidence}),
    )


def _child_witness(family: Family, child: Body, key: CellKey) -> Witnessed:
    return witness(child, family.children[child.body_id][0], key)


def _number(value: Decimal | None) -> str:
    return "—" if value is None else as_text(value) or ""
