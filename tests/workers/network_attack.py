"""Every way that its author knows by which a process comes to a socket: what a hostile document might try.

The names of those that worked are the outcome. Runs in the processes that read documents.
"""

import ctypes
import mmap
import os
import platform
import socket
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress

from extractor.ingest.formats import Parsed
from extractor.workers import Outcome

FAMILIES = range(46)
"""Of Linux (AF_UNSPEC to AF_MCTP), whether Python has a name for them or not."""
TYPES = [1, 2, 3, 4, 5, 10, 1 | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK]
LOCAL = 1
SEIZE, GET_BY_PIDFD, OPEN_PIDFD, SET_UP_RING = 0x4206, 438, 434, 425
OTHER_NUMBERS = 0x40000000
libc = ctypes.CDLL(None, use_errno=True)


def opened(port: int) -> list[str]:
    """What came to a socket; ``port`` of this machine answers."""
    found = []
    for name, attempt in attempts(port):
        with suppress(Exception):
            if attempt():
                found.append(name)
    return found + sockets_held()


def attempts(port: int) -> Iterator[tuple[str, Callable[[], object]]]:
    for family in FAMILIES:
        for kind in TYPES:
            yield f"family {family} by Python", lambda f=family, k=kind: socket.socket(f, k)
            yield f"family {family} by libc", lambda f=family, k=kind: libc.socket(f, k, 0) >= 0
            yield f"family {family} by number", lambda f=family, k=kind: by_number(f, k, 0)
            yield f"family {family} by x32", lambda f=family, k=kind: by_number(f, k, OTHER_NUMBERS)
    yield "32-bit call", thirty_two_bits
    yield "a ring", lambda: libc.syscall(SET_UP_RING, 8, ctypes.create_string_buffer(120)) >= 0
    yield "a page", lambda: urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1)
    yield "libxml2", lambda: parsed(port)
    yield "a child", lambda: runs(sys.executable, "-S", "-E", "-c", connecting(port))
    yield "a shell", lambda: runs("bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{port}")
    yield "a fork", lambda: in_fork(port)
    yield "the parent's sockets", from_parent
    yield "a debugger", lambda: libc.ptrace(SEIZE, os.getppid(), None, None) == 0


def by_number(family: int, kind: int, more: int) -> bool:
    number = {"x86_64": 41, "aarch64": 198}[platform.machine()]
    return libc.syscall(number + more, family, kind, 0) >= 0


def thirty_two_bits() -> bool:
    """``socket(AF_INET, SOCK_STREAM, 0)`` by the gate of 32-bit programs."""
    if platform.machine() != "x86_64":
        return False
    code = b"\x53\xb8\x67\x01\x00\x00\xbb\x02\x00\x00\x00\xb9\x01\x00\x00\x00\x31\xd2\xcd\x80\x5b\xc3"
    page = mmap.mmap(-1, len(code), prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(code)
    where = ctypes.addressof(ctypes.c_char.from_buffer(page))
    return ctypes.CFUNCTYPE(ctypes.c_int)(where)() >= 0


def parsed(port: int) -> object:
    from lxml import etree

    return etree.parse(f"http://127.0.0.1:{port}/", etree.XMLParser(no_network=False))


def runs(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, timeout=20, check=False).returncode == 0


def connecting(port: int) -> str:
    return f"import socket; socket.create_connection(('127.0.0.1', {port}), 1)"


def in_fork(port: int) -> bool:
    pid = os.fork()
    if not pid:
        code = 1
        with suppress(BaseException):
            socket.create_connection(("127.0.0.1", port), 1)
            code = 0
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def from_parent() -> bool:
    parent = libc.syscall(OPEN_PIDFD, os.getppid(), 0)
    taken = [libc.syscall(GET_BY_PIDFD, parent, number, 0) for number in range(64)]
    return any(number >= 0 and stat.S_ISSOCK(os.fstat(number).st_mode) for number in taken)


def sockets_held() -> list[str]:
    """Sockets that were there already, but for the one that tasks come by."""
    held = []
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            one = socket.socket(fileno=os.dup(int(name)))
            if one.family != LOCAL or one.getpeername() != "" or one.getsockname() != "":
                held.append(f"held: {one}")
    return held


def read(task, worker):
    """A reader for a worker: the outcome's worker is what worked."""
    port = int(os.path.basename(task.path).partition("-")[0])
    return Outcome(task.key, None, None, False, 0.0, "\n".join(opened(port)))


def reader_of(_kind):
    """In place of the readers of formats; the text of the file is what worked."""

    def reader(raw, _name, _limits):
        return Parsed("\n".join(opened(int(raw.decode()))) or "nothing")

    return reader


def child() -> None:
    """The child that reads binaries, with a reader that attacks."""
    from extractor.ingest import parser_child

    parser_child.reader_of = reader_of
    parser_child.main()
