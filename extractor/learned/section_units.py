"""Section five read as a whole: which pieces begin a problem, a measure or what was put right, which go on.

Each piece is judged in the light of what the one before was taken for; the likeliest chain of all is the
reading (a maximum entropy Markov model: McCallum, Freitag and Pereira, 2000).
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from math import exp, log
from typing import NamedTuple

from extractor.learned.atoms import Atom, atoms_of
from extractor.learned.section_features import Judges, atom_features, before_features
from extractor.learned.weights import Linear, task

ROLES = {"I": "issue", "R": "remedy", "P": "past"}
STATES = ("O", "OI", "OR", "OP", "BI", "CI", "BR", "CR", "BP", "CP")
"""B begins a statement, C goes on with it, O says nothing; an O remembers whose turn it was before."""
FIRST_STATE = "O"
_KEPT = 4
_NEVER = -1e9
_MOST_PIECES = 1500
"""Pieces of the longest section that is read: more are no section five, and cost more than they tell."""


class StatementRead(NamedTuple):
    """A stretch that says one thing."""

    start: int
    end: int
    role: str
    sure: float
    """The mean chance of its role over its characters."""


class SectionRead(NamedTuple):
    """The pieces of a section, what each is taken for, and the statements that they make."""

    atoms: tuple[Atom, ...]
    roles: tuple[str, ...]
    """issue, remedy, past, or none, a piece."""
    chances: tuple[dict[str, float], ...]
    statements: tuple[StatementRead, ...]


@lru_cache(maxsize=_KEPT)
def read_section(text: str, report_year: int | None) -> SectionRead:
    """The likeliest reading of section five."""
    atoms = atoms_of(text)[:_MOST_PIECES]
    if not atoms:
        return SectionRead((), (), (), ())
    features = atom_features(atoms, report_year, Judges(task("unit"), task("heading")))
    steps = [_step(atom, names) for atom, names in zip(atoms, features, strict=True)]
    states = _likeliest(steps)
    chances = _chances(steps)
    roles = tuple(_role(state) for state in states)
    return SectionRead(tuple(atoms), roles, chances, tuple(_statements(atoms, states, chances)))


def after(state: str, tag: str) -> str:
    """The state after a piece that is taken for ``tag``: BI, CI, … or O."""
    if tag != "O":
        return tag
    return "O" + (state[1:] if state[1:] in ROLES else "")


def _role(state: str) -> str:
    return "none" if state[0] == "O" else ROLES[state[1]]


_Step = dict[str, dict[str, float]]
"""Logarithms of the chances of each state after each state before."""


def _step(atom: Atom, features: set[str]) -> _Step:
    chain = task("section")
    own = chain.scores(features)
    return {state: _after(chain, state, own, _pull(state, *_shape(atom))) for state in STATES}


def _shape(atom: Atom) -> tuple[str, str, str]:
    return atom.before, atom.after, atom.number


@cache
def _pull(state: str, before: str, behind: str, number: str) -> tuple[float, ...]:
    """What the state before speaks for, with the marks between."""
    chain = task("section")
    atom = Atom(0, 0, "", number, 0, before, behind)
    scores = chain.scores(before_features(state, atom))
    return tuple(score - bias for score, bias in zip(scores, chain.bias, strict=True))


def _after(chain: Linear, state: str, own: Sequence[float], pull: Sequence[float]) -> dict[str, float]:
    scores = {
        after(state, tag): score + more
        for tag, score, more in zip(chain.labels, own, pull, strict=True)
        if tag[0] != "C" or (state[1:] == tag[1:] and state[0] != "O")
    }
    total = _log_sum(scores.values())
    return {name: score - total for name, score in scores.items()}


def _log_sum(values: Iterable[float]) -> float:
    listed = list(values)
    top = max(listed)
    return top + log(sum(exp(value - top) for value in listed))


def _likeliest(steps: Sequence[_Step]) -> list[str]:
    best: dict[str, float] = {FIRST_STATE: 0.0}
    came: list[dict[str, str]] = []
    for step in steps:
        following: dict[str, float] = {}
        source: dict[str, str] = {}
        for state, so_far in best.items():
            for name, chance in step[state].items():
                if so_far + chance > following.get(name, _NEVER):
                    following[name], source[name] = so_far + chance, state
        best = following
        came.append(source)
    state = max(best, key=lambda name: best[name])
    states = [state]
    for source in came[:0:-1]:
        state = source[state]
        states.append(state)
    return states[::-1]


def _chances(steps: Sequence[_Step]) -> tuple[dict[str, float], ...]:
    """The chance of each role of each piece, over all chains.

    Chances after a state sum to one, so that going forward is enough.
    """
    weights: dict[str, float] = {FIRST_STATE: 1.0}
    found = []
    for step in steps:
        following: dict[str, float] = {}
        for state, weight in weights.items():
            for name, chance in step[state].items():
                following[name] = following.get(name, 0.0) + weight * exp(chance)
        weights = following
        by_role: dict[str, float] = {}
        for name, weight in weights.items():
            by_role[_role(name)] = by_role.get(_role(name), 0.0) + weight
        found.append(by_role)
    return tuple(found)


def _statements(
    atoms: Sequence[Atom], states: Sequence[str], chances: Sequence[dict[str, float]]
) -> list[StatementRead]:
    begins = [at for at, state in enumerate(states) if state[0] in "BO"]
    found = []
    for low, high in pairwise([*begins, len(atoms)]):
        if states[low][0] != "B":
            continue
        role = _role(states[low])
        found.append(
            StatementRead(
                atoms[low].start, atoms[high - 1].end, role, _mean(atoms[low:high], chances[low:high], role)
            )
        )
    return found


def _mean(atoms: Sequence[Atom], chances: Sequence[dict[str, float]], role: str) -> float:
    sizes = [atom.end - atom.start for atom in atoms]
    told = sum(size * chance.get(role, 0.0) for size, chance in zip(sizes, chances, strict=True))
    return told / sum(sizes)
