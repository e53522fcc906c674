"""Sentences that the grammars in learning/ draw, marked like those written by hand."""

import random
import re
import tomllib
from pathlib import Path

_AMOUNTS = ["1", "3", "6", "12", "28", "45", "120", "366", "1024", "2.3", "50余", "0", "十", "两"]
_PART = re.compile(r"\{[xy]\}")
_PLACE = re.compile(r"\{([a-z]+)\}")


def drawn_counts(folder: Path, chance: random.Random) -> list[str]:
    """Sentences drawn from the grammar, marked like those written by hand."""
    grammar = tomllib.loads((folder / "grammar.toml").read_text(encoding="utf-8"))
    codes = sorted(grammar["topics"])
    lines = []
    for _ in range(grammar["many"]):
        frame = chance.choice(grammar["frames"])
        last = one = chance.choice(codes)
        line, unit = frame[1:].replace("{lead}", chance.choice(grammar["leads"])), ""
        for slot in ("{a}", "{b}", "{c}", "{d}"):
            code = one if frame[0] == "@" else chance.choice(codes)
            if slot in line:
                said, unit = _counted(grammar["topics"][code], code, chance)
                line = line.replace(slot, said)
                last = code
        while part := _PART.search(line):
            line = line[: part.start()] + _bare(grammar["bare"], last, unit, chance) + line[part.end() :]
        lines.append(line.replace("[= ", f"[{one} ").replace("{u}", unit))
    return lines


def _bare(words: list[str], code: str, unit: str, chance: random.Random) -> str:
    """A part of a whole, whose own words do not say what is counted."""
    word = chance.choice(words)
    if word.endswith("%"):
        return f"{word[:-1]}[{code} {chance.choice(_AMOUNTS[:8])}%]"
    return f"{word}[{code} {chance.choice(_AMOUNTS)}{unit}]"


def drawn_units(folder: Path, chance: random.Random) -> list[tuple[str, str]]:
    """Units of section five drawn from their grammar, with their roles."""
    grammar = tomllib.loads((folder / "roles_grammar.toml").read_text(encoding="utf-8"))
    roles, words = sorted(grammar["frames"]), grammar["words"]
    drawn_up = []
    for number in range(grammar["many"]):
        role = roles[number % len(roles)]
        line = chance.choice(grammar["frames"][role])
        while place := _PLACE.search(line):
            line = line[: place.start()] + chance.choice(words[place[1]]) + line[place.end() :]
        drawn_up.append((role, line))
    return drawn_up


def _counted(topic: dict[str, list[str]], code: str, chance: random.Random) -> tuple[str, str]:
    verb, thing, unit = (chance.choice(topic[part]) for part in ("verbs", "things", "units"))
    number = f"[{code} {chance.choice(_AMOUNTS)}{unit}]"
    ways = [
        f"{verb}{thing}{number}",
        f"{verb}{number}{thing}",
        f"{thing}{number}",
        f"{verb}{thing}共{number}",
    ]
    return chance.choice(ways), unit
