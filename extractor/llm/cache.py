"""Replies kept by the content of the question: a second run is free and works without any endpoint."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from extractor.llm.endpoint import Endpoint
from extractor.records import Record


class RawReply(Record):
    """What came back, before anybody read it."""

    content: str
    finish: str
    input_tokens: int
    output_tokens: int
    reasoning: str = ""
    refusal: str = ""


def content_key(request: Mapping[str, object], endpoint: Endpoint) -> str:
    """SHA-256 over prompt, schema, model, sampling and endpoint family; no key, no address, no time."""
    body = {"request": request, "model": endpoint.model, "family": endpoint.family}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


class ReplyCache:
    """A folder of replies, one small JSON file each; safe for many processes."""

    def __init__(self, folder: Path, *, refresh: bool = False) -> None:
        self.folder = folder
        self.asks_anew = refresh

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

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:24]}.json"
