"""How a worker process begins: in a fresh interpreter, or forked off this one where that is safe."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn, Protocol

from extractor.workers.document_worker import main

_THREADS = Path("/proc/self/task")


class Worker(Protocol):
    """A process that reads; the leader of its group."""

    @property
    def pid(self) -> int:
        """Id of the process and of its group."""
        ...

    def wait(self) -> int:
        """Wait for its end; its exit code (negative: the signal)."""
        ...


Start = Callable[[int, str], tuple[Worker, Connection]]
"""Called with a limit in MB and the reader; a new worker that runs ``worker.main``, and the way to it."""


def started(memory_mb: int, reader: str) -> tuple[Worker, Connection]:
    """A worker in a fresh interpreter: it holds only what it needs, and takes a second to be ready."""
    ours, theirs = socket.socketpair()
    # -P: what lies in the working folder is not imported.
    words = f"{theirs.fileno()}, {memory_mb}, {reader!r}, {os.getpid()}"
    command = [
        sys.executable,
        "-P",
        "-c",
        f"from extractor.workers.document_worker import main; main({words})",
    ]
    # A session of its own: Ctrl-C does not reach it, and what it started is killed with it.
    process = subprocess.Popen(
        command, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, start_new_session=True
    )
    theirs.close()
    return process, Connection(ours.detach())


def soonest(memory_mb: int, reader: str) -> tuple[Worker, Connection]:
    """A worker that is ready at once, forked off this process, whose imports it shares; else a fresh one."""
    return forked(memory_mb, reader) if can_fork() else started(memory_mb, reader)


def can_fork() -> bool:
    """Whether no other thread of this process can hold a lock that a fork would leave locked for ever.

    Only Linux says how many there are, and the libraries of other systems do not bear a fork.
    """
    try:
        return len(os.listdir(_THREADS)) == 1
    except OSError:
        return False


class _Forked:
    """A child process that was forked."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def wait(self) -> int:
        """Wait for its end; its exit code (negative: the signal)."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def forked(memory_mb: int, reader: str) -> tuple[Worker, Connection]:
    """A worker forked off this process; only where ``can_fork``."""
    ours, theirs = socket.socketpair()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # what waits to be written is written once
    parent = os.getpid()
    pid = os.fork()
    if not pid:
        _work(ours, theirs, (memory_mb, reader, parent))
    theirs.close()
    return _Forked(pid), Connection(ours.detach())


def _work(ours: socket.socket, theirs: socket.socket, told: tuple[int, str, int]) -> NoReturn:
    """Read what is sent, and be gone without what the parent does at its end."""
    code = 1
    with suppress(BaseException):
        os.setsid()  # Ctrl-C does not reach it, and what it starts is killed with it
        ours.close()
        empty = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1):  # a pipe that the parent reads or writes ends with the parent
            os.dup2(empty, standard)
        _leave_sockets(theirs.fileno(), empty)
        main(theirs.detach(), *told)
        code = 0
    os._exit(code)


def _leave_sockets(own: int, empty: int) -> None:
    """Put ``empty`` in the place of every socket that the parent holds open, but for the way to it."""
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            descriptor = int(name)
            if descriptor not in (own, 2) and stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                os.dup2(empty, descriptor)
