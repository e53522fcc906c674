"""What the second reader looks at in a piece of section five: its words, its place, what stands around it.

The pieces of a section are judged in order; what the ones before were taken for is a feature, too.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.learned.atoms import Atom
from extractor.learned.features import grams, heading_features, plain_words, unit_features
from extractor.learned.weights import LearnedVerdict, Linear

_SHOWN = 40
_LEAD_SHOWN = 14
_LEAD_LINE = 16
"""Characters of the longest line that may be a heading though no colon ends it."""
_LIKELY = 0.25


class Judges(NamedTuple):
    """What tells a unit and a heading apart by its own words: their verdicts are features of a piece."""

    unit: Linear
    heading: Linear


class _Lead(NamedTuple):
    """The nearest words above that announce something."""

    words: str
    mark: str
    verdict: LearnedVerdict | None


def atom_features(atoms: Sequence[Atom], report_year: int | None, judges: Judges) -> list[set[str]]:
    """Features of each piece, but for what the pieces before it were taken for."""
    words = [plain_words(atom.words, report_year) for atom in atoms]
    found = [_own(words[at], atoms[at]) for at in range(len(atoms))]
    for at, features in enumerate(found):
        features |= _around(words, atoms, at)
    _add_places(found, atoms)
    _add_leads(found, atoms, words, report_year, judges)
    _add_verdicts(found, atoms, report_year, judges)
    return found


def before_features(state: str, atom: Atom) -> list[str]:
    """What the piece before was taken for, alone and with the marks between."""
    taken = "T" + state
    return [
        taken,
        taken + atom.before,
        taken + atom.before + atom.after,
        f"{taken}#{atom.number}",
        f"{taken}#{atom.before}{atom.number}",
    ]


def _own(words: str, atom: Atom) -> set[str]:
    found = set(grams(f"^{words[:_SHOWN]}$", (1, 2, 3), "w"))
    found.update(grams("^" + words[:8], (2, 3, 4), "h"))
    found.update(grams(words[-6:] + "$", (2, 3, 4), "t"))
    number = atom.number or "0"
    found.update(
        (
            f"l{min(len(words) // 3, 8)}",
            "b" + atom.before,
            "a" + atom.after,
            "ba" + atom.before + atom.after,
            "n" + number,
            "nb" + number + atom.before,
            f"i{min(atom.ordinal, 4)}",
        )
    )
    return found


def _around(words: Sequence[str], atoms: Sequence[Atom], at: int) -> set[str]:
    found: set[str] = set()
    if at:
        found.update(grams("^" + words[at - 1][:6], (2,), "q"))
        found.update(grams(words[at - 1][-5:] + "$", (2, 3), "Q"))
    if at > 1:
        found.update(grams(words[at - 2][-3:] + "$", (2,), "R"))
    if at + 1 < len(words):
        found.update(grams("^" + words[at + 1][:6], (2, 3), "x"))
        found.update(grams(words[at + 1][-4:] + "$", (2, 3), "X"))
        found.add("xn" + (atoms[at + 1].number or "0"))
    if at + 2 < len(words):
        found.update(grams("^" + words[at + 2][:4], (2,), "y"))
    return found


def _add_places(found: Sequence[set[str]], atoms: Sequence[Atom]) -> None:
    """Where in the section, in which of its lists and in which column a piece stands."""
    lists = last = column = 0
    for at, (features, atom) in enumerate(zip(found, atoms, strict=True)):
        column = 0 if atom.before == "n" else column + (atom.before == "t")
        if atom.number:
            lists += atom.ordinal == 1 or atom.ordinal < last
            last = atom.ordinal
        features.update((f"L{min(lists, 4)}", f"c{min(column, 3)}"))
        features.update((f"p{5 * at // len(atoms)}", f"#{min(len(atoms) // 6, 6)}"))


def _add_leads(
    found: Sequence[set[str]],
    atoms: Sequence[Atom],
    words: Sequence[str],
    report_year: int | None,
    judges: Judges,
) -> None:
    """The nearest heading or lead-in above each piece, and the beginning of its sentence."""
    lead, age, first = _Lead("", "", None), 0, ""
    for at, (features, atom) in enumerate(zip(found, atoms, strict=True)):
        if atom.before in "n.0":
            first = words[at]
        else:
            features.update(grams("^" + first[:10], (2, 3), "S"))
        features.update(_of_lead(lead, age))
        age += 1
        if not _leads(atom):
            continue
        verdict = judges.heading.judge(heading_features(atom.words, report_year))
        features.update(_of_verdict("J", verdict))
        lead, age = _Lead(words[at][-_LEAD_SHOWN:], atom.after, verdict), 0


def _leads(atom: Atom) -> bool:
    alone = atom.after in "n.t" and atom.before in "n.t" and atom.end - atom.start <= _LEAD_LINE
    return atom.after in ":-" or (alone and (atom.after != "." or bool(atom.number)))


def _of_lead(lead: _Lead, age: int) -> set[str]:
    if lead.verdict is None:
        return {"H0"}
    found = set(grams(f"^{lead.words}$", (2, 3), "H"))
    found.add(f"HK{lead.mark}{min(age, 3)}")
    found.update(_of_verdict("K", lead.verdict))
    return found


def _add_verdicts(
    found: Sequence[set[str]], atoms: Sequence[Atom], report_year: int | None, judges: Judges
) -> None:
    """What the words of a piece, and of the sentence that it stands in, would be taken for alone."""
    for low, high in _sentences(atoms):
        whole = ",".join(atom.words for atom in atoms[low:high])
        of_all = judges.unit.judge(unit_features(whole, report_year))
        for at in range(low, high):
            words = atoms[at].words
            own = of_all if words == whole else judges.unit.judge(unit_features(words, report_year))
            found[at].update(_of_verdict("U", own), _of_verdict("V", of_all))
            found[at].add(f"g{min(at - low, 3)}{min(high - low, 4)}")


def _sentences(atoms: Sequence[Atom]) -> Iterator[tuple[int, int]]:
    low = 0
    for at, atom in enumerate(atoms):
        if at > low and (atom.before in "n.;:-t0" or atom.number):
            yield low, at
            low = at
    if atoms:
        yield low, len(atoms)


def _of_verdict(tag: str, verdict: LearnedVerdict) -> set[str]:
    how = "hi" if verdict.sure > 0.9 else "md" if verdict.sure > 0.6 else "lo"
    likely = {f"{tag}~{label}" for label, chance in verdict.chances.items() if chance > _LIKELY}
    return {tag + verdict.label, tag + verdict.label + how, *likely}
