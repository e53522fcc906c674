"""A process gives up every network for itself and all that it starts: what reads untrusted files needs none.

On Linux the kernel refuses it (seccomp): no socket of any family is made, by Python, a library or a program
that was started. On other systems only what Python itself would open is refused. LibreOffice does not start
without sockets of the machine itself (``AF_UNIX``), so these can be kept.
"""

import ctypes
import errno
import platform
import struct
import sys
from typing import Any, NamedTuple

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
"""Of prctl: what is started gains no rights by which it could undo this; a filter of system calls."""
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
"""Instructions of a filter (linux/bpf_common.h)."""
_CALL, _MACHINE, _FAMILY = 0, 4, 16
"""Where a filter finds the number of a system call, the machine that it was made for, its first argument."""
_LOCAL = 1
"""AF_UNIX."""
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_OTHER_NUMBERS = 0x40000000
"""Numbers from here on are the same calls once more (x32)."""
_EVENTS = frozenset({"socket.__new__", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})


class _Calls(NamedTuple):
    """System calls of a machine by which a process comes to a socket: its own, or that of another process."""

    machine: int
    socket: int
    ptrace: int
    process_vm_writev: int
    io_uring_setup: int = 425
    pidfd_getfd: int = 438


_MACHINES = {"x86_64": _Calls(0xC000003E, 41, 101, 311), "aarch64": _Calls(0xC00000B7, 198, 117, 271)}


def give_up_network(keeps_local: bool = False) -> bool:
    """Never open a socket again; true where the kernel holds it, false where only Python does.

    Only before any thread is started; what is given up never comes back. Pipes, pairs of sockets, and sockets
    that are open already go on.
    """
    if _sealed(keeps_local):
        return True
    sys.addaudithook(_refuse)
    return False


def _sealed(keeps_local: bool) -> bool:
    calls = _MACHINES.get(platform.machine())
    if calls is None or not sys.platform.startswith("linux"):
        return False
    code = _program(calls, keeps_local)
    instructions = ctypes.create_string_buffer(code)
    program = ctypes.create_string_buffer(
        struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(instructions))
    )
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        return False
    prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
    if prctl(_NO_NEW_PRIVILEGES, 1, None, 0, 0) != 0:
        return False
    refused: int = prctl(_SET_SECCOMP, _FILTER, ctypes.addressof(program), 0, 0)
    return refused == 0


def _program(calls: _Calls, keeps_local: bool) -> bytes:
    """The filter: calls of another machine and those of ``calls`` are refused, all others allowed."""
    others = calls[2:]
    # Place of the refusal among the instructions; behind it the family of a socket is looked at.
    refused = 6 + len(others)
    steps = [
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 0, refused - 2, calls.machine),
        (_LOAD, 0, 0, _CALL),
        (_AT_LEAST, refused - 4, 0, _OTHER_NUMBERS),
        *((_EQUAL, refused - 5 - place, 0, number) for place, number in enumerate(others)),
        (_EQUAL, 2 if keeps_local else 1, 0, calls.socket),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, _FAMILY),
        (_EQUAL, 0, 1, _LOCAL),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in _EVENTS:
        raise PermissionError(f"a document must not reach the network ({event})")
