"""Table texts for the tests: rows of figures in the official wording, read back through the room's door."""

from collections.abc import Mapping, Sequence

from extractor.ingest import read_text
from extractor.normalise import fold_characters
from extractor.records import Section, SectionKey, Span
from extractor.tables import Known, read_tables

COLUMNS = ("natural", "business", "research", "social", "legal", "other_org", "total")
HEADER = (
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\t申请人情况\n"
    "自然人\t法人或其他组织\t总计\n商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\n"
)
LABELS = {
    "new": "一、本年新收政府信息公开申请数量",
    "carried_in": "二、上年结转政府信息公开申请数量",
    "granted": "（一）予以公开",
    "partial": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "denied_state_secret": "1.属于国家秘密",
    "denied_law": "2.其他法律行政法规禁止公开",
    "denied_stability": "3.危及“三安全一稳定”",
    "denied_third_party": "4.保护第三方合法权益",
    "denied_internal": "5.属于三类内部事务信息",
    "denied_process": "6.属于四类过程性信息",
    "denied_enforcement": "7.属于行政执法案卷",
    "denied_inquiry": "8.属于行政查询事项",
    "unable_not_held": "1.本机关不掌握相关政府信息",
    "unable_no_existing": "2.没有现成信息需要另行制作",
    "unable_unclear": "3.补正后申请内容仍不明确",
    "refused_petition": "1.信访举报投诉类申请",
    "refused_duplicate": "2.重复申请",
    "refused_publication": "3.要求提供公开出版物",
    "refused_repeated": "4.无正当理由大量反复申请",
    "refused_reissue": "5.要求行政机关确认或重新出具已获取信息",
    "other_no_correction": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "other_no_fee": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "other_misc": "3.其他",
    "other": "（六）其他处理",
    "processed": "（七）总计",
    "carried_out": "四、结转下年度继续办理",
}
THREE_OTHER = tuple(key for key in LABELS if key != "other")
ONE_OTHER = tuple(key for key in LABELS if not key.startswith("other_"))
GROUPS = {
    "denied_state_secret": "（三）不予公开",
    "unable_not_held": "（四）无法提供",
    "refused_petition": "（五）不予处理",
    "other_no_correction": "（六）其他处理",
}
OUTCOMES = tuple(key for key in LABELS if key not in ("new", "carried_in", "processed", "carried_out"))

Row = list[str]
Figures = dict[str, Row]
"""Row key to the seven prints of the row."""


def filled(parts: Mapping[str, Sequence[int]], rows: Sequence[str] = THREE_OTHER) -> Figures:
    """All rows of a table from the given inner figures; totals, 总计 and 本年新收 follow from them."""
    inner = {key: list(parts.get(key, (0,) * 6)) for key in rows}
    outcomes = [inner[key] for key in rows if key in OUTCOMES]
    inner["processed"] = [sum(column) for column in zip(*outcomes, strict=True)]
    for i in range(6):
        inner["new"][i] = inner["processed"][i] + inner["carried_out"][i] - inner["carried_in"][i]
    return {key: [str(value) for value in (*row, sum(row))] for key, row in inner.items()}


SMALL = {
    "granted": (12, 3, 0, 0, 0, 0),
    "partial": (4, 0, 0, 0, 1, 0),
    "denied_process": (2, 0, 0, 0, 0, 0),
    "unable_not_held": (7, 2, 0, 0, 0, 0),
    "refused_duplicate": (1, 0, 0, 0, 0, 0),
    "carried_in": (3, 0, 0, 0, 0, 0),
    "carried_out": (2, 1, 0, 0, 0, 0),
}


def tabbed(figures: Figures) -> str:
    """One row a line, cells parted by tabs, groups on lines of their own."""
    lines = [HEADER.rstrip("\n")]
    for key, row in figures.items():
        if key in GROUPS:
            lines.append(GROUPS[key])
        lines.append("\t".join((LABELS[key], *row)))
    return "\n".join(lines) + "\n"


def one_by_one(figures: Figures, gap: str = "\n") -> str:
    """One cell a line; blank cells are dropped."""
    lines = [HEADER.replace("\t", gap).rstrip("\n")]
    for key, row in figures.items():
        lines += [LABELS[key], *(cell for cell in row if cell)]
    return gap.join(lines) + "\n"


def read(key: SectionKey, text: str, form: str = "2021", second=None):
    """What comes of one table section; None where no table is in it."""
    document = read_text(text + "\n本页文字仅供测试，与任何机关无关，数字均为虚构，请勿引用。\n")
    body = Span.of(document.text, 0, len(text))
    sections = (Section(key=key, heading=Span.of(document.text, 0, 0), body=body),)
    found = read_tables(document, fold_characters(document.text), sections, form, Known(second or {}))
    table = getattr(found.tables, key.value)
    for row in (table or {}).values():
        for cell in (row or {}).values():
            if cell.evidence is not None:
                assert (
                    document.text[cell.evidence.start : cell.evidence.end] == cell.evidence.quote == cell.raw
                )
    return table


def applications(text: str, form: str = "2021", second=None):
    return read(SectionKey.APPLICATIONS, text, form, second and {"applications": second})


def disputes(text: str, second=None):
    return read(SectionKey.DISPUTES, text, "2021", second and {"disputes": second})


def proactive(text: str, form: str = "2021"):
    return read(SectionKey.PROACTIVE, text, form)


def values(table, figures: Figures) -> dict[str, Row]:
    """The values read for the rows of ``figures``, as print."""
    return {key: [str(cell.value) for cell in table[key].values()] for key in figures}


def wrong(table, figures: Figures) -> dict[tuple[str, str], tuple[str, str]]:
    """(row, column) to (expected, read with basis) wherever the two differ."""
    found = {}
    for key, row in figures.items():
        for column, expected in zip(COLUMNS, row, strict=True):
            cell = table[key][column]
            if str(cell.value) != expected:
                found[key, column] = (
                    expected,
                    f"{cell.value} {cell.basis} {tuple(map(int, cell.alternatives))}",
                )
    return found
