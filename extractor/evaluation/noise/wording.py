"""The official wording of the form: printed labels with their numbering and punctuation.

Source: 政府信息公开工作年度报告格式 (国办公开办函〔2021〕30号, and the version for 2019 and 2020).
Row keys are those of ``extractor.forms``.
"""

from dataclasses import dataclass
from random import Random

APPLICATIONS_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS_GROUP = "三、本年度办理结果"
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")

GROUPS = {
    "denied": "（三）不予公开",
    "unable": "（四）无法提供",
    "refused": "（五）不予处理",
    "other": "（六）其他处理",
}
ROWS = {
    "new": "一、本年新收政府信息公开申请数量",
    "carried_in": "二、上年结转政府信息公开申请数量",
    "granted": "（一）予以公开",
    "partial": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "denied_state_secret": "1．属于国家秘密",
    "denied_law": "2．其他法律行政法规禁止公开",
    "denied_stability": "3．危及“三安全一稳定”",
    "denied_third_party": "4．保护第三方合法权益",
    "denied_internal": "5．属于三类内部事务信息",
    "denied_process": "6．属于四类过程性信息",
    "denied_enforcement": "7．属于行政执法案卷",
    "denied_inquiry": "8．属于行政查询事项",
    "unable_not_held": "1．本机关不掌握相关政府信息",
    "unable_no_existing": "2．没有现成信息需要另行制作",
    "unable_unclear": "3．补正后申请内容仍不明确",
    "refused_petition": "1．信访举报投诉类申请",
    "refused_duplicate": "2．重复申请",
    "refused_publication": "3．要求提供公开出版物",
    "refused_repeated": "4．无正当理由大量反复申请",
    "refused_reissue": "5．要求行政机关确认或重新出具已获取信息",
    "other": "（六）其他处理",
    "other_no_correction": "1．申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "other_no_fee": "2．申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "other_misc": "3．其他",
    "processed": "（七）总计",
    "carried_out": "四、结转下年度继续办理",
}

_ITEM = "第二十条第（{}）项"
_ITEMS_2019 = ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量")
_DOCUMENTS_2021 = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
_DECISIONS_2021 = ("信息内容", "本年处理决定数量")
PROACTIVE_2019 = (
    (
        _ITEM.format("一"),
        ("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"),
        (("rules", "规章"), ("normative_documents", "规范性文件")),
    ),
    (
        _ITEM.format("五"),
        _ITEMS_2019,
        (("licensing", "行政许可"), ("other_services", "其他对外管理服务事项")),
    ),
    (_ITEM.format("六"), _ITEMS_2019, (("penalties", "行政处罚"), ("coercion", "行政强制"))),
    (_ITEM.format("八"), _ITEMS_2019[:3], (("fees", "行政事业性收费"),)),
    (
        _ITEM.format("九"),
        ("信息内容", "采购项目数量", "采购总金额（单位：万元，保留4位小数）"),
        (("procurement", "政府集中采购"),),
    ),
)
"""Blocks of 表二: title, header labels, (row key, row label)."""
PROACTIVE_2021 = (
    (
        _ITEM.format("一"),
        _DOCUMENTS_2021,
        (("rules", "规章"), ("normative_documents", "行政规范性文件")),
    ),
    (_ITEM.format("五"), _DECISIONS_2021, (("licensing", "行政许可"),)),
    (_ITEM.format("六"), _DECISIONS_2021, (("penalties", "行政处罚"), ("coercion", "行政强制"))),
    (
        _ITEM.format("八"),
        ("信息内容", "本年收费金额（单位：万元）"),
        (("fees", "行政事业性收费"),),
    ),
)


@dataclass(frozen=True)
class Punctuation:
    """Which forms of brackets, list dots, commas and colons a document prints."""

    half_width: bool
    list_dot: str

    def apply(self, text: str) -> str:
        """The official wording with this document's punctuation."""
        text = text.replace("．", self.list_dot)
        return text.translate(_HALF_WIDTH) if self.half_width else text


_HALF_WIDTH = str.maketrans("（），：", "(),:")


def choose_punctuation(rng: Random) -> Punctuation:
    """Full or half width, and one of the list dots seen in real reports."""
    return Punctuation(half_width=rng.random() < 0.4, list_dot=rng.choice("．..、"))
