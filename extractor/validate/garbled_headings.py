"""Headings of the six sections in which a number or a character was misread, lost or doubled."""

import re
from collections.abc import Iterator
from itertools import pairwise
from unicodedata import normalize

from rapidfuzz.distance import Indel

from extractor.grammar import with_ideographs
from extractor.ideographs import HAN, ONE_TO_TEN
from extractor.lexicon import one_of
from extractor.records import SectionKey, Severity, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.finding_words import short
from extractor.validate.mentions import folded

OFFICIAL = {
    SectionKey.OVERVIEW: "一、总体情况",
    SectionKey.PROACTIVE: "二、主动公开政府信息情况",
    SectionKey.APPLICATIONS: "三、收到和处理政府信息公开申请情况",
    SectionKey.DISPUTES: "四、政府信息公开行政复议、行政诉讼情况",
    SectionKey.PROBLEMS: "五、存在的主要问题及改进情况",
    SectionKey.OTHER: "六、其他需要报告的事项",
}
OWN_NUMBER = re.compile(rf"\W*(?:第\s*)?([{ONE_TO_TEN}])\s*(?:部分|章)?\s*[、.．)）·]?")
_INTERCHANGED = ("及和与并以或暨、,", "他它", "府务", "总整", "的之", "项宜", "到受", "理置", "告请")
"""Characters of the official headings that are printed one for the other: 存在的主要问题和改进情况, 其它…."""
_NUMBER = rf"(?:十[{ONE_TO_TEN}]?|[{ONE_TO_TEN}](?![{ONE_TO_TEN}])|[0-9０-９]{{1,2}}|[Ⅰ-Ⅹ])"
_MISREAD_NUMBER = re.compile(
    rf"[ \t\u3000|]*(?!(?:第\s*)?{_NUMBER}\s*(?:部分|章)?\s*[、.．,，:：]|[(（【\[])"
    rf"[^{HAN}\s、。；;，,:：]{{0,2}}(?:[{HAN}]|[{ONE_TO_TEN}]{{2}})?\s*[、丶﹑､.．]"
)
_WORDS = re.compile(one_of("headings.wordings", "headings.problems", "headings.plans", "headings.fillers"))
_DOUBLED = re.compile(rf"([{HAN}])\1")
_TWO = re.compile(rf"[{HAN}]{{2}}")
_LIKE = 0.7
_AROUND = ":：。【】[]《》()（）"
_MOST_MISREAD, _MOST_REST = 2, 3


@check("heading.garbled")
def headings_are_printed_clean(context: Context) -> Iterator[Draft]:
    """标题有杂字 · The number or a character of a section heading is misread, lost or doubled, or marked.

    Compares: the first characters of the heading with a list number, and its words with the official ones.
    Skipped: for headings that are lost; the number where none is printed; headings that are unlike the
    official ones, or made of whole words that are usual in headings (和 for 及, 存在的问题和改进措施).
    Example: l五、存在的主要问题及改进情况, 囗、政府信息公开行政复议、行政诉讼情况,
    五、仔在的主要问题及改进情况, 五、存在的主要题及改进情况, 五、存在的主要问题题及改进情况.
    """
    for index, section in enumerate(context.report.sections):
        printed = section.heading.quote + _rest_of_line(section.body.quote)
        words, heading = with_ideographs(printed), short(printed)
        told = []
        if (number := _MISREAD_NUMBER.match(words)) is not None:
            words = words[number.end() :]
            told.append(("的序号有杂字或误识", f"the number of the heading {heading} is misread or marked"))
        if (misread := _misread(section.key, words)) is not None:
            word, meant = misread
            told.append(
                (f"中“{word}”疑为“{meant}”之误", f"{word} in the heading {heading} is probably {meant}")
                if meant
                else (
                    f"中“{word}”处疑有误识、漏字或重字",
                    f"a character of the heading {heading} is misread, lost or doubled at {word}",
                )
            )
        for chinese, english in told:
            yield Draft(
                Severity.INFO,
                f"标题“{heading}”{chinese}，可能是转换或识别所致",
                english,
                (f"/sections/{index}/heading",),
                evidence=(section.heading,),
                suspect=Suspect.READING,
            )


def _rest_of_line(body: str) -> str:
    """The end of a heading whose last word is misread, so that it was taken for words of the section."""
    rest = body.split("\n", 1)[0].rstrip(" :：。\t|")
    return rest if len(rest) <= _MOST_REST else ""


def _misread(key: SectionKey, heading: str) -> tuple[str, str] | None:
    """(printed, meant) where a heading is the official one but for a little; the second may be unknown."""
    words = folded(normalize("NFC", OWN_NUMBER.sub("", heading, count=1))).strip(_AROUND)
    official = folded(OFFICIAL.get(key, "")[2:])
    if Indel.normalized_similarity(words, official) < _LIKE:
        return None
    strange = list(_strange(words))
    if not strange:
        return None
    if len(words) == len(official):
        different = [pair for pair in zip(words, official, strict=True) if pair[0] != pair[1]]
        if len(different) == 1:
            usual = any(set(different[0]) <= set(group) for group in _INTERCHANGED)
            return None if usual else different[0]
        told = len(different) <= _MOST_MISREAD
    else:
        told = all(map(_is_remnant, strange))
    return (strange[0], "") if told and not _is_traditional(words) else None


def _is_traditional(words: str) -> bool:
    """Whether a page in traditional characters printed the heading: its words are none of the lists'."""
    return any(character.isalpha() and not character.encode("gb2312", "ignore") for character in words)


def _strange(words: str) -> Iterator[str]:
    """What stands between the words that headings are made of, and what is printed twice in a row."""
    yield from (match[0] for match in _DOUBLED.finditer(words))
    ends = [(0, 0), *(match.span() for match in _WORDS.finditer(words)), (len(words), len(words))]
    for (_, low), (high, _) in pairwise(ends):
        if high > low:
            yield words[low:high]


def _is_remnant(strange: str) -> bool:
    """Whether it is half of a word, or no word at all; two characters may be a word of headings."""
    return (
        len(strange) == 1
        or _DOUBLED.fullmatch(strange) is not None
        or re.search(rf"[{HAN}]{{2}}", strange) is None
    )
