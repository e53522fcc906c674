"""The sentences in learning/ as examples for the second reader, with variants of each."""

import random
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from learning_grammar import drawn_counts, drawn_units

from extractor.grammar import find_numbers
from extractor.learned.features import (
    Numbered,
    Previous,
    count_features,
    event_features,
    heading_features,
    unit_features,
)

REPORT_YEAR = 2022
VARIANTS = {"count": 8, "unit": 8, "heading": 3, "event": 8}
"""Copies of each sentence in other words. With half as many the luck of the draw moved what is needlessly
warned in written paragraphs between 20 and 28 %."""
TOPICS = {
    "di": "disclosed_items", "do": "documents", "in": "interpretations", "rq": "requests", "dp": "disputes",
    "fe": "fees", "tr": "trainings", "pr": "proposals", "me": "meetings", "ga": "gazette", "pl": "platforms",
    "sp": "service_points", "ca": "catalogues", "pa": "participation", "ov": "oversight", "st": "staff",
    "co": "consultations", "ot": "other", "xx": "none",
}  # fmt: skip
PERIODS = {"": "year", "+": "cumulative", "~": "other"}
UNKNOWN = 0.3
"""How often the topic of the number before is not told, so that words count more than the chain."""
DRAWN_WEIGHT = 0.35
"""What a sentence of the grammar weighs beside one written by hand."""
_SENTENCE_END = re.compile("[。!?！？\\n]")
_MARK = re.compile(r"\[([a-z]{2})([+~]?) ([^\]]*)\]")

Extract = Callable[[str, int | None], set[str]]


class Example(NamedTuple):
    """Features with their label; variants of one sentence share its number."""

    sentence: int
    variant: bool
    features: set[str]
    label: str
    weight: float
    shown: str = ""
    """The words, the number between 【 and 】; empty for what is only a variant."""


class Marked(NamedTuple):
    """A number of a sentence with what it counts."""

    start: int
    end: int
    topic: str
    period: str


def examples_of(folder: Path, chance: random.Random) -> dict[str, list[Example]]:
    """Examples of every task."""
    settings = tomllib.loads((folder / "variants.toml").read_text(encoding="utf-8"))
    maker = Variants(settings, chance)
    found: dict[str, list[Example]] = {"topic": [], "period": []}
    _add_counts(found, folder, maker, chance)
    for task, path, extract, leads in (
        ("unit", "roles/*units.txt", unit_features, "unit_leads"),
        ("heading", "roles/headings.txt", heading_features, "unit_leads"),
        ("event", "trainings/*.txt", event_features, "leads"),
    ):
        own = Variants(settings, random.Random(task))  # sentences of one task change no other task
        found[task] = _of_lines(list(labelled(folder, path)), extract, own, VARIANTS[task], leads)
    first = 1 + max(example.sentence for example in found["unit"])
    for number, (label, line) in enumerate(drawn_units(folder, random.Random("drawn units")), start=first):
        features = unit_features(line, REPORT_YEAR)
        found["unit"].append(Example(number, True, features, label, DRAWN_WEIGHT))
    return found


def _add_counts(
    found: dict[str, list[Example]], folder: Path, maker: "Variants", chance: random.Random
) -> None:
    """Numbers of the sentences written by hand, of their variants, and of those that the grammar draws."""
    lines = [line for path in sorted((folder / "counts").glob("*.txt")) for line in _lines(path)]
    for number, line in enumerate(lines):
        for index, text in enumerate([line, *maker.of(line, VARIANTS["count"], "leads")]):
            for task, example in _of_counts(number, index > 0, text, chance):
                found[task].append(example)
    for number, line in enumerate(drawn_counts(folder, chance), start=len(lines)):
        found["topic"] += [e for task, e in _of_counts(number, True, line, chance) if task == "topic"]


def _of_lines(
    own: Sequence[tuple[str, str]], extract: Extract, maker: "Variants", copies: int, leads: str
) -> list[Example]:
    return [
        Example(number, index > 0, extract(text, REPORT_YEAR), label, 1 / (1 + copies), text)
        for number, (label, line) in enumerate(own)
        for index, text in enumerate([line, *maker.of(line, copies, leads)])
    ]


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("#")]


def labelled(folder: Path, pattern: str) -> Iterator[tuple[str, str]]:
    """Lines under ``== label`` headings."""
    label = ""
    for line in (line for path in sorted(folder.glob(pattern)) for line in _lines(path)):
        if line.startswith("== "):
            label = line[3:].strip()
        else:
            yield label, line


def unmarked(line: str) -> tuple[str, list[Marked]]:
    """The sentence without its marks, and where the marked numbers stand."""
    text, marks, at = "", [], 0
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        marks.append(Marked(len(text), len(text) + len(match[3]), TOPICS[match[1]], PERIODS[match[2]]))
        text += match[3]
        at = match.end()
    return text + line[at:], marks


def _of_counts(number: int, variant: bool, line: str, chance: random.Random) -> Iterator[tuple[str, Example]]:
    text, marks = unmarked(line)
    previous, sentence = Previous(), 0
    weight = 1 / (1 + VARIANTS["count"])
    for numeral in find_numbers(text):
        low = max((m.end() for m in _SENTENCE_END.finditer(text, 0, numeral.start)), default=0)
        high = text.find("。", numeral.start) if "。" in text[numeral.start :] else len(text)
        if low != sentence:
            sentence, previous = low, Previous(previous.topic, False)
        mark = next((m for m in marks if m.start <= numeral.start < m.end), None)
        place = Numbered(text[low:high], numeral.start - low, numeral.end - low)
        known = previous if chance.random() > UNKNOWN else Previous()
        features = count_features(place, REPORT_YEAR, known)
        topic = mark.topic if mark else "none"
        shown = "" if variant or mark is None else _marked(text, mark)
        yield "topic", Example(number, variant, features, topic, weight, shown)
        if mark is not None and topic != "none":
            yield "period", Example(number, variant, features, mark.period, weight)
            previous = Previous(topic)


def _marked(text: str, mark: Marked) -> str:
    return f"{text[: mark.start]}【{text[mark.start : mark.end]}】{text[mark.end :]}"


class Variants:
    """Says a sentence in other words; the marks stay where they are."""

    def __init__(self, settings: dict[str, Any], chance: random.Random) -> None:
        self.settings, self.chance = settings, chance
        self.groups: dict[str, list[str]] = {}
        for group in settings["groups"]:
            for word in filter(None, group):
                self.groups.setdefault(word, group)
        longest = sorted(self.groups, key=len, reverse=True)
        self.words = re.compile("|".join(map(re.escape, longest)))
        pairs = settings["noise"]["confusions"]
        self.confused = {a: b for pair in pairs for a, b in (pair, pair[::-1])}

    def of(self, line: str, copies: int, leads: str) -> list[str]:
        """Variants of a line."""
        return [self._one(line, self.settings[leads], noisy=index % 3 == 2) for index in range(copies)]

    def _one(self, line: str, leads: Sequence[str], noisy: bool) -> str:
        draw = self.chance
        line = self.words.sub(
            lambda word: draw.choice(self.groups[word[0]]) if draw.random() < 0.4 else word[0], line
        )
        if draw.random() < 0.35:
            line = draw.choice(leads) + line
        if draw.random() < 0.2:
            line = line.replace("，", draw.choice(["、", "；", ","]))
        if noisy:
            line = "".join(self._blurred(character) for character in line)
        return line

    def _blurred(self, character: str) -> str:
        lot = self.chance.random()
        if character in "[]⟦⟧¶" or character.isascii() or lot > 0.06:
            return character
        blurred: str = self.confused.get(character, character if lot > 0.015 else "")
        return blurred
