"""What becomes of a disputed fact when the model has spoken: two of three witnesses decide.

Where the model may only advise, its word is one more witness and the warning stays. Where it agrees with
neither reader nothing changes, and the dissent is a finding.
"""

from collections.abc import Sequence

from extractor.records import (
    NO_SCOPE,
    Aspect,
    Basis,
    Count,
    Event,
    Finding,
    Reader,
    Severity,
    Span,
    Statement,
    Suspect,
    Topic,
    Witness,
)

NO_STATEMENT = ("cause", "leads", "none")


def said_of(witnesses: Sequence[Witness], aspect: Aspect) -> tuple[str, ...]:
    """What the readers say of one aspect, each value once, in the order in which they spoke."""
    return tuple(dict.fromkeys(w.says for w in witnesses if w.aspect is aspect))


def is_disputed(witnesses: Sequence[Witness], aspect: Aspect) -> bool:
    """Whether the readers give more than one value."""
    return len(said_of(witnesses, aspect)) > 1


def count_after(count: Count, verdict: str | None, decides: bool) -> Count:
    """A count whose topic was disputed, after the model's verdict."""
    if verdict is None:
        return count
    before = said_of(count.witnesses, Aspect.TOPIC)
    witnesses = (*count.witnesses, _model(Aspect.TOPIC, verdict))
    update: dict[str, object] = {"witnesses": witnesses}
    if decides and verdict in before and verdict in frozenset(Topic):
        update |= {"topic": Topic(verdict), "basis": Basis.BOTH}
    return count.model_copy(update=update)


def scope_after(count: Count, verdict: str | None, decides: bool) -> Count:
    """A count whose scope the rules left in doubt, after the model's verdict."""
    if verdict is None:
        return count
    update: dict[str, object] = {"witnesses": (*count.witnesses, _model(Aspect.SCOPE, verdict))}
    if decides and verdict in said_of(count.witnesses, Aspect.SCOPE):
        update["scope"] = None if verdict == NO_SCOPE else verdict
    return count.model_copy(update=update)


def statement_after(
    entry: Statement, role: str, verdict: str | None, decides: bool
) -> tuple[str | None, Statement]:
    """The role of a disputed statement after the model's verdict, None where two say that it is none."""
    if verdict is None:
        return role, entry
    by_rule = [w.says for w in entry.witnesses if w.reader is Reader.RULE]
    others = [w.says for w in entry.witnesses]
    judged = entry.model_copy(update={"witnesses": (*entry.witnesses, _model(Aspect.ROLE, verdict))})
    if not decides:
        return role, judged
    if verdict in NO_STATEMENT and (not by_rule or any(says in NO_STATEMENT for says in others)):
        return None, judged
    if verdict in others:
        moved = {"basis": Basis.BOTH} | ({} if verdict == role else {"addresses": ()})
        return verdict, judged.model_copy(update=moved)
    return role, judged


def training_after(event: Event, is_held: bool, decides: bool) -> Event | None:
    """A disputed training after the model's verdict, None where two say that none took place."""
    says = "training" if is_held else "none"
    judged = event.model_copy(update={"witnesses": (*event.witnesses, _model(Aspect.KIND, says))})
    if not decides:
        return judged
    if is_held:
        return judged.model_copy(update={"basis": Basis.BOTH})
    return None


def settled_out(what: str, span: Span) -> Finding:
    """The note that a fact is not delivered, since two of three witnesses say that it is none."""
    return Finding(
        check="model.settled_out",
        severity=Severity.INFO,
        message=f"三方中两方认为不是{what},未采用 / Two of three readers say it is no {what}; left out",
        evidence=(span,),
        suspect=Suspect.READING,
    )


def dissent(message: str, span: Span, left: str, right: str | None) -> Finding:
    """The model says something that neither reader says: for review, nothing changes."""
    return Finding(
        check="model.disagrees",
        severity=Severity.INFO,
        message=message,
        left=left,
        right=right,
        evidence=(span,),
        suspect=Suspect.READING,
    )


def _model(aspect: Aspect, says: str) -> Witness:
    return Witness(reader=Reader.MODEL, aspect=aspect, says=says)
