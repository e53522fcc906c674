"""Where a document names the body that reports: preamble, contact line, fields, signature, own lines."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from extractor.header.body_names import (
    cleaned,
    ends_as_a_body,
    is_name,
    is_office,
    is_press,
    names_a_place,
    without_own_office,
)
from extractor.header.other_bodies import is_below_county
from extractor.header.report_year import Named
from extractor.header.source import HeaderText, Stretch
from extractor.ideographs import HAN

_NAME = rf"(?P<body>[{HAN}·]{{2,30}}?(?:[(（](?!盖?章|[公签]章)[{HAN}]{{1,12}}[)）][{HAN}]{{0,8}})?)"
_SHORT = r"(?:[(（](?:以下|下称|简称)[^)）]{0,24}[)）])?"
_SEALED = r"(?:[(（](?:盖章|公章|签章)[)）])?"
PREAMBLE = (
    re.compile(
        rf"由{_NAME}{_SHORT}(?:结合[^,。;]{{0,30}}|根据[^,。;]{{0,30}})?(?:负责|组织|汇总|综合|牵头)*(?:编制|编写|撰写|编纂)"
    ),
    re.compile(
        rf"编制(?:单位|机关|部门|机构){_SEALED}[:： ]*{_NAME}(?=[,。;\s]|$|编制|审核|(?:19|20)\d\d年)"
    ),
    re.compile(
        rf"(?:^|[,。;\n]|规定|要求){_NAME}{_SHORT}(?:(?:结合|根据|按照|依照|依据)[^,。;]{{0,30}},?)?(?:认真|负责|组织|特|现)*"
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
CONTACT = re.compile(
    r"(?:请(?:与|和|向|同|径与|直接与)|请?联系|请?咨询|联系(?:单位|部门|机构))[:： ]*"
    rf"{_NAME}(?=联系|咨询|[(（,。;]|反映|\s*$)",
    re.MULTILINE,
)
BEHIND_A_FIELD = (
    r"[|\s,。;]|$|[(（](?:(?:19|20)\d\d年|盖?章|[公签]章)|(?:19|20)\d\d年|"
    r"(?:统计|填[报表]|报送|上报|审核|负责|联系|机构|单位|所属|组织|主要|分管)[^,。;:]{0,6}:|"
    r"发布|发文|索引|成文|公开|来源|字体|报告|填报|日期|时间|浏览|年度|编制|审核"
)
"""What may stand behind the name in a field: its end, a seal, a year, the next field."""
PUBLISHER = re.compile(
    r"(?:(?:报送|填报|填表|报告|上报|编报|汇总)(?:单位|机关|部门)|(?:单位|机构)名称|"
    r"(?<=\n)单位|^单位|发布机构|发布单位|公开主体|发文机关|信息来源|发布机关|公开单位|公开机构|"
    rf"发文机构|来源){_SEALED}[:：| ]{{1,3}}"
    rf"{_NAME}(?={BEHIND_A_FIELD})"
)
_HOST = re.compile(rf"主办(?:单位|机关)[:：| ]{{1,3}}{_NAME}(?={BEHIND_A_FIELD})")
"""At the head of a table whose body it is; below, every page of a site says so."""
_HOST_REACH = 400
SUBJECT = re.compile(
    r"(?:^|[。\n])[(（]?(?:[一二三四五六七八九十\d]{1,2}[)）、.]+)?(?:(?:总体|基本|主动公开)(?:政府信息)?(?:工作)?的?情况"
    rf"|概述|概况)?[:：]?(?:(?:(?:19|20)\d\d年度?|(?:过去的?)?一年来?|本年度|全年)[,，]?)?"
    rf"(?:在[^,。;]{{2,30}}(?:领导|指导|支持|关心|部署|帮助)下[,，])?{_NAME}(?=认真|坚持|严格|高度|按照|按|紧紧|紧扣|深入|积极|全面|始终|共|"
    r"主要|持续|扎实|以(?:习近平|党)|政府信息公开工作|政务公开工作|信息公开工作|在(?:市|县|区|省|上级))"
)
BODY_LINE = re.compile(r"[^,。;:|\d、《》]{3,40}")
_SIGNED = re.compile(
    r"(?P<body>[^,。;:|\d]{0,40}?)[(]?(?:(?:(?:19|20)\d\d|二[〇○零]\S{2})年[\d一二三四五六七八九十元正]{1,2}月"
    r"(?:[\d一二三四五六七八九十]{1,3}日)?|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2})[)]?"
)
_SEAL = re.compile(r"\s*[(（](?:盖章|公章|印章|章|印)[)）]\s*$")
_BEFORE_NAME = " (（"
_AROUND_NAME = " •·*-—–－()（）【】[]"
_SUPERIOR = re.compile(r"[省市区县乡镇]委|领导|书记|上级|国务院|党中央")
HEAD = 2500
_TAIL = 900
_HEAD_LINES = 8
_SUBJECT_REACH = 1500


def named_by_itself(source: HeaderText, named: Sequence[Named]) -> Stretch | None:
    """The body in the words by which a report names itself."""
    for report in named:
        for low, high in report.bodies:
            if source.text.startswith("政府信息", high) and source.text[low:high].endswith("人民"):
                high += 2
            trimmed = low + cleaned(source.text[low:high])
            if high - trimmed >= 2 and ends_as_a_body(source.text[trimmed:high]):
                return trimmed, high
    return None


def preamble(source: HeaderText) -> Stretch | None:
    """Who wrote the report, in its first sentences; who explains it, in its last."""
    for pattern in PREAMBLE:
        for place in bodies(source.text, pattern, HEAD):
            return place
    return next(bodies(source.text, _EXPLAINS, len(source.text)), None)


def contact(source: HeaderText) -> Stretch | None:
    """Who answers questions about the report."""
    places = bodies(source.text, CONTACT, HEAD)
    return next((place for place in places if not is_press(source.text[slice(*place)])), None)


def publisher(source: HeaderText) -> Stretch | None:
    """The body in the fields of the page or of a form."""
    hosts = bodies(source.text, _HOST, min(source.body, _HOST_REACH))
    return next(
        (
            _on_its_line(source, place)
            for place in (*bodies(source.text, PUBLISHER, HEAD), *_in_lines(source), *hosts)
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
            for pattern in (PUBLISHER, _HOST):
                for low, high in bodies(line.text, pattern, len(line.text)):
                    yield line.start + low, line.start + high


def signature(source: HeaderText) -> Stretch | None:
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
        if not match["body"] and BODY_LINE.fullmatch(before.text) and ends_as_a_body(name):
            return before.start, before.start + len(name)
    return None


def signed_last(source: HeaderText) -> Stretch | None:
    """A body's name alone on the last line, a signature without a date; a site's owner is a government."""
    line = source.lines[-1] if len(source.lines) > 1 else None
    if line is None or line.start < source.body:
        return None
    name = _SEAL.sub("", line.text.rstrip())
    bare = name.lstrip(_BEFORE_NAME)
    if BODY_LINE.fullmatch(bare) and is_office(bare) and is_name(bare) and is_below_county(bare):
        return line.start + len(name) - len(bare), line.start + len(name)
    return None


def head_line(source: HeaderText) -> Stretch | None:
    """A line before the first section that is a body's name and nothing else."""
    for line in source.lines[:_HEAD_LINES]:
        words = line.text.strip(_AROUND_NAME)
        if line.start >= source.body:
            return None
        if ends_as_a_body(words) and names_a_place(words) and len(words) >= 4 and not is_press(words):
            low = line.start + line.text.index(words)
            return low, low + len(words)
    return None


def subject(source: HeaderText) -> Stretch | None:
    """The body whose work the first sentences tell of."""
    reach = min(len(source.text), source.body + _SUBJECT_REACH)
    in_lines = (
        (line.start + low, line.start + high)
        for line in source.lines  # folding joins a title and the line below it
        if line.end <= reach
        for low, high in bodies(line.text, SUBJECT, len(line.text))
    )
    places = chain(bodies(source.text, SUBJECT, reach), in_lines)
    return next((place for place in places if not of_superior(source, place)), None)


def of_superior(source: HeaderText, place: Stretch) -> bool:
    """Whether a name is that of those who lead the body, not of the body."""
    return _SUPERIOR.search(source.text[slice(*place)]) is not None


def bodies(text: str, pattern: re.Pattern[str], end: int) -> Iterator[Stretch]:
    """The named bodies that a pattern finds, without the office of the body that answers for it."""
    for match in pattern.finditer(text, 0, end):
        low, high = match.span("body")
        low += cleaned(match["body"])
        words = text[low:high]
        if words.endswith("人民") and text.startswith("政府", high):
            high, words = high + 2, words + "政府"
        if ends_as_a_body(without_own_office(words)) and names_a_place(words):
            yield low, low + len(without_own_office(words))
