"""Whose or which part a count is about: the channel of what was published, a level, a body."""

import re
from typing import NamedTuple

from extractor.ideographs import HAN
from extractor.lexicon import one_of, pattern

_BODY = r"[省市州盟县区旗镇乡街局委厅部]"
_SCOPE = re.compile(
    r"(?:全系统|全[国省市州县区旗镇乡局厅委街](?!一体化)(?:道)?(?:各级(?:各部门)?|政府系统|各[镇乡街道办、部门单位]+|系统)?|"
    r"我[省市州县区旗镇乡局厅委办街](?:道)?(?:各级(?:各部门)?|政府系统|各[镇乡街道办、部门单位]+|系统))"
    rf"|{_BODY}(?:(?:人民)?政府)?本级|{_BODY}(?:直(?:各)?(?:部门|单位|机关)(?:单位)?|级层面)|政府层面|部门层面"
    rf"|(?:{_BODY}[属辖])?各级?(?:镇办|镇街|镇|乡镇|街道|部门|单位|县|区|科室|处室|局办|"
    r"委办局)(?:[和及、]?各?(?:镇街|街道|乡镇|部门|单位|镇|街|办事处|办|"
    r"区)){0,8}(?=[^,。;、:()]{0,2}?(?:共|受理|公开|发布|通过|主动|收到|按|累计|答复|办理))"
    r"|(?:政府组成部门|组成部门)(?:[和及][镇乡街办道]+)?(?!财政)"
    rf"|(?:(?<=[年,。;:由])(?!通过|依托|利用)[{HAN}]{{1,3}})?{_BODY}(?:人民)?政府(?:办公[室厅]|"
    rf"办(?![理结]|公[室厅]))?(?:及(?:其)?办公[室厅])?(?=[共受收主通累本全]|公开|办理|承办|承接|"
    rf"门户网站|网站|发布|制发|印发|出台)"
)
_PUBLISHING = rf"(?:{one_of('scope.publishing')})"
_ADVERBS = r"(?:共|累计|全年|及时|集中|主动|统一|对外|共计)*"
_CHANNEL_AS_SUBJECT = re.compile(
    r"(?<!非)(?<!非政府)((?:“[^”\n]{2,20}”)?(?:政府|政务)?(?:微博|微信公众号|微信公众平台|微信|抖音号?|新媒体|客户端|门户网站|"
    rf"网站)|“[^”\n]{{2,20}}”)(?={_ADVERBS}{_PUBLISHING})"
)
_CHANNEL = re.compile(
    r"(?:通过|依托|利用|运用|借助|在(?=《))(?!主动(?!公开目录)|及时|集中)((?:“[^”\n]{1,20}”|(?!通过)[^,。;:“”]){1,24}?)"
    rf"(?={_ADVERBS}{_PUBLISHING})"
)
_SITE_WORD = one_of("scope.site")
_SITE = re.compile(
    rf"(?:“[^”\n]{{1,20}}”|《[^》\n]{{1,20}}》|[{HAN}]){{0,24}}?(?<!非)(?<!非政府){_SITE_WORD}{{1,3}}"
    rf"(?!{one_of('scope.not_a_site')})"
)
_BEFORE_SITE = re.compile(
    r".*(?:通过|依托|利用|运用|借助|其中|包括|分别为|全年|年度?|我[局委办厅镇县区市乡站院]|[在从于由])"
)
_THEN_PUBLISHED = re.compile(rf"[^,。;\d]{{0,30}}?{_PUBLISHING}")
_NUMBER_NEXT = re.compile(r"(?:等[^,。;\d]{0,12})?[:：]?$")
_PUBLISHED_IN = {"条", "篇", "期", "则", "条次", "篇次"}
_LISTED_IN = _PUBLISHED_IN | {"件", "份"}
"""Units of numbers that may stand right behind the name of a site or of a body: 网站35条, 县区192件."""
_RESORTS = re.compile(r"(?:依托|利用|借助|以)")
_WAY_IN = re.compile(
    r"(?:通过|以)((?:网络|互联网|信函|邮寄|当面|现场|电子邮件|传真)(?:渠道|方式|形式)?)(?=收到|受理|接收|提交|提出|申请)"
)
"""How applications came in."""
_NAMED_BODY = (
    r"^(?:其中|由|另|此外|包括|以及|和|及|[:：])*"
    rf"([{HAN}（）()、]{{0,10}}?{one_of('scope.body')}[)）]?)"
)
_NAMES_BODY = re.compile(rf"[,;][^,;。]{{0,8}}{one_of('scope.body')}")
_BEFORE_VERB = rf"{_ADVERBS}(?:按[期时]|分别|新|已)*"
_BODY_AS_SUBJECT = re.compile(rf"{_NAMED_BODY}(?={_BEFORE_VERB}(?:{one_of('scope.does')}|$))")
_BODY_BY_PLACE = re.compile(
    rf"{_NAMED_BODY}(?<![^分]局)(?<!委)(?<!厅)(?={_BEFORE_VERB}{one_of('scope.does_too')})"
)
_OWN_BODY = re.compile(r"[我本](?:[省市州县区旗镇乡局厅委办街院站所处]|单位|机关|中心|部门)")
_LEVEL = re.compile(rf"^{one_of('scope.level')}")
_QUOTED = re.compile(r"“[^”\n]{1,40}(?:”|$)")
_WEBSITE = re.compile(r"(?:门户)?网站(?!管理|信息员)")
_VERB = pattern("scope.no_name")
_ITEM_ENDS = re.compile(
    rf"\d[余多万亿]{{0,2}}[{HAN}]{{1,3}}(?:[(][^()\n]{{0,20}}[)])?(?:、|以?及|和)(?=[^\d])"
)
"""Where the next item of a list begins within one clause."""
_PUBLISHER = re.compile(
    rf"(?:(?P<channel>[{HAN}“”]{{1,11}}?[站网号端屏栏墙台报刊窗])|(?![^,。;\d]{{0,3}}{one_of('scope.no_name')})[{HAN}“”]{{2,12}}?)"
    rf"{_ADVERBS}{_PUBLISHING}[^,。;、\d]{{0,12}}$"
)
"""An item's own subject before its verb of publishing: 局子站公开300条."""
_LOOSE_CHANNEL = re.compile(r"(?:栏目|专栏|方式|形式|渠道|途径)$")
_REACH = 300
_LONGEST_CLAUSE = 120


class NumberContext(NamedTuple):
    """Offsets around a number: its sentence, its clause, its label and itself."""

    sentence: int
    clause: int
    label: int
    number: int
    unit: str


class _Stretch(NamedTuple):
    start: int
    end: int


def scope_of(text: str, place: NumberContext, is_part: bool) -> tuple[int, int] | None:
    """Where the scope of a count stands; None where none is named, or only the issuer itself (我局).

    Its own clause comes first, with the channel of publication before any body, then the level that its
    label begins with (区级查阅点); then, unless the count is a part of another, the whole (全区) that the
    sentence began with. The scope of another item of a list is not taken over.
    """
    place = place._replace(clause=max(place.clause, place.number - _LONGEST_CLAUSE))
    own = _own_item(text, place) or _own(text, place.clause, place)
    if own is not None:
        return own
    clause = text[place.clause : place.number]
    begins = _LEVEL.match(text[place.label : place.number])
    if begins:
        return place.label, place.label + begins.end()
    resorted = _resorted_to(text, place)
    if resorted is not None or is_part or _OWN_BODY.search(clause):
        return resorted
    whole = _whole_before(text, place)
    return None if whole is None or _speaks_of_another(text[whole[1] : place.clause]) else whole


def _own(text: str, start: int, place: NumberContext) -> tuple[int, int] | None:
    """The channel, the level or the body that the words from ``start`` up to the number name."""
    words = text[start : place.number]
    channel, level = _channel(words, place.unit), _last_scope(words)
    if channel and level and not _SITE.search(words, channel.start, channel.end):
        channel = None
    own = channel or level or _body(words, place.unit)
    return None if own is None else (start + own.start, start + own.end)


def _own_item(text: str, place: NumberContext) -> tuple[int, int] | None:
    """The scope that an item of a list in one clause has for itself: 网站发布9条、微博发布5条."""
    start = _item_start(text, place.clause, place.number)
    if start is None:
        return None
    own = _own(text, start, place)
    if own is None and (publisher := _PUBLISHER.match(text, start, place.number)):
        return publisher.span("channel") if publisher["channel"] else None
    return own


def _item_start(text: str, low: int, high: int) -> int | None:
    """Where the last item of a list within one clause begins; None where there is no list."""
    ends = [match.end() for match in _ITEM_ENDS.finditer(text, low, high)]
    return ends[-1] if ends else None


def other_scopes(
    text: str, place: NumberContext, taken: tuple[int, int] | None, is_part: bool
) -> list[tuple[int, int]]:
    """What else the words allow as the scope, where it is not plain: for a judge, if there is one.

    A clause that names a channel and a level beside it; a whole (全区) that the sentence began with and
    that was passed over since it went on to another body.
    """
    clause_start = max(place.clause, place.number - _LONGEST_CLAUSE)
    item = _item_start(text, clause_start, place.number)
    place = place._replace(clause=item if taken and item and taken[0] >= item else clause_start)
    clause = text[place.clause : place.number]
    stretches = filter(None, (_channel(clause, place.unit), _last_scope(clause)))
    named = [(place.clause + found.start, place.clause + found.end) for found in stretches]
    if taken is None and not named and not is_part and not _OWN_BODY.search(clause):
        whole = _whole_before(text, place)
        named = [] if whole is None else [whole]
    held = taken or (0, 0)
    return [(low, high) for low, high in named if high <= held[0] or low >= held[1]]


def _whole_before(text: str, place: NumberContext) -> tuple[int, int] | None:
    """The whole (全区) that the sentence named last before the clause, unless it is the name of a site."""
    low = max(place.sentence, place.number - _REACH)
    whole = _last_scope(text[low : place.clause])
    if whole is None or not text.startswith("全", low + whole.start) or _is_site(text, low + whole.end):
        return None
    return low + whole.start, low + whole.end


def is_taken_over(since: str) -> bool:
    """Whether a body was named since the scope, so that the number may be of that body.

    So may it where the last item of a list has a word of its own before its verb of publishing.
    """
    item = _item_start(since, 0, len(since))
    own = item is not None and _PUBLISHER.match(since, item) is not None
    return own or _NAMES_BODY.search(since) is not None


def _speaks_of_another(since: str) -> bool:
    """Whether the sentence went on to the issuer itself (我局) or another body since it named the whole."""
    if _OWN_BODY.search(since):
        return True
    return any(_subject(clause.strip()) for clause in re.split("[,;、]", since)[1:])


def _subject(clause: str) -> re.Match[str] | None:
    """The body that is the subject of a clause, before what it does that is counted."""
    return _BODY_AS_SUBJECT.match(clause) or _BODY_BY_PLACE.match(clause)


def _channel(clause: str, unit: str) -> _Stretch | None:
    """The channel through which the counted things were published, or by which applications came in."""
    channel = _CHANNEL.search(clause) or _CHANNEL_AS_SUBJECT.search(clause) or _WAY_IN.search(clause)
    site = _site(clause, unit)
    if channel is None:
        return site
    inside = site is not None and channel.start(1) <= site.start < site.end <= channel.end(1)
    if site is None or inside:
        return _Stretch(*channel.span(1))
    overlaps = site.start < channel.end(1) and channel.start(1) < site.end
    return site if overlaps or _LOOSE_CHANNEL.search(channel[1]) else _Stretch(*channel.span(1))


def _site(clause: str, unit: str) -> _Stretch | None:
    """A site or an account with its name, where the clause goes on to publish or to the number."""
    for match in _SITE.finditer(clause):
        listed = unit in _PUBLISHED_IN and _NUMBER_NEXT.match(clause, match.end())
        if listed or _THEN_PUBLISHED.match(clause, match.end()):
            return _Stretch(_name_start(match), match.end())
    return None


def _name_start(match: re.Match[str]) -> int:
    """Where the name of a site begins, behind what leads in to it and behind any verb outside its quotes."""
    words = match[0]
    lead = _BEFORE_SITE.match(words)
    start = lead.end() if lead else 0
    quoted = words.find("“", start)
    for verb in _VERB.finditer(words, start, quoted if quoted >= 0 else len(words) - 2):
        start = verb.end()
    return match.start() + start


def _resorted_to(text: str, place: NumberContext) -> tuple[int, int] | None:
    """The site that the clause right before resorts to: 依托县政府网站作为平台,发布信息200条."""
    before = text.rfind(",", place.sentence, max(place.sentence, place.clause - 1)) + 1
    clause = text[max(before, place.sentence) : max(place.clause - 1, 0)]
    if not _RESORTS.search(clause) or not re.match(_PUBLISHING, text[place.clause : place.number]):
        return None
    match = _SITE.search(clause)
    if match is None:
        return None
    start = max(before, place.sentence)
    return start + _name_start(match), start + match.end()


def _body(clause: str, unit: str) -> _Stretch | None:
    """A body that is the subject of the clause, or stands right before the number of a list."""
    match = _subject(clause)
    if match is None or _OWN_BODY.search(match[1]) or _VERB.search(match[1]) or match[1].startswith("通过"):
        return None
    if match.end() == len(clause) and unit not in _LISTED_IN:
        return None
    return _Stretch(*match.span(1))


def _is_site(text: str, at: int) -> bool:
    return _WEBSITE.match(text, at) is not None


def _last_scope(stretch: str) -> _Stretch | None:
    names = [match.span() for match in _QUOTED.finditer(stretch)]
    found = [m for m in _SCOPE.finditer(stretch) if not any(low < m.start() < high for low, high in names)]
    if not found:
        return None
    last = found[-1]
    site = _WEBSITE.match(stretch, last.end())
    return _Stretch(last.start(), site.end() if site else last.end())
