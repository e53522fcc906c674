"""A child process that reads one document after the other.

It speaks over an inherited socket: ``ready`` when it has loaded the pipeline, then an Outcome for each
Task, and before it a word for each page that is read from its picture. It ends when the other end closes,
and in the middle of a document when the parent is gone, however that was killed.
"""

import gc
import importlib
import os
import pickle
import signal
import threading
import time
from multiprocessing.connection import Connection

from extractor.ingest import office_program
from extractor.limits import listen_to_pages
from extractor.offline import give_up_network

READY = "ready"
OUT_OF_MEMORY = "out of memory"
PAGE = "page"
"""A page is begun that is read from its picture."""


_GLANCE_S = 0.5


def main(descriptor: int, memory_mb: int, reader: str, parent: int) -> None:
    """Read tasks with the function ``reader`` (module:name) until the other end closes or ``parent`` ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who decides what is finished
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    give_up_network(keeps_local=office_program() is not None)  # a child of this one may have to start it
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    connection = Connection(descriptor)
    module, _, name = reader.partition(":")
    read_one = getattr(importlib.import_module(module), name)
    gc.freeze()  # what the imports made stays: no need to look through it again and again
    _limit_memory(memory_mb)
    worker = f"{os.uname().nodename}:{os.getpid()}"
    try:
        connection.send(READY)
        listen_to_pages(lambda: connection.send(PAGE))
        while True:
            task = connection.recv()
            try:
                message = pickle.dumps(read_one(task, worker), protocol=5)
            except MemoryError:
                connection.send(OUT_OF_MEMORY)
                return  # what is left of this process is not to be trusted
            connection.send_bytes(message)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _limit_memory(memory_mb: int) -> None:
    """Let the process grow by ``memory_mb`` and no further; where that cannot be set, it is not limited."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            now = int(file.read().split()[0]) * resource.getpagesize()
        limit = now + memory_mb * 1024 * 1024
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    except (ImportError, OSError, ValueError):
        return


def _end_with(parent: int) -> None:
    """End this process and all that it started when it has lost its parent."""
    while os.getppid() == parent:
        time.sleep(_GLANCE_S)
    os.killpg(0, signal.SIGKILL)
