"""What stands behind ``extractor review``: serving, users, export and import."""

import json
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from extractor.cli.forms import known_forms
from extractor.cli.stores import must_be_filled
from extractor.cli.terminal import Terminal
from extractor.errors import UsageError, install_line
from extractor.settings import load

if TYPE_CHECKING:
    from extractor.review.persistence import ReviewStore
    from extractor.review.review_items import MustSee

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Where(NamedTuple):
    """Where and for whom the page is served."""

    host: str
    port: int
    names: tuple[str, ...]
    team: bool
    blind: bool
    tls: bool
    proxies: tuple[str, ...] = ()
    there: str = "/"
    """Path of the page that the address leads to."""
    tolerance: float | None = None
    """Bearable share of wrong values: the page is about what must be seen for that."""


class ExportFlags(NamedTuple):
    """What to export."""

    gold: bool
    label_studio: bool
    everything: bool
    blind: bool


@contextmanager
def opened(db: str) -> "Iterator[ReviewStore]":
    """The store behind a URL, closed afterwards; UsageError where it or the extra is missing."""
    try:
        from extractor.review.persistence import ReviewStore
        from extractor.store import open_store
    except ImportError as error:
        raise UsageError(f"the correction page needs {error.name}: {install_line('review')}") from error
    known_forms(load().forms)
    must_be_filled(db)
    store = open_store(db)
    try:
        yield ReviewStore(store)
    finally:
        store.close()


def serve(db: str, where: Where, terminal: Terminal) -> None:
    """Serve the page until Ctrl-C; UsageError where that would be unsafe or the extra is missing."""
    if where.host not in _LOOPBACK and not where.team:
        raise UsageError("--host: anybody who reaches this address could write; add --team (and users) first")
    if where.blind and where.tolerance is not None:
        raise UsageError("--tolerance shows what was read: it does not go with --blind")
    if where.blind and not where.team:
        raise UsageError("--blind needs --team: annotators are told apart by their names")
    try:
        from extractor.review.listening import server_of
        from extractor.review.people import OneTimeToken, Passwords
        from extractor.review.proxies import trusted_networks
        from extractor.review.server import Serving, known_hosts, local_hosts, make_app
        from extractor.review.service import make_queue
    except ImportError as error:
        raise UsageError(f"the correction page needs {error.name}: {install_line('review')}") from error
    proxies = trusted_networks(where.proxies or load().trusted_proxies)
    with opened(db) as store, _listening(where) as listener:
        if where.team and not store.users():
            raise UsageError(
                "--team: there is no user yet; add one with extractor review user NAME --role admin"
            )
        must_see = None
        if where.tolerance is not None:
            must_see = _must_see(store, where.tolerance, terminal)
        make_queue(
            store,
            blind=where.blind,
            tell=lambda new: terminal.note(f"putting {new:,} new documents into the queue; once only"),
            must_see=must_see,
        )
        port = listener.getsockname()[1]
        token = OneTimeToken()
        hosts = local_hosts(port) | known_hosts(where.names) | known_hosts(f"{n}:{port}" for n in where.names)
        serving = Serving(hosts, where.blind, where.tls, proxies, must_see)
        app = make_app(store, serving, token, Passwords() if where.team else None)
        shown = f"[{where.host}]" if ":" in where.host else where.host
        entrance = f"http://{shown}:{port}{where.there}"
        if not where.team:
            to = "" if where.there == "/" else f"&{urlencode({'to': where.there})}"
            entrance = f"http://{shown}:{port}/enter?token={token.value}{to}"
        obey_signals()
        terminal.note(f"correction page: {entrance}\nCtrl-C stops it; decisions are saved at once")
        server_of(app).run(sockets=[listener])


def obey_signals() -> None:
    """Stop when told to, also where a shell started this process with the signals ignored or blocked.

    The server has handlers of its own, but only once it serves: before, a signal would be lost.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGTERM) is signal.SIG_IGN:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _must_see(store: "ReviewStore", tolerance: float, terminal: Terminal) -> "MustSee":
    from extractor.review.must_see import must_see

    turned = must_see(store, tolerance)
    if not turned.complete:
        terminal.note(
            "the audit is not complete: what is not read yet counts as wrong (extractor certify run)"
        )
    for key, number in turned.left.items():
        terminal.note(f"{number:>9,}  {key.id}")
    for line in turned.must_see.note:
        terminal.note(line)
    return turned.must_see


@contextmanager
def _listening(where: Where) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((where.host, where.port))
            listener.listen()  # who opens the address at once waits for the server and is not refused
        except OSError as error:
            raise UsageError(
                f"--port {where.port}: cannot listen there ({error.strerror}); try --port 0"
            ) from error
        yield listener


def save_user(db: str, name: str, role: str, ask: Callable[[], str]) -> None:
    """Add a user, or change role and password, which is asked for once all else is known to be there."""
    try:
        from extractor.review.people import Passwords
    except ImportError as error:
        raise UsageError(f"users need {error.name}: {install_line('review')}") from error
    with opened(db) as store:
        user = Passwords().user(name, role, ask())
        store.save_user(user)
        store.audit("command line", "user saved", f"{user.name}: {role}")


def remove_user(db: str, name: str) -> None:
    """Remove a user; UsageError where there is none."""
    with opened(db) as store:
        if not store.remove_user(name):
            known = ", ".join(user.name for user in store.users()) or "nobody"
            raise UsageError(f"{name}: no such user; there is {known}")
        store.audit("command line", "user removed", name)


def export_documents(db: str, out: Path, wanted: ExportFlags, note: Callable[[str], None]) -> int:
    """Write what was asked for; the number of documents.

    A document whose corrections make no gold is named by ``note`` and left out; the others are written.
    """
    from extractor.evaluation.gold import GoldError
    from extractor.review.corrected_gold import gold_json
    from extractor.review.fit_to_export import finished_documents
    from extractor.review.label_studio import CONFIG, task_of

    if wanted.gold == wanted.label_studio:
        raise UsageError("say what to export: --gold or --label-studio")
    out.mkdir(parents=True, exist_ok=True)
    written, tasks = 0, []
    with opened(db) as store:
        fit = finished_documents(store, everything=wanted.everything, blind=wanted.blind, tell=note)
        for document, people in fit:
            written += 1
            if wanted.label_studio:
                tasks.append(task_of(document, people))
                continue
            stem = Path(document.source.report.source.name).stem or document.source.sha256[:12]
            path = out / f"{stem}.json"
            if path.exists() and document.source.sha256 not in path.read_text(encoding="utf-8"):
                path = out / f"{stem}-{document.source.sha256[:8]}.json"
            try:
                content = gold_json(document, people)
            except GoldError as error:
                note(f"{error}; 请在校对页撤销或改正后再导出 / left out: undo or correct it on the page")
                written -= 1
                continue
            path.write_text(content, encoding="utf-8")
        if wanted.label_studio:
            (out / "tasks.json").write_text(json.dumps(tasks, ensure_ascii=False, indent=1), encoding="utf-8")
            (out / "labels.xml").write_text(CONFIG, encoding="utf-8")
        store.audit("command line", "export", f"{written} documents to {out.name}")
    return written


def import_tasks(db: str, file: Path, author: str) -> int:
    """Record what was labelled in Label Studio; the number of documents that changed."""
    from extractor.review.label_studio import record_tasks

    try:
        tasks = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{file}: no JSON file ({error}); export from Label Studio as JSON") from error
    with opened(db) as store:
        changed = record_tasks(store, tasks, author)
        store.audit(author, "import", f"{changed} documents from {file.name}")
    return changed
