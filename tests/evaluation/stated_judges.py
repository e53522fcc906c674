"""Judges of stated quality: they know the labels of a suite, and answer over a ModelClient's door."""

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cached_property
from random import Random
from typing import Any

from extractor.errors import FailureKind, ModelError
from extractor.evaluation.suites import Case
from extractor.judging.questions import CANNOT_TELL, NO_COUNT, NOBODY_ELSES, ROLES
from extractor.lexicon.topic_table import topic_table
from extractor.llm import Endpoint
from extractor.llm.cache import RawReply
from extractor.llm.client import ModelClient
from extractor.llm.meter import Bill

UNLABELLED = ModelError(FailureKind.NOT_ASKED, "nobody has labelled that")
LISTS = {"issue": "issues", "remedy": "remedies", "past": "past_rectifications"}
WORDS = {entry.key: entry.model for entry in topic_table()} | {key: word for word, key in NO_COUNT.items()}


def bare(words: str) -> str:
    """Without punctuation, which the readers' text writes its own way."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", words) if letter.isalnum())


class Judge(ModelClient):
    """Knows the labels of the cases, and says something else with the chance of 1 - ``quality``.

    Quality 0 is the adversary: never right where another choice is offered. It cuts sentences at every mark,
    or not at all where they should be cut. None is luck: any of the words offered.
    """

    def __init__(self, cases: Sequence[Case], quality: float | None) -> None:
        super().__init__(Endpoint(base_url="http://127.0.0.1:1/v1", model="judge"))
        self.cases, self.quality, self.chance = cases, quality, Random(7)

    def complete(self, request: dict[str, Any], question: Any, meter: Any) -> RawReply:
        answer_to = self._tasks.get(question.task)
        if answer_to is None:
            raise UNLABELLED
        properties = request["response_format"]["json_schema"]["schema"]
        answer = answer_to(question.messages[-1].content, properties)
        meter.called(Bill(10, 10, self.endpoint.price.cost(10, 10)))
        content = json.dumps(answer, ensure_ascii=False)
        return RawReply(content=content, finish="stop", input_tokens=10, output_tokens=10)

    @cached_property
    def _tasks(self) -> dict[str, Callable[[str, dict[str, Any]], dict[str, Any]]]:
        return {
            "topic_dispute": self._topic,
            "scope_dispute": self._scope,
            "role_dispute": self._role,
            "mentions": self._mentions,
            "counts": self._counts,
            "split": self._parts,
        }

    # --- the questions

    def _topic(self, asked: str, schema: dict[str, Any]) -> dict[str, Any]:
        truth = self._topics_at(*self._marked(asked))
        offered = schema["properties"]["answer"]["enum"]
        return {"answer": self._said([WORDS[topic] for topic in truth], offered)}

    def _scope(self, asked: str, schema: dict[str, Any]) -> dict[str, Any]:
        case, at = self._marked(asked)
        label = next((c for c in case.gold.counts or () if c.start <= at < c.end), None)
        if label is None or label.scope is None:  # null also where nobody labelled it
            raise UNLABELLED
        return {"answer": self._said([label.scope or NOBODY_ELSES], schema["properties"]["answer"]["enum"])}

    def _role(self, asked: str, schema: dict[str, Any]) -> dict[str, Any]:
        case, at = self._place_of(re.search("文字：(.*)", asked, re.DOTALL)[1])  # type: ignore[index]
        said = [role for role, name in LISTS.items() if covers(getattr(case.gold, name), at)]
        spoken = {key: word for word, key in ROLES.items()}
        truth = spoken[said[0] if said else "none"]
        return {"answer": self._said([truth], schema["properties"]["answer"]["enum"])}

    def _mentions(self, asked: str, schema: dict[str, Any]) -> dict[str, Any]:
        answer = {}
        for key, line in re.findall(r"^(\d+)\. (.*)$", asked, re.MULTILINE):
            case, at = self._place_of(line)
            if case.gold.trainings is None:
                raise UNLABELLED
            held = any(
                at <= label.start < at + len(line) or covers([label], at) for label in case.gold.trainings
            )
            answer[key] = self._said(["已举办" if held else "未举办"], schema["properties"][key]["enum"])
        return answer

    def _counts(self, asked: str, schema: dict[str, Any]) -> dict[str, Any]:
        answer = {}
        offered = schema["$defs"]["_Label"]["properties"]["topic"]["enum"]
        for key, number, clause in re.findall(r"^(\d+)\. (.*?)：(.*)$", asked, re.MULTILINE):
            case, at = self._place_of(clause, len(bare(clause[: max(0, clause.find(number))])))
            truth = [WORDS[topic] for topic in self._topics_at(case, at)]
            topic = self._said(truth, offered)
            answer[key] = {
                "label": clause[:8],
                "topic": "其他" if topic == CANNOT_TELL else topic,
                "scope": NOBODY_ELSES,
                "period": "本年",
            }
        return answer

    def _parts(self, asked: str, schema: dict[str, Any]) -> dict[str, Any]:
        case, at = self._place_of(asked)
        end = at + len(asked)
        told = [label for label in case.gold.issues or () if at <= label.start and label.end <= end + 8]
        right = [unicodedata.normalize("NFKC", case.text[label.start : label.end]) for label in told] or [
            asked
        ]
        every = [part for part in re.split(r"[、,;，；]", asked) if len(part) >= 4]
        wrong = every if len(right) <= 1 else [asked]
        return {"parts": right if self._is_right() else wrong}

    # --- what is right, and what is said

    def _said(self, truths: Sequence[str], offered: list[str]) -> str:
        if self.quality is None:
            return self.chance.choice(offered)
        others = [word for word in offered if word not in (*truths, CANNOT_TELL)]
        is_right = self._is_right() or not others
        told = next((truth for truth in truths if truth in offered), CANNOT_TELL)
        return told if is_right else self.chance.choice(others)

    def _is_right(self) -> bool:
        return self.chance.random() < (0.5 if self.quality is None else self.quality)

    def _topics_at(self, case: Case, at: int) -> Sequence[str]:
        if case.gold.counts is None:
            raise UNLABELLED
        label = next((c for c in case.gold.counts if c.start <= at < c.end), None)
        return ("none",) if label is None else label.topic.split("|")

    def _marked(self, asked: str) -> tuple[Case, int]:
        told = re.search("句子：(.*?)【(.*?)】(.*)\n", asked, re.DOTALL)
        assert told is not None, asked
        before, number, after = told.groups()
        return self._place_of(before + number + after, len(bare(before)))

    @cached_property
    def _indexed(self) -> list[tuple[Case, str, list[int]]]:
        found = []
        for case in self.cases:
            kept: list[int] = []
            letters = ""
            for at, one in enumerate(case.text):
                more = bare(one)
                letters += more
                kept += [at] * len(more)
            found.append((case, letters, kept))
        return found

    def _place_of(self, words: str, behind: int = 0) -> tuple[Case, int]:
        """The document that holds the words, and where they stand there."""
        wanted = bare(words)
        for case, text, kept in self._indexed:
            if wanted and wanted in text:
                return case, kept[min(text.index(wanted) + behind, len(kept) - 1)]
        raise AssertionError(words)


def covers(labels: Any, at: int) -> bool:
    """Whether a label holds the character."""
    return any(label.start <= at < label.end for label in labels or ())
