"""Who works, with which code, under which configuration."""

import hashlib
import json
import os
import secrets
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from extractor import __version__
from extractor.extensions import versions

READER = "extractor.batch.packed_document:read_one"
"""What the workers of a batch read with; who hands documents out does not load it."""
LEASE_S = 120.0
"""A coordinator that does not say for so long that it lives loses its documents to others."""
_NOT_READING = frozenset(
    {
        "audit",
        "batch",
        "certify",
        "cli",
        "evaluation",
        "export",
        "indicators",
        "llm",
        "review",
        "store",
        "workers",
    }
    | {"across.py", "drawing.py", "frames.py", "many.py", "notebook.py"}
)
"""Rooms that cannot change what the rules read; the model's part is told by its prompts and its name."""


@cache
def code_fingerprint() -> str:
    """Hash of the code that reads documents by rule, extensions included: other code, other results."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        inside = path.relative_to(package)
        if inside.parts[0] not in _NOT_READING:
            digest.update(inside.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for extension in versions():
        digest.update(extension.encode() + b"\0")
    return digest.hexdigest()


def config_hash(parts: Mapping[str, object]) -> str:
    """Hash of all that the result of a step depends on beside its input."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def rules_config(max_bytes: int) -> dict[str, object]:
    """What reading by rule depends on."""
    return {"stage": "rules", "version": __version__, "code": code_fingerprint(), "max_bytes": max_bytes}


def new_run_id() -> str:
    """A run id that sorts by time, e.g. 20261121-193000-1f2e."""
    return time.strftime("%Y%m%d-%H%M%S", time.gmtime()) + "-" + secrets.token_hex(2)


def this_owner() -> str:
    """The process itself: host, id and the moment it started, since ids are used again."""
    return f"{os.uname().nodename}:{os.getpid()}:{_started(os.getpid())}"


def is_alive(owner: str, heartbeat: float | None, patience_s: float) -> bool:
    """Whether the owner of a run still works: by its process on this machine, else by its heartbeat."""
    host, pid, started = owner.rsplit(":", 2)
    if host == os.uname().nodename and started:
        return _started(int(pid)) == started
    return heartbeat is not None and time.time() - heartbeat < patience_s


def _started(pid: int) -> str:
    try:
        # Field 22; the name in field 2 may hold spaces and brackets, so count from behind it.
        status, _, rest = (
            Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")
        )
    except OSError:
        return ""
    fields = rest.split()
    return "" if not status or fields[0] in "ZX" else fields[19]
