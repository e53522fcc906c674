"""Which part of section five says what: last year's problems, this year's, or the measures against them."""

import re
from enum import Enum

from extractor.lexicon import one_of, pattern
from extractor.narrative.markers import LIST_NUMBER


class Role(Enum):
    """What the statements of a part are."""

    ISSUE = "issue"
    REMEDY = "remedy"
    PAST = "past"
    CAUSE = "cause"
    """Why there are problems: no statement of its own."""
    DONE = "done"
    """What was done in the year: no statement either."""


_MAX_HEADING = 40
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_PAST_HEADING = re.compile(
    r"(?:上一?年度?|去年|往年|上年|(?:19|20)\d\d年(?:度)?)[^,。;]{0,20}(?:问题|不足|意见|"
    r"短板)[^,。;]{0,6}(?:整改|改进|解决|落实|完成)[^,。;]{0,8}$|^整改落实情况$"
)
_ISSUE_NOUN = one_of("roles.issue_nouns")
_ISSUE_HEADING = re.compile(
    rf"{_ISSUE_NOUN}(?:之处|方面|情况|表现|和{_ISSUE_NOUN}|及?原因|分析|[一二三四五六七八九十\d]){{0,6}}"
    r"(?:主要)?(?:是|有|如下|为|表现在|表现为|体现在|包括|有以下[^,。;]{0,4}){0,5}$"
)
_SPEAKS_OF_PROBLEMS = re.compile(rf"存在|主要|突出|面临|工作中|今年|本年|当前|目前|^{_ISSUE_NOUN}")
_TELLS_ONE = re.compile(rf"{_ISSUE_NOUN}(?:主要)?是[^,]{{4}}")
"""A sentence that tells which problem there is, no heading."""
_CAUSE_HEADING = re.compile(
    r"^(?:(?:问题|不足)?(?:产生|存在)?的?(?:问题)?的?)?(?:主要)?原因(?:分析)?(?:主要)?(?:是|有|在于|如下)*$"
)
_REMEDY_HEADING = pattern("roles.remedy_heading")
_MEASURE_VERB = pattern("roles.measure_verb")

_AT_A_CLAUSE = r"(?:^|(?<=[。;:!?\n,→>]))[ ]?"
_SURE = rf"(?P<sure>{one_of('roles.answers', 'roles.turns_to_measures')})"
SURE_TURN = re.compile(rf"{_AT_A_CLAUSE}{_SURE}")
"""Where a text surely turns from a problem to what is done against it, whatever the problem's words."""
REMEDY_TURN = re.compile(rf"{_AT_A_CLAUSE}(?:{_SURE}|{one_of('roles.may_turn')})")
"""Where a text turns from problems to measures."""

ISSUE_TURN = re.compile(
    r"(?:^|(?<=[。;!?\n]))[ ]?(?:当前|目前|但|但是|同时|与此同时|虽然|此外|(?:19|20)\d\d年)[^。:]{0,60}?"
    r"(?:仍|还|依然|尚|也)(?:然)?(?:存在|有)[^。]{0,60}?(?:问题|不足|短板|差距|困难|薄弱)"
    r"|(?:^|(?<=[。;\n]))[ ]?(?:本年度?|今年|目前|当前|(?:19|20)\d\d年度?)[^,。:;]{0,10}"
    rf"{_ISSUE_NOUN}(?:主要)?(?:[是有]|如下)?:"
    r"|(?:^|(?<=[。;\n]))[ ]?(?:本年度?|今年|目前|当前|(?:19|20)\d\d年度?)[^,。:;]{0,6}"
    r"[仍还尚也](?:然)?(?:存在|有):"
    r"|(?:^|(?<=[。;\n]))[ ]?但[^。:]{0,30}[又也](?:有|出现|冒出|遇到)[^。:]{0,10}(?:情况|问题|矛盾|难题):"
)
"""Where a text turns from what was done to what is still wrong."""
CAUSE = re.compile(
    r"(?:^|(?<=[。;\n]))[ ]?(?:(?:上述|以上|这些)?问题(?:产生|存在)?的)?(?:主要)?原因(?:分析)?(?:主要)?"
    r"(?:是|有|在于)?[:,]?"
)
"""Where a text turns to why."""

NEGATIVE = pattern("roles.negative")
_IMPROVES = pattern("roles.improves")
_POSITIVE, _GOES_WELL = pattern("roles.positive"), pattern("roles.goes_well")
_WORK = pattern("roles.work_told")
_WHO_WHEN = re.compile(
    r"^(?:(?:19|20)\d\d年(?:度)?,?|[本今](?:年度?),?|一年来,?|(?:我|本|全)[们省市州县区旗镇乡街局厅委办院校站所系][^,。;]{0,4}?,?)*"
)


_DONE_HEADING = pattern("roles.done_heading")
_NUMBERED = re.compile(rf"\s*{LIST_NUMBER}?\s*")
_OF_A_HEADING = re.compile(
    rf"{one_of('roles.remedy_nouns')}|{_ISSUE_NOUN}|下一?步|下一?阶段|今后|(?:19|20)\d\d年(?:度)?|[明来]年|工作|重点|主要|努力|"
    r"政府信息公开|政务公开|信息公开|存在|采取|情况|方面|以下|如下|几[个点]|我[省市县区镇乡街局委办厅]|意见|建议|途径|方法|进一步|的|和|及|与|是|有|解决|安排"
)
_MOST_OTHER_WORDS = 5
"""Characters that a heading may have besides; a sentence about the next step has more."""
_NAMES_OF_PROBLEMS = re.compile(rf"{_ISSUE_NOUN}|存在|之处|薄弱")


def heading_role(words: str, report_year: int | None) -> Role | None:
    """What the part under a heading says; None where the words are no heading of one part.

    "存在的主要问题及改进情况" names both parts and therefore none.
    """
    words = words.strip(" :。,;、.").removeprefix("关于")
    if not words or len(words) > _MAX_HEADING or "," in words or _TELLS_ONE.search(words):
        return None
    years = [int(year) for year in _YEAR.findall(words)]
    told = re.search("已|均|全部|基本|未|没", words) is not None
    if (
        _PAST_HEADING.search(words)
        and not told
        and not (years and report_year is not None and min(years) >= report_year)
    ):
        return Role.PAST
    if _CAUSE_HEADING.search(words):
        return Role.CAUSE
    issue, remedy = _ISSUE_HEADING.search(words), _REMEDY_HEADING.search(words)
    done = _DONE_HEADING.search(words)
    if done and not years and not _REMEDY_HEADING.search(words[: done.start()]):  # 下一步主要措施
        return Role.DONE
    names_problems = issue and not remedy and _SPEAKS_OF_PROBLEMS.search(words)
    if names_problems and not NEGATIVE.search(_NAMES_OF_PROBLEMS.sub("", words)):
        return Role.ISSUE
    if (
        remedy
        and not re.search(r"问题(?:及|和|与|、)", words)
        and not _MEASURE_VERB.search(words.replace("工作", ""))
        and len(_OF_A_HEADING.sub("", words)) <= _MOST_OTHER_WORDS
    ):
        return Role.REMEDY
    return None


def role_of_section(heading: str) -> Role | None:
    """Which of problems and plans the heading of a section names, where it names one only."""
    words = _NUMBERED.sub("", heading, count=1)
    role = heading_role(words, None)
    both = role is Role.REMEDY and _NAMES_OF_PROBLEMS.search(words) is not None
    return role if role in (Role.ISSUE, Role.REMEDY) and not both else None


_SHORTEST_PROBLEM = 4


def is_measure(words: str) -> bool:
    """Whether a sentence begins with what improves and deplores nothing."""
    return _IMPROVES.match(words.lstrip()) is not None and NEGATIVE.search(words) is None


def tells_of_work(words: str) -> bool:
    """Whether a sentence tells what was done or how well it went, as far as its words say so."""
    bare = _WHO_WHEN.sub("", words.lstrip())
    return (
        any(each.search(words) for each in (_POSITIVE, _GOES_WELL, _WORK))
        or _IMPROVES.match(bare) is not None
    )


def role_by_wording(words: str) -> Role | None:
    """What an item without any heading says, from how it begins and what it deplores."""
    first = re.split(r"[。;\n]", words, maxsplit=1)[0]
    if _IMPROVES.match(first) and not re.search(
        r"(?:有待|仍需|还需|不够|不足|不强|不高|不到位|不及时)[^,]{0,6}$", first
    ):
        return Role.REMEDY
    if NEGATIVE.search(first) or _answers_itself(words):
        return Role.ISSUE
    if REMEDY_TURN.search(first) or "将" in first:
        return Role.REMEDY
    return Role.ISSUE if NEGATIVE.search(words) else None


def _answers_itself(words: str) -> bool:
    """Whether the words go on with what is done against what they begin with: 网页访问慢,对策是迁移."""
    turn = SURE_TURN.search(words)
    return turn is not None and turn.start() >= _SHORTEST_PROBLEM and "将" not in words[: turn.start()]
