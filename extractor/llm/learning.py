"""What is learned of an endpoint while it is asked, and kept for the next run."""

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from extractor.errors import ModelError
from extractor.llm.endpoint import Endpoint, Mode
from extractor.llm.manners import OTHER_MODE, Manners
from extractor.records import Record

if TYPE_CHECKING:
    from extractor.llm.retrying import RefusalError

MODES = (Mode.JSON_SCHEMA, Mode.TOOLS, Mode.JSON, Mode.MD_JSON)
"""From the strictest to the loosest."""


class OtherModeError(ModelError):
    """The endpoint refuses this way to hold an answer to its shape; never leaves the client."""

    def __init__(self, refusal: "RefusalError") -> None:
        super().__init__(refusal.kind, str(refusal), refusal.raw)
        self.refusal = refusal


class Learned(Record):
    """How an endpoint is asked by now; each change of manners is made once."""

    manners: Manners
    mode: Mode
    changes: tuple[str, ...] = ()

    def after(self, refusal: "RefusalError", asked: Manners) -> "Learned | None":
        """What is known after a request with the manners ``asked`` was refused; None: nothing new.

        Raises OtherModeError where the way of holding an answer to its shape was refused.
        """
        if refusal.change is None:
            return None
        if asked != self.manners:
            return self  # learned meanwhile by another call: ask again
        if refusal.change == OTHER_MODE:
            raise OtherModeError(refusal)
        manners = self.manners.changed(refusal.change, refusal.words)
        if manners == self.manners or refusal.change in self.changes:
            if refusal.change == "no_strict":  # the schema itself is refused
                raise OtherModeError(refusal)
            return None
        changes = (*self.changes, refusal.change)
        return self.model_copy(update={"manners": manners, "changes": changes})

    def with_more_thinking(self, asked: Manners) -> "Learned | None":
        """More room for thinking; None at the largest."""
        if asked != self.manners:
            return self
        more = self.manners.with_more_thinking()
        return None if more == self.manners else self.model_copy(update={"manners": more})

    def in_next_mode(self) -> "Learned | None":
        """The next looser way to hold answers to their shape."""
        looser = MODES[MODES.index(self.mode) + 1 :]
        return self.model_copy(update={"mode": looser[0]}) if looser else None

    def applied_to(self, endpoint: Endpoint) -> Endpoint:
        """The endpoint as it is asked by now."""
        return endpoint.model_copy(update={"manners": self.manners, "mode": self.mode})


def kept_path(folder: Path, endpoint: Endpoint, what: str) -> Path:
    """Where something known of this model at this host is kept below the product's cache folder."""
    digest = hashlib.sha256(json.dumps([endpoint.place, endpoint.model]).encode()).hexdigest()[:20]
    return folder / what / f"{digest}.json"


def save_learned(folder: Path, endpoint: Endpoint, learned: Learned) -> None:
    """Keep what a run has learned; where the folder cannot be written, the next run learns it again."""
    path = kept_path(folder, endpoint, "learned")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(learned.model_dump_json(indent=2) + "\n", encoding="utf-8")


def load_learned(folder: Path, endpoint: Endpoint) -> Learned | None:
    """What earlier runs have learned, None where there is nothing."""
    try:
        text = kept_path(folder, endpoint, "learned").read_text(encoding="utf-8")
        return Learned.model_validate_json(text)
    except (OSError, ValidationError):
        return None
