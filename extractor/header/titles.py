"""The title of a report, on one line or spread over several, and the body named in it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.grammar import chinese_value
from extractor.header.body_names import cleaned, ends_as_a_body, is_name, is_office
from extractor.header.broken_names import begins_a_name
from extractor.header.source import HeaderLine, Stretch
from extractor.ideographs import HAN

_WORDS = (
    r"(?:政府信息|信息|政务)(?:与政务)?(?:年度)?公开(?:工作)?(?:的)?(?:年度)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:情况)?"
    r"(?:的)?(?:年度)?(?:自查)?(?:报告书?|年报|总结)"
)
_CHINESE_YEAR = r"(?:二[〇○零O0][〇○零一二三四五六七八九]{2}|[贰貳][零〇][零〇壹贰貳叁肆伍陆柒捌玖]{2})"
_YEAR = rf"(?P<year>(?:1 ?9|2 ?0) ?\d ?\d|{_CHINESE_YEAR}|2[0Oo〇○][\dOoIl|]{{2}}(?=年))"
"""The last one is a year in which a recogniser or a typist put letters for digits: 2O22年."""
_LOOK_ALIKES = str.maketrans("Oo〇○Il|", "0000111")
_SITUATION = (
    r"(?:政府信息|信息|政务)(?:与政务)?公开(?:工作)?(?:的)?(?:年度)?(?:工作)?(?:开展|进展|落实)?情况"
    r"(?:的?(?:说明|汇报|公告|通告|公示|通报))?(?=$|[(（])"
)
"""Titles that call the report only the situation of the work, on a line of their own."""
_RANGE = r"(?:(?P<first>(?:19|20)\d\d)(?:学?年)?[-—–~至]{1,2})?"
"""The first year of 2021—2022学年, which ends in the second; without 学 a report on two years."""
_OTHER_YEAR = {
    "before": re.compile(r"(?P<other>(?:19|20)\d\d)年度"),
    "after": re.compile(r"(?P<other>(?:19|20)\d\d)(?=年(?!度?第|\d{1,2}月))"),
    "rest": re.compile(r"^[(（](?P<other>(?:19|20)\d\d)(?=年度[)）])"),
}
"""By the piece of the title, a second year that it is said to be on: 2023年年报（2022年度）."""
_WORDS_OF_DIGITS = str.maketrans("壹贰貳叁肆伍陆柒捌玖", "一二二三四五六七八九")
_TITLE = re.compile(
    rf"(?P<before>[^,。;|>]{{0,60}}?){_RANGE}{_YEAR}(?:学?年度?)?(?P<after>[^,。;:|>]{{0,40}}?)"
    rf"(?:{_WORDS}|{_SITUATION})(?P<rest>.*)"
)
_SITUATION_OF = re.compile(rf"(?P<before>[^,。;|>《》]{{2,60}}?){_SITUATION}[(（]{_YEAR}年度?[)）](?P<rest>)")
_UNDATED = re.compile(
    rf"(?P<before>[^,。;|>《》]{{0,60}}?){_WORDS}(?:[(]?(?P<year>(?:19|20)\d\d|{_CHINESE_YEAR}(?=年))"
    r"(?![-./年]\d|年[一二三四五六七八九十元]{1,2}月)(?:年度|年)?[)]?)?(?P<rest>.*)"
)
_YEAR_INSIDE = re.compile(
    rf"(?P<before>[^,。;|>《》]{{0,60}}?)(?:政府信息|信息|政务)公开(?:工作)?{_YEAR}年?(?:年?度)?(?:工作)?(?:年度)?(?:报告|年报|总结)(?P<rest>.*)"
)
_OF_A_LINK = re.compile(
    r"\W*(?:[上下]一?[篇条则页]|(?:相关|推荐|延伸|更多|猜你|热门)"
    r"(?:链接|文章|阅读|信息|新闻|内容|推荐|喜欢))[:：| ]"
)
"""The title behind these words is that of another page."""
_REST = re.compile(
    r"(?:[(（][^)）]{0,20}[)）])?(?:[-_—|].*|[^,。;:]{0,24}|(?:引言|[一1][、.]|(?:本(?:年度|年)?报告?|根据|按照|"
    r"依据|为了?|现将?|遵照|发布(?:时间|日期)|来源|时间|日期)).*)?$"
)
_TRAIL = re.compile(r"(?=[^>»›→/|]{0,30}(?:首页|主页|位置))(?:[^>»›→]{1,40}[>»›→]++\s*+)+")
"""The links before the last one of a trail."""
_PEOPLE = "人民"
_HANDED_IN = re.compile(r"(?:关于)?(?:报送|上报|呈报|提交|印发|公布|发布)?$")
"""What stands behind the body's name where a title says that it hands its report in."""
_IN_BRACKETS = re.compile(rf"[^{HAN}]*[(（〔［\[【](?P<body>[{HAN}·]{{4,30}})[)）〕］\]】][-—–－:：·_ ]*")
"""The body in brackets of its own, before the year or behind the title."""
_BEFORE_BRACKET = " 的《(（〔［[【"
_BEFORE_YEAR = "-—–－:：·_ "
"""Signs that part the body from the year: what stands before them is a name only if it ends as one."""
_MAX_LINES = 3
_NEAR = 6
_MAX_LENGTH = 400


class Title(NamedTuple):
    """A title: its stretches (one a line), the report year it names, and the body's name."""

    stretches: tuple[Stretch, ...]
    year: int | None
    year_at: Stretch | None
    body: str
    body_at: tuple[Stretch, ...]
    dated: bool = False
    """Whether its line goes on with a date, as the lines of a list do."""
    rival: tuple[int, Stretch] | None = None
    """Another year that the same title says it is on."""

    @property
    def end(self) -> int:
        """Offset behind the title."""
        return self.stretches[-1][1]


def find_title(lines: Sequence[HeaderLine], body: int, year: int | None) -> Title | None:
    """The title among the lines before offset ``body``; ``year`` is what the report itself says.

    The first one, or one close below it that names the body where it does not. Where several years'
    titles stand there, they are a list, and the title is the one of the report's year, else the last
    that is no entry of a list; none where all are.
    """
    ends = [_end_of_trail(line) for line in lines]
    found = _titles(
        [line._replace(text="" if line != end else line.text) for line, end in zip(lines, ends, strict=True)],
        body,
    )
    if not found:
        lines, found = ends, _titles(ends, body)
    years = {title.year for *_, title in found if title.year is not None}
    if len(years) > 1:
        own = [entry for entry in found if entry[-1].year == year] if year is not None else []
        undated = [entry for entry in (own or found) if not entry[-1].dated]
        if not (undated or own):
            return None
        last = (undated or own)[-1]
        found = [
            entry for entry in found if entry[-1].year == last[-1].year and entry[3] >= last[3] - _MAX_LINES
        ]
    if not found:
        return None
    first = found[0][3]
    best = min((entry for entry in found if entry[3] <= first + _NEAR), key=lambda entry: entry[:4])
    best = next((entry for entry in found if _says_more(entry[4], best[4])), best)
    above = lines[max(0, best[3] - _MAX_LINES) : best[3]]
    return _with_lines_above(best[4], above) if above else best[4]


def _end_of_trail(line: HeaderLine) -> HeaderLine:
    """What a trail of links ends in, the page itself (首页>年报>云岭县…年度报告); any other line as it is."""
    trail = _TRAIL.match(line.text)
    return line if trail is None else HeaderLine(line.start + trail.end(), line.end, line.text[trail.end() :])


def title_of_another_year(lines: Sequence[HeaderLine], title: Title) -> Title | None:
    """A title of the same body on the line right above or below, of another year; none of a list."""
    own = [
        at
        for at, line in enumerate(lines)
        if any(low < line.end and line.start < high for low, high in title.stretches)
    ]
    if not own:
        return None
    around = [at for at in range(own[0] - 2, own[-1] + 3) if 0 <= at < len(lines) and at not in own]
    found = {at: read for at in around if (read := _read([lines[at]])) is not None and read.year is not None}
    beside = [read for at, read in found.items() if at in (own[0] - 1, own[-1] + 1)]
    other = beside[0] if len(found) == 1 and beside else None
    same = other is not None and not other.dated and other.body == title.body and other.year != title.year
    return other if same else None


def _says_more(title: Title, first: Title) -> bool:
    """Whether a title names in full the body of which the first one names the place alone."""
    longer = title.body.startswith(first.body) and len(title.body) > len(first.body) > 0
    return longer and title.year == first.year and is_office(title.body) and not is_office(first.body)


def _with_lines_above(title: Title, above: Sequence[HeaderLine]) -> Title:
    """A title whose body's name begins on the lines directly above it: 云岭县, and below it 水利局2022年….

    Of a title without a body the line above may be the end of the name: 云岭县人民政府, 办公室, 2022年….
    """
    *before, last = above
    words = last.text.strip()
    if last.end + 1 != title.stretches[0][0] or not words:
        return title
    low = last.start + last.text.index(words)
    joined = title._replace(
        stretches=((low, low + len(words)), *title.stretches),
        body=words + title.body,
        body_at=((low, low + len(words)), *title.body_at),
    )
    if title.body:
        starts = title.body_at[0][0] == title.stretches[0][0]
        own = starts and begins_a_name(words, title.body)
        return (_with_lines_above(joined, before) if before else joined) if own else title
    begun = bool(before) and begins_a_name(before[-1].text.strip(), words)
    return _with_lines_above(joined, before) if begun else title


def _titles(lines: Sequence[HeaderLine], body: int) -> list[tuple[bool, bool, int, int, Title]]:
    found = []
    for index, line in enumerate(lines):
        if line.start >= body:
            break
        for count in range(1, _MAX_LINES + 1):
            title = _read(lines[index : index + count])
            if title is not None:
                found.append((title.year is None, not title.body, count, index, title))
    return found


def _read(lines: Sequence[HeaderLine]) -> Title | None:
    joined = "".join(line.text for line in lines)[:_MAX_LENGTH]
    last = sum(len(line.text) for line in lines[:-1])
    if not lines or last >= len(joined) or any(_OF_A_LINK.match(line.text) for line in lines):
        return None
    match = (
        _TITLE.fullmatch(joined)
        or _SITUATION_OF.fullmatch(joined)
        or _YEAR_INSIDE.fullmatch(joined)
        or _UNDATED.fullmatch(joined)
    )
    if match is None or not _REST.fullmatch(match["rest"]) or match.start("rest") <= last:
        return None
    start = _start(match)
    if start >= len(lines[0].text):
        return None
    name, low, high = _body(joined, match, start)
    year = _year(match["year"])
    if not name and (year is None or high - low > 30):
        return None
    stretches = _places(lines, start, match.start("rest"))
    return Title(
        stretches,
        year,
        _places(lines, *match.span("year"))[0] if year is not None else None,
        name,
        _places(lines, low, high) if name else (),
        re.search(r"(?:19|20)\d\d[-/.年]\d{1,2}", match["rest"]) is not None,
        _rival(lines, joined, match, year),
    )


def _rival(
    lines: Sequence[HeaderLine], joined: str, match: re.Match[str], year: int | None
) -> tuple[int, Stretch] | None:
    """A second year in a title, with its place."""
    groups = match.re.groupindex
    found = []
    if (
        "first" in groups
        and match["first"]
        and "学" not in joined[match.start("first") : match.end("year") + 1]
    ):
        found.append((int(match["first"]), match.span("first")))
    for group, pattern in _OTHER_YEAR.items():
        other = pattern.search(match[group]) if group in groups and match[group] else None
        if other is not None:
            low = match.start(group)
            found.append((int(other["other"]), (low + other.start("other"), low + other.end("other"))))
    others = (each for each in found if year is not None and each[0] != year)
    told, place = next(others, (None, (0, 0)))
    return None if told is None else (told, _places(lines, *place)[0])


def _start(match: re.Match[str]) -> int:
    """Where the title begins: behind list numbers and page marks, but with 关于."""
    before = match["before"]
    skipped = cleaned(before)
    return skipped - 2 if before[:skipped].endswith("关于") else skipped


def _body(joined: str, match: re.Match[str], start: int) -> tuple[str, int, int]:
    """(name, start, end) of the body in a title; an empty name where it names none."""
    low = high = start
    for group in ("before", "after", "rest"):
        if group not in match.re.groupindex or not match[group]:
            continue
        low, high = match.span(group)
        alone = _IN_BRACKETS.fullmatch(match[group])
        if alone is not None and ends_as_a_body(alone["body"]):
            return alone["body"], low + alone.start("body"), low + alone.end("body")
        low += cleaned(match[group])
        bare = match[group].rstrip(_BEFORE_YEAR)
        parted = bare != match[group].rstrip()
        high -= len(match[group]) - len(_HANDED_IN.sub("", bare.rstrip(_BEFORE_BRACKET)))
        if joined[low:high].endswith(_PEOPLE) and joined.startswith("政府", high):
            high += 2  # 禾柳镇人民政府信息公开: the two words share 政府
        words = joined[low:high]
        if words.strip():
            certain = (group != "rest" and not parted) or ends_as_a_body(words)
            return (words if certain and is_name(words) else ""), low, high
    return "", low, high


def _year(word: str | None) -> int | None:
    if word is None:
        return None
    word = word.replace(" ", "")
    digits = word.translate(_LOOK_ALIKES)
    if digits.isdecimal():
        return int(digits)
    value = chinese_value(word.translate(_WORDS_OF_DIGITS).replace("O", "〇").replace("0", "〇"))
    return None if value is None else int(value)


def _places(lines: Sequence[HeaderLine], start: int, end: int) -> tuple[Stretch, ...]:
    """Offsets in the text of a stretch of the joined lines, one pair a line."""
    found, at = [], 0
    for line in lines:
        low, high = max(start - at, 0), min(end - at, len(line.text))
        if low < high:
            found.append((line.start + low, line.start + high))
        at += len(line.text)
    return tuple(found)
