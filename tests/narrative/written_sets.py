"""Sentences written for the purpose and labelled by reading; how many facts of them the rules read right."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from prose_samples import document_of, folded

from extractor.judging.witnesses import with_witnesses
from extractor.narrative import read_narrative, views_of
from extractor.records import Narrative, SectionKey, Span

FOLDER = Path(__file__).with_name("written")
SECTIONS = Path(__file__).parents[2] / "learning" / "sections"
"""Sets of sections five: once they have shown what the rules do not know, the second reader learns them."""
YEAR = 2022
TOPICS = {
    "d": "disclosed_items",
    "doc": "documents",
    "int": "interpretations",
    "req": "requests",
    "dis": "disputes",
    "fee": "fees",
    "tr": "trainings",
    "pro": "proposals",
    "mee": "meetings",
    "gaz": "gazette",
    "pla": "platforms",
    "sp": "service_points",
    "cat": "catalogues",
    "par": "participation",
    "ov": "oversight",
    "st": "staff",
    "con": "consultations",
    "oth": "other",
}
PERIODS = {"y": "year", "c": "cumulative", "o": "other"}
ROLES = {"I": "issues", "R": "remedies", "P": "past_rectifications"}
_MARK = re.compile(r"⟦(?:([IRP]) )?|⟧")


class Tally(NamedTuple):
    """How many were wanted and delivered, how many of them agree, and what does not."""

    wanted: int
    delivered: int
    right: int
    wrong: tuple[str, ...]

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.wanted + self.delivered) if self.wanted + self.delivered else 1.0


def lines(name: str) -> list[str]:
    """The sentences of one file."""
    path = FOLDER / f"{name}.txt"
    text = (path if path.exists() else SECTIONS / path.name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _read(text: str, key: SectionKey, *, twice: bool = False) -> Narrative:
    document, prose = document_of(text), {key: folded(text, lists=key is SectionKey.PROBLEMS)}
    narrative = read_narrative(document, prose, YEAR)
    return with_witnesses(narrative, views_of(document, prose), YEAR) if twice else narrative


def _planted(line: str) -> tuple[str, list[tuple[str, int, int]]]:
    text, found, opened, at = "", [], ("", 0), 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        at = mark.end()
        if mark[0] == "⟧":
            found.append((opened[0], opened[1], len(text)))
        else:
            opened = (mark[1] or "T", len(text))
    return (text + line[at:]).replace("¶", "\n"), found


def statements(role: str, part: str = "", *, twice: bool = False) -> Tally:
    """Statements of one role (I, R, P): one agrees that shares half of its stretch.

    ``twice``: as both readers deliver them; else as the rules read them alone.
    """
    wanted = delivered = right = 0
    wrong = []
    for line in lines("statements" + part):
        text, planted = _planted(line)
        narrative = _read(text, SectionKey.PROBLEMS, twice=twice)
        got = [found.evidence for found in getattr(narrative, ROLES[role])]
        want = [(start, end) for kind, start, end in planted if kind == role]
        pairs = _paired(want, got)
        wanted, delivered, right = wanted + len(want), delivered + len(got), right + len(pairs)
        wrong += [f"missing {text[s:e]}" for i, (s, e) in enumerate(want) if i not in pairs]
        wrong += [f"extra {span.quote} | {text}" for j, span in enumerate(got) if j not in pairs.values()]
    return Tally(wanted, delivered, right, tuple(wrong))


def _paired(want: list[tuple[int, int]], got: list[Span]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    for i, (start, end) in enumerate(want):
        for j, span in enumerate(got):
            shared = min(end, span.end) - max(start, span.start)
            union = max(end, span.end) - min(start, span.start)
            if shared > 0 and shared / union >= 0.5 and j not in pairs.values():
                pairs[i] = j
                break
    return pairs


def trainings(part: str = "") -> Tally:
    """Trainings: one agrees that overlaps the planted stretch; two stretches told of one training are one."""
    wanted = delivered = right = 0
    wrong = []
    for line in lines("trainings" + part):
        text, planted = _planted(line)
        want = _told_once(text, [(start, end) for _, start, end in planted])
        events = _read(text, SectionKey.OVERVIEW).trainings
        got = list({found.evidence.start: found.evidence for found in events}.values())
        taken: set[int] = set()
        for start, end in want:
            hit = next(
                (j for j, s in enumerate(got) if j not in taken and s.start < end and start < s.end), None
            )
            if hit is None:
                wrong.append(f"missing {text[start:end]}")
            else:
                taken.add(hit)
        wrong += [f"extra {span.quote}" for j, span in enumerate(got) if j not in taken]
        wanted, delivered, right = wanted + len(want), delivered + len(got), right + len(taken)
    return Tally(wanted, delivered, right, tuple(wrong))


def _told_once(text: str, planted: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches with only a full stop between them tell of one training."""
    found: list[tuple[int, int]] = []
    for start, end in planted:
        if found and text[found[-1][1] : start] == "。":
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def counts(part: str = "") -> dict[str, Tally]:
    """Counts by value; of those found also topic, period and scope."""
    tallies: dict[str, list[list[str]]] = {"counts": [], "topic": [], "period": [], "scope": []}
    wanted = delivered = right = 0
    wrong: list[str] = []
    for line in lines("counts" + part):
        text, _, labels = line.partition(" => ")
        want = [] if labels == "none" else [label.split() for label in labels.split("; ")]
        got = list(_read(text, SectionKey.OVERVIEW).counts)
        wanted, delivered = wanted + len(want), delivered + len(got)
        for value, topics, *rest in want:
            count = next((c for c in got if float(c.value) == float(value)), None)
            if count is None:
                wrong.append(f"missing {value} | {text}")
                continue
            got.remove(count)
            right += 1
            allowed = [TOPICS[topic] for topic in topics.split("/")]
            tallies["topic"].append(
                [f"{value}: {count.topic} not {topics} | {text}"] * (count.topic not in allowed)
            )
            periods = next((r for r in rest if r[0] in PERIODS), "y").split("/")
            right_one = count.period in [PERIODS[period] for period in periods]
            tallies["period"].append([] if right_one else [f"{value}: {count.period} | {text}"])
            tallies["scope"] += _scope(rest, count.scope, f"{value}: {count.scope} | {text}")
        wrong += [f"extra {count.value} | {text}" for count in got]
    found = {"counts": Tally(wanted, delivered, right, tuple(wrong))}
    for name in ("topic", "period", "scope"):
        entries = tallies[name]
        good = sum(not entry for entry in entries)
        found[name] = Tally(len(entries), len(entries), good, tuple(w for entry in entries for w in entry))
    return found


def _scope(rest: list[str], scope: str | None, message: str) -> Iterator[list[str]]:
    for label in rest:
        if label == "@-":
            yield [message] * (scope is not None)
        elif label.startswith("@"):
            name = label[1:]
            yield [message] * (not scope or not (name in scope or scope in name))


def all_tallies(part: str = "") -> dict[str, Tally]:
    """Every tally of the first set, or of ``part`` (``_second``)."""
    roles = {name: statements(role, part) for role, name in ROLES.items()}
    return {**counts(part), **roles, "trainings": trainings(part)}


def main() -> None:
    """Print all tallies and what is wrong."""
    for part in ("", "_second", "_third"):
        tallies = all_tallies(part)
        for name, tally in tallies.items():
            for wrong in tally.wrong:
                print(f"  {name}{part}: {wrong}")
        for name, tally in tallies.items():
            print(f"{name}{part}: {tally.right} of {tally.wanted}, {tally.delivered} out, F1 {tally.f1:.3f}")


if __name__ == "__main__":
    main()
