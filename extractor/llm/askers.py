"""Who answers the questions about documents: a client's asker for each, and one that only counts."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from extractor.errors import PASSING, FailureKind, ModelError, RunStoppedError
from extractor.llm.asking import A, Question
from extractor.llm.endpoint import Endpoint
from extractor.llm.meter import Meter
from extractor.llm.token_estimate import estimate_question
from extractor.records import Usage

_STEP_FAILS = PASSING | {FailureKind.NOT_AN_ENDPOINT}
"""Failures after which a document's other questions are not asked: it is asked again as a whole."""


class Answers(Protocol):
    """What an asker needs of the client: one question, counted on the document's meter."""

    def ask(self, question: Question[A], meter: Meter) -> A:
        """The answer; raises ModelError."""
        ...


class DocumentAsker:
    """Answers the questions about one document and counts what they cost."""

    def __init__(self, client: Answers, meter: Meter, at_a_time: Callable[[], int]) -> None:
        self.meter = meter
        self._client, self._at_a_time = client, at_a_time
        self.prompts: dict[str, str] = {}
        self.asked = 0
        self.unanswered: Counter[str] = Counter()
        self.last_failure: ModelError | None = None

    @property
    def usage(self) -> Usage:
        """What this document has cost so far."""
        return self.meter.usage

    def ask_all(self, questions: Sequence[Question[A]]) -> list[A | ModelError]:
        """Answers in order; bad answers are values.

        Raises RunStoppedError where the run may ask no more, and ModelError where the endpoint failed: then
        this document is to be asked again as a whole.
        """
        self.prompts.update({question.prompt: question.prompt_hash for question in questions})
        threads = min(len(questions), self._at_a_time())
        if threads < 2:
            answers = [self._ask(question) for question in questions]
        else:
            with ThreadPoolExecutor(threads) as pool:
                answers = list(pool.map(self._ask, questions))
        for answer in answers:
            if isinstance(answer, ModelError):
                self.last_failure = answer
        return answers

    def _ask(self, question: Question[A]) -> A | ModelError:
        self.asked += 1
        try:
            return self._client.ask(question, self.meter)
        except RunStoppedError:
            raise
        except ModelError as error:
            self.unanswered[error.kind.value] += 1
            if error.kind in _STEP_FAILS:
                raise
            return error


class DryRun:
    """Answers nothing and notes what would have been asked; stands where a ModelClient would."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.calls = 0
        self.input_tokens = 0
        self.output_tokens = 0
        self.prompts: dict[str, str] = {}
        self.asked = 0
        self.unanswered: Counter[str] = Counter()
        self.last_failure: ModelError | None = None

    def for_document(self) -> "DryRun":
        """One asker for all documents: only the sum is of interest."""
        return self

    def close(self) -> None:
        """Nothing was opened."""

    @property
    def usage(self) -> Usage:
        """Nothing was spent."""
        return Usage()

    @property
    def estimate(self) -> Usage:
        """What a run would cost, answers at half the length they may have."""
        cost = self.endpoint.price.cost(self.input_tokens, self.output_tokens)
        return Usage(
            calls=self.calls, input_tokens=self.input_tokens, output_tokens=self.output_tokens, cost=cost
        )

    def ask_all(self, questions: Sequence[Question[Any]]) -> list[Any]:
        """Count the questions; every answer is the failure ``not_asked``."""
        thinking = self.endpoint.manners.thinking_tokens
        for question in questions:
            self.calls += 1
            self.input_tokens += estimate_question(question)
            self.output_tokens += (question.max_tokens + thinking) // 2
        return [ModelError(FailureKind.NOT_ASKED, "a dry run asks nothing") for _ in questions]
