"""Questions that a model can answer where rules and second reader differ: few choices, and "cannot tell"."""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from pydantic import create_model

from extractor.errors import ModelError
from extractor.judging.answer_shapes import choice
from extractor.judging.tolerances import TOLERANCES
from extractor.lexicon.topic_table import topic_table
from extractor.llm import Answer, Asker, load_prompt
from extractor.records import NO_SCOPE

TOPIC_PROMPT, ROLE_PROMPT, SPLIT_PROMPT = "topic_dispute/v1", "role_dispute/v1", "split/v1"
SCOPE_PROMPT = "scope_dispute/v1"
NOBODY_ELSES = "无"
"""How a model says that a count has no scope: it is of the body that reports."""
CANNOT_TELL = "不能确定"
ROLES = {
    "问题": "issue",
    "措施": "remedy",
    "上年整改": "past",
    "原因": "cause",
    "引出下文": "leads",
    "其他": "none",
}
NO_COUNT = {"不是计数": "none"}
_TOKENS = 24


class TopicDispute(NamedTuple):
    """A number in its sentence, marked with 【】, and the topics that the readers gave."""

    sentence: str
    topics: tuple[str, ...]


class ScopeDispute(NamedTuple):
    """A number in its sentence, marked with 【】, and the scopes that the words allow."""

    sentence: str
    scopes: tuple[str, ...]


class RoleDispute(NamedTuple):
    """A stretch of section five and the words that it stands under; empty where there are none."""

    heading: str
    text: str


class _Parts(Answer):
    parts: list[str]


def topic_names() -> dict[str, str]:
    """Each topic by the word that a model is offered for it, and what is no count."""
    return {entry.model: entry.key for entry in topic_table()} | NO_COUNT


def ask_topics(disputes: Sequence[TopicDispute], asker: Asker) -> list[str | ModelError | None]:
    """The topic that the model chooses for each number; None where it cannot tell.

    The readers' candidates are offered first; where none fits, the whole list is.
    """
    names = topic_names()
    spoken = {key: name for name, key in names.items()}
    first = [_topic_question(d, [spoken[topic] for topic in d.topics]) for d in disputes]
    said: list[Any] = list(asker.ask_all(first))
    open_ = [i for i, answer in enumerate(said) if _word(answer) == CANNOT_TELL]
    again = asker.ask_all([_topic_question(disputes[i], list(names)) for i in open_])
    for index, answer in zip(open_, again, strict=True):
        said[index] = answer
    return [a if isinstance(a, ModelError) else names.get(_word(a)) for a in said]


def ask_scopes(disputes: Sequence[ScopeDispute], asker: Asker) -> list[str | ModelError | None]:
    """The scope that the model chooses for each number, NO_SCOPE for none; None where it cannot tell."""
    questions = [
        _question(
            SCOPE_PROMPT, d.sentence, [*(s for s in d.scopes if s != NO_SCOPE), NOBODY_ELSES, CANNOT_TELL]
        )
        for d in disputes
    ]
    said = [
        answer if isinstance(answer, ModelError) else _word(answer) for answer in asker.ask_all(questions)
    ]
    words: dict[str, str | None] = {NOBODY_ELSES: NO_SCOPE, CANNOT_TELL: None}
    return [word if isinstance(word, ModelError) else words.get(word, word) for word in said]


def ask_roles(disputes: Sequence[RoleDispute], asker: Asker) -> list[str | ModelError | None]:
    """The role that the model gives each stretch; None where it cannot tell."""
    prompt = load_prompt(ROLE_PROMPT)
    shape = _one_of([*ROLES, CANNOT_TELL])
    questions = [
        prompt.question(
            shape, {"heading": d.heading or "无", "text": d.text[: TOLERANCES.dispute_words]}, _TOKENS
        )
        for d in disputes
    ]
    return [
        answer if isinstance(answer, ModelError) else ROLES.get(_word(answer))
        for answer in asker.ask_all(questions)
    ]


def ask_parts(sentences: Sequence[str], asker: Asker) -> list[list[str] | ModelError]:
    """The problems that each sentence names, as the model copies them; code has to find them again."""
    prompt = load_prompt(SPLIT_PROMPT)
    questions = [
        prompt.question(_Parts, {"text": text[: TOLERANCES.dispute_words]}, len(text) + 60)
        for text in sentences
    ]
    return [a if isinstance(a, ModelError) else a.parts for a in asker.ask_all(questions)]


def _topic_question(dispute: TopicDispute, words: Sequence[str]) -> Any:
    return _question(TOPIC_PROMPT, dispute.sentence, [*words, CANNOT_TELL])


def _question(prompt: str, sentence: str, offered: Sequence[str]) -> Any:
    values = {"sentence": sentence[: TOLERANCES.dispute_words], "choices": "、".join(offered)}
    return load_prompt(prompt).question(_one_of(offered), values, _TOKENS)


def _one_of(words: Sequence[str]) -> type[Answer]:
    return cast("type[Answer]", create_model("Verdict", __base__=Answer, answer=(choice(words), ...)))


def _word(answer: Any) -> str:
    return str(getattr(answer, "answer", ""))
