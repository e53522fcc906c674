"""Verdicts change the lists of section five; what a remedy addresses stays the same problem in any order."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.judging import reconcile as settling
from extractor.judging.merged import Merged
from extractor.judging.statement_lists import ROLE_LISTS
from extractor.records import Basis, Span, Statement

TEXT = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
ROLES = tuple(ROLE_LISTS)


def at(start: int, end: int, addresses: tuple[int, ...] = ()) -> Statement:
    span = Span(start=start, end=end, quote=TEXT[start:end])
    return Statement(text=span.quote, evidence=span, addresses=addresses, basis=Basis.RULE)


@st.composite
def settled(draw: st.DrawFn) -> Merged:
    """Statements of two characters in any roles, after any verdicts on them and any cuts, in any order."""
    roles = draw(st.lists(st.sampled_from(ROLES), min_size=2, max_size=8))
    entries = [(role, at(2 * place, 2 * place + 2)) for place, role in enumerate(roles)]
    lists = {name: [e for role, e in entries if ROLE_LISTS[role] == name] for name in ROLE_LISTS.values()}
    merged = Merged([], [], lists, tuple(lists["issues"]))
    for place in draw(st.permutations(range(len(entries)))):
        role, entry = entries[place]
        said = draw(st.sampled_from([*ROLES, None, "cut"]))
        if said == "cut" and role == "issue":
            start = entry.evidence.start
            merged.split(entry, [at(start, start + 1), at(start + 1, start + 2)])
        elif said != "cut":
            merged.replace(role, entry, said, entry)
    return merged


@given(merged=settled(), pick=st.randoms(use_true_random=False))
def test_remedy_addresses_the_problem_that_the_model_named_when_the_lists_had_changed(
    merged: Merged, pick: Any
) -> None:
    named: dict[Span, Span] = {}

    def paired(view: Any, issues: Any, remedies: Any, asker: Any) -> Any:
        chosen = [pick.randrange(len(issues)) for _ in remedies]
        named.update({r.evidence: issues[i].evidence for r, i in zip(remedies, chosen, strict=True)})
        told = zip(remedies, chosen, strict=True)
        return tuple(r.model_copy(update={"addresses": (i,)}) for r, i in told), []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settling, "paired", paired)
        settling._pairs(merged, None, None)  # type: ignore[arg-type]
    lists = merged.lists()
    for remedy in lists["remedies"]:
        addressed = [lists["issues"][index].evidence for index in remedy.addresses]
        assert addressed == ([named[remedy.evidence]] if remedy.evidence in named else [])
