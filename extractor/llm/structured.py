"""Answers of a given shape, over the structured-output wrapper: built, re-asked, read, failures named."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from extractor.errors import FailureKind, ModelError, RunStoppedError
from extractor.llm.asking import A, Answer, Question
from extractor.llm.cache import RawReply
from extractor.llm.endpoint import Endpoint, Mode
from extractor.llm.remarks import without_remarks
from extractor.llm.reply_marks import is_too_deep
from extractor.llm.reply_reading import answer_json, is_doubted_answer, is_json

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

Complete = Callable[[dict[str, Any]], RawReply]
"""Gives the reply to one request in the form of chat completions, without a look at its shape."""
_ONLY_JSON = (
    "只输出一个JSON对象，作为最终答案；不要写任何其他文字、注释或第二个对象。"
    "Only one JSON object, your final answer; no other words, no comments, no second object."
)
Judge = Callable[[FailureKind], None]


class Conversation:
    """What the wrapper calls for each ask and re-ask of one question; keeps the last raw reply.

    ``judge`` is told of each reply that is of no use, and may raise.
    """

    def __init__(self, question: Question[Any], mode: Mode, complete: Complete, judge: Judge) -> None:
        self.__name__ = self.__qualname__ = "create"
        self._question, self._mode, self._complete, self.judge = question, mode, complete, judge
        self.asked = 0
        self.last = ""
        self._is_talk = False
        """The last reply held an answer among words that doubt it."""

    def __call__(self, **request: Any) -> "ChatCompletion":
        """The reply to one request, as the wrapper reads it."""
        self.asked += 1
        if self._is_talk:
            request = request | {"messages": [*request["messages"], {"role": "user", "content": _ONLY_JSON}]}
        try:
            reply = self._complete(request)
        except ModelError as failure:
            self.judge(failure.kind)
            raise
        self.last = reply.content
        shape = self._question.answer
        words = answer_json(reply.content, frozenset(shape.model_fields), shape.__name__, _choices(shape))
        if is_too_deep(words):
            self.judge(FailureKind.NOT_JSON)
            raise ModelError(
                FailureKind.NOT_JSON, "the answer nests deeper than any answer does", words[:2000]
            )
        words = without_remarks(words, shape)
        try:
            shape.model_validate_json(words)
        except ValidationError:
            self._is_talk = is_doubted_answer(reply.content, frozenset(shape.model_fields))
            self.judge(_shape_kind(reply.content))
        if self._mode is Mode.MD_JSON and is_json(words):
            words = f"```json\n{words}\n```"
        return _as_completion(reply, words, request)


def ask_in_shape(
    question: Question[A], endpoint: Endpoint, mode: Mode, re_asks: int, talk: Conversation
) -> A:
    """The answer to one question. Raises ModelError where there is none of its shape."""
    from instructor import Mode as SdkMode
    from instructor import patch

    # The SDK's wrapper logs whole requests at ERROR; failures are named and reported here instead.
    logging.getLogger("instructor").setLevel(logging.CRITICAL)
    ask = patch(create=talk, mode=SdkMode[mode.name])
    try:
        answer = ask(
            response_model=question.answer,
            max_retries=re_asks,
            messages=[message._asdict() for message in question.messages],
            model=endpoint.model,
            max_tokens=question.max_tokens,
            temperature=0,
            seed=endpoint.seed,
        )
        found = question.answer.model_validate(answer.model_dump())
    except RunStoppedError:
        raise
    except Exception as error:
        raise _cause(error, talk, endpoint) from error
    try:
        _check_sentinels(question, talk.last)
    except ModelError as failure:
        talk.judge(failure.kind)
        raise
    return found


def _choices(shape: type[Answer]) -> frozenset[str]:
    """The words that an answer of this shape may choose among."""
    found: set[str] = set()
    open_parts: list[Any] = [shape.model_json_schema()]
    while open_parts:
        part = open_parts.pop()
        if isinstance(part, dict):
            found.update(word for word in part.get("enum", ()) if isinstance(word, str))
            open_parts.extend(part.values())
        elif isinstance(part, list):
            open_parts.extend(part)
    return frozenset(found)


def _shape_kind(raw: str) -> FailureKind:
    return FailureKind.SCHEMA_MISMATCH if is_json(raw) else FailureKind.NOT_JSON


def _as_completion(reply: RawReply, words: str, request: dict[str, Any]) -> "ChatCompletion":
    from openai.types.chat import ChatCompletion

    message: dict[str, Any] = {"role": "assistant", "content": words}
    if request.get("tools"):
        name = request["tools"][0]["function"]["name"]
        call = {"id": "1", "type": "function", "function": {"name": name, "arguments": words}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
    return ChatCompletion.model_validate(
        {
            "id": "1",
            "object": "chat.completion",
            "created": 0,
            "model": str(request.get("model", "")),
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            "usage": {
                "prompt_tokens": reply.input_tokens,
                "completion_tokens": reply.output_tokens,
                "total_tokens": reply.input_tokens + reply.output_tokens,
            },
        }
    )


def _cause(error: BaseException, talk: Conversation, endpoint: Endpoint) -> ModelError:
    """The named failure inside what the wrapper raised."""
    raw, again = talk.last, ", after asking again" if talk.asked > 1 else ""
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, ModelError):
            return inner
        if isinstance(inner, ValidationError):
            return ModelError(_shape_kind(raw), f"the answer has the wrong shape{again}", raw)
        inner = inner.__cause__
    kind = FailureKind.NOT_JSON if raw and not is_json(raw) else FailureKind.SCHEMA_MISMATCH
    what = endpoint.scrubbed(" ".join(str(error).split()))[:200]
    return ModelError(kind, f"the answer cannot be read ({type(error).__name__}: {what})", raw)


def _check_sentinels(question: Question[Any], raw: str) -> None:
    asked = question.messages[-1].content
    for word in question.sentinels:
        if word in raw and word not in asked:
            raise ModelError(
                FailureKind.SENTINEL, f"the answer copies {word!r} from the prompt's example", raw
            )
