"""What endpoints do, one by one over real HTTP, and what comes of it. docs/models.md has the same list."""

import json
import time
import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest
from scripted_endpoint import (
    Behaviour,
    Handler,
    breaks_off,
    drips,
    fails,
    fails_midway,
    page,
    says,
    scripted,
    silent,
)

from extractor.errors import EndpointError, FailureKind, ModelError
from extractor.llm import Answer, Endpoint, Limits, Message, Mode, Question
from extractor.llm.client import ModelClient
from extractor.llm.manners import CHANGES, Manners, read_rejection, rejections
from extractor.llm.surroundings import ClientSurroundings
from extractor.llm.token_estimate import estimate_question

GOOD = '{"word": "青梅"}'
DOCS = Path(__file__).parents[2] / "docs" / "models.md"


class Fruit(Answer):
    word: Literal["青梅", "黄杏"]


def question(text: str = "选一个", max_tokens: int = 50) -> Question[Fruit]:
    turns = (Message("system", "只用JSON回答"), Message("user", text))
    return Question("fruit", "fruit/v1", "hash", turns, Fruit, max_tokens)


class Expected(NamedTuple):
    """What comes of two questions put one after the other."""

    outcome: Fruit | FailureKind | None = Fruit(word="青梅")
    """Of the first; None: it does not matter here."""
    heard: int = 2
    """Calls that the endpoint has had for both questions."""
    calls: int = 2
    """Calls that are counted as billed."""
    stops: bool = False
    """The run ends with the first question."""
    learned: Mapping[str, Any] = {}
    """Manners afterwards, and ``mode``."""
    tokens: tuple[int, int] | None = None
    """Of both questions, in and out."""
    asks: int = 50
    """Tokens that the answers may have."""
    questions: int = 2
    ends: bool = False
    """The run has ended by the last question."""


def whole(message: Mapping[str, Any], finish: object = "stop", **more: Any) -> Behaviour:
    """A reply in one piece, exactly as given."""
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", **message}}
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    body = {"id": "1", "object": "chat.completion", "model": "m", "choices": [choice], "usage": usage, **more}
    return lambda handler, _: handler.whole(200, body)


def events(*data: object, done: bool = True, media: str = "text/event-stream") -> Behaviour:
    """A stream of these events, exactly as given; texts are sent as they are."""

    def play(handler: Handler, _: Mapping[str, Any]) -> None:
        lines = [
            one if isinstance(one, str) else f"data: {json.dumps(one, ensure_ascii=False)}" for one in data
        ]
        body = "\n\n".join([*lines, *(["data: [DONE]"] if done else []), ""]).encode() + b"\n"
        handler.send_response(200)
        handler.send_header("content-type", media)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return play


def delta(part: Mapping[str, Any], finish: str | None = None, **more: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": part, "finish_reason": finish}], **more}


USAGE = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}


def refuses_if(
    is_wrong: Callable[[Mapping[str, Any]], object], message: str, status: int = 400, code: str = ""
) -> Behaviour:
    """An endpoint that refuses some requests with these words and answers the others."""

    def play(handler: Handler, request: Mapping[str, Any]) -> None:
        if is_wrong(request):
            handler.whole(status, {"error": {"message": message, "code": code or None, "param": None}})
        else:
            says(GOOD)(handler, request)

    return play


def refuses_each(**words: str) -> Behaviour:
    """An endpoint that dislikes some parameters, and says so of one at a time."""

    def play(handler: Handler, request: Mapping[str, Any]) -> None:
        wrong = next((name for name in words if name in request), None)
        (fails(400, words[wrong]) if wrong else says(GOOD))(handler, request)

    return play


def forbids(name: str) -> Behaviour:
    """A server on FastAPI that knows no such field."""

    def play(handler: Handler, request: Mapping[str, Any]) -> None:
        if name in request:
            entry = {
                "type": "extra_forbidden",
                "loc": ["body", name],
                "msg": "Extra inputs are not permitted",
            }
            handler.whole(422, {"detail": [entry]})
        else:
            says(GOOD)(handler, request)

    return play


def wants_thinking_room(request_field: str = "max_tokens", hidden: bool = False) -> Behaviour:
    """A model that thinks first: with less than 1,000 tokens it says nothing."""

    def play(handler: Handler, request: Mapping[str, Any]) -> None:
        if request[request_field] < 1000:
            thought = {} if hidden else {"reasoning_content": "先想一想"}
            whole({"content": "", **thought}, "length")(handler, request)
        else:
            whole({"content": GOOD})(handler, request)

    return play


def kind_of(request: Mapping[str, Any]) -> str:
    return str(request.get("response_format", {}).get("type", "tools" if "tools" in request else "none"))


def is_strict(request: Mapping[str, Any]) -> bool:
    return bool(request.get("response_format", {}).get("json_schema", {}).get("strict"))


def answers_responses_only(handler: Handler, request: Mapping[str, Any]) -> None:
    """Chat is refused; the Responses API answers as a stream of its own events."""
    if "input" not in request:
        fails(404, "This model is only supported in v1/responses and not in v1/chat/completions.")(
            handler, request
        )
        return
    usage = {"input_tokens": 90, "output_tokens": 30, "output_tokens_details": {"reasoning_tokens": 20}}
    done = {"type": "response.completed", "response": {"status": "completed", "output": [], "usage": usage}}
    events(
        {"type": "response.created", "response": {}},
        {"type": "response.reasoning_summary_text.delta", "delta": "想"},
        {"type": "response.output_text.delta", "delta": GOOD},
        done,
        done=False,
    )(handler, request)


def refuses_one_by_one(handler: Handler, request: Mapping[str, Any]) -> None:
    """A newer model that says one thing at a time."""
    if "max_tokens" in request:
        fails(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")(
            handler, request
        )
    elif "temperature" in request:
        fails(400, "Unsupported value: 'temperature' does not support 0 with this model.")(handler, request)
    elif is_strict(request):
        fails(400, "Invalid schema for response_format 'Fruit'")(handler, request)
    else:
        says(GOOD)(handler, request)


def first_then(first: Behaviour, then: Behaviour) -> Behaviour:
    """One behaviour for the first call, another for all others."""
    calls: list[int] = []

    def play(handler: Handler, request: Mapping[str, Any]) -> None:
        calls.append(1)
        (first if len(calls) == 1 else then)(handler, request)

    return play


def in_turn(*script: Behaviour) -> Behaviour:
    """Behaviours one after the other, the last one again and again."""
    calls: list[int] = []

    def play(handler: Handler, request: Mapping[str, Any]) -> None:
        calls.append(1)
        script[min(len(calls), len(script)) - 1](handler, request)

    return play


def again_and_again(*script: Behaviour) -> Behaviour:
    """Behaviours one after the other, then from the first again."""
    calls: list[int] = []

    def play(handler: Handler, request: Mapping[str, Any]) -> None:
        calls.append(1)
        script[(len(calls) - 1) % len(script)](handler, request)

    return play


def trickles(piece: bytes, media: str, seconds: float = 0.1) -> Behaviour:
    """A body that never ends and never says anything."""

    def play(handler: Handler, _: Mapping[str, Any]) -> None:
        handler.send_response(200)
        handler.send_header("content-type", media)
        handler.send_header("connection", "close")
        handler.end_headers()
        handler.close_connection = True
        with suppress(OSError):  # the caller had enough
            while True:
                handler.wfile.write(piece)
                handler.wfile.flush()
                time.sleep(seconds)

    return play


def heads(first: bytes, piece: bytes) -> Behaviour:
    """Headers that never come to their end."""

    def play(handler: Handler, _: Mapping[str, Any]) -> None:
        handler.close_connection = True
        with suppress(OSError):
            handler.wfile.write(first)
            for number in range(40):
                handler.wfile.write(piece % number if b"%" in piece else piece)
                time.sleep(0.05)

    return play


def sends(body: str, media: str = "application/json") -> Behaviour:
    """A body with status 200, exactly as given."""
    return lambda handler, _: handler.whole(200, body, {"content-type": media})


def redirects(to: str, status: int = 302) -> Behaviour:
    """Sends the caller elsewhere."""
    return lambda handler, _: handler.whole(status, "", {"location": to})


PARTS = [{"type": "thinking", "thinking": [{"type": "text", "text": "想"}]}, {"type": "text", "text": GOOD}]
HALF = r'data: {"choices": [{"delta": {"content": "{\"word\": \"\ud800\"}"}, "finish_reason": "stop"}]}'
LOOP = drips("重复" * 20, 0.005, 400)
STOPS = {"heard": 1, "calls": 0, "stops": True}
REJECTED = FailureKind.REJECTED
ONE_HOLE = {"heard": 2, "calls": 2}

OTHER = '{"word": "黄杏"}'
NEEDED = estimate_question(question("选第0个"))


MARKS = [
    ("[THINK]", "[/THINK]"),
    ("<reasoning>", "</reasoning>"),
    ("<reflection>", "</reflection>"),
    ("<Think>", "</Think>"),
    ("<think >", "</think >"),
    ('<scratchpad kind="x">', "</scratchpad>"),
    ("<|begin_of_thought|>", "<|end_of_thought|>"),
    ("<思考>", "</思考>"),
]
OPEN_MARKS = [
    ("[THINK]", ""),
    ("<reasoning>", ""),
    ("<|thought|>", ""),
    ("<|channel|>commentary<|message|>", ""),
    ("", "</reasoning>"),
    ("【思考】", ""),
    ("<tool_note><answer>", "</answer>"),
    ("<think><tool_call>", "</tool_call></think>"),
]
TALK = [
    f"思考：若选{OTHER}则与原文不符，所以选青梅。",
    f"Here is my thought process: {OTHER} Here is my final word: 青梅",
    f"初步答案：{OTHER}",
    f"我先按{OTHER}填。",
    f"如果选黄杏，答案是{OTHER}",
    f"思考过程\n\n{OTHER}",
    f"{OTHER}\n以上只是草稿，最终：青梅",
]
FILTERED = [
    "ERROR_TOXIC",
    "guardrail_intervened",
    "content-filter",
    "contentFilter",
    "content_filtered",
    "IMAGE_SAFETY",
]
BROKEN = ["timeout", "cancelled", "server_error", "FinishReason.ERROR", "aborted by user"]
WHOLE = ["STOP", "FinishReason.STOP", "COMPLETE", "stop_sequence", "tool_calls", "function_call", "no_error"]


def tool_call(index: int, arguments: str) -> dict[str, Any]:
    return {"index": index, "id": f"c{index}", "function": {"name": "Fruit", "arguments": arguments}}


def choice(index: int | None, content: str) -> dict[str, Any]:
    return {"choices": [{"index": index, "delta": {"content": content}, "finish_reason": "stop"}]}


def choices(*given: tuple[int | None, str]) -> Behaviour:
    """A reply with several choices."""
    listed = [
        {"index": index, "finish_reason": "stop", "message": {"content": content}} for index, content in given
    ]
    return lambda handler, _: handler.whole(200, {"choices": listed, "usage": USAGE})


def allows_40(words: str) -> Behaviour:
    """Refuses replies longer than 40 tokens in these words."""
    return refuses_if(lambda request: request["max_tokens"] > 40, words)


def holds_open(*data: object) -> Behaviour:
    """A stream that says all and does not end."""

    def play(handler: Handler, _: Mapping[str, Any]) -> None:
        handler.begin_stream()
        for one in data:
            handler.raw(json.dumps(one, ensure_ascii=False))
        time.sleep(1)

    return play


# What the endpoint does: (what happens, how it plays, what is expected). The first two are in docs/models.md.
BEHAVIOURS: dict[str, tuple[str, Behaviour, Expected]] = {
    "refuses max_tokens, wants max_completion_tokens": (
        "asked so from then on",
        refuses_if(
            lambda r: "max_tokens" in r,
            "Unsupported parameter: 'max_tokens' is not supported with this model. "
            "Use 'max_completion_tokens' instead.",
        ),
        Expected(heard=3, learned={"limit_name": "max_completion_tokens"}),
    ),
    "says that max_tokens is too large": (
        "asked for as many as it names",
        refuses_if(
            lambda r: r["max_tokens"] > 256,
            "max_tokens is too large: 300. This model supports at most 256 completion tokens",
        ),
        Expected(heard=3, learned={"most_tokens": 256}, asks=300),
    ),
    "refuses temperature 0": (
        "temperature is left out",
        refuses_if(
            lambda r: "temperature" in r,
            "Unsupported value: 'temperature' does not support 0 with this model.",
        ),
        Expected(heard=3, learned={"temperature": False}),
    ),
    "refuses seed (422 with a list of details)": (
        "seed is left out",
        forbids("seed"),
        Expected(heard=3, learned={"seed": False}),
    ),
    "knows no stream_options": (
        "left out; tokens are estimated where none are reported",
        forbids("stream_options"),
        Expected(heard=3, learned={"stream_options": False}),
    ),
    "may not stream for this account": (
        "asked for whole replies",
        refuses_if(
            lambda r: r.get("stream"),
            "Your organization must be verified to stream this model.",
            400,
            "unsupported_value",
        ),
        Expected(heard=3, learned={"stream": False}),
    ),
    "refuses a schema under strict": (
        "sent without strict",
        refuses_if(
            is_strict,
            "Invalid schema for response_format 'Fruit': In context=(), 'pattern' is not permitted.",
        ),
        Expected(heard=3, learned={"strict": False}),
    ),
    "refuses max_tokens, temperature and strict, one after the other": (
        "each is learned once; the second question needs one call",
        refuses_one_by_one,
        Expected(
            heard=5, learned={"limit_name": "max_completion_tokens", "temperature": False, "strict": False}
        ),
    ),
    "has no response_format json_schema": (
        "a forced tool call instead",
        refuses_if(lambda r: kind_of(r) == "json_schema", "This response_format type is unavailable now"),
        Expected(heard=3, learned={"mode": Mode.TOOLS}),
    ),
    "has neither json_schema nor tools": (
        "JSON mode, the schema in the prompt",
        refuses_if(
            lambda r: kind_of(r) in ("json_schema", "tools"),
            "response_format json_schema and tools are not supported",
        ),
        Expected(heard=4, learned={"mode": Mode.JSON}),
    ),
    "has no mode for JSON at all": (
        "plain words, JSON in a fence",
        refuses_if(
            lambda r: kind_of(r) != "none", "response_format and tools are not supported by this model"
        ),
        Expected(heard=5, learned={"mode": Mode.MD_JSON}),
    ),
    "refuses every schema in every mode": (
        "the run ends after one call for each mode",
        fails(400, "unknown schema"),
        Expected(REJECTED, heard=4, calls=0, stops=True),
    ),
    "takes a schema without a word and lets the model talk": (
        "the next looser mode in which an answer comes, kept from then on",
        lambda handler, request: says("我选青梅。" if kind_of(request) in ("json_schema", "tools") else GOOD)(
            handler, request
        ),
        Expected(heard=6, calls=6, learned={"mode": Mode.JSON}),
    ),
    "thinking mode does not support a forced tool call": (
        "JSON mode",
        refuses_if(
            lambda r: kind_of(r) in ("json_schema", "tools"),
            "Thinking mode does not support this tool_choice",
        ),
        Expected(heard=4, learned={"mode": Mode.JSON}),
    ),
    "takes no system message": (
        "what the system says begins the first question",
        refuses_if(
            lambda r: any(m["role"] == "system" for m in r["messages"]),
            "System role not supported by the template",
        ),
        Expected(heard=3, learned={"system": False}),
    ),
    "answers by the Responses API alone (404 for chat)": (
        "asked there, streamed, thinking counted",
        answers_responses_only,
        Expected(heard=3, learned={"api": "responses"}, tokens=(180, 60)),
    ),
    "thinks in a channel of its own until the length is used up": (
        "room for thinking beside the answer, kept; the lost call is counted",
        wants_thinking_room(),
        Expected(heard=3, calls=3, learned={"thinking_tokens": 4096}),
    ),
    "thinks out of sight until the length is used up": (
        "the same",
        wants_thinking_room(hidden=True),
        Expected(heard=3, calls=3, learned={"thinking_tokens": 4096}),
    ),
    "thinks in <think> before its JSON": (
        "the thinking is left out",
        says('<think>先看{"a": 1}再说</think>\n' + GOOD),
        Expected(),
    ),
    "thinks without an opening mark, only </think> is there": (
        "the same",
        says("先看看</think>" + GOOD),
        Expected(),
    ),
    "thinks in reasoning_content": (
        "kept apart",
        whole({"content": GOOD, "reasoning_content": "想"}),
        Expected(),
    ),
    "thinks in reasoning (null content first)": (
        "kept apart",
        events(delta({"content": None, "reasoning": "想"}), delta({"content": GOOD}, "stop", usage=USAGE)),
        Expected(),
    ),
    "sends raw channels of gpt-oss": (
        "the final channel is the answer",
        says("<|channel|>analysis<|message|>想<|end|><|start|>assistant<|channel|>final<|message|>" + GOOD),
        Expected(),
    ),
    "sends content as a list of parts": (
        "thinking apart, texts together",
        whole({"content": PARTS}),
        Expected(),
    ),
    "puts the JSON into a fence with talk around": (
        "read",
        says(f"好的:\n```json\n{GOOD}\n```\n完毕"),
        Expected(),
    ),
    "puts talk around the JSON": ("read", says(f"答案是 {GOOD},请查收。"), Expected()),
    "puts the answer into a list of one": ("read", says(f"[{GOOD}]"), Expected()),
    "gives the JSON as a text in JSON": ("read", says(json.dumps(GOOD)), Expected()),
    "wraps the answer under its name": ("read", says('{"Fruit": {"word": "青梅"}}'), Expected()),
    "writes a tool call into its words": (
        "its arguments are the answer",
        says('<tool_call>{"name": "Fruit", "arguments": {"word": "青梅"}}</tool_call>'),
        Expected(),
    ),
    "gives tool arguments as an object": (
        "read",
        whole(
            {"content": None, "tool_calls": [{"function": {"name": "Fruit", "arguments": {"word": "青梅"}}}]}
        ),
        Expected(),
    ),
    "calls the tool twice in one reply, alike": (
        "read",
        whole({"content": None, "tool_calls": [tool_call(0, GOOD), tool_call(1, GOOD)]}, "tool_calls"),
        Expected(),
    ),
    "calls the tool twice in one reply, with two answers": (
        "neither is taken; asked again",
        first_then(
            whole({"content": None, "tool_calls": [tool_call(0, GOOD), tool_call(1, OTHER)]}, "tool_calls"),
            says(GOOD),
        ),
        Expected(heard=3, calls=3),
    ),
    "says one thing to the tool and another beside it": (
        "neither is taken; asked again",
        first_then(whole({"content": OTHER, "tool_calls": [tool_call(0, GOOD)]}, "tool_calls"), says(GOOD)),
        Expected(heard=3, calls=3),
    ),
    "talks beside its tool call": (
        "the call counts",
        whole(
            {"content": f"<think>{OTHER}?</think>我来填{{}}。", "tool_calls": [tool_call(0, GOOD)]},
            "tool_calls",
        ),
        Expected(),
    ),
    "calls another tool as well, streamed": (
        "the call with the answer counts",
        events(
            delta({"tool_calls": [tool_call(0, '{"city": "禾坪"}')]}),
            delta({"tool_calls": [tool_call(1, GOOD[:6])]}),
            delta({"tool_calls": [tool_call(1, GOOD[6:])]}, "tool_calls", usage=USAGE),
        ),
        Expected(),
    ),
    "gives several choices, with two answers": (
        "neither is taken, in whatever order; asked again",
        in_turn(
            choices((1, OTHER), (0, GOOD)),
            choices((0, GOOD), (1, OTHER)),
            says(GOOD),
            events(choice(0, GOOD), choice(1, OTHER), {"choices": [], "usage": USAGE}),
            says(GOOD),
        ),
        Expected(heard=5, calls=5),
    ),
    "gives several choices, alike": ("read", choices((1, GOOD), (0, GOOD), (None, GOOD)), Expected()),
    "says what the answer is not, or gives an example": (
        "asked again",
        in_turn(
            says(f"答案不是 {OTHER} 。"),
            says(f"格式如：{OTHER}"),
            says(GOOD),
            says(f"```json\n{OTHER}\n```\n以上为示例，正式答案见下：青梅"),
            says(f"The answer is not {OTHER}."),
            says(GOOD),
        ),
        Expected(heard=6, calls=6),
    ),
    "takes back in talk what it has said": (
        "asked again",
        in_turn(says(f"{OTHER}，不对，应为青梅"), says(f"{OTHER} is wrong"), says(GOOD)),
        Expected(heard=4, calls=4),
    ),
    "sends events that are no objects (null, [], 5, a word, true)": (
        "passed over",
        events(
            *("data: " + odd for odd in ("null", "[]", "5", '"ok"', "true")), delta({"content": GOOD}, "stop")
        ),
        Expected(),
    ),
    "sends such events under another media type": (
        "passed over",
        events("data: null", delta({"content": GOOD}, "stop"), media="text/plain"),
        Expected(),
    ),
    "sends an event that is broken JSON, after it has answered": (
        "tried again, the lost call is counted",
        first_then(says(GOOD), first_then(events("data: {bro"), says(GOOD))),
        Expected(heard=3, calls=3),
    ),
    "counts total_tokens alone": (
        "counted; what question and words do not explain, as output",
        whole({"content": GOOD}, usage={"total_tokens": 5000}),
        Expected(tokens=(2 * NEEDED, 2 * (5000 - NEEDED))),
    ),
    "counts five million tokens for a sentence": (
        "counted as it says, and told once",
        whole({"content": GOOD}, usage={"prompt_tokens": 5_000_000, "completion_tokens": 10}),
        Expected(tokens=(10_000_000, 20)),
    ),
    "says that the question is too long in words of its own": (
        "a hole (context_too_long); the run goes on",
        again_and_again(
            fails(400, "Invalid request: Your request exceeded model token limit: 8192 (requested: 12000)"),
            lambda handler, _: handler.whole(400, {"error": {"code": "1261", "message": "Prompt 超长"}}),
            fails(400, "输入文本长度超过模型上限"),
            fails(400, "input tokens exceed the limit of 30720"),
        ),
        Expected(FailureKind.CONTEXT_TOO_LONG, heard=4, calls=0, questions=4),
    ),
    "names a range for max_tokens below what is asked for": (
        "asked for as many as it names",
        allows_40("<400> InternalError.Algo.InvalidParameter: Range of max_tokens should be [1, 40]"),
        Expected(heard=3, learned={"most_tokens": 40}),
    ),
    "says that it supports at most 40 completion tokens": (
        "asked for as many as it names",
        allows_40("max_tokens is too large: 50. This model supports at most 40 completion tokens"),
        Expected(heard=3, learned={"most_tokens": 40}),
    ),
    "answers and refuses in the same reply": (
        "a hole (refused), counted",
        whole({"content": GOOD, "refusal": "我不能回答"}),
        Expected(FailureKind.REFUSED, **ONE_HOLE),
    ),
    "holds the line open behind a whole answer, without [DONE]": (
        "taken at once; without a count of tokens, after the longest silence",
        again_and_again(
            holds_open(delta({"content": GOOD}), delta({}, "stop"), {"choices": [], "usage": USAGE}),
            holds_open(delta({"content": GOOD}), delta({}, "stop")),
        ),
        Expected(),
    ),
    "says success: false beside an answer": (
        "tried again as a broken server",
        first_then(says(GOOD), first_then(whole({"content": GOOD}, success=False, msg="failed"), says(GOOD))),
        Expected(heard=3),
    ),
    "answers by the protocol of Anthropic, Gemini or Ollama": (
        "the run ends and names the protocol",
        lambda handler, _: handler.whole(
            200,
            {
                "type": "message",
                "role": "assistant",
                "content": [{"type": "text", "text": GOOD}],
                "stop_reason": "end_turn",
                "usage": {"input_tokens": 7, "output_tokens": 3},
            },
        ),
        Expected(FailureKind.NOT_AN_ENDPOINT, **STOPS),
    ),
    "answers by the old function_call": (
        "read",
        whole({"content": None, "function_call": {"name": "Fruit", "arguments": GOOD}}, "function_call"),
        Expected(),
    ),
    "ends with eos_token": ("a whole reply", says(GOOD, "eos_token"), Expected()),
    "ends with end_turn": ("a whole reply", says(GOOD, "end_turn"), Expected()),
    "ends with length although the JSON is whole": ("a whole reply", says(GOOD, "length"), Expected()),
    "ends with max_tokens (cut off)": (
        "a hole (truncated), counted",
        says('{"word": "', "max_tokens"),
        Expected(FailureKind.TRUNCATED, **ONE_HOLE),
    ),
    "names no finish reason": ("a whole JSON is an answer", whole({"content": GOOD}, None), Expected()),
    "stops without finish reason in the middle of the JSON": (
        "tried again as a broken connection, each counted",
        events(delta({"content": '{"wo'})),
        Expected(FailureKind.CONNECTION, heard=2, calls=2),
    ),
    "ends with SAFETY": (
        "a hole (refused), counted",
        says("", "SAFETY"),
        Expected(FailureKind.REFUSED, **ONE_HOLE),
    ),
    "ends with insufficient_system_resource": (
        "the document's model step failed",
        says('{"wo', "insufficient_system_resource"),
        Expected(FailureKind.SERVER, **ONE_HOLE),
    ),
    "sends usage null": (
        "priced by estimate",
        whole({"content": GOOD}, usage=None),
        Expected(),
    ),
    "sends usage whose numbers are null": (
        "priced by estimate",
        whole({"content": GOOD}, usage={"prompt_tokens": None, "completion_tokens": None}),
        Expected(),
    ),
    "counts thinking in total_tokens alone": (
        "counted as output",
        whole({"content": GOOD}, usage={"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 400}),
        Expected(tokens=(200, 600)),
    ),
    "reports usage in every chunk": (
        "the last word counts",
        events(
            delta({"content": GOOD}, usage={"prompt_tokens": 100, "completion_tokens": 5}),
            delta({}, "stop", usage={"prompt_tokens": 100, "completion_tokens": 10}),
        ),
        Expected(tokens=(200, 20)),
    ),
    "sends comments and an empty list of choices first": (
        "passed over",
        events(": PROCESSING", {"choices": []}, delta({"content": GOOD}, "stop", usage=USAGE)),
        Expected(),
    ),
    "sends a stream without [DONE]": (
        "read",
        events(delta({"content": GOOD}, "stop", usage=USAGE), done=False),
        Expected(),
    ),
    "sends a stream under another media type": (
        "read",
        events(delta({"content": GOOD}, "stop", usage=USAGE), media="text/plain"),
        Expected(),
    ),
    "does not stream though asked to": ("read", whole({"content": GOOD}), Expected()),
    "refuses in a field of its own": (
        "a hole (refused), counted",
        whole({"content": None, "refusal": "我不能回答"}),
        Expected(FailureKind.REFUSED, **ONE_HOLE),
    ),
    "filters the question (400)": (
        "a hole (refused); the run goes on",
        fails(400, "data_inspection_failed: Input data may contain inappropriate content."),
        Expected(FailureKind.REFUSED, heard=2, calls=0),
    ),
    "says that the question is too long (400)": (
        "a hole (context_too_long); the run goes on",
        fails(400, "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens"),
        Expected(FailureKind.CONTEXT_TOO_LONG, heard=2, calls=0),
    ),
    "refuses the key (401)": ("the run ends", fails(401, "Incorrect API key"), Expected(REJECTED, **STOPS)),
    "refuses the key with 400": (
        "the run ends",
        fails(400, "API key not valid. Please pass a valid API key."),
        Expected(REJECTED, **STOPS),
    ),
    "has no credit left (402)": (
        "the run ends",
        fails(402, "Insufficient Balance"),
        Expected(REJECTED, **STOPS),
    ),
    "has no quota left (429)": (
        "the run ends, nothing is tried again",
        fails(429, "You exceeded your current quota, please check your plan and billing details."),
        Expected(REJECTED, **STOPS),
    ),
    "does not know the model (404)": (
        "the run ends",
        fails(404, "The model `m` does not exist"),
        Expected(REJECTED, **STOPS),
    ),
    "does not know the model (400)": (
        "the run ends",
        fails(400, "Model Not Exist"),
        Expected(REJECTED, **STOPS),
    ),
    "refuses a parameter in words that nobody knows": (
        "the run ends at the first call",
        fails(400, "bad request"),
        Expected(REJECTED, **STOPS),
    ),
    "refuses one question after it has answered others": (
        "a hole (rejected); the run goes on",
        first_then(says(GOOD), fails(400, "bad request")),
        Expected(heard=2, calls=1),
    ),
    "answers with a web page": (
        "the run ends",
        lambda handler, _: handler.whole(200, "<html>portal</html>"),
        Expected(FailureKind.NOT_AN_ENDPOINT, **STOPS),
    ),
    "answers with JSON of something else": (
        "the run ends",
        lambda handler, _: handler.whole(200, {"status": "ok"}),
        Expected(FailureKind.NOT_AN_ENDPOINT, **STOPS),
    ),
    "answers with a web page once, after it has answered": (
        "tried again",
        in_turn(says(GOOD), page(), says(GOOD)),
        Expected(heard=3),
    ),
    "answers with web pages from the second question on": (
        "tried again, then the run ends",
        first_then(says(GOOD), page()),
        Expected(heard=3, calls=1, questions=3, ends=True),
    ),
    "sends an empty body": (
        "the run ends",
        sends(""),
        Expected(FailureKind.NOT_AN_ENDPOINT, **STOPS),
    ),
    "sends a stream with nothing in it": (
        "the run ends",
        events(),
        Expected(FailureKind.NOT_AN_ENDPOINT, **STOPS),
    ),
    "sends no choices and no usage": (
        "the run ends",
        sends('{"id": "1", "object": "chat.completion", "choices": []}'),
        Expected(FailureKind.NOT_AN_ENDPOINT, **STOPS),
    ),
    "sends empty bodies from the second question on": (
        "tried again, then the run ends",
        first_then(says(GOOD), sends("", "text/plain")),
        Expected(heard=3, calls=1, questions=3, ends=True),
    ),
    "redirects to another host": (
        "not followed, the run ends and names the address",
        redirects("http://elsewhere.example/v1/chat/completions", 307),
        Expected(REJECTED, **STOPS),
    ),
    "redirects within its host": (
        "not followed either, the run ends and names the address to set",
        redirects("/api/v1/chat/completions", 308),
        Expected(REJECTED, **STOPS),
    ),
    "redirects to a login page from the second question on": (
        "the run ends",
        first_then(says(GOOD), redirects("https://login.example/?next=%2Fv1")),
        Expected(heard=2, calls=1, questions=3, ends=True),
    ),
    "turns to talk after a good answer": (
        "each question is asked three times; the run ends after nine such replies in a row",
        first_then(says(GOOD), says("我选青梅。")),
        Expected(heard=10, calls=10, questions=6, ends=True),
    ),
    "turns to answers of the wrong shape": (
        "the same",
        first_then(says(GOOD), says('{"fruit": 1}')),
        Expected(heard=10, calls=10, questions=6, ends=True),
    ),
    "turns to empty answers": (
        "holes (empty); the run ends after nine in a row",
        first_then(says(GOOD), says("")),
        Expected(heard=10, calls=10, questions=12, ends=True),
    ),
    "turns to replies that are cut off": (
        "holes (truncated); the run ends after nine in a row",
        first_then(says(GOOD), says('{"wo', "length")),
        Expected(heard=10, calls=10, questions=12, ends=True),
    ),
    "turns now to talk, now to the wrong shape, now to nothing": (
        "the run ends after nine such replies in a row",
        first_then(says(GOOD), again_and_again(says("青梅吧"), says("{}"), says(""))),
        Expected(heard=10, calls=10, questions=12, ends=True),
    ),
    "gives every other reply without JSON": (
        "asked again each time; the run goes on",
        again_and_again(says(GOOD), says("我选青梅。")),
        Expected(heard=21, calls=21, questions=11),
    ),
    "answers with nothing wherever a schema is asked for": (
        "the next looser mode in which an answer comes, kept from then on",
        lambda handler, request: says("" if kind_of(request) in ("json_schema", "tools") else GOOD)(
            handler, request
        ),
        Expected(heard=4, calls=4, learned={"mode": Mode.JSON}),
    ),
    "takes a schema without a word and answers in a shape of its own": (
        "the same",
        lambda handler, request: says('{"果": "青梅"}' if kind_of(request) == "json_schema" else GOOD)(
            handler, request
        ),
        Expected(heard=5, calls=5, learned={"mode": Mode.TOOLS}),
    ),
    "says with status 200 and a code of its own that the key is wrong (base_resp)": (
        "the run ends with its words",
        lambda handler, _: handler.whole(
            200,
            {"choices": None, "base_resp": {"status_code": 1004, "status_msg": "login fail: bad api key"}},
        ),
        Expected(REJECTED, **STOPS),
    ),
    "says with status 200 that the token has run out (code, msg)": (
        "read as the status that it names",
        first_then(says(GOOD), lambda handler, _: handler.whole(200, {"code": 401, "msg": "令牌已过期"})),
        Expected(heard=2, calls=1, ends=True),
    ),
    "says with status 200 that the limit of the day is reached (error_code, error_msg)": (
        "the run ends with its words",
        lambda handler, _: handler.whole(200, {"error_code": 17, "error_msg": "daily request limit reached"}),
        Expected(REJECTED, **STOPS),
    ),
    "says in a stream that the token has run out": (
        "read as the status that it names",
        events({"code": 401, "msg": "令牌已过期"}),
        Expected(REJECTED, **STOPS),
    ),
    "drafts an answer and corrects it in the same reply": (
        "neither is taken; asked again",
        first_then(says('草稿：{"word": "黄杏"}。不对，更正：' + GOOD), says(GOOD)),
        Expected(heard=3, calls=3),
    ),
    "says first that its answer follows": (
        "read",
        again_and_again(
            says(f"结果如下：{GOOD}"),
            says(f"按照要求的格式，答案如下：\n```json\n{GOOD}\n```\n如有疑问请告知"),
        ),
        Expected(),
    ),
    "says its answer twice in the same reply": ("read", says(f"{GOOD}\n\n```json\n{GOOD}\n```"), Expected()),
    "thinks in marks that nobody listed, then answers": (
        "what stands in a mark not known to hold an answer is thinking",
        again_and_again(*(says(f"{opens}先设{OTHER}再看{closes}{GOOD}") for opens, closes in MARKS)),
        Expected(questions=len(MARKS), heard=len(MARKS), calls=len(MARKS)),
    ),
    "drafts in such marks and ends in words": (
        "asked again",
        again_and_again(
            *(
                one
                for opens, closes in MARKS
                for one in (says(f"{opens}先设{OTHER}{closes}\n答案：青梅"), says(GOOD))
            )
        ),
        Expected(questions=len(MARKS), heard=2 * len(MARKS), calls=2 * len(MARKS)),
    ),
    "drafts in such a mark and says nothing else, or never closes it": (
        "a hole (empty), counted",
        again_and_again(*(says(f"{opens}先设{OTHER}{closes}") for opens, closes in (*MARKS, *OPEN_MARKS))),
        Expected(FailureKind.EMPTY, heard=11, calls=11, questions=8),
    ),
    "puts its answer into a mark that says so": (
        "read",
        again_and_again(
            says(f"想想……<answer>{GOOD}</answer>"),
            says(f"<|START_THINKING|>{OTHER}<|END_THINKING|><|START_RESPONSE|>{GOOD}<|END_RESPONSE|>"),
            says(f"[TOOL_CALLS][{GOOD}]"),
            says(f"<|im_start|>assistant\n{GOOD}<|im_end|>"),
            says(f"【思考】先设{OTHER}\n【答案】{GOOD}"),
        ),
        Expected(questions=5, heard=5, calls=5),
    ),
    "calls a tool by the commentary channel of gpt-oss": (
        "the call counts, other commentary does not",
        in_turn(
            says(f"<|channel|>commentary to=functions.Fruit <|constrain|>json<|message|>{GOOD}<|call|>"),
            says(f"<|channel|>commentary<|message|>{OTHER}<|end|>"),
        ),
        Expected(questions=2),
    ),
    "sets an answer among words that doubt it": (
        "asked again, for nothing but JSON",
        again_and_again(*(one for talk in TALK for one in (says(talk), says(GOOD)))),
        Expected(questions=len(TALK), heard=2 * len(TALK), calls=2 * len(TALK)),
    ),
    "hands its answer over in words": (
        "read",
        again_and_again(
            says(f"根据原文，正确答案是：\n\n{GOOD}"),
            says(
                f"Sure! Here is the JSON you requested:\n```json\n{GOOD}\n```\nLet me know if you need more."
            ),
            says(f"原文写的是依申请公开。因此最终答案为 {GOOD}。"),
            says(f"```\n{GOOD}\n```\n\n**理由**：原文写明了青梅。"),
        ),
        Expected(questions=4, heard=4, calls=4),
    ),
    "explains behind its answer, and another one with it": (
        "asked again",
        in_turn(says(f"{OTHER}\n\n理由：写的是青梅。"), says(GOOD)),
        Expected(heard=3, calls=3),
    ),
    "sends parts of kinds that nobody listed": (
        "their words are thinking",
        again_and_again(
            *(
                whole(
                    {"content": [{"type": kind, kind: OTHER, "text": OTHER}, {"type": "text", "text": GOOD}]}
                )
                for kind in ("reasoning_text", "reasoning_content", "summary_text", "scratch")
            )
        ),
        Expected(questions=4, heard=4, calls=4),
    ),
    "refuses in a part of its content, beside an answer or alone": (
        "a hole (refused), counted, not asked again",
        again_and_again(
            whole({"content": [{"type": "refusal", "refusal": "我不能回答"}]}),
            whole(
                {"content": [{"type": "text", "text": GOOD}, {"type": "refusal", "refusal": "我不能回答"}]}
            ),
            whole({"content": [{"type": "refusal", "text": ""}]}),
        ),
        Expected(FailureKind.REFUSED, heard=3, calls=3, questions=3),
    ),
    "ends because a filter or a guardrail stepped in, whatever it is called": (
        "a hole (refused), counted, though the JSON is whole",
        again_and_again(*(whole({"content": GOOD}, finish) for finish in FILTERED)),
        Expected(FailureKind.REFUSED, heard=len(FILTERED), calls=len(FILTERED), questions=len(FILTERED)),
    ),
    "ends with an error, a cancel or a time limit, whatever it is called": (
        "tried again as a broken server, though the JSON is whole",
        again_and_again(
            *(one for finish in BROKEN for one in (whole({"content": GOOD}, finish), says(GOOD)))
        ),
        Expected(heard=2 * len(BROKEN), calls=2 * len(BROKEN), questions=len(BROKEN)),
    ),
    "ends with MALFORMED_FUNCTION_CALL": (
        "a hole (not_json), counted",
        whole({"content": GOOD}, "MALFORMED_FUNCTION_CALL"),
        Expected(FailureKind.NOT_JSON, heard=5, calls=5),
    ),
    "ends with a word that nobody knows": (
        "a whole JSON is an answer; else tried again as a broken connection",
        in_turn(whole({"content": GOOD}, "zapf"), whole({"content": GOOD[:7]}, "zapf"), says(GOOD)),
        Expected(heard=3, calls=3),
    ),
    "ends with words for an end in other writing": (
        "a whole reply",
        again_and_again(*(whole({"content": GOOD}, finish) for finish in WHOLE)),
        Expected(heard=len(WHOLE), calls=len(WHOLE), questions=len(WHOLE)),
    ),
    "refuses a parameter by its name, in words of its own": (
        "left out, or put otherwise, from then on",
        refuses_each(
            temperature="参数 temperature 取值非法",
            stream_options="unknown field include_usage",
            seed="seed?!",
        ),
        Expected(heard=5, learned={"temperature": False, "stream_options": False, "seed": False}),
    ),
    "does not like max_tokens, in words of its own": (
        "asked for by its other name",
        refuses_each(max_tokens="max_tokens 参数非法"),
        Expected(heard=3, learned={"limit_name": "max_completion_tokens"}),
    ),
    "names the longest question in other units": (
        "a hole (context_too_long); the run goes on",
        again_and_again(
            fails(400, "the max input characters is 20000"),
            fails(
                422, "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000"
            ),
            fails(400, "输入内容最多 8000 字"),
        ),
        Expected(FailureKind.CONTEXT_TOO_LONG, heard=3, calls=0, questions=3),
    ),
    "says in words alone, with status 200, that the key is wrong": (
        "the run ends",
        sends(json.dumps({"error": "Unauthorized: bad key"})),
        Expected(REJECTED, **STOPS),
    ),
    "breaks (500) on a response_format": (
        "the next looser mode in which an answer comes, kept from then on",
        lambda handler, request: (fails(500) if request.get("response_format") else says(GOOD))(
            handler, request
        ),
        Expected(heard=4, learned={"mode": Mode.TOOLS}),
    ),
    "says in words or in its quota that it wants a day": (
        "the run ends and says so",
        fails(429, "Rate limit reached for requests. Please try again in 23h59m0s."),
        Expected(FailureKind.RATE_LIMITED, **STOPS),
    ),
    "says how long to wait in words": (
        "waited for, then tried again",
        first_then(fails(429, "Please try again in 150ms."), says(GOOD)),
        Expected(heard=3),
    ),
    "counts total and completion alone": (
        "the rest is the question",
        whole({"content": GOOD}, usage={"total_tokens": 110, "completion_tokens": 10}),
        Expected(tokens=(200, 20)),
    ),
    "counts in texts": (
        "counted",
        whole({"content": GOOD}, usage={"prompt_tokens": "100", "completion_tokens": "10"}),
        Expected(tokens=(200, 20)),
    ),
    "counts what its prompt cache gave beside the question": (
        "counted as input",
        whole(
            {"content": GOOD},
            usage={
                "input_tokens": 40,
                "output_tokens": 10,
                "cache_read_input_tokens": 60,
                "total_tokens": 110,
            },
        ),
        Expected(tokens=(200, 20)),
    ),
    "counts 10^30 tokens": (
        "priced by estimate",
        whole({"content": GOOD}, usage={"prompt_tokens": 10**30, "completion_tokens": 10}),
        Expected(tokens=None),
    ),
    "puts an error into a reply with status 200": (
        "read as the status that it names",
        lambda handler, _: handler.whole(
            200, {"error": {"message": "No auth credentials found", "code": 401}}
        ),
        Expected(REJECTED, **STOPS),
    ),
    "is loading its model (503)": (
        "tried again",
        first_then(fails(503, "Loading model"), says(GOOD)),
        Expected(heard=3),
    ),
    "is overloaded (529)": (
        "tried again",
        first_then(fails(529, "Overloaded"), says(GOOD)),
        Expected(heard=3),
    ),
    "asks to wait (429 with Retry-After)": (
        "waited for, then tried again",
        first_then(fails(429, "slow down", {"retry-after": "0.2"}), says(GOOD)),
        Expected(heard=3),
    ),
    "asks to wait for a day": (
        "the run ends and says so",
        fails(429, "come back tomorrow", {"retry-after": "86400"}),
        Expected(FailureKind.RATE_LIMITED, **STOPS),
    ),
    "sends a Retry-After that is none": (
        "tried again after a wait of our own",
        first_then(fails(503, "no", {"retry-after": "soon, maybe"}), says(GOOD)),
        Expected(heard=3),
    ),
    "fails in the middle of a stream": (
        "tried again, what came is counted",
        first_then(fails_midway('{"wo'), says(GOOD)),
        Expected(heard=3, calls=3),
    ),
    "drops the connection in the middle": (
        "tried again, what came is counted",
        first_then(breaks_off('{"wo'), says(GOOD)),
        Expected(heard=3, calls=3),
    ),
    "is silent for too long": (
        "tried again, the lost call is counted",
        first_then(silent(0.8), says(GOOD)),
        Expected(heard=3, calls=3),
    ),
    "sends nothing but comments to keep the line open": (
        "given up after five times the longest silence, not tried again; the lost call is counted",
        trickles(b": PROCESSING\n\n", "text/event-stream"),
        Expected(FailureKind.TIMEOUT, **ONE_HOLE),
    ),
    "sends blanks to keep the line open, in place of its JSON": (
        "the same",
        trickles(b"\n", "application/json"),
        Expected(FailureKind.TIMEOUT, **ONE_HOLE),
    ),
    "sends chunks without words for ever": (
        "the same",
        trickles(b'data: {"choices": [{"delta": {"content": ""}}]}\n\n', "text/event-stream"),
        Expected(FailureKind.TIMEOUT, **ONE_HOLE),
    ),
    "sends headers without end, one by one": (
        "given up after five times the longest silence, not tried again; the lost call is counted",
        heads(b"HTTP/1.1 200 OK\r\n", b"x-%d: 1\r\n"),
        Expected(FailureKind.TIMEOUT, heard=1, calls=1, questions=1),
    ),
    "says again and again that it is at work (102)": (
        "the same",
        heads(b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
        Expected(FailureKind.TIMEOUT, heard=1, calls=1, questions=1),
    ),
    "sends a body without end": (
        "cut off at 32 MB; the run ends",
        trickles(b'{"choices": [], ' + b"x" * 4_000_000, "application/json", 0),
        Expected(FailureKind.NOT_AN_ENDPOINT, **STOPS),
    ),
    "repeats itself": (
        "cut off, a hole (loop), counted",
        LOOP,
        Expected(FailureKind.LOOP, **ONE_HOLE),
    ),
    "knows no length limit": (
        "cut off at three times the length asked for, a hole (truncated), counted",
        lambda handler, request: says("".join(f"{n}、" for n in range(4000)))(handler, request),
        Expected(FailureKind.TRUNCATED, **ONE_HOLE),
    ),
    "knows no limit in a choice beside the first": (
        "the same",
        events(
            choice(0, GOOD),
            *(choice(1, "".join(f"{n}、" for n in range(at, at + 9))) for at in range(0, 4000, 9)),
        ),
        Expected(FailureKind.TRUNCATED, **ONE_HOLE),
    ),
    "writes comments into its JSON": (
        "read",
        again_and_again(
            says('{\n  // 依据原文\n  "word": "青梅" /* 见第三句 */\n}'), says('# 答案\n{"word": "青梅"}')
        ),
        Expected(),
    ),
    "withdraws an answer in a comment": (
        "asked again",
        first_then(says('{\n  // "word": "黄杏",\n  "word": "青梅"\n}'), says(GOOD)),
        Expected(heard=3, calls=3),
    ),
    "writes a comma too many": ("read", says('{"word": "青梅",\n}'), Expected()),
    "writes single quotes, as Python does": ("read", says("{'word': '青梅'}"), Expected()),
    "writes bare keys": ("read", says('{word: "青梅"}'), Expected()),
    "writes full-width quotes, colons and commas": ("read", says("{“word”：“青梅”，}"), Expected()),
    "writes a quote too few": (
        "asked again",
        first_then(says('{"word: "青梅"}'), says(GOOD)),
        Expected(heard=3, calls=3),
    ),
    "says one key twice, with two values": (
        "neither is taken; asked again",
        first_then(says('{"word": "黄杏", "word": "青梅"}'), says(GOOD)),
        Expected(heard=3, calls=3),
    ),
    "says one key twice, alike": ("read", says('{"word": "青梅", "word": "青梅"}'), Expected()),
    "says beside its answer why and how sure it is": (
        "read; what is beside is left out",
        says('{"word": "青梅", "reason": "原文如此，不是黄杏", "confidence": 0.9}'),
        Expected(),
    ),
    "says beside its answer something that could be no answer": (
        "the same",
        says('{"word": "青梅", "line": 3, "sources": ["第三句"]}'),
        Expected(),
    ),
    "says beside its answer another one, under whatever key": (
        "neither is taken; asked again",
        again_and_again(
            says('{"word": "青梅", "final": "黄杏"}'), says('{"word": "青梅", "note": "黄杏"}'), says(GOOD)
        ),
        Expected(heard=6, calls=6),
    ),
    "sends content as one part, no list around it": (
        "read",
        again_and_again(
            whole({"content": {"type": "text", "text": GOOD}}),
            events(delta({"content": {"text": GOOD[:7]}}), delta({"content": {"text": GOOD[7:]}}, "stop")),
        ),
        Expected(),
    ),
    "sends the answer itself as content, as an object or in a list": (
        "read",
        again_and_again(whole({"content": {"word": "青梅"}}), whole({"content": [{"word": "青梅"}]})),
        Expected(),
    ),
    "sends content as parts within an object": (
        "read",
        whole({"content": {"parts": [{"text": GOOD[:7]}, {"text": GOOD[7:]}]}}),
        Expected(),
    ),
    "sends two answers as a list of objects": (
        "neither is taken; asked again",
        first_then(whole({"content": [{"word": "黄杏"}, {"word": "青梅"}]}), says(GOOD)),
        Expected(heard=3, calls=3),
    ),
    "sends its one choice or tool call without a list": (
        "read",
        lambda handler, _: handler.whole(
            200,
            {
                "choices": {
                    "message": {"tool_calls": {"function": {"arguments": GOOD}}},
                    "finish_reason": "stop",
                }
            },
        ),
        Expected(),
    ),
    "nests its JSON 500 deep": (
        "a hole (not_json), once no looser mode helps; never parsed",
        whole({"content": '{"word":' + "[" * 500 + "]" * 500 + "}"}),
        Expected(FailureKind.NOT_JSON, heard=5, calls=5, asks=200),
    ),
    "sends half of a character pair": (
        "asked again as any answer of the wrong shape",
        first_then(events(HALF), says(GOOD)),
        Expected(heard=3, calls=3),
    ),
    "fails alike again and again": (
        "each looser mode is tried once; the run ends after three calls that fail so, tries included",
        fails(500),
        Expected(FailureKind.SERVER, heard=7, calls=0),
    ),
}


@pytest.fixture
def limits() -> Limits:
    return Limits(
        timeout_s=0.5, call_s=20, first_wait_s=0.01, longest_wait_s=0.05, patience_s=5, attempts_per_call=2
    )


def outcome(client: ModelClient, asked: Question[Fruit]) -> Any:
    try:
        (answer,) = client.for_document().ask_all([asked])
    except ModelError as error:
        return error
    return answer


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_endpoint_that(name, limits):
    _, play, expected = BEHAVIOURS[name]
    if expected.outcome in (FailureKind.CONNECTION, FailureKind.SERVER) and "alike" not in name:
        limits = limits.model_copy(update={"attempts_per_call": 1})
    if expected.outcome is FailureKind.TIMEOUT:
        limits = limits.model_copy(update={"call_s": 1.2})
    with (
        scripted(play) as endpoint,
        ModelClient(Endpoint(base_url=endpoint.url, model="m"), limits) as client,
    ):
        asked = [question(f"选第{number}个", expected.asks) for number in range(expected.questions)]
        found = [outcome(client, one) for one in asked]
        heard = len(endpoint.heard)
    if isinstance(expected.outcome, FailureKind):
        assert isinstance(found[0], ModelError), found[0]
        assert found[0].kind is expected.outcome, found[0]
    elif expected.outcome is not None:
        assert found[0] == expected.outcome, getattr(found[0], "raw", "")
    assert heard == expected.heard, [str(one) for one in found]
    assert client.meter.usage.calls == expected.calls, [str(one) for one in found]
    assert isinstance(found[0], EndpointError) == expected.stops
    assert isinstance(found[-1], EndpointError) == (expected.stops or expected.ends), str(found[-1])
    for key, value in expected.learned.items():
        where = client.learned if key == "mode" else client.learned.manners
        assert getattr(where, key) == value
    if expected.tokens is not None:
        assert (client.meter.usage.input_tokens, client.meter.usage.output_tokens) == expected.tokens


def test_short_waits_are_told_as_they_add_up(limits, monkeypatch):
    monkeypatch.setattr("extractor.llm.retrying._WORTH_A_WORD_S", 0.25)
    told: list[str] = []
    slow = fails(429, "slow down", {"retry-after": "0.1"})
    with (
        scripted(again_and_again(slow, says(GOOD))) as endpoint,
        ModelClient(
            Endpoint(base_url=endpoint.url, model="m"), limits, around=ClientSurroundings(say=told.append)
        ) as client,
    ):
        assert all(isinstance(outcome(client, question(f"第{number}题")), Fruit) for number in range(6))
    assert 1 <= len(told) <= 3, told
    assert all(words.startswith("short waits, ") and "slow down" in words for words in told)


GEMINI = {"content": {"parts": [{"text": GOOD}], "role": "model"}, "finishReason": "STOP"}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Gemini's own API", {"candidates": [GEMINI], "usageMetadata": {"totalTokenCount": 9}}),
        ("Ollama's own API", {"model": "m", "message": {"role": "assistant", "content": GOOD}, "done": True}),
        ("Ollama's own API", {"model": "m", "response": GOOD, "done": True}),
        ("DashScope's own API", {"output": {"text": GOOD}, "usage": {"output_tokens": 3}, "request_id": "r"}),
        ("Cohere's own API", {"generation_id": "g", "text": GOOD, "finish_reason": "COMPLETE"}),
        (
            "Anthropic's Messages API",
            {"type": "message", "role": "assistant", "content": [], "stop_reason": "end_turn", "usage": {}},
        ),
    ],
)
def test_protocol_of_another_kind_is_named(name, body, limits):
    with (
        scripted(lambda handler, _: handler.whole(200, body)) as endpoint,
        ModelClient(Endpoint(base_url=endpoint.url, model="m"), limits) as client,
    ):
        found = outcome(client, question("选一个"))
    assert isinstance(found, EndpointError)
    assert f"a reply of {name}; EXTRACTOR_BASE_URL must be the address of its OpenAI-compatible" in str(found)


def test_behaviours_are_those_of_the_documentation():
    rows = [
        line.split("|")[1:3]
        for line in DOCS.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    listed = {what.strip(): then.strip() for what, then in rows if what.strip() in BEHAVIOURS}
    assert listed == {name: then for name, (then, _, _) in BEHAVIOURS.items()}
    assert len(listed) >= 40


def test_what_is_learned_is_told_once_and_holds_for_the_next_client(limits):
    kept = []
    script = refuses_if(lambda r: "temperature" in r, "'temperature' does not support 0 with this model")
    with scripted(script) as endpoint:
        it = Endpoint(base_url=endpoint.url, model="m")
        with ModelClient(it, limits, around=ClientSurroundings(remember=kept.append)) as client:
            for text in "abc":
                outcome(client, question(text))
        with ModelClient(kept[-1].applied_to(it), limits) as again:
            outcome(again, question())
        heard = len(endpoint.heard)
    assert (len(kept), heard) == (1, 5)


@pytest.mark.parametrize("entry", rejections(), ids=lambda entry: entry.example[:60])
def test_example_of_a_refusal_is_read_as_its_own_entry_says(entry):
    status, _, words = entry.example.partition(" ")
    assert read_rejection(int(status), words) is entry
    assert (entry.change in CHANGES) != (entry.means is not None)


def test_longest_reply_is_the_number_that_a_refusal_calls_the_most():
    told = tomllib.loads((files("extractor.llm") / "rejections.toml").read_text(encoding="utf-8"))["most"]
    for example in told["examples"]:
        assert read_rejection(400, example["words"]).change == "fewer_tokens"
        assert Manners().changed("fewer_tokens", example["words"]).most_tokens == example["most"]
