"""Measure words: what may stand between a number and the thing it counts."""

import re

from extractor.narrative.vocabulary import MEASURES, longest_first

_ARABIC = re.compile(r"[ ]?(" + longest_first(MEASURES) + ")")
_CHINESE = re.compile(
    r"(人次|场次|批次|次|场|处|期|件|篇|份|名|家|位|轮|本|册|部|座|条|类|批|个|项|台|块|幅|张|套|种|宗|起)"
)
_NEVER = {
    "分": re.compile(
        r"分(?:别|类|级|发|工|析|解|管|布|散|配|批|开|钟|区|局|公司|会|期|步|层|段|值|支|管|为|成|享)"
    ),
    "部": re.compile(r"部(?:门|委|署|分|级|属)"),
    "单": re.compile(r"单(?:一|独|项|纯)"),
    "位": re.compile(r"位(?:于|置)"),
    "通": re.compile(r"通(?:过|报|知|告|用|信|道|办)"),
    "班": re.compile(r"班(?:子)"),
    "组": re.compile(r"组(?:织|建|成)"),
    "对": re.compile(r"对(?!夫)"),
    "所": re.compile(r"所(?!学校|高校|小学|中学|院校|大学)"),
    "站": re.compile(r"站(?:点|位)"),
    "门": re.compile(r"门(?:户|类|槛)"),
    "人": re.compile(r"人(?:大|民|均|社|事|才|力|居)"),
    "家": re.compile(r"家(?:庭|长)"),
    "张": re.compile(r"张(?:店|家)"),
    "集": re.compile(r"集(?:中|约|体|成)"),
    "讲": re.compile(r"讲(?:解|话)"),
    "课": re.compile(r"课(?:题|程)"),
    "节": re.compile(r"节(?:点)"),
}
_INDEFINITE = re.compile(
    r"[一](?:个(?!(?:专栏|专区|专题|栏目|平台|网站|公众号|账号|窗口|查阅点|点位|工作组|"
    r"专班))|批|类|种|条(?!信息|建议)|项|块|件事|次(?:性|办|发布|采集|告知|受理|填报|提交|"
    r"登录|录入|申请)|张网|本账|名|套(?=[^,。;]{0,12}(?:制度|机制|体系|模式|办法|流程|规范|队伍|班子)))"
)
_NEVER_AMOUNT = re.compile(r"(?:每|这|那|某|任|哪|第|上|下|前|后|各|任何|最后|最先|每隔)$")
"""Before a number that points at things and does not count them: 这三项, 前两名."""
_BEFORE_ONE = re.compile(r"(?:同|另|逐|统|唯|进|之|万|不|单|专|如|其中|只进|跑|只需|只用|哪怕|是)$")
"""Before 一 as a part of a word or as an article: 统一, 单一."""


def measure_after(text: str, end: int, chinese: bool) -> str | None:
    """The measure word that begins at ``end``, or None; numbers in characters accept fewer of them."""
    match = (_CHINESE if chinese else _ARABIC).match(text, end)
    if match is None:
        return None
    unit = match[1]
    never = _NEVER.get(unit)
    if never is not None and never.match(text, match.start(1)):
        return None
    return unit


def is_indefinite(text: str, start: int, end: int) -> bool:
    """Whether a number in characters only means "a" (一个良好环境) or belongs to a word (进一步)."""
    before = text[max(0, start - 4) : start]
    if _NEVER_AMOUNT.search(before):
        return True
    one = text[start:end] == "一"
    return one and bool(_BEFORE_ONE.search(before) or _INDEFINITE.match(text, start))
