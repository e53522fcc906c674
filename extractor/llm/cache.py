"""Replies kept by the content of the question: a second run is free and works without any endpoint."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from pydantic import ValidationError

from extractor.llm.endpoint import Endpoint
from extractor.llm.meter import Bill
from extractor.records import Record


class RawReply(Record):
    """What came back, before anybody read it."""

    content: str
    finish: str
    input_tokens: int
    output_tokens: int
    reasoning: str = ""
    refusal: str = ""
    discounted_tokens: int = 0
    """Of the input, what the endpoint had in its prompt cache."""
    reasoning_tokens: int = 0
    """Of the output, what was thinking."""
    total_tokens: int = 0
    """Both together, where the server counts no more than that."""


def content_key(request: Mapping[str, object], endpoint: Endpoint) -> str:
    """SHA-256 over prompt, schema, model, sampling and endpoint family; no key, no address, no time."""
    body: dict[str, object] = {"request": request, "model": endpoint.model, "family": endpoint.family}
    if endpoint.reasoning_effort:
        body["reasoning_effort"] = endpoint.reasoning_effort
    if endpoint.extra_body:
        body["extra_body"] = dict(endpoint.extra_body)
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


class Replies(Protocol):
    """Where replies are kept: a folder, or the store of a batch."""

    asks_anew: bool

    def get(self, key: str) -> RawReply | None:
        """The kept reply, if there is one."""
        ...

    def put(self, key: str, reply: RawReply) -> None:
        """Keep a reply as soon as it is there: it is paid for."""
        ...

    def forget(self, key: str) -> None:
        """A reply that was of no use: the next run asks again."""
        ...

    def wasted(self, key: str, bill: Bill) -> None:
        """A call that was paid for and gave no reply to keep."""
        ...


class ReplyCache:
    """A folder of replies, one small JSON file each; safe for many processes."""

    def __init__(self, folder: Path, *, refresh: bool = False) -> None:
        self.folder = folder
        self.asks_anew: bool = refresh

    def get(self, key: str) -> RawReply | None:
        """The kept reply; None where there is none, or where all are to be asked again."""
        if self.asks_anew:
            return None
        try:
            return RawReply.model_validate_json(self._path(key).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValidationError):
            return None

    def put(self, key: str, reply: RawReply) -> None:
        """Keep a reply; the file is there whole or not at all."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(reply.model_dump_json(indent=1) + "\n")
        os.replace(name, path)

    def forget(self, key: str) -> None:
        """Remove a reply that was of no use."""
        self._path(key).unlink(missing_ok=True)

    def wasted(self, key: str, bill: Bill) -> None:
        """Nothing: the folder keeps replies, not accounts."""

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:24]}.json"


def reply_cache(folder: Path, *, use: bool = True, refresh: bool = False) -> ReplyCache | None:
    """The cache below the product's cache folder; None where it is switched off."""
    return ReplyCache(folder / "replies", refresh=refresh) if use else None
