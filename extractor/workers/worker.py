"""A child process that reads one document after the other.

It speaks over an inherited socket: ``ready`` when it has loaded the pipeline, then an Outcome for each
Task. It ends when the other end closes, so a killed parent leaves no children behind.
"""

import gc
import importlib
import os
import pickle
import resource
import signal
from multiprocessing.connection import Connection

READY = "ready"
OUT_OF_MEMORY = "out of memory"


def main(descriptor: int, memory_mb: int, reader: str) -> None:
    """Read tasks with the function ``reader`` (module:name) until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who decides what is finished
    connection = Connection(descriptor)
    module, _, name = reader.partition(":")
    read_one = getattr(importlib.import_module(module), name)
    gc.freeze()  # what the imports made stays: no need to look through it again and again
    _limit_memory(memory_mb)
    worker = f"{os.uname().nodename}:{os.getpid()}"
    try:
        connection.send(READY)
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
        with open("/proc/self/statm", encoding="ascii") as file:
            now = int(file.read().split()[0]) * resource.getpagesize()
        limit = now + memory_mb * 1024 * 1024
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    except (OSError, ValueError):
        return
