"""Readers for the tests of the workers: documents that bring their reader down, each in its own way."""

import os
import signal
import time
from pathlib import Path

from extractor.batch.packed_document import read_one
from extractor.limits import page_begins
from extractor.workers import Outcome


def read(task, worker):
    name = Path(task.path).name
    if name.startswith("dies"):
        os.kill(os.getpid(), signal.SIGSEGV)
    if name.startswith("hangs"):
        time.sleep(600)
    if name.startswith("pages"):
        for _ in range(8):
            page_begins()
            time.sleep(0.2)
        if "hang" in name:
            time.sleep(600)
    if name.startswith("eats"):
        kept = []
        while True:
            kept.append(bytearray(50_000_000))
    if name.startswith("once"):
        mark = Path(task.path).with_suffix(".tried")
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    if name.startswith("pid"):
        return Outcome(task.key, None, None, False, 0.0, str(os.getpid()))
    return read_one(task, worker)
