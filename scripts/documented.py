"""What the pages of the documentation type, and whether it works as typed.

Blocks of ``sh`` and ``python`` are run in their order in one folder. Blocks of Python that no command parts
are one program, which begins with those before them; a block of ``text`` after one of them shows lines that
it prints.

Usage: python scripts/documented.py PAGE... (in an empty folder, with ``extractor`` on PATH)
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

_BLOCK = re.compile(r"^```(sh|python|text)\n(.*?)^```$", re.M | re.S)
_COMMAND = re.compile(r"(?:^ *|[`$|&;] *|\.venv/bin/)extractor((?: +[^\s`|&;<>#]+)*)", re.M)


class Step(NamedTuple):
    """A command or a program that is run, and the lines that the page says it prints, in their order."""

    language: str
    code: str
    printed: tuple[str, ...]
    line: int
    blocks: int = 1
    """Blocks of the page that it stands for."""


def steps(page: str) -> Iterator[Step]:
    """What is run of a page."""
    waiting, before = None, ""
    for step in _blocks(page):
        if step.language == "python":
            before += step.code
            waiting = _joined(waiting, step._replace(code=before))
            continue
        if waiting is not None:
            yield waiting
        waiting = None
        yield step
    if waiting is not None:
        yield waiting


def _joined(first: Step | None, then: Step) -> Step:
    """Two programs, the second of which begins with the first, as one."""
    if first is None:
        return then
    return Step("python", then.code, (*first.printed, *then.printed), first.line, first.blocks + 1)


def _blocks(page: str) -> Iterator[Step]:
    blocks = list(_BLOCK.finditer(page))
    for block, after in zip_longest(blocks, blocks[1:]):
        if block[1] == "text":
            continue
        shown = after is not None and after[1] == "text" and not page[block.end() : after.start()].strip()
        lines = after[2].splitlines() if after is not None and shown else []
        printed = tuple(line.strip() for line in lines if line.strip() and line.strip() != "…")
        yield Step(block[1], block[2], printed, page.count("\n", 0, block.start()) + 1)


def run(step: Step, folder: Path, python: str = sys.executable) -> str:
    """What is wrong with a step when it is typed in ``folder``; nothing where it works."""
    shell = ["bash", "-e", "-o", "pipefail", "-c", step.code]
    command = shell if step.language == "sh" else [python, "-c", step.code]
    path = f"{Path(python).parent}{os.pathsep}{os.environ['PATH']}"
    ours = ("EXTRACTOR_", "PYTHONPATH")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    typed = {**kept, "PATH": path, "COLUMNS": "120"}
    ran = subprocess.run(command, cwd=folder, env=typed, capture_output=True, text=True, timeout=300)
    said = ran.stdout + ran.stderr
    if ran.returncode:
        return f"exit code {ran.returncode}\n{said}"
    squeezed = [" ".join(line.split()) for line in said.splitlines()]
    lost = []
    for line in step.printed:
        words = " ".join(line.split())
        if words not in squeezed:
            lost.append(line)
        elif step.language == "python":
            del squeezed[: squeezed.index(words) + 1]  # what a later block shows is printed later
    return f"does not print {lost}; it prints\n{said}" if lost else ""


def commands(page: str) -> Iterator[list[str]]:
    """The words behind ``extractor`` of every command on a page, in its blocks and in its text."""
    for found in _COMMAND.finditer(page):
        if words := found[1].split():
            yield words


def main(pages: list[str]) -> int:
    """1 where a step of a page does not work."""
    for name in pages:
        for step in steps(Path(name).read_text(encoding="utf-8")):
            if wrong := run(step, Path.cwd()):
                print(f"{name}:{step.line}: {wrong}")
                return 1
        print(f"{name}: works as typed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
