"""What a sentence says of the problems of an earlier year: that they were put right, or that they were."""

import re

from extractor.ideographs import HAN
from extractor.lexicon import one_of, pattern
from extractor.narrative.roles import NEGATIVE

_EARLIER = re.compile(rf"{one_of('roles.last_year')}|(?P<year>(?:19|20)\d\d)年(?:度)?")
_REACH = 30
_COMPARES = ("较", "比", "与", "同")
"""Before a year that something is compared with."""
_MATTER = re.compile(rf"{one_of('roles.issue_nouns')}|一事|任务|意见|报告|年报|指出|反映|嫌|抱怨")
_SOLVED = pattern("roles.solved")
_DONE = re.compile(
    rf"{one_of('roles.solved')}|(?:已|均)(?!经?[不未])[^,。;不未]{{1,12}}|[{HAN}]了(?!解)|整改(?=[去上12])|一律|今年[^,。;]{{0,6}}(?:改|已|新|增|补|建)|"
    rf"(?:建立|制作|增配|实行|修订|开通|新办)[^,。;]{{0,12}}"
)
_ANSWERED = re.compile(r"(?:针对|对)[^。;]{2,44}(?:问题|不足|短板|意见|情况),(?=[^。;]{3})")
_FUTURE = re.compile(r"将(?![政信依])|拟|下一步|今后|明年|来年|计划")
_STILL_THERE = re.compile(r"[还仍尚也](?:然)?(?:存在|有)")
"""Then the problem is one of now, whatever year the sentence names."""
_NAMES_ONLY = re.compile(rf"(?:存在|有)[^。;]{{2,60}}{one_of('roles.issue_nouns')}|指出|反映|提出|报告")


_UNSOLVED = re.compile(
    r"(?:[还仍尚至今依然一直]{1,4}(?:未|没有?)|未)(?:能|有|得到|完全|彻底|根本|真正|全部|有效|妥善|及时){0,3}"
    r"(?:解决|整改(?:到位|完成|完毕)?|落实|到位|改观|改善|改变|消除|好转|销号|补齐|克服)|悬而未决|未见(?:改善|好转|起色|成效)"
)
_CLAUSE = re.compile(r"[^,;]+[,;]?")
_LEAST_NAMED = 6
"""Characters before 仍未解决 that name the problem; fewer only lead in to it (但目前仍未解决)."""


def unsolved(text: str, low: int, high: int) -> tuple[int, int] | None:
    """The words of a piece that say of a problem that it is not solved: it is one of now.

    The clause that says so, with those before it where it names no problem itself.
    """
    for clause in _CLAUSE.finditer(text, low, high):
        said = _UNSOLVED.search(clause[0])
        if said is not None:
            return (clause.start() if said.start() >= _LEAST_NAMED else low), clause.end()
    return None


def names_earlier_year(words: str, report_year: int | None) -> bool:
    """Whether the beginning of ``words`` names a year before the report's, as far as that is known."""
    for match in _EARLIER.finditer(words[:_REACH]):
        if words[max(0, match.start() - 1) : match.start()] in _COMPARES:
            continue
        year = match["year"]
        if year is None or (report_year is not None and int(year) < report_year):
            return True
    return False


def put_right(words: str, report_year: int | None) -> bool:
    """Whether a piece tells that a problem of an earlier year was put right."""
    if not names_earlier_year(words, report_year) or _FUTURE.search(words):
        return False
    if _MATTER.search(words) is None:
        return False
    return _DONE.search(words) is not None or _ANSWERED.search(words) is not None


def recalls(words: str, report_year: int | None) -> bool:
    """Whether a piece only says which problems there were in an earlier year."""
    if not names_earlier_year(words, report_year) or _FUTURE.search(words) or _STILL_THERE.search(words):
        return False
    return _MATTER.search(words) is not None and _NAMES_ONLY.search(words) is not None


def tells_deed(words: str) -> bool:
    """Whether words tell that something was done."""
    return _DONE.search(words) is not None


def says_solved(words: str) -> bool:
    """Whether a problem that the piece names is said to be solved, of whatever year it was."""
    solved = _SOLVED.search(words)
    if solved is None or _FUTURE.search(words) or _STILL_THERE.search(words):
        return False
    return solved[0].endswith("了") or NEGATIVE.search(words, solved.end()) is None
