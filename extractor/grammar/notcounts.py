"""Digits and numerals that never count disclosure work, each with the rule that says so.

The narrative leaves these out; the ledger explains digits with them. The order of ``RULES`` is the
order of precedence: where two rules claim the same characters, the earlier one has them.
"""

import re
from typing import NamedTuple

from extractor.grammar.plain import plain

_N = r"[一二三四五六七八九十百零〇两]"
_NUM = rf"(?:\d+|{_N}+)"
_S = r"[ \t]*"
_ZH = r"\u4e00-\u9fff"


class NonCount(NamedTuple):
    """A stretch ``[start, end)`` whose digits are set aside by the rule of that name."""

    start: int
    end: int
    rule: str


def _rule(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(pattern, flags)


RULES: dict[str, re.Pattern[str]] = {
    # A line that describes a picture in English; converters put such lines between sentences.
    "image_description": _rule(r"^[^\n]*(?:[A-Za-z]{2,}[ ,.'()\-]+){8,}[^\n]*$", re.MULTILINE),
    "url": _rule(
        r"(?:https?://|www\.)[A-Za-z0-9\-._~/?#@!$&+,;=%:]+|(?<![\w.])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/?"
    ),
    "email": _rule(r"[A-Za-z0-9._+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+"),
    "file_name": _rule(r"[\w\-()]+\.(?:pdf|docx?|xlsx?|jpe?g|png|html?)(?![A-Za-z])", re.IGNORECASE),
    # 国办公开办函〔2021〕30号, 鲁政办字[2021]115号, 国务院令第711号
    "document_number": _rule(
        rf"[〔\[(【{{<（]{_S}(?:19|20)\d\d{_S}(?:年)?[〕\])】}}>）]{_S}(?:第{_S})?\d+(?:[-—、,]\d+)*{_S}号?"
        rf"|(?:主席|国务院|政府|部|局|委|总局|省|市)?令{_S}(?:\(?第{_S})\d+{_S}号\)?|"
        rf"第{_S}\d+{_S}号(?:令|公告|文)?"
        rf"|(?<=[{_ZH}])(?:19|20)\d\d年第?\d+号(?:文件?|令|公告)?|(?<!\d)\d+号(?:文件?|令|公告)"
    ),
    "file_index_number": _rule(
        r"(?<![\w])[A-Z0-9]{4,}[A-Z0-9\-/]*/(?:19|20)\d\d-\d{3,}"
        r"|(?:索{S}引{S}号|编号|信用代码|备案号?|许可证号?|标识码|公网安备|ICP备)[:： ]*[A-Z0-9\-/_]{4,}号?"
        r"|(?<![\w.])\d{13,}(?![\d.])".replace("{S}", r"[ \t]*")
    ),
    "phone": _rule(
        rf"(?:(?:电{_S}话|传{_S}真|手机|热线|咨询|号码)[^\d\n。;]{{0,8}}?)"
        r"(?:\(?0\d{2,3}\)?[ ]*[-—–－― ]*)?\d{7,8}(?!\d)(?:[、/,转\-]{1,2}\d{1,8})*"
        r"|(?<!\d)\(?0\d{2,3}\)?[ ]*[-—–－―]+[ ]*\d{7,8}(?!\d)(?:[、/转\-]{1,2}\d{1,8})*"
        r"|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)[48]00[-—–－]\d{3,4}[-—–－]?\d{3,4}(?!\d)"
    ),
    "postcode": _rule(rf"邮{_S}(?:政)?{_S}编{_S}(?:码|号)?[为是:： ]*\d{_S}\d{_S}\d{_S}\d{_S}\d{_S}\d(?!\d)"),
    "address": _rule(
        rf"(?<=[路街道巷弄里村区园场中镇办段])[东西南北中]?[段侧]?{_S}[A-Z]?\d+(?:[-—]\d+)*{_S}号(?!文|"
        rf"令|公告)"
        rf"(?:[院楼]?{_S}[A-Z]?\d*(?:号?楼|室|房|层|栋|幢|座|单元))*"
        rf"|[A-Z]?\d+{_S}(?:号楼|楼|室|号?房间|栋|幢|单元)(?=[{_ZH}A-Z\d,;。)]|\d|$)(?!宇)"
    ),
    "law_article": _rule(
        rf"第{_S}{_NUM}{_S}条(?:之{_N})?(?:{_S}第{_S}{_NUM}{_S}款)?(?:{_S}第?{_S}[(（]?{_NUM}[)）]?{_S}项)?"
        rf"(?:[、和及]第?[(（]?{_NUM}[)）]?[条款项])*|第{_S}[(（]{_NUM}[)）]{_S}项|"
        rf"第{_S}{_NUM}{_S}[款项章节]"
    ),
    "period": _rule(
        rf"(?:统{_S}计{_S}(?:期限|时限|时间|周期|数据)|"
        rf"起止)[^\n。;]{{0,12}}?\d{{4}}{_S}年{_S}\d+{_S}月{_S}\d+{_S}日"
        rf"[^\n。;]{{0,6}}?(?:(?:\d{{4}}|本|当|同|次){_S}年{_S})?\d+{_S}月{_S}\d+{_S}日"
    ),
    "date": _rule(
        rf"(?:(?:19|20)(?:\d\d|\d \d){_S}年{_S})?(?<!\d)\d{{1,2}}{_S}月(?:份|"
        rf"{_S}(?:\d{{1,2}}{_S}(?:[日号]|(?=[-—–~至、]{_S}\d+{_S}[日号])))"
        rf"(?:{_S}(?:[-—–~至到、和及])+{_S}\d{{1,2}}{_S}[日号])*)?(?:底|初|中旬|上旬|下旬)?(?!\d)"
        r"|(?<![\d.])(?:19|20)\d\d([-./])(?:0?[1-9]|1[0-2])\1(?:3[01]|[12]\d|0?[1-9])(?!\d)"
        rf"|(?<=[至到和、—-])\d{{1,2}}{_S}日(?!均)|"
        rf"[二一][〇○零一二三四五六七八九]{{3}}年(?:{_N}{{1,3}}月)?(?:{_N}{{1,3}}日)?"
        rf"|{_N}{{1,3}}月{_N}{{1,3}}[日号]|(?<=[至到起自从])[一二三四五六七八九十]{{1,2}}月|"
        rf"(?<![\d月])[1-3]?\d日(?=\()"
    ),
    "year": _rule(
        rf"(?<!\d)(?:19|20)\d{_S}\d{_S}(?:年|(?=[-—–~至/、和]{_S}(?:(?:19|20)?\d\d){_S}年|版|"
        rf"修订|修改|修正|财年))"
        rf"|(?<!\d)(?:19|20)\d\d(?=[{_ZH}]{{2,}})(?!(?:余|多|万|千|百|个|条|件|人|次|份|家|篇|"
        rf"项|期|册|户|场|名|元|起|处|例|部|宗|卷|页|字|张|批|套))"
        rf"|(?<=\d年)[-—、和至]{_S}(?:19|20)\d\d年"
    ),
    "time_of_day": _rule(
        r"(?<![\d:])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?!\d)|(?<=[午晨晚日])(?:1[0-2]|"
        r"\d)[时点](?:\d{1,2}分|半)?"
    ),
    "page_number": _rule(
        rf"^[ \t]*[-—–－]+{_S}\d{{1,3}}{_S}[-—–－]+[ \t]*$|"
        rf"^[ \t]*第{_S}\d{{1,3}}{_S}页[ \t]*$|第{_S}\d{{1,3}}{_S}页[ ,，/]*共{_S}\d{{1,3}}{_S}页"
        rf"|^[ \t]*(?:Page[ ]*)?\d{{1,3}}[ ]*/[ ]*\d{{1,3}}[ \t]*$|^[ \t]*\d{{1,3}}[ \t]*(?=\s*\Z)",
        re.MULTILINE,
    ),
    "session_name": _rule(
        rf"(?:十|二十)?{_N}届(?:{_N}+(?:、{_N}+)*中(?:、{_N}+中)*(?:、)?)*(?:{_N}+中)?全[会体]"
        rf"|(?:第{_S})?{_NUM}{_S}届(?:[{_ZH}]{{0,8}}?(?:第{_S})?{_NUM}{_S}次(?:全体)?(?:会议|"
        rf"全会)?)?|党的(?:十八|十九|二十)大|(?:十八|十九|二十)大"
        rf"|[人政][大协]{_N}+届{_N}次"
    ),
    "ordinal": _rule(
        rf"总?第{_S}{_NUM}(?:{_S}[期次届批号名位方版卷辑个场轮部集季时手线台天步类张产把例站]|"
        rf"季度|位次|线|阶段)?"
        rf"|(?:排名?|位列|位居|列|居|获得?)(?:[{_ZH}]{{0,8}}?)第{_NUM}(?:名|位)?|NO\.?\d+"
    ),
    # 12345热线, 区长电话12345, 12345政务服务便民热线
    "hotline_name": _rule(
        rf"(?<!\d)[\"“]?1\d{{4}}[\"”]?(?={_S}(?:[{_ZH}、]{{0,8}}?(?:热线|平台|专线|电话|投诉|"
        rf"举报|工单|服务|市长|中心)))"
        rf"|(?<=热线|电话|专线|平台){_S}[(\"“]?1\d{{4}}(?![\d])|(?<!\d)(?:12345|12380|12388|"
        rf"12333|12315|12348|12369|12329|12366)(?!\d|{_S}[件条个人次余])"
    ),
    "name_with_digits": _rule(
        rf"\d+(?:\+[\dA-Za-z]+)+(?:\+[\dA-Za-z{_ZH}])?|\d+[x×X*]\d+|"
        rf"[A-Za-z]+[.\-]?\d+(?:\.\d+)?|\d+[GKDN](?![A-Za-z])"
        rf"|十[大件项]{_S}(?:民生|惠民|为民|重点)*{_S}(?:实事|工程)|三{_S}项{_S}制度|三{_S}公(?:{_S}经费)?"
    ),
    # 三个方面, 五大任务: how the text is built or a slogan, never how much was done
    "structure_word": _rule(
        rf"(?:\d+|{_N}+){_S}(?:个|大|项)?{_S}(?:方面|维度|层面|环节|步骤|阶段|角度|部分|要素|"
        rf"关键词|自信|意识|维护|确立|转变"
        rf"|融合|必须|坚持|统一|结合|原则|强化|到位|着力|聚焦|注重|确保|不放过|一律|凡是|更加|"
        rf"亮点|抓手|高地|定位)"
        rf"|{_N}+{_S}大{_S}[{_ZH}]{{2}}"
    ),
    "quoted_name": _rule(r"[“「‘][^”」’\n]{0,24}[”」’]|\"[^\"\n]{1,16}\""),
    "title_name": _rule(r"《[^》]{1,120}》|〈[^〉]{1,60}〉"),
    "list_number": _rule(
        rf"(?:^|(?<=[\n。;；:：!?]))[ \t]*[(（]?\d{{1,2}}{_S}(?:[)）]|[、．]|[.](?!\d)|"
        rf"(?=[{_ZH}]{{2}}[{_ZH}、]*[。:]$))"
        rf"|[(（]{_S}(?:\d{{1,2}}|{_N}{{1,3}}){_S}[)）]|(?:^|"
        rf"(?<=[\n。;；:：,，]))[ \t]*{_N}{{1,3}}(?:是|、(?!{_N}))"
        rf"|(?:^|(?<=[\n])){_N}{{1,3}}[.．,]|(?<=[。;；,，:：]){_S}\d{{1,2}}是(?=[{_ZH}])|[①-⑳]",
        re.MULTILINE,
    ),
    # 20个工作日内, 24小时, 7天, 近3年: how long, never how much
    "deadline": _rule(
        rf"(?:[近前后约]{_S})?(?:\d+(?:[-—至到]\d+)?|{_N}+){_S}(?:个)?{_S}(?:工作日|自然日|"
        rf"小时|日内|天|分钟|个月|月(?:内|以内|之内|的|期|后|前|以上)|年(?:内|来|以上|以来|期)|"
        rf"周内|秒)(?:之?内|以内|前)?"
        rf"|(?<!\d)\d{{1,2}}日(?:之?内|以?前)"
    ),
    "requirement": _rule(
        rf"(?:至少|最少|不[得应]?[少低高大多]于|不[得能]?[超]过|不得超出|不足|最多|原则上|上限|"
        rf"满分|[≥≤<>]|达到?(?=\d+%要求))"
        rf"[^\d\n,，。;；、一二三四五六七八九十两]{{0,6}}(?:\d[\d,.]*|{_N}+){_S}[%％]?(?:[万亿])?[{_ZH}]?"
        rf"|每(?:个?[日天周月年]|个?季度?|半[年月]|两周|"
        rf"旬)(?:[^\d\n,，。;；一二三四五六七八九十两]){{0,12}}(?:\d+|{_N}+)(?:-\d+|"
        rf"至\d+)?{_S}[次期条篇份个场件](?!余)"
        rf"|(?:分值|权重|赋分|占分)[^\d\n,，。;；]{{0,8}}\d+(?:\.\d+)?{_S}(?:分|%|％)"
        rf"|\d+(?:\.\d+)?{_S}分(?:分值|的分值)"
    ),
}
"""Rule name to pattern, in order of precedence."""


def non_counts(text: str) -> list[NonCount]:
    """Stretches of ``text`` that hold digits or numerals which count nothing, in order, not overlapping."""
    folded = plain(text)
    taken = bytearray(len(folded))
    found = []
    for rule, pattern in RULES.items():
        for match in pattern.finditer(folded):
            start, end = match.span()
            if start < end and not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                found.append(NonCount(start, end, rule))
    return sorted(found)
