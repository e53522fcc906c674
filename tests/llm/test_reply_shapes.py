"""Replies as endpoints shape them: the Responses API, and the lines of a Batch API's files over real HTTP."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from extractor.errors import FailureKind, ModelError
from extractor.llm import Endpoint, Limits
from extractor.llm.batch_api import BatchApi, BatchState, Deferred
from extractor.llm.growing import Growing
from extractor.llm.reply_reading import text_of
from extractor.llm.responses import as_response_request, read_event, read_whole
from extractor.llm.token_counts import counted
from extractor.llm.waits import wait_asked

ANSWER = '{"topic":"requests"}'
USAGE = {"input_tokens": 90, "output_tokens": 30, "total_tokens": 120}


def message(*parts):
    return {"type": "message", "role": "assistant", "content": list(parts)}


def whole(*output, status="completed", **more):
    growing = Growing()
    read_whole({"output": list(output), "status": status, "usage": USAGE, **more}, growing)
    return growing.reply()


def test_response_is_its_text_its_thinking_and_its_tokens():
    reply = whole(
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "想一想"}]},
        message({"type": "output_text", "text": ANSWER[:8]}, {"type": "output_text", "text": ANSWER[8:]}),
    )
    assert (reply.content, reply.reasoning, reply.refusal) == (ANSWER, "想一想", "")
    assert (reply.input_tokens, reply.output_tokens, reply.finish) == (90, 30, "stop")


def test_response_that_calls_the_function_says_its_arguments():
    reply = whole({"type": "function_call", "name": "answer", "arguments": ANSWER}, "odd")
    assert reply.content == ANSWER
    assert whole({"type": "function_call", "name": "answer", "arguments": None}).content == ""


def test_refusal_of_a_response_is_one():
    reply = whole(message({"type": "refusal", "refusal": "不能回答"}))
    assert (reply.content, reply.refusal) == ("", "不能回答")


def test_response_cut_off_says_why():
    assert whole(message(), status="incomplete").finish == "incomplete"
    cut = whole(message(), status="incomplete", incomplete_details={"reason": "max_output_tokens"})
    assert cut.finish == "max_output_tokens"


@pytest.mark.parametrize("error", [{"message": "overloaded"}, "overloaded"])
def test_failed_response_tells_the_words_of_the_endpoint(error):
    with pytest.raises(ModelError, match="overloaded") as failed:
        whole(status="failed", error=error)
    assert failed.value.kind is FailureKind.SERVER


def streamed(*events):
    growing = Growing()
    for event in events:
        read_event(event, growing)
    return growing.reply()


def test_events_of_a_stream_add_up_to_the_response():
    reply = streamed(
        {"type": "response.created"},
        {"type": "response.reasoning_summary_text.delta", "delta": "想"},
        {"type": "response.output_text.delta", "delta": ANSWER[:5]},
        {"type": "response.output_text.delta", "delta": ANSWER[5:]},
        {"type": "response.output_text.done", "text": ANSWER},
        {"type": "response.completed", "response": {"status": "completed", "usage": USAGE}},
    )
    assert (reply.content, reply.reasoning, reply.finish) == (ANSWER, "想", "stop")
    assert (reply.input_tokens, reply.output_tokens) == (90, 30)


def test_arguments_and_refusals_come_in_pieces_too():
    kind = "response.function_call_arguments.delta"
    assert streamed({"type": kind, "delta": "{"}, {"type": kind, "delta": "}"}).content == "{}"
    assert streamed({"type": "response.refusal.delta", "delta": "不能"}).refusal == "不能"


@pytest.mark.parametrize(
    "event",
    [
        {"type": "error", "message": "overloaded"},
        {"type": "response.failed", "response": {"status": "failed", "error": {"message": "overloaded"}}},
    ],
)
def test_stream_that_fails_is_a_failure_with_its_words(event):
    with pytest.raises(ModelError, match="overloaded") as failed:
        streamed({"type": "response.output_text.delta", "delta": ANSWER}, event)
    assert failed.value.kind is FailureKind.SERVER


def test_question_in_the_words_of_the_responses_api():
    call = {"id": "1", "type": "function", "function": {"name": "answer", "arguments": "{wrong"}}
    turns = [
        {"role": "system", "content": "规则"},
        {"role": "user", "content": "问题"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "1", "content": "不是 JSON"},
    ]
    tool = {"type": "function", "function": {"name": "answer", "parameters": {"type": "object"}}}
    body = {"model": "m", "messages": turns, "seed": 7, "max_tokens": 4, "tools": [tool]}
    request = as_response_request(body | {"reasoning_effort": "low"})
    assert request["input"] == [
        {"role": "system", "content": "规则"},
        {"role": "user", "content": "问题"},
        {"role": "assistant", "content": "{wrong"},
        {"role": "user", "content": "不是 JSON"},
    ]
    assert request["tools"] == [{"type": "function", "name": "answer", "parameters": {"type": "object"}}]
    assert request["tool_choice"] == {"type": "function", "name": "answer"}
    assert (request["max_output_tokens"], request["reasoning"]) == (16, {"effort": "low"})
    assert (request["store"], "seed" in request) == (False, False)
    formed = as_response_request(
        {"messages": [], "response_format": {"type": "json_schema", "json_schema": {"name": "n"}}}
    )
    assert formed["text"] == {"format": {"type": "json_schema", "name": "n"}}
    loose = as_response_request({"messages": [], "response_format": {"type": "json_object"}})
    assert loose["text"] == {"format": {"type": "json_object"}}


@pytest.mark.parametrize(
    ("body", "url"), [({"messages": []}, "/v1/chat/completions"), ({"input": []}, "/v1/responses")]
)
def test_request_of_a_batch_is_one_line_that_its_reply_is_known_by(body, url):
    line = Deferred("键1", body, 10, 5).line()
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert json.loads(line) == {"custom_id": "键1", "method": "POST", "url": url, "body": body}


@contextmanager
def file_of(text: str):
    """An endpoint that has one file of replies."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield Endpoint(base_url=f"http://127.0.0.1:{server.server_address[1]}/v1", model="m")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def entry(key: str, response=None, error=None) -> str:
    return json.dumps({"custom_id": key, "response": response, "error": error}, ensure_ascii=False)


def chat(content: str):
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
    return {"choices": [choice], "usage": {"prompt_tokens": 10, "completion_tokens": 5}}


LINES = (
    entry("good", {"status_code": 200, "body": chat(ANSWER)}),
    entry("no status", {"body": chat(ANSWER)}),
    entry("responses", {"status_code": 200, "body": {"output": [message()], "usage": USAGE}}),
    entry("refused", {"status_code": 400, "body": {"error": {"message": "bad schema"}}}),
    entry("words", {"status_code": 500, "body": {"error": "down"}}),
    entry("hidden", {"status_code": 200, "body": {"error": {"message": "fell over"}}}),
    entry("no body", {"status_code": 200, "body": None}),
    entry("expired", None, {"message": "too late"}),
    entry("plain", None, "gone"),
    entry("nothing"),
    entry("status in words", {"status_code": "OK", "body": chat(ANSWER)}),
    entry("status of a kind nobody knows", {"status_code": [200], "body": chat(ANSWER)}),
    entry("body of a kind nobody knows", {"status_code": 200, "body": {"choices": {"a": 1}, "usage": [7]}}),
    entry("ID IN UPPER CASE", {"status_code": 200, "body": chat(ANSWER)}),
    entry("body as a text", {"status_code": 200, "body": json.dumps(chat(ANSWER))}),
    entry("body as a text of something else", {"status_code": 200, "body": "see the file"}),
    entry("answer and error", {"status_code": 200, "body": {**chat(ANSWER), "error": {"message": "late"}}}),
    "not a line",
    json.dumps({"response": {"status_code": 200, "body": chat(ANSWER)}}),
    json.dumps([1]),
)


def test_lines_of_a_batch_are_replies_or_failures_with_the_service_s_words():
    with file_of("\n".join(LINES)) as endpoint, BatchApi(endpoint, Limits()) as api:
        results = api.results(BatchState("b", "completed", 10, 10, ("file-1",), "", ""))
    told = results.replies
    assert results.unreadable == 3
    assert set(told) == {json.loads(line)["custom_id"].lower() for line in LINES[:17]}
    for key in ("good", "no status", "status in words", "status of a kind nobody knows"):
        assert (told[key].content, told[key].input_tokens, told[key].output_tokens) == (ANSWER, 10, 5)
    assert told["responses"].input_tokens == 90
    kinds = {
        "refused": ("400: bad schema", None),
        "words": ("500: down", FailureKind.SERVER),
        "hidden": ("fell over", FailureKind.SERVER),
        "no body": ("something else in place of its body", FailureKind.NOT_JSON),
        "answer and error": ("a reply with an error", FailureKind.NOT_JSON),
        "id in upper case": None,
        "body as a text": None,
        "body as a text of something else": ("something else in place of its body", FailureKind.NOT_JSON),
        "expired": ("too late", FailureKind.SERVER),
        "plain": ("gone", FailureKind.SERVER),
        "nothing": ("no reply", FailureKind.NOT_JSON),
    }
    for key, expected in kinds.items():
        if expected is None:
            assert told[key].content == ANSWER
            continue
        words, kind = expected
        assert isinstance(told[key], ModelError)
        assert words in str(told[key])
        assert kind is None or told[key].kind is kind
    assert told["refused"].kind is not FailureKind.SERVER


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([{"type": "Text", "text": "甲"}], ("甲", "", "")),
        ([{"type": None, "text": "甲"}], ("甲", "", "")),
        ([{"type": "text", "text": {"value": "甲", "annotations": []}}], ("甲", "", "")),
        ([{"type": "message", "content": [{"type": "output_text", "text": "甲"}]}], ("甲", "", "")),
        ([{"type": "message", "content": [{"type": "refusal", "refusal": ["不能"]}]}], ("", "", "不能")),
        ([{"text": "甲", "thought": True}], ("", "甲", "")),
        ([{"type": "text", "text": "甲", "channel": "analysis"}], ("", "甲", "")),
        ([{"type": "text", "text": "甲", "channel": "final"}], ("甲", "", "")),
    ],
)
def test_part_says_whether_it_is_of_the_answer(content, said):
    assert text_of(content) == said


@pytest.mark.parametrize("refusal", ["不能", ["不能"], {"message": "不能"}, [{"text": "不能"}]])
def test_refusal_is_one_whatever_it_is_wrapped_in(refusal):
    growing = Growing()
    growing.add({"choices": [{"message": {"content": ANSWER, "refusal": refusal}, "finish_reason": "stop"}]})
    assert growing.reply().refusal == "不能"


def test_thinking_beside_the_completion_is_paid_for_and_within_it_counted_once():
    thought = {"completion_tokens_details": {"reasoning_tokens": 300}}
    beside = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 410, **thought}
    within = {"prompt_tokens": 100, "completion_tokens": 310, "total_tokens": 410, **thought}
    assert counted(beside) == counted(within)
    assert counted(beside)["output"] == 310


@pytest.mark.parametrize(
    ("words", "least"),
    [
        ("{'@type': 'google.rpc.RetryInfo', 'retryDelay': '36000s'}", 36_000),
        ("Retry after 2098-07-01T08:00:00Z", 1_000_000),
        ("please try again after 2098-07-01 08:00:00+08:00", 1_000_000),
        ("quota resets at 4070908800", 1_000_000),
    ],
)
def test_wait_is_found_in_details_and_as_a_point_in_time(words, least):
    assert (wait_asked({}, words) or 0) >= least


@pytest.mark.parametrize(
    ("status", "is_over", "has_failed"),
    [
        ("失败", True, True),
        ("处理完成", True, False),
        ("处理中", False, False),
        ("未完成", False, False),
        ("unsuccessful", True, True),
        ("failing", False, True),
    ],
)
def test_status_of_a_batch_in_other_words(status, is_over, has_failed):
    state = BatchState("b", status, 0, 3, (), "", "")
    assert (state.is_over, state.has_failed) == (is_over, has_failed)
