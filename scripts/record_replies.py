"""Record the local model's replies to the fixture reports into ``fixtures/replies``.

Run by ``make record-replies`` after a change of a prompt or of what is asked: replies that are still
asked for are kept, the others go, missing ones are asked of the endpoint that the settings name. Only the
project's own fixtures are asked about, so that no sentence of a real report is recorded.
"""

import os
import sys
from pathlib import Path

from extractor.judging.engines import Engine
from extractor.llm import Endpoint
from extractor.llm.cache import RawReply, ReplyCache
from extractor.llm.client import ModelClient
from extractor.llm.model_weights import known_model
from extractor.llm.profile import Profile
from extractor.pipeline import extract_document, read_document
from extractor.settings import load

PROJECT = Path(__file__).resolve().parent.parent
BY_MODEL = ("anzhu-2022", "songwu-2022")
"""Reports that are also recorded for the engine ``model``, which asks about everything."""


class _Recording(ReplyCache):
    """Takes replies from ``fixtures/replies`` or the user's own cache, and notes which are asked for."""

    def __init__(self, folder: Path, other: ReplyCache) -> None:
        super().__init__(folder)
        self.used: dict[str, RawReply] = {}
        self._other = other

    def get(self, key: str) -> RawReply | None:
        reply = super().get(key) or self._other.get(key)
        if reply is not None:
            self.put(key, reply)
        return reply

    def put(self, key: str, reply: RawReply) -> None:
        self.used[key] = reply
        super().put(key, reply)


def main() -> None:
    """Record; the endpoint is only asked for what neither folder holds."""
    settings = load()
    folder = PROJECT / "fixtures" / "replies"
    cache = _Recording(folder, ReplyCache(settings.cache_dir / "replies"))
    model = known_model().name
    address = settings.base_url or "http://127.0.0.1:1/v1"
    with ModelClient(
        Endpoint(base_url=address, model=model), cache=cache, offline=settings.base_url is None
    ) as client:
        for path in sorted((PROJECT / "fixtures" / "reports").glob("*.txt")):
            document = read_document(path.read_bytes(), path.name)
            extract_document(document, engine=Engine("hybrid", model, client, Profile(model=model)))
            if path.stem in BY_MODEL:
                extract_document(document, engine=Engine("model", model, client, Profile(model=model)))
    kept = {os.path.join(key[:2], f"{key[2:24]}.json") for key in cache.used}
    for path in folder.glob("*/*.json"):
        if str(path.relative_to(folder)) not in kept:
            path.unlink()
    sys.stdout.write(f"{len(kept)} replies in {folder.relative_to(PROJECT)}\n")


if __name__ == "__main__":
    main()
