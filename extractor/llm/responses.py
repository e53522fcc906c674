"""The Responses API: the same question in its words, and its replies read."""

from collections.abc import Mapping
from typing import Any

from extractor.errors import FailureKind, ModelError
from extractor.llm.growing import Growing

_SAME = ("model", "temperature", "stream")


def as_response_request(body: Mapping[str, Any]) -> dict[str, Any]:
    """A chat request as the Responses API wants it; nothing is stored there.

    What that API has no place for (seed, stream_options) is left out.
    """
    request: dict[str, Any] = {key: body[key] for key in _SAME if key in body}
    request["input"] = [_item(message) for message in body["messages"]]
    request["store"] = False
    for name in ("max_tokens", "max_completion_tokens"):
        if name in body:
            request["max_output_tokens"] = max(16, body[name])  # fewer are refused
    if "reasoning_effort" in body:
        request["reasoning"] = {"effort": body["reasoning_effort"]}
    wanted = body.get("response_format", {})
    if wanted.get("type") == "json_schema":
        request["text"] = {"format": {"type": "json_schema", **wanted["json_schema"]}}
    elif wanted:
        request["text"] = {"format": wanted}
    if "tools" in body:
        request["tools"] = [{"type": "function", **tool["function"]} for tool in body["tools"]]
        request["tool_choice"] = {"type": "function", "name": request["tools"][0]["name"]}
    return request


def _item(message: Mapping[str, Any]) -> dict[str, Any]:
    return {"role": "user" if message["role"] == "tool" else message["role"], "content": _words(message)}


def _words(message: Mapping[str, Any]) -> str:
    """The words of a turn; a tool call of an earlier answer is told as the JSON that it was."""
    calls = message.get("tool_calls") or ()
    return str(message.get("content") or "".join(call["function"]["arguments"] for call in calls))


def read_event(event: Mapping[str, Any], growing: Growing) -> None:
    """One event of a stream. Raises ModelError where the response failed."""
    kind = str(event["type"])
    delta = event.get("delta")
    text = delta if isinstance(delta, str) else ""
    if kind in ("response.output_text.delta", "response.function_call_arguments.delta"):
        growing.say(text)
    elif kind.startswith("response.reasoning"):
        growing.think(text)
    elif kind == "response.refusal.delta":
        growing.refuse(text)
    elif kind in ("response.completed", "response.incomplete", "response.failed"):
        inside = event.get("response")
        _end(inside if isinstance(inside, Mapping) else {}, growing)
    elif kind == "error":
        raise ModelError(
            FailureKind.SERVER, f"the endpoint failed in the middle of a reply: {event.get('message')}"
        )


def read_whole(response: Mapping[str, Any], growing: Growing) -> None:
    """A response in one piece."""
    for item in response["output"]:
        if not isinstance(item, Mapping):
            continue
        if item.get("type") == "function_call":
            growing.say(str(item.get("arguments") or ""))
        for part in item.get("content") or item.get("summary") or ():
            if isinstance(part, Mapping):
                _part(part, growing)
    _end(response, growing)


def _part(part: Mapping[str, Any], growing: Growing) -> None:
    kind, text = part.get("type"), str(part.get("text") or "")
    if kind == "output_text":
        growing.say(text)
    elif kind == "refusal":
        growing.refuse(part.get("refusal"))
    else:
        growing.think(text)


def _end(response: Mapping[str, Any], growing: Growing) -> None:
    growing.add_usage(response.get("usage"))
    status = response.get("status")
    if status == "failed":
        error = response.get("error")
        said = error.get("message") if isinstance(error, Mapping) else error
        raise ModelError(FailureKind.SERVER, f"the endpoint failed in the middle of a reply: {said}")
    why = response.get("incomplete_details")
    reason = why.get("reason") if isinstance(why, Mapping) else None
    growing.finish = str(reason or ("stop" if status in ("completed", None) else status))
