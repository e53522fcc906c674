"""Shapes of answers and of what is asked, shared by the model's tasks on prose."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple, TypeVar, cast

from pydantic import create_model

from extractor.errors import FailureKind, ModelError
from extractor.llm import Answer
from extractor.narrative.view import ProseView
from extractor.records import Finding, Severity, Span, Suspect

T = TypeVar("T")
NOTHING = frozenset({"", "无", "没有", "未说明", "不详", "“无”", "0"})
"""How a model says that the text does not state something."""


class Hole(NamedTuple):
    """Something that was asked and not answered, or answered with words that are not in the text."""

    task: str
    message: str
    evidence: tuple[Span, ...] = ()


def numbered(name: str, count: int, kind: Any) -> type[Answer]:
    """An answer with the fixed keys "1" … "count", all required, each of ``kind``.

    Fixed keys keep a small model from skipping or repeating units, and need no array in the schema.
    """
    fields: dict[str, Any] = {str(index): (kind, ...) for index in range(1, count + 1)}
    return cast("type[Answer]", create_model(name, __base__=Answer, **fields))


def choice(words: Sequence[str]) -> Any:
    """A type of exactly these words."""
    return Literal[tuple(words)]


def answers(answer: Answer) -> list[Any]:
    """The answers of a numbered shape, in order."""
    return [getattr(answer, name) for name in type(answer).model_fields]


def batches(units: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Units a few at a time: the ids of long lists drift in small models."""
    for start in range(0, len(units), size):
        yield units[start : start + size]


def listed(lines: Sequence[str]) -> str:
    """Lines with their ids; a line end inside a unit would look like a unit of its own."""
    return "\n".join(f"{number}. {' '.join(line.split())}" for number, line in enumerate(lines, start=1))


def hole_of(task: str, error: ModelError, view: ProseView, places: Sequence[tuple[int, int]]) -> list[Hole]:
    """The hole that a failed question leaves; a dry run leaves none."""
    if error.kind is FailureKind.NOT_ASKED:
        return []
    spans = tuple(view.span(start, end) for start, end in places[:4] if end > start)
    return [Hole(task, f"{error.kind}: {error}", spans)]


def failed(task: str, error: ModelError, span: Span) -> list[Hole]:
    """The hole that a failed question about one fact leaves; a dry run leaves none."""
    return [] if error.kind is FailureKind.NOT_ASKED else [Hole(task, f"{error.kind}: {error}", (span,))]


def finding_of(hole: Hole) -> Finding:
    """The finding that a hole stands for."""
    missed = hole.message.startswith("quote")
    return Finding(
        check="model.ungrounded" if missed else "model.failed",
        severity=Severity.WARNING,
        message=(
            f"模型引用的文字不在原文中,已舍去({hole.task}) / The model's words are not in the text; dropped"
            if missed
            else f"模型未能回答({hole.task}) / The model gave no usable answer: {hole.message}"
        ),
        evidence=hole.evidence,
        suspect=Suspect.READING,
    )


def stated(word: str) -> str | None:
    """What a model copied, None where it says that nothing is stated."""
    return None if word.strip() in NOTHING else word.strip()
