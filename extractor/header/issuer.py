"""The body that reports: from the title, the preamble, the contact line, the signature or the page."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.header.body_names import (
    calls_itself_so,
    cleaned,
    differ,
    ends_as_a_body,
    is_name,
    is_office,
    is_press,
    names_a_place,
    without_own_office,
)
from extractor.header.other_bodies import is_below_county, surely_differ
from extractor.header.report_year import Named
from extractor.header.source import HeaderLine, HeaderText, Stretch
from extractor.header.titles import Title
from extractor.ideographs import HAN

_NAME = rf"(?P<body>[{HAN}·]{{2,30}}?(?:[(（](?!盖?章|[公签]章)[{HAN}]{{1,12}}[)）][{HAN}]{{0,8}})?)"
_SHORT = r"(?:[(（](?:以下|下称|简称)[^)）]{0,24}[)）])?"
_SEALED = r"(?:[(（](?:盖章|公章|签章)[)）])?"
_PREAMBLE = (
    re.compile(
        rf"由{_NAME}{_SHORT}(?:结合[^,。;]{{0,30}}|根据[^,。;]{{0,30}})?(?:负责|组织|汇总|综合|牵头)*(?:编制|编写|撰写|编纂)"
    ),
    re.compile(
        rf"编制(?:单位|机关|部门|机构){_SEALED}[:： ]*{_NAME}(?=[,。;\s]|$|编制|审核|(?:19|20)\d\d年)"
    ),
    re.compile(
        rf"(?:^|[,。;\n]|规定|要求){_NAME}{_SHORT}(?:结合[^,。;]{{0,30}},?)?(?:认真|负责|组织|特|现)*"
        r"(?:编制|编写|撰写)(?!的通知)"
    ),
    re.compile(
        rf"(?:^|[,。;\n]|规定|要求){_NAME}{_SHORT}(?:(?:特|现|依法)*向(?:全?社会|公众)|[现特](?:予以|依法)?)(?:公开|公布|发布)"
    ),
    re.compile(rf"[现特]由{_NAME}{_SHORT}(?:向(?:全?社会|公众))?(?:公开|公布|发布)"),
    re.compile(
        rf"结合(?:(?:19|20)\d\d年(?:度)?)?{_NAME}{_SHORT}(?:的)?(?:政府信息|信息|政务)(?:与政务)?公开"
    ),
    re.compile(rf"(?:^|\n){_NAME}{_SHORT}(?:依据|根据|按照|依照)"),
    re.compile(rf"(?:^|[。\n]){_NAME}{_SHORT}(?:的)?(?:19|20)\d\d年"),
)
_EXPLAINS = re.compile(rf"本(?:年度)?(?:报告|年报)由{_NAME}{_SHORT}(?:负责|承担)?解释")
"""Mostly the last sentence of a report."""
_CONTACT = re.compile(
    r"(?:请(?:与|和|向|同|径与|直接与)|请?联系|请?咨询|联系(?:单位|部门|机构))[:： ]*"
    rf"{_NAME}(?=联系|咨询|[(（,。;]|反映|\s*$)",
    re.MULTILINE,
)
_BEHIND_A_FIELD = (
    r"[|\s,。;]|$|[(（](?:(?:19|20)\d\d年|盖?章|[公签]章)|(?:19|20)\d\d年|"
    r"(?:统计|填[报表]|报送|上报|审核|负责|联系|机构|单位|所属|组织|主要|分管)[^,。;:]{0,6}:|"
    r"发布|发文|索引|成文|公开|来源|字体|报告|填报|日期|时间|浏览|年度|编制|审核"
)
"""What may stand behind the name in a field: its end, a seal, a year, the next field."""
_PUBLISHER = re.compile(
    r"(?:(?:报送|填报|填表|报告|上报|编报|汇总)(?:单位|机关|部门)|(?:单位|机构)名称|"
    r"(?<=\n)单位|^单位|发布机构|发布单位|公开主体|发文机关|信息来源|发布机关|公开单位|公开机构|"
    rf"发文机构|来源){_SEALED}[:：| ]{{1,3}}"
    rf"{_NAME}(?={_BEHIND_A_FIELD})"
)
_HOST = re.compile(rf"主办(?:单位|机关)[:：| ]{{1,3}}{_NAME}(?={_BEHIND_A_FIELD})")
"""At the head of a table whose body it is; below, every page of a site says so."""
_HOST_REACH = 400
_SUBJECT = re.compile(
    r"(?:^|[。\n])[(（]?(?:[一二三四五六七八九十\d]{1,2}[)）、.]+)?(?:(?:总体|基本|主动公开)(?:政府信息)?(?:工作)?的?情况"
    rf"|概述|概况)?[:：]?(?:(?:(?:19|20)\d\d年度?|(?:过去的?)?一年来?|本年度|全年)[,，]?)?"
    rf"(?:在[^,。;]{{2,30}}(?:领导|指导|支持|关心|部署|帮助)下[,，])?{_NAME}(?=认真|坚持|严格|高度|按照|按|紧紧|紧扣|深入|积极|全面|始终|共|"
    r"主要|持续|扎实|以(?:习近平|党)|政府信息公开工作|政务公开工作|信息公开工作|在(?:市|县|区|省|上级))"
)
_BODY_LINE = re.compile(r"[^,。;:|\d、《》]{3,40}")
_SIGNED = re.compile(
    r"(?P<body>[^,。;:|\d]{0,40}?)[(]?(?:(?:(?:19|20)\d\d|二[〇○零]\S{2})年[\d一二三四五六七八九十元正]{1,2}月"
    r"(?:[\d一二三四五六七八九十]{1,3}日)?|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2})[)]?"
)
_SEAL = re.compile(r"\s*[(（](?:盖章|公章|印章|章|印)[)）]\s*$")
_BARE_PLACE = re.compile(r"县(?!域)|市(?![场政容])|区(?!块)|省|州|旗")
"""A name that begins so leaves out which county or town it is of."""
_BEFORE_NAME = " (（"
_AROUND_NAME = " •·*-—–－"
_SUPERIOR = re.compile(r"[省市区县乡镇]委|领导|书记|上级|国务院|党中央")
_HEAD = 2500
_TAIL = 900
_UNDER_TITLE = 4
_HEAD_LINES = 8
_SUBJECT_REACH = 1500


class Issuer(NamedTuple):
    """A name with its places; ``rival`` is another source's name of surely another body."""

    name: str
    places: tuple[Stretch, ...]
    rival: Stretch | None = None


def find_issuer(source: HeaderText, title: Title | None, named: Sequence[Named]) -> Issuer | None:
    """The body: as the title names it, completed by the signature where the title only names a place.

    Without a title it is, in this order, what the report calls itself, who wrote it, who signs it, who
    answers questions, whom the page names, a line of its own at the head, the subject of its sentences.
    """
    signature = _signature(source)
    if title is not None and title.body:
        return _of_title(source, title, signature or _below_title(source.lines, title), named)
    others = (_named(source, named), _preamble(source), signature, _contact(source), _publisher(source))
    weak = (_head_line(source), _subject(source), _signed_last(source))
    for place in (*others, *weak):
        place = None if place is None else _in_full(source, place)
        if place is not None and calls_itself_so(source.text, source.text[slice(*place)]):
            rival = _rival(source, place, (others[0], signature))
            rival = rival or _other_body(source, source.text[slice(*place)])
            return Issuer(source.words(*place), (place,), rival)
    return None


def _of_title(source: HeaderText, title: Title, fuller: Stretch | None, named: Sequence[Named]) -> Issuer:
    name = "".join(source.words(*place) for place in title.body_at)
    first = title.body_at[0]
    rival = _rival(source, first, (_named(source, named), fuller), title.body) or _other_body(source, name)
    if fuller is not None and not is_office(title.body):
        signed = source.text[slice(*fuller)]
        shared = _overlap(title.body, signed)
        if shared >= 2 and len(signed) > shared:
            return Issuer(name + source.words(fuller[0] + shared, fuller[1]), (*title.body_at, fuller))
    return Issuer(name, title.body_at, rival)


def _in_full(source: HeaderText, place: Stretch) -> Stretch:
    """A name without its place (县统计局) as the head prints it in full: 岚谷县统计局."""
    name = source.text[slice(*place)]
    if not _BARE_PLACE.match(name):
        return place
    fuller = re.compile(rf"(?<![{HAN}])[{HAN}]{{2,8}}{re.escape(name)}(?=[^{HAN}]|{_BEHIND_A_FIELD})")
    for line in source.lines:
        match = fuller.search(line.text) if line.start < _HEAD else None
        if match is not None and is_name(match.group()):
            return line.start + match.start(), line.start + match.end()
    return place


def _rival(
    source: HeaderText, place: Stretch, others: Sequence[Stretch | None], words: str | None = None
) -> Stretch | None:
    name = words or source.text[slice(*place)]
    named = ((each, source.text[slice(*each)]) for each in others if each is not None)
    return next((each for each, other in named if differ(name, other) or surely_differ(name, other)), None)


def _other_body(source: HeaderText, name: str) -> Stretch | None:
    """Another body that the head or the last line gives as the one that reports."""
    head = min(source.body, _HEAD)
    fields = (*_PREAMBLE, _CONTACT, _PUBLISHER, _SUBJECT)
    told = [place for pattern in fields for place in _bodies(source.text, pattern, head)]
    for line in source.lines:
        if line.end <= head:  # folding joins a title and the line below it
            found = (place for each in fields for place in _bodies(line.text, each, len(line.text)))
            told += [(line.start + low, line.start + high) for low, high in found]
    told = [each for each in told if not _is_source(source, each) and not _of_superior(source, each)]
    last = _signed_last(source)
    told += [last] if last is not None else []
    names = ((place, source.text[slice(*place)]) for place in told)
    return next((place for place, other in names if not is_press(other) and surely_differ(name, other)), None)


def _is_source(source: HeaderText, place: Stretch) -> bool:
    """Whether a field names whom the page has its text from, which may be any body."""
    return re.search(r"来源\W*$", source.text[: place[0]]) is not None


def _of_superior(source: HeaderText, place: Stretch) -> bool:
    return _SUPERIOR.search(source.text[slice(*place)]) is not None


def _signed_last(source: HeaderText) -> Stretch | None:
    """A body's name alone on the last line, a signature without a date; a site's owner is a government."""
    line = source.lines[-1] if len(source.lines) > 1 else None
    if line is None or line.start < source.body:
        return None
    name = _SEAL.sub("", line.text.rstrip())
    bare = name.lstrip(_BEFORE_NAME)
    if _BODY_LINE.fullmatch(bare) and is_office(bare) and is_name(bare) and is_below_county(bare):
        return line.start + len(name) - len(bare), line.start + len(name)
    return None


def _overlap(first: str, second: str) -> int:
    """Length of the longest end of ``first`` that ``second`` begins with."""
    return next((n for n in range(min(len(first), len(second)), 0, -1) if first.endswith(second[:n])), 0)


def _below_title(lines: Sequence[HeaderLine], title: Title) -> Stretch | None:
    """A line under the title that names the body in full (迎宾路街道 → 迎宾路街道办事处)."""
    for line in [line for line in lines if line.start > title.end][:_UNDER_TITLE]:
        if _BODY_LINE.fullmatch(line.text) and is_office(line.text) and _overlap(title.body, line.text) >= 2:
            return line.start, line.end
    return None


def _signature(source: HeaderText) -> Stretch | None:
    """The body's name in the signature: on the line of the last date or on the line before it."""
    tail = len(source.text) - _TAIL
    for index in range(len(source.lines) - 1, 0, -1):
        line = source.lines[index]
        if line.start < tail:
            return None
        match = _SIGNED.fullmatch(line.text)
        if match is None:
            continue
        signed = _SEAL.sub("", match["body"].rstrip())
        name = signed.lstrip(_BEFORE_NAME)
        if is_office(name) and is_name(name):
            low = line.start + match.start("body") + len(signed) - len(name)
            return low, line.start + match.start("body") + len(signed)
        before = source.lines[index - 1]
        name = _SEAL.sub("", before.text)
        if not match["body"] and _BODY_LINE.fullmatch(before.text) and ends_as_a_body(name):
            return before.start, before.start + len(name)
    return None


def _named(source: HeaderText, named: Sequence[Named]) -> Stretch | None:
    """The body in the words by which a report names itself."""
    for report in named:
        for low, high in report.bodies:
            if source.text.startswith("政府信息", high) and source.text[low:high].endswith("人民"):
                high += 2
            trimmed = low + cleaned(source.text[low:high])
            if high - trimmed >= 2 and ends_as_a_body(source.text[trimmed:high]):
                return trimmed, high
    return None


def _preamble(source: HeaderText) -> Stretch | None:
    for pattern in _PREAMBLE:
        for place in _bodies(source.text, pattern, _HEAD):
            return place
    return next(_bodies(source.text, _EXPLAINS, len(source.text)), None)


def _contact(source: HeaderText) -> Stretch | None:
    places = _bodies(source.text, _CONTACT, _HEAD)
    return next((place for place in places if not is_press(source.text[slice(*place)])), None)


def _publisher(source: HeaderText) -> Stretch | None:
    hosts = _bodies(source.text, _HOST, min(source.body, _HOST_REACH))
    return next(
        (
            _on_its_line(source, place)
            for place in (*_bodies(source.text, _PUBLISHER, _HEAD), *_in_lines(source), *hosts)
            if not source.text[: place[1]].endswith("网") and not is_press(source.text[slice(*place)])
        ),
        None,
    )


def _on_its_line(source: HeaderText, place: Stretch) -> Stretch:
    """A name that goes on in the next line, where it ends as a body's does before that line begins."""
    low, high = place
    end = next((line.end for line in source.lines if line.start <= low < line.end < high), high)
    return (low, end) if is_office(source.text[low:end]) else place


def _in_lines(source: HeaderText) -> Iterator[Stretch]:
    """The names in fields that end with their printed line: folding joins lines of a table without prose."""
    for line in source.lines:
        if line.start < min(source.body, _HOST_REACH):
            for pattern in (_PUBLISHER, _HOST):
                for low, high in _bodies(line.text, pattern, len(line.text)):
                    yield line.start + low, line.start + high


def _bodies(text: str, pattern: re.Pattern[str], end: int) -> Iterator[Stretch]:
    """The named bodies that a pattern finds, without the office of the body that answers for it."""
    for match in pattern.finditer(text, 0, end):
        low, high = match.span("body")
        low += cleaned(match["body"])
        words = text[low:high]
        if words.endswith("人民") and text.startswith("政府", high):
            high, words = high + 2, words + "政府"
        if ends_as_a_body(without_own_office(words)) and names_a_place(words):
            yield low, low + len(without_own_office(words))


def _head_line(source: HeaderText) -> Stretch | None:
    """A line before the first section that is a body's name and nothing else."""
    for line in source.lines[:_HEAD_LINES]:
        words = line.text.strip(_AROUND_NAME)
        if line.start >= source.body:
            return None
        if ends_as_a_body(words) and names_a_place(words) and len(words) >= 4 and not is_press(words):
            low = line.start + line.text.index(words)
            return low, low + len(words)
    return None


def _subject(source: HeaderText) -> Stretch | None:
    """The body whose work the first sentences tell of."""
    reach = min(len(source.text), source.body + _SUBJECT_REACH)
    for low, high in _bodies(source.text, _SUBJECT, reach):
        if not _of_superior(source, (low, high)):
            return low, high
    return None
