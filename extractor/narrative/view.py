"""The prose of one section as the rules read it, with its sentences and the way back to the document."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from extractor.records import Document, Folded, SectionKey, Span

_MAX_SENTENCE = 2000
_CUT = 500
_DIGIT_COMMA = re.compile(r"(?<=\d),(?=\d)")
_GROUPED = re.compile(r"(?<![\d，])\d{1,3}(?:，\d{3})+(?![\d，])")
_LISTED = re.compile(r"分别|依次|各为")
_SENTENCE_END = re.compile(r"[。!?\n]+")


@dataclass(frozen=True)
class ProseView:
    """Folded prose of one section.

    ``text`` is the folded text, but with a comma between two digits as the document prints it: the
    full-width one separates numbers, the half-width one may group the digits of one number.
    """

    document: Document
    folded: Folded
    key: SectionKey
    text: str
    sentence_starts: tuple[int, ...] = field(repr=False)

    @classmethod
    def of(cls, document: Document, folded: Folded, key: SectionKey) -> "ProseView":
        """View of one section's folded prose."""
        text = _commas_as_printed(document.text, folded)
        starts = (0, *(match.end() for match in _SENTENCE_END.finditer(text)))
        return cls(document, folded, key, text, starts)

    def span(self, start: int, end: int) -> Span:
        """Span of the canonical text for the folded stretch ``[start, end)``."""
        return self.folded.span(self.document.text, start, end)

    def words(self, start: int, end: int) -> str:
        """The document's own characters for the folded stretch, without what folding dropped."""
        source = self.document.text
        return "".join(source[offset] for offset in self.folded.offsets[start:end]).replace("\n", "")

    def sentence(self, at: int) -> tuple[int, int]:
        """Bounds of the sentence that holds offset ``at``, without what ends it.

        A text without full stops is cut 2,000 characters and more away, so that no text costs more than its
        length; numbers that stand near each other see the same cut, so that what it says is read once.
        """
        index = bisect_right(self.sentence_starts, at) - 1
        start = self.sentence_starts[index]
        end = self.sentence_starts[index + 1] if index + 1 < len(self.sentence_starts) else len(self.text)
        if end - start > _MAX_SENTENCE:
            middle = start + (at - start) // _CUT * _CUT
            start, end = max(start, middle - _MAX_SENTENCE), min(end, middle + _CUT + _MAX_SENTENCE)
        while end > start and self.text[end - 1] in "。!?\n":
            end -= 1
        return start, end

    def paragraph(self, at: int) -> tuple[int, int]:
        """Bounds of the paragraph that holds offset ``at``."""
        end = self.text.find("\n", at)
        return self.text.rfind("\n", 0, at) + 1, len(self.text) if end < 0 else end


def views_of(document: Document, prose: Mapping[SectionKey, Folded]) -> dict[SectionKey, ProseView]:
    """Views of the sections that hold any prose."""
    return {key: ProseView.of(document, folded, key) for key, folded in prose.items() if folded.text}


def _commas_as_printed(source: str, folded: Folded) -> str:
    text = folded.text
    at = [match.start() for match in _DIGIT_COMMA.finditer(text)]
    if not any(source[folded.offsets[index]] == "，" for index in at):
        return text
    characters = list(text)
    for index in at:
        characters[index] = source[folded.offsets[index]]
    return _GROUPED.sub(_as_group, "".join(characters))


def _as_group(match: re.Match[str]) -> str:
    """4，532条 is one number typed with a Chinese comma; after 分别 such numbers are a list."""
    before = match.string[max(0, match.start() - 24) : match.start()]
    return match[0] if _LISTED.search(before) else match[0].replace("，", ",")
