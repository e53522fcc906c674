"""The store behind ``--db`` of a command that does not make one."""

from pathlib import Path

from extractor.errors import UsageError

_HEAD_OF_STORE = 16
"""Bytes with which every SQLite file begins."""


def must_be_filled(db: str) -> None:
    """UsageError where there is no store: no file, or less than the head of one, which opening would fill."""
    from extractor.store import parse_url

    parsed = parse_url(db)
    if parsed.get_backend_name() != "sqlite":
        return
    path = Path(parsed.database or "")
    if not path.exists():
        raise UsageError(f"--db {path}: no such file; check the path, or fill it first: extractor batch run")
    if path.is_dir():
        raise UsageError(f"--db {path}: a folder and no store; name the file in it")
    log = path.with_name(path.name + "-wal")
    size = path.stat().st_size
    if size < _HEAD_OF_STORE and not (log.exists() and log.stat().st_size):
        raise UsageError(
            f"--db {path}: there is no store in it ({size} bytes): it was never filled, or a copy of it "
            "failed; it is left as it is: check the path, or put back a copy"
        )
