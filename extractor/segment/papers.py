"""Titles by which a paper says that it is another one than a yearly report on disclosure."""

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.ideographs import HAN
from extractor.lexicon import one_of

TITLE = re.compile(
    r"(?:政府信息|政务|信息)(?:与政务)?(?:年度)?公开(?:工作)?(?:的)?(?:情况)?(?:的)?(?:年度报告|年报|年度工作报告|工作报告|工作总结|"
    r"年度情况报告|情况报告|情况的报告|情况总结|报告|自查报告)"
)
"""Words with which a yearly report calls itself so."""
_BRACKET = r"(?:[(（][^()（）]{0,24}[)）])?"
_ABOUT_DISCLOSURE = re.compile(
    r".{0,60}(?:公开(?:工作)?(?:指南|制度|办法|规定|目录|条例|实施细则|要点|申请表|须知|责任制)|"
    rf"关于.{{2,60}}的(?:通知|函|意见|方案|办法)){_BRACKET}"
)
"""The title of another paper about disclosure, as a line of its own."""
_GENRE = re.compile(rf".{{2,50}}{one_of('genres.other_papers')}{_BRACKET}")
"""The title of a paper that says in its last words that it is another one, as a line of its own."""
_OWN_TITLE = re.compile(rf".{{0,60}}{TITLE.pattern}(?:[(（].{{0,24}}|全文|[及和与暨].{{0,30}})?")
_OF_A_YEAR = re.compile(rf"[^。;；,，:：|>]{{0,60}}?{one_of('genres.yearly_papers')}{_BRACKET}")
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?|年度")
_NO_SUBJECT = re.compile(
    rf"{one_of('genres.yearly_papers')}{_BRACKET}|(?:19|20)\d\d[年度]*|关于|年度|全年|工作|报告|总结|年报|开展|情况|自查|自评|履职|[的及和与暨]"
)
_BODY = re.compile(rf"[{HAN}()（）·]*[省市区县州盟旗镇乡村局委办院厅所校处站队部会室社馆台司园中心府]")
_DISCLOSURE_SIGNS = "政府信息公开"
_ALIKE = 3
"""So many signs of 政府信息公开 in a title say that it may be a report's, however it was garbled."""
_INSTRUCTION = re.compile(
    rf".{{0,60}}{TITLE.pattern}(?:的|[(（])?{one_of('genres.instructions')}[)）]?{_BRACKET}"
)
_TO_BE_FILLED = re.compile(r"[×xX*○_＿＊□]")
_YEAR_TO_BE_FILLED = re.compile(r"(?:20[×xX*○_＿＊□]{2}|[×xX*○_＿＊□]{4})年")
_REAL_YEAR = re.compile(r"20\d\d年")
_CALLS_ITSELF = re.compile(
    r"(?:政府信息|政务|信息)公开[^。]{0,80}(?:编制|撰写|形成)(?:完成|了|成)?(?:本|《|20\d\d)[^。]{0,30}(?:报告|年报)|"
    r"现[将就][^。]{0,40}(?:政府信息|政务|信息)公开[^。]{0,24}(?:报告|公布|如下)"
)
_SIGNS_OF_A_SENTENCE = re.compile(r"[。;；]")
TITLE_LINES = 6
"""At the head: among them stands the title by which a paper says what it is."""
_HEAD_LINES = 40
"""Among so many lines a report's own title stands, below menus and the way to the page."""


def is_own_title(line: str) -> bool:
    """Whether a line without white space is the title of a yearly report."""
    return _OWN_TITLE.fullmatch(line) is not None and (
        _GENRE.fullmatch(line) is None or re.search(rf"{TITLE.pattern}[及和与暨]", line) is not None
    )


def names_other_paper(line: str) -> bool:
    """Whether a line without white space is the title of another paper, by its last words."""
    if _ABOUT_DISCLOSURE.fullmatch(line) and not TITLE.search(line):
        return True
    return _GENRE.fullmatch(line) is not None and not _SIGNS_OF_A_SENTENCE.search(line)


def title_of_other_paper(lines: Sequence[str], squeezed: str) -> str | None:
    """The title of another paper at the head, where no report's own title stands below it."""
    head = lines[:_HEAD_LINES]
    wrapped = [before + line for before, line in pairwise(head)]
    if any(map(is_own_title, (*head, *wrapped))):
        return None
    first = lines[:TITLE_LINES]
    found = next((line for line in first if names_other_paper(line)), None)
    if found is not None or _CALLS_ITSELF.search(squeezed):
        return found
    return next((line for line in (*first, *wrapped[:TITLE_LINES]) if _is_on_another_subject(line)), None)


def title_of_instruction(lines: Sequence[str], squeezed: str) -> str | None:
    """The title of a text that shows how a report is written: of a model, or of notes on filling it in.

    Its tables may hold figures: they are examples. A year that is still to be filled in says the same,
    where the text names real years less often.
    """
    head = lines[:TITLE_LINES]
    found = next((line for line in head if _INSTRUCTION.fullmatch(line)), None)
    if found is not None:
        own = (
            line for line in lines[:_HEAD_LINES] if is_own_title(line) and not _INSTRUCTION.fullmatch(line)
        )
        return None if any(_REAL_YEAR.search(line) for line in own) else found
    blank = (line for line in head if _YEAR_TO_BE_FILLED.search(line) and TITLE.search(line))
    title = next(blank, None)
    if title is None or len(_TO_BE_FILLED.findall(squeezed)) <= len(_TO_BE_FILLED.findall(title)):
        return None
    years = len(_YEAR_TO_BE_FILLED.findall(squeezed)), len(_REAL_YEAR.findall(squeezed))
    return title if years[0] > years[1] else None


def _is_on_another_subject(line: str) -> bool:
    """Whether a title of a year's report, bulletin or summary names a subject, and that is not disclosure."""
    if not _OF_A_YEAR.fullmatch(line) or not _YEAR.search(line) or "公开" in line:
        return False
    if len(set(_DISCLOSURE_SIGNS) & set(line)) >= _ALIKE:
        return False
    subject = _NO_SUBJECT.sub("", _YEAR.sub("|", line))
    return any(len(_BODY.sub("", part)) >= 2 for part in subject.split("|"))
