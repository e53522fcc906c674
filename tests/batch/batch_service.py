"""A service with a Batch API on loopback, that answers, fails in part, expires or loses the line as told."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[Mapping[str, Any]], tuple[int, Mapping[str, Any]] | None]
"""Status and body for the body of a request; None: the service never came to it."""
USAGE = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}


def completion(content: str, finish: str = "stop") -> dict[str, Any]:
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content}}
    return {"id": "1", "object": "chat.completion", "model": "m", "choices": [choice], "usage": USAGE}


def smallest(schema: Mapping[str, Any], named: Mapping[str, Any]) -> Any:
    """The least value that fits a schema."""
    if "$ref" in schema:
        return smallest(named[schema["$ref"].rpartition("/")[2]], named)
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    if schema.get("type") == "object":
        return {key: smallest(value, named) for key, value in schema.get("properties", {}).items()}
    return {"array": [], "string": "公开", "integer": 1, "boolean": True}.get(str(schema.get("type")))


def good(body: Mapping[str, Any]) -> tuple[int, Mapping[str, Any]]:
    schema = body["response_format"]["json_schema"]["schema"]
    return 200, completion(json.dumps(smallest(schema, schema.get("$defs", {})), ensure_ascii=False))


class Service:
    """What was handed in, and what becomes of it."""

    def __init__(self, answer: Answer = good, polls: int = 1) -> None:
        self.answer, self.polls = answer, polls
        self.files: dict[str, list[dict[str, Any]]] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.seen: dict[str, int] = {}
        self.live = 0
        self.loses_the_next_id = False
        self.ends_as = "completed"
        self.errors: list[str] = []
        self.odd: dict[str, list[str | tuple[int, object]]] = {}
        """What comes in place of the next answers, by place: files, batches, a batch, content."""

    @property
    def requests(self) -> list[dict[str, Any]]:
        return [line for batch in self.batches.values() for line in self.files[batch["input_file_id"]]]

    def create(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        name = f"batch_{len(self.batches) + 1}"
        self.batches[name] = {
            "id": name,
            "object": "batch",
            "endpoint": asked["endpoint"],
            "input_file_id": asked["input_file_id"],
            "completion_window": "24h",
            "created_at": 1,
            "status": "validating",
            "metadata": asked.get("metadata"),
        }
        return self.batches[name]

    def look(self, name: str) -> dict[str, Any]:
        batch = self.batches[name]
        lines = self.files[batch["input_file_id"]]
        self.seen[name] = self.seen.get(name, 0) + 1
        batch["status"] = "in_progress" if self.seen[name] <= self.polls else self.ends_as
        is_done = batch["status"] not in ("in_progress", "failed", "expired")
        done = len(lines) if is_done else 0
        batch["request_counts"] = {"total": len(lines), "completed": done, "failed": 0}
        if self.ends_as == "failed" and batch["status"] == "failed":
            batch["errors"] = {
                "object": "list",
                "data": [{"message": one, "code": "x"} for one in self.errors],
            }
        elif batch["status"] != "in_progress":
            batch["output_file_id"], batch["error_file_id"] = f"{name}-out", f"{name}-err"
        return batch

    def content(self, file_id: str) -> str:
        if file_id in self.files:
            return "\n".join(json.dumps(line, ensure_ascii=False) for line in self.files[file_id])
        name, _, kind = file_id.rpartition("-")
        out, err = [], []
        for line in self.files[self.batches[name]["input_file_id"]]:
            result = self.answer(line["body"])
            if result is None:
                continue
            status, body = result
            entry = {"custom_id": line["custom_id"], "response": {"status_code": status, "body": body}}
            (out if status == 200 else err).append(json.dumps(entry, ensure_ascii=False))
        return "\n".join(out if kind == "out" else err)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: Service

    def _send(self, body: object, status: int = 200) -> None:
        raw = (body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json" if not isinstance(body, str) else "text/plain")
        self.send_header("content-length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def _is_odd(self, place: str) -> bool:
        """Whether something else was told to come here, and is sent."""
        waiting = self.service.odd.get(place)
        if not waiting:
            return False
        odd = waiting.pop(0)
        self._send(odd) if isinstance(odd, str) else self._send(odd[1], odd[0])
        return True

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["content-length"]))
        service = self.service
        if self._is_odd(self.path.rpartition("/")[2]):
            return
        if self.path.endswith("/files"):
            boundary = self.headers["content-type"].partition("boundary=")[2].encode()
            part = next(one for one in raw.split(b"--" + boundary) if b'name="file"' in one)
            lines = part.partition(b"\r\n\r\n")[2].strip().splitlines()
            name = f"file-{len(service.files) + 1}"
            service.files[name] = [json.loads(line) for line in lines]
            self._send({"id": name, "object": "file", "bytes": 1, "created_at": 1, "purpose": "batch"})
        elif self.path.endswith("/batches"):
            batch = service.create(json.loads(raw))
            if service.loses_the_next_id:
                service.loses_the_next_id = False
                self.close_connection = True
                self.connection.close()
                return
            self._send(batch)
        else:
            service.live += 1
            self._send(good(json.loads(raw))[1])

    def do_GET(self) -> None:
        parts = self.path.partition("?")[0].strip("/").split("/")
        if self._is_odd(parts[-1] if parts[-1] in ("content", "batches") else "batch"):
            return
        if parts[-1] == "content":
            self._send(self.service.content(parts[-2]))
        elif parts[-1] == "batches":
            self._send({"object": "list", "data": list(self.service.batches.values()), "has_more": False})
        else:
            self._send(self.service.look(parts[-1]))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def running(service: Service) -> Iterator[str]:
    """The address of a service that runs for the duration of the block."""
    handler = type("Handler", (_Handler,), {"service": service})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
