"""What a model may decide, measured on questions on which readers differ."""

from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from extractor.errors import ModelError, UsageError
from extractor.judging.model_events import HELD, judge_sentences
from extractor.judging.questions import (
    ROLES,
    RoleDispute,
    TopicDispute,
    ask_roles,
    ask_topics,
    topic_names,
)
from extractor.llm import Asker
from extractor.llm.profile import DECIDE_AT, Grade
from extractor.records import Record

LEAST = 100
"""Fewer disputes of a kind say nothing: the model may advise, not decide."""
_HELD = ("held", "attended")


class Dispute(Record):
    """A question on which two readers differ, and what is right."""

    text: str
    candidates: tuple[str, ...]
    answer: str


class DisputeSuite(Record):
    """Disputes of each kind."""

    topics: tuple[Dispute, ...]
    roles: tuple[Dispute, ...]
    trainings: tuple[Dispute, ...]


class DisputeScore(NamedTuple):
    """How a model settled the disputes of one kind."""

    right: int
    wrong: int
    cannot_tell: int
    failed: int

    @property
    def total(self) -> int:
        """All disputes of the kind."""
        return sum(self)

    @property
    def precision(self) -> float | None:
        """Of those it settled, how many it settled right."""
        settled = self.right + self.wrong
        return self.right / settled if settled else None

    @property
    def grade(self) -> Grade:
        """Whether its word decides."""
        enough = self.total >= LEAST and (self.right + self.wrong) * 2 >= self.total
        return Grade.DECIDE if enough and (self.precision or 0) >= DECIDE_AT else Grade.ADVISE


def load_suite(path: Path | None = None) -> DisputeSuite:
    """The disputes that come with the product, or those of a file; UsageError where it is no such file."""
    try:
        raw = (path or files("extractor.judging") / "disputed.json").read_text(encoding="utf-8")
        suite = DisputeSuite.model_validate_json(raw)
        _check_names(suite)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: no file of disputes ({error}); see docs/models.md") from error
    return suite


def _check_names(suite: DisputeSuite) -> None:
    """Raise ValueError where a dispute names a topic or a role that nobody can be asked about."""
    topics, roles = set(topic_names().values()), set(ROLES.values())
    named = {
        (name, "topic") for d in suite.topics for name in (*d.candidates, d.answer) if name not in topics
    }
    named |= {(d.answer, "role") for d in suite.roles if _role(d.answer) not in roles}
    if named:
        name, kind = min(named)
        known = ", ".join(sorted(topics if kind == "topic" else roles))
        raise ValueError(f"{name!r} is no {kind}; known: {known}")


def measure(suite: DisputeSuite, asker: Asker) -> Mapping[str, DisputeScore]:
    """Each task of the profile with its score."""
    topics = ask_topics([TopicDispute(d.text, d.candidates) for d in suite.topics], asker)
    roles = ask_roles([RoleDispute("", d.text) for d in suite.roles], asker)
    held = judge_sentences([d.text for d in suite.trainings], asker)
    return {
        "counts": _score(topics, [d.answer for d in suite.topics], str),
        "statements": _score(roles, [_role(d.answer) for d in suite.roles], str),
        "trainings": _score(
            held, [str(d.answer in _HELD) for d in suite.trainings], lambda w: str(w == HELD)
        ),
    }


def _role(label: str) -> str:
    return label.split(" ", maxsplit=1)[0]


def _score(
    said: Sequence[str | ModelError | None], answers: Sequence[str], read: Callable[[str], str]
) -> DisputeScore:
    right = wrong = cannot = failed = 0
    for word, answer in zip(said, answers, strict=True):
        if isinstance(word, ModelError):
            failed += 1
        elif word is None:
            cannot += 1
        elif read(word) == answer:
            right += 1
        else:
            wrong += 1
    return DisputeScore(right, wrong, cannot, failed)
