"""The sections five in learning/sections/ as examples for the second reader, with variants of each."""

import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from learning_sentences import REPORT_YEAR, Example, Variants  # beside this script

from extractor.learned.atoms import Atom, atoms_of
from extractor.learned.section_features import Judges, atom_features, before_features
from extractor.learned.section_units import FIRST_STATE, after

COPIES = 2
_MARK = re.compile(r"⟦([IRP]) |⟧")


class Marked(NamedTuple):
    """A stretch that a section's writer marked: I, R or P, in offsets of the text without marks."""

    role: str
    start: int
    end: int


def section_examples(folder: Path, judges: Judges) -> list[Example]:
    """One example for each piece of each section and of its variants."""
    settings = tomllib.loads((folder / "variants.toml").read_text(encoding="utf-8"))
    chance = random.Random("sections")
    maker = Variants(settings, chance)
    found: list[Example] = []
    for number, line in enumerate(sections_in(folder)):
        said = [line, *maker.of(line, COPIES, "section_leads"), *_parts(line, chance)]
        for copy, text in enumerate(said):
            found += [
                Example(number, copy > 0, features, tag, 1 / len(said))
                for features, tag in _pieces(*planted(text), judges)
            ]
    return found


def _parts(line: str, chance: random.Random) -> list[str]:
    """The beginning and the end of a section, cut at a line or full stop: there are short sections, too."""
    cuts = [
        match.end()
        for match in re.finditer(r"[。¶](?=[^¶])", line)
        if line.rfind("⟦", 0, match.start()) <= line.rfind("⟧", 0, match.start())
    ]
    cut = chance.choice(cuts) if cuts else 0
    if not cut:
        return []
    # what was put right cannot be told from other work without the words before it
    return [line[:cut]] if "⟦P" in line else [line[:cut], line[cut:]]


def sections_in(folder: Path) -> list[str]:
    """The marked sections, one a line."""
    lines = [
        line
        for path in sorted((folder / "sections").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").split("\n")
    ]
    return [line for line in lines if line and not line.startswith("#")]


def planted(line: str) -> tuple[str, list[Marked]]:
    """The section without its marks, and where the marked stretches stand; ¶ ends a line."""
    text, marks, opened, at = "", [], ("", 0), 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        at = mark.end()
        if mark[1]:
            opened = mark[1], len(text)
        else:
            marks.append(Marked(opened[0], opened[1], len(text)))
    return (text + line[at:]).replace("¶", "\n").replace("　", "\t"), marks


def _pieces(text: str, marks: Sequence[Marked], judges: Judges) -> Iterator[tuple[set[str], str]]:
    atoms = atoms_of(text)
    state = FIRST_STATE
    for atom, features, tag in zip(
        atoms, atom_features(atoms, REPORT_YEAR, judges), tags_of(atoms, marks), strict=True
    ):
        yield features | set(before_features(state, atom)), tag
        state = after(state, tag)


def tags_of(atoms: Sequence[Atom], marks: Sequence[Marked]) -> list[str]:
    """B and the role where a marked stretch begins, C and the role where it goes on, else O."""
    begun: set[Marked] = set()
    tags = []
    for atom in atoms:
        covered = max(marks, key=lambda mark: _shared(atom, mark), default=None)
        if covered is None or 2 * _shared(atom, covered) < atom.end - atom.start:
            tags.append("O")
            continue
        tags.append(("C" if covered in begun else "B") + covered.role)
        begun.add(covered)
    return tags


def _shared(atom: Atom, mark: Marked) -> int:
    return min(atom.end, mark.end) - max(atom.start, mark.start)
