"""The official tables of the 2019 and 2021 forms.

Source: 国务院办公厅政府信息与政务公开办公室, 政府信息公开工作年度报告格式: the version used for the reports
on 2019 and 2020, and that of 国办公开办函〔2021〕30号 for reports on 2021 and later.
"""

from extractor.forms.model import Column, Quantity, Row, TableForm

_CHANGE = Column(key="change", labels=("本年增/减", "本年增减"), quantity=Quantity.SIGNED)
_PREVIOUS = Column(key="previous_items", labels=("上一年项目数量", "上年项目数量"))
_DECISIONS = Column(key="decisions", labels=("处理决定数量", "本年处理决定数量"))

_DOCUMENTS_2019 = (
    Column(key="made", labels=("本年新制作数量",)),
    Column(key="published", labels=("本年新公开数量",)),
    Column(key="total_published", labels=("对外公开总数量",)),
)
_ITEMS_2019 = (_PREVIOUS, _CHANGE, _DECISIONS)
_DOCUMENTS_2021 = (
    Column(key="issued", labels=("本年制发件数",)),
    Column(key="repealed", labels=("本年废止件数",)),
    Column(key="in_force", labels=("现行有效件数",)),
)

_ITEM_HEADERS = tuple(f"第二十条第{n}项" for n in "一五六八九")

PROACTIVE_2019 = TableForm(
    key="proactive",
    rows=(
        Row(key="rules", labels=("规章",), columns=_DOCUMENTS_2019),
        # 规范性档案 is what a mirror site in traditional characters makes of 规范性文件
        Row(
            key="normative_documents",
            labels=("规范性文件", "行政规范性文件", "规范性档案"),
            columns=_DOCUMENTS_2019,
        ),
        Row(key="licensing", labels=("行政许可",), columns=_ITEMS_2019),
        Row(key="other_services", labels=("其他对外管理服务事项",), columns=_ITEMS_2019),
        Row(key="penalties", labels=("行政处罚",), columns=_ITEMS_2019),
        Row(key="coercion", labels=("行政强制",), columns=_ITEMS_2019),
        Row(key="fees", labels=("行政事业性收费",), columns=(_PREVIOUS, _CHANGE)),
        Row(
            key="procurement",
            labels=("政府集中采购",),
            columns=(
                Column(key="projects", labels=("采购项目数量",)),
                Column(key="amount", labels=("采购总金额",), quantity=Quantity.AMOUNT),
            ),
        ),
    ),
    headers=(
        *_ITEM_HEADERS,
        "信息内容",
        "本年新制作数量",
        "本年新公开数量",
        "对外公开总数量",
        "上一年项目数量",
        "本年增减",
        "处理决定数量",
        "采购项目数量",
        "采购总金额",
        "单位万元保留位小数",
    ),
)

PROACTIVE_2021 = TableForm(
    key="proactive",
    rows=(
        Row(key="rules", labels=("规章",), columns=_DOCUMENTS_2021),
        Row(key="normative_documents", labels=("行政规范性文件", "规范性文件"), columns=_DOCUMENTS_2021),
        Row(key="licensing", labels=("行政许可",), columns=(_DECISIONS,)),
        Row(key="penalties", labels=("行政处罚",), columns=(_DECISIONS,)),
        Row(key="coercion", labels=("行政强制",), columns=(_DECISIONS,)),
        Row(
            key="fees",
            labels=("行政事业性收费",),
            columns=(Column(key="amount", labels=("本年收费金额",), quantity=Quantity.AMOUNT),),
        ),
    ),
    headers=(
        *_ITEM_HEADERS[:-1],
        "信息内容",
        "本年制发件数",
        "本年废止件数",
        "现行有效件数",
        "本年处理决定数量",
        "本年收费金额",
        "单位万元",
    ),
)

_APPLICANTS = (
    Column(key="natural", labels=("自然人",)),
    Column(key="business", labels=("商业企业",)),
    Column(key="research", labels=("科研机构",)),
    Column(key="social", labels=("社会公益组织",)),
    Column(key="legal", labels=("法律服务机构",)),
    Column(key="other_org", labels=("其他",)),
    Column(key="total", labels=("总计",)),
)

_DENIED, _UNABLE, _REFUSED, _OTHER = (("不予公开",), ("无法提供",), ("不予处理",), ("其他处理",))


def _applicants_row(key: str, *labels: str, group: tuple[str, ...] = ()) -> Row:
    return Row(key=key, labels=labels, columns=_APPLICANTS, group=group)


_BEFORE_OTHER = (
    _applicants_row("new", "本年新收政府信息公开申请数量"),
    _applicants_row("carried_in", "上年结转政府信息公开申请数量", "上年度结转政府信息公开申请数量"),
    _applicants_row("granted", "予以公开"),
    _applicants_row("partial", "部分公开区分处理的只计这一情形不计其他情形", "部分公开"),
    _applicants_row("denied_state_secret", "属于国家秘密", group=_DENIED),
    _applicants_row("denied_law", "其他法律行政法规禁止公开", group=_DENIED),
    _applicants_row("denied_stability", "危及三安全一稳定", group=_DENIED),
    _applicants_row("denied_third_party", "保护第三方合法权益", group=_DENIED),
    _applicants_row("denied_internal", "属于三类内部事务信息", group=_DENIED),
    _applicants_row("denied_process", "属于四类过程性信息", group=_DENIED),
    _applicants_row("denied_enforcement", "属于行政执法案卷", group=_DENIED),
    _applicants_row("denied_inquiry", "属于行政查询事项", group=_DENIED),
    _applicants_row("unable_not_held", "本机关不掌握相关政府信息", group=_UNABLE),
    _applicants_row("unable_no_existing", "没有现成信息需要另行制作", group=_UNABLE),
    _applicants_row("unable_unclear", "补正后申请内容仍不明确", group=_UNABLE),
    _applicants_row("refused_petition", "信访举报投诉类申请", group=_REFUSED),
    _applicants_row("refused_duplicate", "重复申请", group=_REFUSED),
    _applicants_row("refused_publication", "要求提供公开出版物", group=_REFUSED),
    _applicants_row("refused_repeated", "无正当理由大量反复申请", group=_REFUSED),
    _applicants_row(
        "refused_reissue",
        "要求行政机关确认或重新出具已获取信息",
        "要求行政机关重新确认或出具已获取信息",
        group=_REFUSED,
    ),
)
_AFTER_OTHER = (
    _applicants_row("processed", "总计"),
    _applicants_row("carried_out", "结转下年度继续办理"),
)
_APPLICATION_HEADERS = (
    "本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和",
    "申请人情况",
    "自然人",
    "法人或其他组织",
    "总计",
    "商业企业",
    "科研机构",
    "社会公益组织",
    "法律服务机构",
    "其他",
)

APPLICATIONS_ONE_OTHER = TableForm(
    key="applications",
    rows=(*_BEFORE_OTHER, _applicants_row("other", "其他处理"), *_AFTER_OTHER),
    headers=_APPLICATION_HEADERS,
)

APPLICATIONS_THREE_OTHER = TableForm(
    key="applications",
    rows=(
        *_BEFORE_OTHER,
        _applicants_row(
            "other_no_correction",
            "申请人无正当理由逾期不补正行政机关不再处理其政府信息公开申请",
            "申请人无正当理由逾期不补正",
            group=_OTHER,
        ),
        _applicants_row(
            "other_no_fee",
            "申请人逾期未按收费通知要求缴纳费用行政机关不再处理其政府信息公开申请",
            "申请人逾期未按收费通知要求缴纳费用",
            group=_OTHER,
        ),
        _applicants_row("other_misc", "其他", group=_OTHER),
        *_AFTER_OTHER,
    ),
    headers=_APPLICATION_HEADERS,
)

_OUTCOMES = (
    Column(key="upheld", labels=("结果维持", "维持")),
    Column(key="corrected", labels=("结果纠正", "纠正")),
    Column(key="other", labels=("其他结果",)),
    Column(key="pending", labels=("尚未审结",)),
    Column(key="total", labels=("总计",)),
)

DISPUTES = TableForm(
    key="disputes",
    rows=(
        Row(key="reconsideration", labels=("行政复议",), columns=_OUTCOMES),
        Row(key="litigation_direct", labels=("未经复议直接起诉",), columns=_OUTCOMES, group=("行政诉讼",)),
        Row(key="litigation_after_review", labels=("复议后起诉",), columns=_OUTCOMES, group=("行政诉讼",)),
    ),
    headers=(
        "行政复议",
        "行政诉讼",
        "未经复议直接起诉",
        "复议后起诉",
        "结果维持",
        "结果纠正",
        "其他结果",
        "尚未审结",
        "总计",
    ),
)

OUTCOME_GROUPS: dict[str, tuple[str, ...]] = {
    "granted": ("granted",),
    "partial": ("partial",),
    "denied": tuple(row.key for row in _BEFORE_OTHER if row.group == _DENIED),
    "unable": tuple(row.key for row in _BEFORE_OTHER if row.group == _UNABLE),
    "refused": tuple(row.key for row in _BEFORE_OTHER if row.group == _REFUSED),
    "other": ("other", "other_no_correction", "other_no_fee", "other_misc"),
}
"""The six outcome groups of table three and the rows that each holds."""


def outcome_rows(form: TableForm) -> tuple[str, ...]:
    """Keys of the outcome rows of an applications table, in order: all but new, carried and total."""
    apart = {"new", "carried_in", "processed", "carried_out"}
    return tuple(key for key in form.row_keys if key not in apart)
