"""Whose or which part a count is about, and what span of time it covers."""

import re
from typing import NamedTuple

from extractor.lexicon import one_of, pattern
from extractor.records import CountPeriod

_BODY = r"[省市州盟县区旗镇乡街局委厅部]"
_SCOPE = re.compile(
    r"(?:全[国省市州县区旗镇乡局厅委街]|"
    r"我[省市州县区旗镇乡局厅委办街])(?:道)?(?:各级(?:各部门)?|政府系统|"
    r"各[镇乡街道办、部门单位]+|系统)?"
    rf"|{_BODY}(?:本级|直(?:各)?(?:部门|单位|机关)(?:单位)?|级层面)|政府层面|部门层面"
    r"|各级?(?:镇办|镇街|镇|乡镇|街道|部门|单位|县|区|科室|处室|局办|"
    r"委办局)(?:[和及、]?各?(?:镇街|街道|乡镇|部门|单位|镇|街|办事处|办|"
    r"区))*(?=[^,。;、:()]{0,2}?(?:共|受理|公开|发布|通过|主动|收到|按|累计|答复|办理))"
    r"|(?:政府组成部门|组成部门)(?:[和及][镇乡街办道]+)?(?!财政)"
    rf"|(?:(?<=[年,。;:由])(?!通过|依托|"
    rf"利用)[\u4e00-\u9fff]{{1,3}})?{_BODY}(?:人民)?政府(?:办公[室厅]|"
    rf"办(?![理结公]))?(?:及(?:其)?办公[室厅])?(?=[共受收主通累本全]|公开|办理|承办|承接|"
    rf"门户网站|网站|发布|制发|印发|出台)"
)
_CHANNEL_AS_SUBJECT = re.compile(
    r"(?<!非)(?<!非政府)(“[^”\n]{2,20}”|(?:政府|政务)?(?:微博|微信公众号|微信公众平台|微信|抖音号?|新媒体|客户端|门户网站|"
    r"网站))(?=(?:共|累计|全年)?(?:公开(?!目录|专?栏|平台|专区|网)|发布(?!会|厅)|推送|刊发|刊登|更新|转发))"
)
_LEVEL = re.compile(rf"^{one_of('scope.level')}")
_QUOTED = re.compile(r"“[^”\n]{1,40}(?:”|$)")
_WEBSITE = re.compile(r"(?:门户)?网站(?!管理|信息员)")
_CHANNEL = re.compile(
    r"(?:通过|依托|利用|运用|借助)(?!主动(?!公开目录)|及时|集中)((?:“[^”\n]{1,20}”|(?!通过)[^,。;:“”]){1,24}?)"
    r"(?=(?:共|累计|及时|集中|主动|统一|对外)*(?:(?<!政务)(?<!信息)公开(?!目录|专?栏|平台|专区|网)|发布(?!会|厅)|推送|"
    r"发表|刊发|刊登|播出|播放|发送|转发|宣传(?!栏|册)))"
)
_SENTENCE_STOP = re.compile(r"[。;\n]")
_CUMULATIVE = pattern("scope.cumulative")
_STOCK = pattern("scope.stock")
_SUMS_PEOPLE = pattern("scope.sums_people")
_COUNTED = re.compile(r"\d[余多万]*[条件个次份篇项]")
_OTHER_YEAR = re.compile(r"去年|上一?年(?!度?结转|度?转结|结转)(?:度)?(?=[^同增降减比相]|$)")
_COMPARED_WITH = re.compile(
    r"(?:[比较]|[与同和](?=[^,。;]{2,14}相比))[^,。;]{0,14}?(?:年度?|同期|期)(?:同期)?(?:相比)?[^,。;\d]{0,6}?"
    r"(?:增|减|降|升|提高|上涨|多|少|翻)"
)
"""What a number grew against: the growth is of the report's year."""
_UNTIL = re.compile(r"截[至止](?:到)?(?:(?:19|20)\d\d年|年底|\d+月)")


_REACH = 60


class NumberContext(NamedTuple):
    """Offsets around a number: its sentence, its clause, its label and itself."""

    sentence: int
    clause: int
    label: int
    number: int


def scope_of(text: str, place: NumberContext, is_part: bool) -> str | None:
    """The scope of a count in the document's words; None where none is named.

    Its own clause comes first, with the channel of publication, then the level that its label begins
    with (区级查阅点); then, unless the count is a part of another, the rest of the sentence.
    """
    clause = text[place.clause : place.number]
    channel = _CHANNEL.search(clause) or _CHANNEL_AS_SUBJECT.search(clause)
    own = _last_scope(clause)
    if channel and (own is None or channel.start(1) <= own[0] < channel.end(1)):
        return channel[1]
    if own is not None:
        return own[1]
    level = _LEVEL.match(text[place.label : place.number])
    if level:
        return level[0]
    if is_part:
        return None
    other = _last_scope(text[max(place.sentence, place.number - _REACH) : place.clause])
    return other[1] if other and not other[1].endswith("网站") else None


def _last_scope(stretch: str) -> tuple[int, str] | None:
    names = [match.span() for match in _QUOTED.finditer(stretch)]
    found = [m for m in _SCOPE.finditer(stretch) if not any(low < m.start() < high for low, high in names)]
    if not found:
        return None
    last = found[-1]
    site = _WEBSITE.match(stretch, last.end())
    return last.start(), stretch[last.start() : site.end() if site else last.end()]


def period_of(clause: str, before: str, label: str, report_year: int | None) -> CountPeriod:
    """What span of time a count covers.

    ``clause`` is its own clause up to the number, ``before`` the sentence up to that clause. 累计 means
    cumulative unless the same breath names the report's year (2020年累计…, 年内累计…).
    """
    if _STOCK.search(label):
        return CountPeriod.CUMULATIVE
    # What there is now is a stock of years where the same sentence says how much of it is new.
    if "现有" in clause and re.search("新[增设建开]", before):
        return CountPeriod.CUMULATIVE
    if _CUMULATIVE.search(clause):
        year = (
            rf"{report_year}年(?!以来|至今)|年内|全年|本年|今年|一年来"
            if report_year
            else "年内|全年|本年|今年"
        )
        lead = "" if _COUNTED.search(before) and not _SUMS_PEOPLE.search(clause + label) else before
        return CountPeriod.YEAR if re.search(year, lead + clause) else CountPeriod.CUMULATIVE
    clause = _COMPARED_WITH.sub("", clause)
    if "结转" in clause or "结转" in label:
        return CountPeriod.YEAR
    if _OTHER_YEAR.search(clause):
        return CountPeriod.OTHER
    years = {int(word) for word in re.findall(r"(?<!\d)((?:19|20)\d\d)年", clause)}
    lead = before[before.rfind(";") + 1 :]
    if _UNTIL.search(clause) or (_UNTIL.search(lead) and not _COUNTED.search(lead)):
        return CountPeriod.OTHER
    if years and report_year is not None and report_year not in years:
        return CountPeriod.OTHER
    return CountPeriod.YEAR
