"""The counted thing beside a number: after it (30个部门) or before it (公开信息278条)."""

import re
from typing import NamedTuple

from extractor.ideographs import HAN
from extractor.lexicon import one_of, pattern, word_list

_BOUNDARY = '[,，。;:、!?()\\[\\]“”"《》<>〈〉\n|]'
_NUMBER_BEFORE = (
    rf"\d[\d.]*[ ]?[余多]?(?:万|亿)?[余]?(?:{one_of('labels.dates_go_on')}|{one_of('vocabulary.measures')})?"
)
_CONNECTOR = re.compile(rf"{one_of('labels.connectors')}{{1,6}}$")
_LEAD = re.compile(rf"^{one_of('labels.leads')}+")
_NOMINAL_VERBS = frozenset(word_list("vocabulary.nominal_verbs").plain)
_OTHER_VERBS = "|".join(
    sorted(
        (verb for verb in word_list("vocabulary.verbs").plain if not verb.endswith("公开")),
        key=len,
        reverse=True,
    )
)
_VERB = re.compile(
    r"(?:(?<!信息)(?<!政务)(?<!申请)(?<!预)(?:主动|集中)?公开"
    rf"(?!{one_of('labels.publishing_not')})"
    rf"|(?:{_OTHER_VERBS}|公开发布)(?!{one_of('labels.verb_not')}))"
)
_STOP_AFTER = re.compile(rf"{_BOUNDARY}|$|{one_of('labels.stops_after')}")
_NEXT_WORK = re.compile(rf"(?:并|再|又|另|同时)?(?:{_OTHER_VERBS})(?:了|共)?\d")
"""What was done to the next number, without a comma between: 栏目新增3个撤并2个."""
_RUN_AFTER = re.compile(rf"(?:的|专门的?)?([{HAN}A-Za-z]{{1,24}})")
_NAMED_AFTER = re.compile(
    rf"(“[^”\n]{{1,24}}”[{HAN}]{{0,8}}?|《[^》\n]{{1,40}}》)(?=" + _STOP_AFTER.pattern + ")"
)
_HEAD_END = re.compile(rf"{one_of('vocabulary.heads')}$")
_ANY_HEAD = pattern("vocabulary.heads")
_MAX_BEFORE = 18
_MAX_AFTER = 16
_TENTHS = r"[一二两三四五六七八九]成[一二三四五六七八九半]?"
_CUT_HERE = re.compile(_BOUNDARY + rf"|{_TENTHS}" + r"|第\d+[届次期轮批]|" + _NUMBER_BEFORE)


_KEPT_VERB = re.compile(
    r"(?:主动公开|公开)(?=(?:各类|各项|政府|政务|本级)*信息$)|(?:收到|受理|答复|办结|办理|"
    r"接收|收取|不属于|属于)(?=.*(?:申请|公开|信息|费|范围))|上线"
)
_NEGATION = pattern("labels.negations")
_ENDS_NEGATED = re.compile("(?:不|未|没|非|无)$")
_ADVERB = re.compile(r"(?:不予|未予|无法|未|不|部分|予以|同意|依申请)$")
_SAID_OF_WORK = re.compile(
    rf"{one_of('labels.said_of_work')}*{one_of('vocabulary.verbs')}(?:的|了|完成|完毕)?$"
)
_WHAT_IS_PROCESSED = re.compile("(?:建议|提案|议案|留言|信件|工单)$")
_NOUN_OF_WORK = re.compile(r"(?:申请|信息|政务|事项|预)公开$|(?:业务|专题|专项)培训$")
_SUBJECT_AND_VERB = 9
_THING_OF_EARLIER = re.compile(rf"(?:个|家){one_of('labels.things_of_earlier')}$")
_COMPARISON = re.compile(
    r"(?:[比较][^,。;]{0,8}?(?:年度?|期)|同比|环比|与[^,。;]{2,8}相比,?)"
    r"(?:增长|下降|增加|减少|提高|上升|提升|增幅|降幅)了?$"
)
_BODY_AFTER = re.compile(rf"[{HAN}]{{0,6}}?{one_of('labels.bodies_after')}(?!信息|公开信息|网站|名称|建设)")
_PARTICLE = pattern("labels.particles")
_ROSE_TO = re.compile(rf"{one_of('labels.rose_to')}(?:到|至)了?")
_BRACKETS_BEFORE = re.compile(r"\([^()\d]{1,12}\)$")
_COMPARED = re.compile(r"(?:占|同比|环比|[比较](?:上年|去年|上一?年度?|同期|(?:19|20)\d\d年)).*$")


_JOINED = re.compile(rf"(?:^|[,，。;:、!?()“”\"《》\n])([{HAN}]{{1,12}})、$")
_JOINED_TO_QUOTE = re.compile(rf"(?:^|[,，。;:、!?()“”\"《》\n])([{HAN}]{{1,12}}?)[和及与]$")
_LONGEST_JOINED = 6


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


def whole_label(text: str, label: Label) -> Label:
    """The label with the short things joined to its front: 延期、补正告知书, 预决算和“三公”经费.

    The topic is that of the last thing, so that only what is printed of the label is widened.
    """
    if label.after:
        return label
    start = label.start
    while joined := _joined_before(text, start):
        begin = joined.start(1) + _cut(joined[1])
        lead = _LEAD.match(text[begin : joined.end(1)])
        begin += lead.end() if lead else 0
        if not 0 < joined.end(1) - begin <= _LONGEST_JOINED:
            break
        start = begin
        if text[start - 1 : start] not in ("、", "和"):
            break
    return label._replace(start=start)


def _joined_before(text: str, start: int) -> re.Match[str] | None:
    words = _JOINED_TO_QUOTE if text.startswith("“", start) else _JOINED
    return words.search(text, max(0, start - 24), start)


def _names_a_thing(text: str, label: Label) -> bool:
    return _HEAD_END.search(text, label.start, label.end) is not None


def _before(text: str, start: int) -> Label | None:
    low = max(0, start - 60)
    stretch = text[low:start]
    connector = _CONNECTOR.search(stretch)
    if connector and _ENDS_NEGATED.search(stretch, 0, connector.start()):
        connector = None
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
            start = _behind(words, verb)
            break
    if words[start : start + 1] == "了":
        start += 1
    return start if len(words) - start <= _MAX_BEFORE else start + _shorten(words[start:])


def _behind(words: str, verb: re.Match[str]) -> int:
    """Where the counted thing begins: behind the verb, at it where it is part of the name, or before it.

    What negates the verb stays, since 不属于本机关掌握 is the opposite of 本机关掌握.
    """
    before = [match for match in _NEGATION.finditer(words, 0, verb.end()) if match.end() >= verb.start()]
    if before:
        return before[0].start()
    if (first := _NEGATION.match(words)) and first.end() < verb.start():
        return 0
    return _with_adverbs(words, verb.start()) if _KEPT_VERB.match(words, verb.start()) else verb.end()


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
    if _NEXT_WORK.match(text, start):
        return None
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
