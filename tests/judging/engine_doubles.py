"""Engines whose model is a script, a record, or a liar."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from extractor.judging.engines import Engine
from extractor.llm import Endpoint
from extractor.llm.cache import RawReply, ReplyCache
from extractor.llm.client import ModelClient
from extractor.llm.meter import Bill
from extractor.llm.profile import TASKS, Grade, Profile
from extractor.pipeline import extract_document, read_document
from extractor.records import Document, Report

PROJECT = Path(__file__).resolve().parents[2]
REPORTS = PROJECT / "fixtures" / "reports"
REPLIES = PROJECT / "fixtures" / "replies"
LOCAL_MODEL = "qwen2.5-coder-1.5b-instruct-q4_k_m"
EVERYTHING = Profile(model="m", tasks=dict.fromkeys(TASKS, Grade.DECIDE))
ADVICE = Profile(model="m")


class Recorded(ReplyCache):
    """Replies of the repository; what is not there is noted."""

    def __init__(self) -> None:
        super().__init__(REPLIES)
        self.misses = 0

    def get(self, key: str) -> RawReply | None:
        found = super().get(key)
        self.misses += found is None
        return found

    def put(self, key: str, reply: RawReply) -> None:
        raise AssertionError("a recorded run asks nobody")


def recorded_engine(name: str) -> tuple[Engine, Recorded]:
    """An engine over recorded replies of the local model, without any endpoint."""
    cache = Recorded()
    client = ModelClient(
        Endpoint(base_url="http://127.0.0.1:1/v1", model=LOCAL_MODEL), cache=cache, offline=True
    )
    return Engine(name, LOCAL_MODEL, client, ADVICE), cache  # type: ignore[arg-type]


class LyingClient(ModelClient):
    """A client behind which a liar sits: valid answers, none of them true."""

    def __init__(self, choose: Callable[[list[str]], str], words: str) -> None:
        super().__init__(Endpoint(base_url="http://127.0.0.1:1/v1", model="liar"))
        self.choose = choose
        self.words = words
        self.asked: list[str] = []

    def complete(self, request: dict[str, Any], question: Any, meter: Any) -> RawReply:
        self.asked.append(question.messages[-1].content)
        schema = request["response_format"]["json_schema"]["schema"]
        answer = self._fill(schema, schema.get("$defs", {}))
        meter.called(Bill(10, 10, self.endpoint.price.cost(10, 10)))
        return RawReply(
            content=json.dumps(answer, ensure_ascii=False), finish="stop", input_tokens=10, output_tokens=10
        )

    def _fill(self, schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Any:
        if "$ref" in schema:
            return self._fill(definitions[schema["$ref"].rpartition("/")[2]], definitions)
        if "enum" in schema:
            return self.choose(schema["enum"])
        if "const" in schema:
            return schema["const"]
        if schema.get("type") == "array":
            return [self._fill(schema["items"], definitions)]
        if schema.get("type") == "object":
            return {key: self._fill(value, definitions) for key, value in schema["properties"].items()}
        return self.words


def read(path: Path) -> Document:
    return read_document(path.read_bytes(), path.name)


def read_text(text: str) -> Document:
    return read_document(text.encode(), "planted.txt")


def report_of(document: Document, engine: Engine | None = None) -> Report:
    return extract_document(document, engine=engine)


def values(report: Report) -> dict[str, object]:
    """Everything a report delivers but bases, findings and the run."""
    dumped = report.model_dump(mode="json", exclude={"findings", "run", "coverage"})
    return json.loads(json.dumps(dumped), object_hook=_without_basis)


def _without_basis(node: dict[str, object]) -> dict[str, object]:
    node.pop("basis", None)
    node.pop("witnesses", None)
    return node
