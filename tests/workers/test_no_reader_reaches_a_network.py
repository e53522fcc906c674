"""What reads documents comes to no socket, in whatever way a hostile document tries: real processes."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.ingest import office_program, sandbox
from extractor.ingest.formats import DEFAULT_LIMITS, Format
from extractor.workers.starting import forked, started

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="what the kernel refuses is known for Linux only"
)


@pytest.fixture
def server(monkeypatch):
    """A port of this machine; nobody may have come when the test ends."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(HERE), str(ROOT))))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        yield listening.getsockname()[1]
        with pytest.raises(TimeoutError):
            listening.accept()


def but_local(found):
    """Without sockets of the machine itself, which LibreOffice needs where it is installed."""
    return [name for name in found if not name.startswith("family 1 ")]


def test_the_attack_works_where_nothing_is_given_up():
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        code = f"from network_attack import opened; print(*opened({listening.getsockname()[1]}), sep='\\n')"
        shown = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, cwd=HERE, check=True
        )
    wanted = {"family 2 by Python", "family 1 by libc", "family 2 by number", "a child", "a shell", "a fork"}
    assert wanted <= set(shown.stdout.split("\n"))


@pytest.mark.parametrize("start", [forked, started])
def test_a_worker_of_extract_and_of_batches_comes_to_no_socket(server, tmp_path, start):
    path = tmp_path / f"{server}-report.txt"
    path.write_text("字", encoding="utf-8")
    code = (
        "import socket; from extractor.workers import LocalPool, Task, WorkerLimits;"
        f"from extractor.workers.starting import {start.__name__} as start;"
        f"kept = socket.create_server(('127.0.0.1', 0)); kept.set_inheritable(True);"
        "pool = LocalPool(1, 'network_attack:read', WorkerLimits(), start);"
        f"pool.submit(Task('k', {str(path)!r}, 1000)); done = [];\n"
        "while pool.under_way(): done += pool.collect(1)\n"
        "pool.close(); print(done[0].worker if done[0].failure is None else done[0].failure)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    found = shown.stdout.split("\n")
    assert [line for line in (but_local(found) if office_program() else found) if line] == []


@pytest.mark.parametrize("kind", [Format.PDF, Format.PNG, Format.DOC])
def test_the_child_that_reads_binaries_comes_to_no_socket(server, monkeypatch, kind):
    monkeypatch.setattr(
        sandbox,
        "_CODE",
        "import sys; sys.path.insert(0, sys.argv[1]); from network_attack import child; child()",
    )
    child = sandbox.Child()
    try:
        text = sandbox.Document.model_validate_json(
            child.ask(kind, str(server).encode(), "a", DEFAULT_LIMITS)["document"]
        ).text
    finally:
        child.close()
    found = text.split("\n")
    assert (but_local(found) if kind is Format.DOC else found) in (["nothing"], [])


def test_a_child_that_read_for_libreoffice_reads_nothing_else(monkeypatch):
    monkeypatch.setattr(sandbox, "_CODE", "import sys; sys.stdin.read()")
    child = sandbox.Child()
    try:
        assert child.reads(Format.DOC)
        child._is_for_office = True
        assert (child.reads(Format.DOC), child.reads(Format.PDF)) == (True, False)
    finally:
        child.close()


def test_python_refuses_where_the_kernel_cannot():
    code = (
        "import platform; platform.machine = lambda: 'other'; from extractor.offline import give_up_network;"
        "import socket; print(give_up_network())\n"
        "for ask in (socket.socket, lambda: socket.getaddrinfo('localhost', 1)):\n"
        "    try: ask()\n"
        "    except PermissionError as error: print(error)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.splitlines()
    assert shown[0] == "False"
    assert [line[:42] for line in shown[1:]] == ["a document must not reach the network (soc"] * 2
