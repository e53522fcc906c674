"""What the second reader looks at: runs of characters around a number, in a unit, in a heading.

Everything here is text in, names of features out; the same functions run when the weights are learned
and when a document is read. Digits become 0 and years say how they stand to the year of the report, so
that no figure is remembered.
"""

import re
from typing import NamedTuple

_PUNCTUATION = str.maketrans("，：；（）！？．％“”‘’", ",:;()!?.%\"\"''")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|—|-|至|[(]|$)")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_SPACE = re.compile(r"[ \t]+")
_CLAUSE = re.compile(r"[,;。!?\n:]")
_BEFORE_CHARS, _NEAR_CHARS, _AFTER_CHARS, _EARLIER_CHARS, _SENTENCE_CHARS = 28, 8, 12, 28, 60
_UNIT_CHARS, _HEADING_CHARS, _SENTENCE_OF_EVENT = 70, 40, 110
_STANDING = re.compile(r"[本前后](?=年)|[今去上]年")
SEEN_BEFORE, SEEN_AFTER = 160, 40
"""Characters of a sentence before and behind a number that are looked at."""
_PART = re.compile(r"其中|分别|含|包括|\($")


class Numbered(NamedTuple):
    """A number in its sentence, in offsets of ``text``: the digits begin at ``start``, end before ``end``."""

    text: str
    start: int
    end: int


class Previous(NamedTuple):
    """The topic of the number before in the paragraph; None where there is none or it is not told."""

    topic: str | None = None
    same_sentence: bool = True


def plain_words(text: str, report_year: int | None) -> str:
    """``text`` with half-width punctuation, years as 今年 · 前年 · 后年 of the report, digits as 0."""
    text = _SPACE.sub("", text.translate(_PUNCTUATION))
    if report_year is not None:
        text = _YEAR.sub(lambda year: _standing(int(year[1]), report_year), text)
    return _DIGITS.sub("0", text)


def _standing(year: int, report_year: int) -> str:
    return "本" if year == report_year else ("前" if year < report_year else "后")


def grams(text: str, sizes: tuple[int, ...], tag: str) -> list[str]:
    """Every run of so many characters, each as a feature of its kind."""
    return [tag + text[at : at + size] for size in sizes for at in range(len(text) - size + 1)]


def count_features(number: Numbered, report_year: int | None, previous: Previous) -> set[str]:
    """Features of a number in the light of the number before it."""
    raw, start, end = number
    head = plain_words(raw[max(0, start - SEEN_BEFORE) : start], report_year)
    tail = plain_words(raw[end : end + SEEN_AFTER], report_year)
    cut = max((match.end() for match in _CLAUSE.finditer(head)), default=0)
    stop = _CLAUSE.search(tail)
    before, after = head[cut:][-_BEFORE_CHARS:], tail[: stop.start() if stop else None][:_AFTER_CHARS]
    rest = head[: max(cut - 1, 0)]
    cut = max((match.end() for match in _CLAUSE.finditer(rest)), default=0)
    earlier, sentence = rest[cut:][-_EARLIER_CHARS:], rest[:cut][-_SENTENCE_CHARS:]
    following = tail[stop.end() :][:10] if stop else ""
    found = {"u" + after[:1], "U" + after[:2], "L" + str(min(len(before), 6))}
    found.update(grams("^" + before + "$", (1, 2, 3), "b"))
    found.update(grams(before[-_NEAR_CHARS:] + "$", (2, 3, 4), "n"))
    found.update(grams(after + "$", (1, 2, 3), "a"))
    found.update(grams("^" + earlier + "$", (2, 3), "c"))
    found.update(grams(sentence, (2, 3), "s"))
    found.update(grams(following, (2,), "f"))
    standing = _STANDING.findall(head)
    found.add("Y" + (standing[-1] if standing else "") + str("年" in before))
    part = bool(_PART.search(before) or _PART.search(earlier) or head.count("(") > head.count(")"))
    short = "short" if len(before) <= 4 else "long"
    chain = f"{'p' if previous.same_sentence else 'q'}{previous.topic}"
    found.update((chain, f"{chain} {short}", f"{chain} {part}", f"{chain} {after[:1]}"))
    return found


def unit_features(words: str, report_year: int | None) -> set[str]:
    """Features of a sentence or item of section five."""
    text = plain_words(words, report_year)
    shown = text[:_UNIT_CHARS]
    found = set(grams("^" + shown, (1, 2, 3), "w"))
    found.update(grams("^" + text[:8], (2, 3, 4), "h"))
    found.update(grams(text[-8:] + "$", (2, 3, 4), "t"))
    first = _CLAUSE.split(text, maxsplit=1)[0]
    found.update(grams(first[-6:] + "$", (2, 3), "e"))
    found.add("l" + str(min(len(text) // 8, 8)))
    found.add("," + str(min(text.count(","), 4)))
    return found


def heading_features(words: str, report_year: int | None) -> set[str]:
    """Features of a heading."""
    text = plain_words(words, report_year).strip(" :。,;、.")[:_HEADING_CHARS]
    found = set(grams("^" + text + "$", (1, 2, 3, 4), "w"))
    found.add("l" + str(min(len(text) // 4, 6)))
    return found


def event_features(words: str, report_year: int | None) -> set[str]:
    """Features of a sentence that may tell of a training."""
    text = plain_words(words, report_year)[:_SENTENCE_OF_EVENT]
    found = set(grams("^" + text + "$", (1, 2, 3), "w"))
    found.update(grams("^" + text[:8], (2, 3, 4), "h"))
    found.add("l" + str(min(len(text) // 10, 8)))
    for word in ("培训", "讲座", "学习", "会议", "辅导", "授课"):
        at = text.find(word)
        if at >= 0:
            found.update(grams(text[max(0, at - 8) : at], (1, 2, 3), "b"))
            found.update(grams(text[at + len(word) : at + len(word) + 6], (1, 2), "a"))
    return found
