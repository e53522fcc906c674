"""The counted thing beside a number: after it (30个部门) or before it (公开信息278条)."""

import re
from typing import NamedTuple

from extractor.narrative.vocabulary import HEADS, MEASURES, NOMINAL_VERBS, VERBS, longest_first

_BOUNDARY = '[,，。;:、!?()\\[\\]“”"《》<>〈〉\n|]'
_NUMBER_BEFORE = r"\d[\d.]*[ ]?[余多]?(?:万|亿)?[余]?(?:年度?|" + longest_first(MEASURES) + ")?"
_CONNECTOR = re.compile(
    r"(?:共计|总计|合计|累计(?:达)?|共有|总共|一共|数量|总数为|总数|达到了?|高达|多达|达|"
    r"分别为|分别|约为|大约|将近|接近|"
    r"近|约|为|是|有|超过|超|逾|突破|计|了|已|(?<![日月年人平])均|共|总|各|仅|各有|各为|"
    r"余|等|在|不到|人民币|(?<![理自事])由|(?<!服)从|:|：)+$"
)
_LEAD = re.compile(
    r"^(?:其中|包括|包含|含|即|如|并|且|还|也|共(?![享同建])|共计|全年|年内|本年度?|今年|累计|"
    r"分别|同时|此外|另外?|全部|目前|(?:19|20)\d\d年(?:度)?|由|对|以及|及(?!时)|和|与|于|"
    r"每期除|每[期次册]?)+"
)
_NOMINAL_VERBS = frozenset(NOMINAL_VERBS.split("|"))
_WHOLE_VERBS = tuple(VERBS.split("|"))
_OTHER_VERBS = longest_first("|".join(verb for verb in _WHOLE_VERBS if not verb.endswith("公开")))
_VERB = re.compile(
    r"(?:(?<!信息)(?<!政务)(?<!申请)(?<!预)(?:主动|集中)?公开(?!发布|申请|目录|栏|专区|"
    r"平台|工作|方式|渠道|费|范围|指南|事项|"
    r"类|率|量|数|件|机构|单位|情况|体验)"
    rf"|(?:{_OTHER_VERBS}|公开发布)(?!率|量|数|者|会|班|费|件|类|机构|单位|情况|工作|人(?!大|民|均)))"
)
_STOP_AFTER = re.compile(
    _BOUNDARY + r"|$|并|均(?!等)|已|全部|其中|占(?!地)|同比|环比|较|比(?!赛|例)|以(?!案)|后(?!续|勤|"
    r"台)|分别|等(?!级)|和(?!谐|解)|"
    r"及(?!时)|与(?!会)|或|且|被(?!征|诉)|由|在(?!线|建|职|校|编)|到(?!期)|至|为(?!民)|是|"
    r"按|都|也|还(?!款)|(?<!公)共(?!同|享|建|公)|"
    r"不(?!动产|予)|未(?!成年)|无(?!障碍|偿)|主要(?!领导|负责)|内容|通过|向|对(?!外|口|"
    r"接)|于|经(?!济|营|费|办)|得|予以|超|达|用于|左右|"
    r"以上|上下|让|使|将|把(?!关)|从(?!业)|来(?!信|访|电|源)|时(?!间|限|政|效)|地(?!方|区|"
    r"址|块|图|震|名|理|质|铁|下)|而|但|则|"
    r"便(?!民|利|捷)|就(?!业|近)|即(?!时)|因(?!公)|如|及时(?!率|性)|积极|认真|严格|继续|(?<!集)中(?![心小央层国学医介高])|"
    r"参加|参与|参训|进行|开展|组织(?!机构)|召开|举办|举行|办结|进入|实现|收到|"
    r"受理(?!机构)|答复(?!书|意见)|收取|接待(?!室|站|点|窗口)|接受|授课|[增升降减]至|尚|法院|第(?!三方)|交流(?!会|活动)|逐项|逐一|"
    r"(?<!政务)(?<!信息)(?<!申请)公开(?!信息|栏|专栏|事项|目录|专区)|(?<!新闻)发布(?!会|"
    r"平台|栏)|刊发|推送|涉及|包括|"
    r"解读(?!材料|文件|产品|信息|稿|视频|栏)|做到|赴|前往|提升|增长|下降|减少|增加|同意|"
    r"同步|作为|加强|编制|覆盖|制定|完成|"
    r"建立|设立|建成|推进(?!会)|落实|印发|报送|采取|利用|结合|围绕|主动(?!公开)|走进|投入"
)
_RUN_AFTER = re.compile(r"的?([\u4e00-\u9fffA-Za-z]{1,24})")
_NAMED_AFTER = re.compile(
    r"(“[^”\n]{1,24}”[\u4e00-\u9fff]{0,8}?|《[^》\n]{1,40}》)(?=" + _STOP_AFTER.pattern + ")"
)
_HEAD_END = re.compile("(?:" + longest_first(HEADS) + ")$")
_ANY_HEAD = re.compile("(?:" + longest_first(HEADS) + ")")
_MAX_BEFORE = 18
_MAX_AFTER = 16
_CUT_HERE = re.compile(_BOUNDARY + r"|第\d+[届次期轮批]|" + _NUMBER_BEFORE)


_KEPT_VERB = re.compile(
    r"(?:主动公开|公开)(?=(?:各类|各项|政府|政务|本级)*信息$)|(?:收到|受理|答复|办结|办理|"
    r"接收|收取|不属于|属于)(?=.*(?:申请|公开|信息|费|范围))|上线"
)
_ADVERB = re.compile(r"(?:不予|未予|无法|未|不|部分|予以|同意|依申请)$")
_SAID_OF_WORK = re.compile(
    r"(?:向社会|按时|按期|已经|已|部分|全部|同意|及时(?!率|性)|主动|正在|暂时不能|尚未|不予|予以|"
    r"无法|不能|未能|未|不|依法|当场|网上|线上|线下|成功)*"
    r"(?:" + longest_first(VERBS) + r")(?:的|了|完成|完毕)?$"
)
_WHAT_IS_PROCESSED = re.compile("(?:建议|提案|议案|留言|信件|工单)$")
_NOUN_OF_WORK = re.compile(r"(?:申请|信息|政务|事项|预)公开$|(?:业务|专题|专项)培训$")
_SUBJECT_AND_VERB = 9
_THING_OF_EARLIER = re.compile(r"(?:个|家)(?:领域|部门|单位|镇办|镇街|街道|乡镇|社区|村|县区|平台|网站)$")
_COMPARISON = re.compile(
    r"(?:[比较][^,。;]{0,8}?(?:年度?|期)|同比|环比|与[^,。;]{2,8}相比,?)"
    r"(?:增长|下降|增加|减少|提高|上升|提升|增幅|降幅)了?$"
)
_BODY_AFTER = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:单位|部门|镇办|街道|乡镇|社区|企业|科室)(?!信息|公开信息|网站|名称|建设)"
)
_PARTICLE = re.compile(r"[的了]|和(?![谐解平])|及(?!时)|与(?!会)")
_ROSE_TO = re.compile(
    r"(?:提升|提高|增加|增长|上升|上涨|下降|降低|减少|缩短|压缩|扩大|增|升|降|减)(?:到|至)了?"
)
_BRACKETS_BEFORE = re.compile(r"\([^()\d]{1,12}\)$")
_COMPARED = re.compile(r"(?:占|同比|环比|[比较](?:上年|去年|上一?年度?|同期|(?:19|20)\d\d年)).*$")


class Label(NamedTuple):
    """Where the counted thing stands: ``[start, end)`` of the label, and the side of the number."""

    start: int
    end: int
    after: bool


def find_label(text: str, start: int, end: int) -> Label | None:
    """The counted thing of the number-with-unit at ``[start, end)``; None where neither side names it."""
    before, after = _before(text, start), _after(text, end)
    if after is None:
        return before
    if before is None or _names_a_thing(text, after) or not _names_a_thing(text, before):
        return after
    return before


def _names_a_thing(text: str, label: Label) -> bool:
    return _HEAD_END.search(text, label.start, label.end) is not None


def _before(text: str, start: int) -> Label | None:
    low = max(0, start - 60)
    stretch = text[low:start]
    connector = _CONNECTOR.search(stretch)
    end = connector.start() if connector else len(stretch)
    compared = _COMPARISON.search(stretch, 0, end)
    if compared:
        return Label(low + compared.start(), low + end, False)
    if end and stretch[end - 1] in "》”":
        opening = stretch.rfind("《" if stretch[end - 1] == "》" else "“", 0, end)
        return Label(low + opening, low + end, False) if opening >= 0 else None
    if _THING_OF_EARLIER.search(stretch, 0, end) and not connector:
        return None
    brackets = _BRACKETS_BEFORE.search(stretch, 0, end)
    words_end = brackets.start() if brackets else end
    boundary = [match.end() for match in _CUT_HERE.finditer(stretch, 0, words_end)]
    begin = boundary[-1] if boundary else 0
    if _ROSE_TO.fullmatch(stretch, begin, end):
        return None
    lead = _LEAD.match(stretch[begin:end])
    if begin and stretch[begin - 1] == "”" and "“" in stretch[:begin] and not _cut(stretch[begin:end]):
        return Label(low + stretch.rfind("“", 0, begin), low + end, False)
    if lead:
        begin += lead.end()
    begin += _cut(stretch[begin:end])
    while begin < end and _PARTICLE.match(stretch, begin):
        begin += 1
    if end - begin > 2 and stretch[end - 1] == "的" and _HEAD_END.search(stretch, begin, end - 1):
        end -= 1
    return Label(low + begin, low + end, False) if begin < end else None


def _cut(words: str) -> int:
    """How many characters at the front of a phrase do not name the counted thing."""
    compared = _COMPARED.search(words)
    if compared:
        return compared.start()
    said = None if _NOUN_OF_WORK.search(words) else _SAID_OF_WORK.search(words)
    if said:
        whole = len(words) <= _SUBJECT_AND_VERB or _WHAT_IS_PROCESSED.search(words, 0, said.start())
        return 0 if whole and len(words) <= _MAX_BEFORE else said.start()
    if len(words) <= _SUBJECT_AND_VERB and words.endswith(("率", "量", "数", "度")):
        return 0
    start = words.rfind("等", 0, -1) + 1 if len(words) > 2 else 0
    for verb in reversed(list(_VERB.finditer(words, start))):
        begins = verb.start() <= start or words[verb.start() - 1] in "并已共了的所"
        if verb.end() < len(words) and (begins or verb[0] not in _NOMINAL_VERBS):
            kept = _KEPT_VERB.match(words, verb.start())
            start = _with_adverbs(words, verb.start()) if kept else verb.end()
            break
    if words[start : start + 1] == "了":
        start += 1
    return start if len(words) - start <= _MAX_BEFORE else start + _shorten(words[start:])


def _with_adverbs(words: str, start: int) -> int:
    """Back over what changes a verb's meaning: 不予公开信息 is the opposite of 公开信息."""
    adverb = _ADVERB.search(words, 0, start)
    return adverb.start() if adverb else start


def _shorten(words: str) -> int:
    for particle in ("的", "对", "将", "在", "向", "由", "和"):
        at = words.rfind(particle, 0, len(words) - 2)
        if at >= 0:
            return at + 1
    return len(words) - _MAX_BEFORE


def _after(text: str, end: int) -> Label | None:
    named = _NAMED_AFTER.match(text, end)
    if named:
        return Label(*named.span(1), True)
    run = _RUN_AFTER.match(text, end)
    if run is None or _STOP_AFTER.match(text, end):
        return None
    start, high = run.span(1)
    stop = _STOP_AFTER.search(text, start, high)
    high = stop.start() if stop else high
    particle = text.find("的", start + 1, high)
    high = particle if particle > 0 else high
    body = _BODY_AFTER.match(text, start, high)
    high = body.end() if body else high
    if high - start > _MAX_AFTER:
        heads = [match.end() for match in _ANY_HEAD.finditer(text, start, start + _MAX_AFTER)]
        high = heads[-1] if heads else start + _MAX_AFTER
    if text[high : high + 1].isdigit():
        while high > start and text[high - 1].isascii():
            high -= 1
    return Label(start, high, True) if high > start else None
