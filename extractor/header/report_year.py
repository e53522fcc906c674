"""The year that a report is on: as its title, its period, its preamble or its own sentences say."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from extractor.header.source import HeaderText, Stretch
from extractor.ideographs import HAN

_OWN_TITLE = re.compile(
    r"(?P<lead>公布|发布|公开|编制|作出|撰写|汇总|形成|完成|制定|现将|现就|[《“\"])(?:完成|发布|成|制|了|的|出)*"
    rf"(?P<body>(?:(?!报告|年报)[{HAN}()·.a-zA-Z]){{0,30}}?)(?P<year>(?:19|20)\d\d)年(?:度)?(?P<after>[{HAN}()·]{{0,30}}?)"
    r"(?:的)?(?:政府信息|信息|政务)(?:与政务)?公开(?:工作)?(?:的)?(?:年度|工作|情况|自查|的)*(?:报告|年报|总结|如下|汇报)"
)
"""A report that names itself: 现向社会公布2022年禾柳镇政府信息公开工作报告."""
_YEAR_BEHIND = re.compile(
    rf"[《“\"公布编制](?P<body>[{HAN}()·]{{2,30}}?)(?:政府信息|信息|政务)公开(?:工作)?(?P<year>(?:19|20)\d\d)年?度?"
    r"(?:年度|工作|情况)*(?:报告|年报)(?P<after>)"
)
_LABELLED = re.compile(r"(?:报告|填报|统计|所属)?年度[:：| ]{1,3}(?P<year>20[0-2]\d)(?:年度?)?(?![\d.\-/年])")
"""The year in a field of its own: 报告年度：2022."""
_ANNOUNCED = re.compile(
    rf"(?:现将|现就|将|把|结合|[^{HAN}]|^|[我本][局镇乡市县区街办委院单机][位关道]?)(?P<year>(?:19|20)\d\d)年度?"
    r"[^,。;\d]{0,24}(?:如下|工作实际|实际情况|编制)"
)
_OTHER_TITLE = re.compile(r"[《“\"](?:(?!报告|年报|总结)[^《》“”\"。]){1,80}[》”\"]")
"""The title of a document that is no report: 《…规划（2009—2012年）》, “2010年考核办法” announce no year."""
_TITLED = re.compile(
    r"(?:^|(?<=\n))(?:[(（](?P<alone>(?:19|20)\d\d)年度?[)）](?=\n|$)"
    r"|(?P<first>(?:19|20)\d\d)年度[^,，。;；:：\d\n]{2,40}(?:数据|统计表|年表|报表)(?=\n|$)"
    r"|[^,，。;；:：\d\n]{2,40}(?:统计表|年表|年报|报表)[(（](?P<behind>(?:19|20)\d\d)年度?[)）]"
    r"|[^,，。;；:：\d\n]{2,40}年度报告[(（](?P<since>(?:19|20)\d\d)年\d{1,2}月\d{1,2}日[^()（）\n]{1,20}[)）])"
)
"""The year below, in a title: （2021年度）, 2023年度…数据, …报表（2023年度）, …年度报告（2008年5月1日—）."""
_ABOUT_OTHERS = re.compile(r"关于|做好|要求|《通知|部署|\d")
_OF_ORDERS = re.compile(r"(?:编制|有关|公布|发布)?[^,。;《》]{0,14}(?:通知|要求|工作方案)")
_IN_SENTENCE = re.compile(r"(?<![\d\-—~(（〔\[【])(?P<year>20[0-2]\d)年(?!\d{1,2}月\d)(?:度|底|末|初|全年)?")
_SENTENCE = re.compile(r"[^。;；!！?？\n]+")
_PLANS = re.compile(
    r"将|下一步|下步|计划(?!生育|规划|总结)|拟|还要|力争|争取|今后|接下来|打算|展望|结转(?:至|到|下年)?"
)
_COMPARED = re.compile(
    r"(?:比|较|同|与|和|自|从|于|截至|至|到|结转|接转|顺延|上年|去年|上一年|《[^》]*|—|-|~)$"
)
_OPENS = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.]|[一二三四五六七八九十]是)*[^,，:：。]{0,14}?[,，:：]?$"
)
_OF_A_PAPER = re.compile(r"[^,，。]{0,14}(?:要点|计划|方案|通知|考评|考核)")
_MOST_YEARS = 2
_MOST_TIMES = 12
_WEAK = 1
_STRONG = 3


class Year(NamedTuple):
    """A year with its place, and whether it is certain enough to stand without a warning."""

    value: int
    at: Stretch
    certain: bool = True


class Named(NamedTuple):
    """A report that names itself in running text: its year, and the body where one stands there."""

    year: int
    year_at: Stretch
    bodies: tuple[Stretch, ...]


def named_reports(source: HeaderText, end: int) -> list[Named]:
    """The reports on which the first ``end`` characters say that they are them; none of a list."""
    found = []
    for pattern in (_OWN_TITLE, _YEAR_BEHIND):
        for match in pattern.finditer(source.text, 0, end):
            if _ABOUT_OTHERS.search(match["body"]) or _ABOUT_OTHERS.search(match["after"]):
                continue
            if match.group().endswith(("报告", "年报")) and _OF_ORDERS.match(source.text, match.end()):
                continue
            bodies = tuple(match.span(name) for name in ("body", "after") if match[name])
            found.append(Named(int(match["year"]), match.span("year"), bodies))
    if len({named.year for named in found}) > _MOST_YEARS:
        return []
    return sorted(found, key=lambda named: named.year_at)


def announced_year(source: HeaderText, end: int) -> Year | None:
    """The year of 现将2013年工作情况报告如下, 结合2022年工作实际."""
    match = _LABELLED.search(source.text, 0, end) or next(_announcements(source.text, end), None)
    if match is not None:
        return Year(int(match["year"]), match.span("year"))
    titled = _TITLED.search(source.text, 0, end)
    if titled is None or titled.lastgroup is None:
        return None
    return Year(int(titled[titled.lastgroup]), titled.span(titled.lastgroup))


def _announcements(text: str, end: int) -> Iterator[re.Match[str]]:
    for match in _ANNOUNCED.finditer(text, 0, end):
        low, high = match.span("year")
        title = _OTHER_TITLE.match(text, max(0, *(text.rfind(mark, 0, low) for mark in '《“"')))
        if title is None or title.end() < high:
            yield match


def year_of_prose(
    source: HeaderText, stretches: tuple[Stretch, ...], without: int | None = None
) -> Year | None:
    """The year that the sentences speak of; None unless one year clearly leads.

    ``without`` is a year that none of them may speak of; then two sentences at least must begin with theirs.

    Plans, comparisons, titles of other papers, ranges and full dates do not count. A year at the head of
    its sentence (2021年,我局…) weighs more than one inside.
    """
    weights: Counter[int] = Counter()
    first: dict[int, Stretch] = {}
    for low, high in stretches:
        for sentence in _SENTENCE.finditer(source.text, low, high):
            told = list(_IN_SENTENCE.finditer(source.text, *sentence.span()))
            if len({match["year"] for match in told}) > _MOST_YEARS or len(told) > _MOST_TIMES:
                continue  # a list of years
            for match in told:
                weight = _weight(source.text, sentence.span(), match)
                if weight:
                    year = int(match["year"])
                    weights[year] += weight
                    first.setdefault(year, match.span("year"))
    leading = weights.most_common(2)
    if not leading or (len(leading) > 1 and leading[0][1] < 2 * leading[1][1]):
        return None
    year, weight = leading[0]
    if without is not None and (weights[without] or weight < 2 * _STRONG):
        return None
    return Year(year, first[year], weight >= _STRONG)


def _weight(text: str, sentence: Stretch, match: re.Match[str]) -> int:
    before, after = text[sentence[0] : match.start()], text[match.end() : sentence[1]]
    if before.count("《") > before.count("》") or before.count("“") > before.count("”"):
        return _WEAK if "要点" in after[:20] else 0
    until = match.group().endswith(("底", "末"))
    if _COMPARED.search(before) and not (until and before.endswith(("截至", "截止", "至", "到"))):
        return 0
    clause = re.split(r"[,，]", after, maxsplit=2)
    if _PLANS.search("".join(clause[:2])) or re.match(r"\d{1,2}月|以来|起|至今|[-—~至到]", after):
        return 0
    return _STRONG if _OPENS.match(before) and not _OF_A_PAPER.match(after) else _WEAK
