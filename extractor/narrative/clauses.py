"""Problems and measures that a report lists without numbers: cut at its sentences and clauses."""

import re
from enum import Enum
from itertools import pairwise

from extractor.lexicon import one_of, pattern
from extractor.narrative.roles import NEGATIVE

_SENTENCE = re.compile(r"[^。!?\n]+[。!?]?")
_PART = re.compile(r"[^,;]+[,;]?")
_BETWEEN_SEMICOLONS = re.compile(r"[^;]+;?")
_LEAD_IN = re.compile(
    r"^(?:比?如|例如)[:,]|^.*?(?:(?:存在|面临)(?:着|的)?(?:(?:一些|以下|如下|一定的?|不少|诸多|许多|部分)?的?(?:突出|主要|明显)?"
    r"(?:问题|不足|困难|短板|薄弱环节|差距|挑战)(?:之处|和(?:问题|不足|差距))?)?"
    r"(?:[:,]?(?:比如|例如|如)|[:,](?:主要)?(?:是|有|表现在|表现为|体现在|如|包括)?[:,]?|(?:主要)?(?:是|有|"
    r"表现在|表现为|体现在)[:,]?)?"
    r"|(?:问题|不足|差距)(?:[:,]?主要)?(?:是|有|表现在|表现为|体现在|包括)[:,]?"
    r"|(?:主要)?(?:表现|体现)(?:在|为|是)(?:以下[^,:;。]{0,6})?[:,]?"
    r"|(?:仍|还|尚|也|依然|但|又)(?:然)?(?:有(?!待|所)|出现了?)"
    r"(?=[^,;。]{4,80}(?:等|[一二两三四五六几]个?|的新)(?:方面)?的?(?:问题|不足|短板|困难|薄弱|情况)))"
)
_DEPLORES_BEFORE = re.compile(r"(?:不[高强全深广够足规及到完]|有待|滞后|薄弱|单一|欠缺)[^,;]*,[^,;]*存在")
_QUOTED = re.compile(r"“[^”\n]{1,40}”")
_SOME_OF = re.compile(r"(?:个别|部分|少数|有的|一些|不少)[^,;。]{2,12}存在$")
_GAP = re.compile(r"(?:与|距|同|离)[^,;]{2,30}(?:差距|不相适应|不适应)")
_ASPECT = pattern("roles.aspect")
"""What of the work falls short; without it a gap only sums up."""
_SUMS_UP = re.compile(
    r"^(?:但|但是|然而|同时|仍|还|也|"
    r"依然|但仍|但还|但也|[^,;]{0,10}工作中?[还仍尚也]){0,5}(?:存在|有)(?:着)?(?:一些|一定|不少|不小|较大|以下|许多|诸多)?的?(?:问题|"
    r"不足|差距|困难|短板|薄弱环节)(?:之处|和(?:问题|不足|差距))?$|不存在[^,;]{0,12}问题|取得[^,;]*(?:成效|进展|成绩|"
    r"提升)|^(?:虽然|尽管)|均有待|都有待|有待在?今后|加以(?:解决|改进|完善)$|^(?:都|均)?需要?在[^,;]{0,12}(?:解决|改进|完善|克服)$"
)
_ONLY_NAMES = re.compile(rf"{one_of('roles.aspect', 'roles.named_only')}$")
"""The end of a part that only names what the last part of its list says something of."""
_CONSEQUENCE = pattern("roles.consequence")
_ALSO = re.compile(r"[也又](?!不)")
_SAME_SUBJECT = re.compile(r"(?:也|还|且)?不(?:够|太|甚)")
_GOES_WELL = pattern("roles.goes_well")
_CONTRAST = re.compile(r"但|然而|不过|可(?=我|是|惜)")
"""What stands before such a clause belongs to what goes well, not to the problem."""
_CONJUNCTION = re.compile(r"(?:但是?|然而|同时|不过|另外|此外|一方面|另一方面)+,?(?:也|还|仍)?")
_WHAT_IT_IS = one_of("roles.what_it_is")
_SOME = r"(?:[一二两三四五六几\d]个?(?:大?方面)?的?)"
_WORDS_AFTER = re.compile(
    rf"(?:等等?{_SOME}?(?:方面)?的?{_WHAT_IT_IS}?|的新?{_WHAT_IT_IS}|{_SOME}{_WHAT_IT_IS}|[一二两三四五六几\d]个?方面|等?(?:情况|现象|问题)时有发生)$"
)
_TAIL = re.compile(
    rf"(?:等等?)?{_SOME}?(?:方面)?的?{_WHAT_IT_IS}?[。;,!?]*$|[一二两三四五六几\d]个?方面[。;,!?]*$"
)


_BECAUSE = pattern("roles.because")
_REPORTS = re.compile(rf"[^,;]{{0,18}}{one_of('roles.reports')}")
_ABOUT = re.compile(
    r"[^,;]{1,20}(?:方面|[作程]中|相比|比较|对照)|(?:对照|对标)[^,;]{2,24}"
    r"|第[一二三四五六][块头类条点面层][^,;]{0,2}是[^,;]{1,6}"
)
"""What a clause is about (申请办理方面, 与先进县相比, 第一块是制度): said of those behind it."""
_WHEN = re.compile(r"[^,;]{1,20}(?:之后|以后|之前|以来|的时候|期间)")
_REASON = re.compile(r"(?:主要)?原因(?:主要)?(?:是|在于|有)")
_DEPLORED_ALONE = re.compile(r"^[^不].*[慢少低弱差旧窄乱散浅晚缺],")
_SHORTEST, _LONGEST = 3, 18
"""Characters of a clause that may be one of a list of plain facts."""


class Listed(Enum):
    """What says that plain facts are problems, too."""

    NOT = 0
    SENTENCES = 1
    """A heading above: the sentence is one, though nothing in it deplores."""
    FACTS = 2
    """Words right before them (不足是, 短板在于): each of the facts they list is one."""


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences of ``text[start:end]`` with their full stops."""
    return [match.span() for match in _SENTENCE.finditer(text, start, end)]


def issue_clauses(
    text: str, start: int, end: int, *, whole: bool = False, listed: Listed = Listed.NOT
) -> list[tuple[int, int]]:
    """The problems that a stretch names, one per clause; empty where it only announces them.

    ``whole``: it is one of several parts between semicolons, and one problem.
    """
    low = _after_lead_in(text, start, end)
    clauses = _told(text, low, end)
    if not clauses:
        return []
    if whole:
        found = [(clauses[0][0], clauses[-1][1])]
    elif listed is Listed.FACTS and _is_list(text, clauses):
        found = clauses
    else:
        found = _by_clause(text, clauses, listed)
    trimmed = [_trimmed(text, low, high) for low, high in found]
    if whole:
        return trimmed
    return [piece for low, high in trimmed for piece in _enumerated(text, low, high, listed is Listed.FACTS)]


_EDGES = " ,;、。!?:\n"
"""What stands around a clause and belongs to none."""


def _told(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses that tell something: not who found it, nor why it is so, nor what goes well."""
    found: list[tuple[int, int]] = []
    for match in _PART.finditer(text, start, end):
        part = match[0].strip(_EDGES)
        last = match.end() >= end
        if _CONTRAST.match(part) or _BECAUSE.match(part):
            found = [place for place in found if NEGATIVE.search(text, *place)]
        if found and _REASON.match(part):
            break
        if not part or _sums_up(part) or (_GOES_WELL.search(part) and not NEGATIVE.search(part)):
            continue
        if not last and _ABOUT.fullmatch(part) and not NEGATIVE.search(part):
            continue
        if not last and (_BECAUSE.match(part.removeprefix("但")) or _REPORTS.fullmatch(part)):
            continue
        begin = match.start() + len(match[0]) - len(match[0].lstrip(_EDGES))
        found.append((begin, begin + len(part)))
    return found


def is_contrast(words: str) -> bool:
    """Whether words set themselves against what stands before them (但, 然而)."""
    return _CONTRAST.match(words) is not None


def _is_list(text: str, clauses: list[tuple[int, int]]) -> bool:
    """Whether short clauses stand side by side, none going on with the one before it."""
    return len(clauses) > 1 and all(
        _SHORTEST <= high - low <= _LONGEST
        and not _CONSEQUENCE.match(text, low, high)
        and not _WHEN.fullmatch(text, low, high)
        for low, high in clauses
    )


def _by_clause(text: str, clauses: list[tuple[int, int]], listed: Listed) -> list[tuple[int, int]]:
    """Each clause that deplores, with the clauses before it that do not and those that go on with it."""
    found: list[list[int]] = []
    pending: int | None = None
    for low, high in clauses:
        if _CONTRAST.match(text, low, high):
            pending = None
        begin = low if pending is None else pending
        deplores = NEGATIVE.search(text, low, high) is not None
        if (
            found
            and pending is None
            and (_CONSEQUENCE.match(text, low, high) or _SAME_SUBJECT.match(text, low, high))
        ):
            found[-1][1] = high
        elif deplores:
            found.append([begin, high])
            pending = None
        else:
            pending = begin
    if pending is not None and found and _ALSO.search(text, pending, clauses[-1][1]):
        found.append([pending, clauses[-1][1]])
    if not found and listed is not Listed.NOT:
        return [(clauses[0][0], clauses[-1][1])]
    return [(low, high) for low, high in found]


def _sums_up(part: str) -> bool:
    """Whether a clause announces problems or says how far the work has come, and names no problem."""
    gap = _GAP.search(part)
    if gap is not None:
        return _ASPECT.search(part, 0, gap.start()) is None
    return _SUMS_UP.search(part) is not None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause without its conjunction and without 等问题, where it says enough without them."""
    conjunction = _CONJUNCTION.match(text, start, end)
    start = conjunction.end() if conjunction else start
    words = _WORDS_AFTER.search(text, start, end)
    if words and NEGATIVE.search(text, start, words.start()):
        end = words.start()
    return start, end


def _after_lead_in(text: str, start: int, stop: int) -> int:
    lead = _LEAD_IN.match(text[start:stop])
    named_before = lead is not None and (
        _DEPLORES_BEFORE.search(lead[0]) is not None or _is_the_verb(text, start, start + lead.end(), stop)
    )
    if lead and not named_before and NEGATIVE.search(text, start + lead.end(), stop):
        return start + lead.end()
    return start


def _is_the_verb(text: str, start: int, end: int, stop: int) -> bool:
    """Whether 存在 at the end of a lead is the verb of a clause that deplores with it only (存在脱节现象)."""
    clause = _PART.match(text, end, stop)
    if clause is None or not text.endswith("存在", start, end):
        return False
    if _SOME_OF.match(text, start, end) and "、" not in clause[0]:
        return True  # 个别答复存在格式不规范的情况
    # words in quotation marks are a name: 存在“不敢公开”的现象
    return (
        NEGATIVE.search(_QUOTED.sub("“”", clause[0])) is None
        and NEGATIVE.search(text, start, clause.end()) is not None
    )


def _enumerated(text: str, start: int, end: int, listed: bool) -> list[tuple[int, int]]:
    """意识不强、内容不够全面、更新不及时 is three problems; 不够及时、全面 is one."""
    body = _TAIL.sub("", text[start:end])
    body = body if NEGATIVE.search(body[body.rfind("、") + 1 :]) else text[start:end].rstrip("。;,!?")
    # what stands in quotation marks is one name: “重发布、轻解读”的倾向
    marks = _QUOTED.sub(lambda quoted: "“" * len(quoted[0]), body)
    cuts = [0, *(match.end() for match in re.finditer("、", marks)), len(body) + 1]
    things = [body[low : high - 1] for low, high in pairwise(cuts)]
    shortest = 4 if len(body) < end - start or len(things) > 2 else 5
    whole = any(len(part) < shortest or part.startswith("不") for part in things)
    if listed and all(len(part) >= _SHORTEST and _DEPLORED_ALONE.search(f"{part},") for part in things):
        whole = False  # 更新慢、渠道少、效果差 behind 问题:
    facts = [part for part in things if NEGATIVE.search(part) is None]
    if listed:
        whole = whole or any(_ONLY_NAMES.search(part) for part in facts[: len(things) - 1])
    elif len(facts) > (len(things) > 2):
        whole = True
    if len(things) < 2 or whole:
        return [(start, end)]
    found, at = [], start
    for part in things:
        found.append((at, at + len(part)))
        at += len(part) + 1
    return found


def parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a sentence between semicolons, with them."""
    return [match.span() for match in _BETWEEN_SEMICOLONS.finditer(text, start, end)]
