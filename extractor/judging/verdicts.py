"""What becomes of a disputed fact when the model has spoken: two of three witnesses decide.

Where the model agrees with what is delivered, the warning becomes a note. Where it agrees with the other
reader, the value changes and the warning stays: the better calibrated reader was against it. Where the model
may only advise, its word is one more witness. Where it agrees with neither reader nothing changes, unless
the only reader was not sure. So a judge that is always wrong changes disputed facts alone, and none of
those silently.
"""

from collections.abc import Sequence

from extractor.learned.second_reader import NO_COUNT
from extractor.learned.weights import LearnedVerdict
from extractor.records import (
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
WITNESS = 0.6
"""Below this chance the second reader's word is no second witness for the model's: on real excerpts it is
right in 1 of 11 disputes about topics below it."""


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
    update: dict[str, object] = {"witnesses": (*count.witnesses, _model(Aspect.TOPIC, verdict))}
    if decides and verdict == count.topic:
        update["basis"] = Basis.BOTH
    elif decides and verdict in frozenset(Topic) and _may_change(count, verdict):
        update |= {"topic": Topic(verdict), "basis": Basis.MODEL}
    return count.model_copy(update=update)


def added(count: Count, learned: LearnedVerdict) -> Count:
    """A count that no rule took: the model and the second reader see it, and what each takes it for.

    It keeps a warning, as all that goes against the rules does.
    """
    said = (
        Witness(reader=Reader.RULE, aspect=Aspect.TOPIC, says=NO_COUNT),
        Witness(reader=Reader.LEARNED, aspect=Aspect.TOPIC, says=learned.label, sure=round(learned.sure, 3)),
        _model(Aspect.TOPIC, str(count.topic)),
    )
    return count.model_copy(update={"witnesses": said})


def _may_change(count: Count, verdict: str) -> bool:
    """Whether a reader says so, too, and the delivered one is not the second reader.

    That one is delivered against the rules only where it was measured to be right in 38 of 38: no judge that
    qualifies is as good.
    """
    said = [witness for witness in count.witnesses if witness.aspect is Aspect.TOPIC]
    return count.basis is not Basis.LEARNED and _is_witnessed(said, verdict)


def scope_after(count: Count, verdict: str | None) -> Count:
    """A count whose scope the rules left in doubt, after the model's verdict.

    The scope stays: no second reader says anything of it, and no suite measures a model on it.
    """
    if verdict is None:
        return count
    return count.model_copy(update={"witnesses": (*count.witnesses, _model(Aspect.SCOPE, verdict))})


def statement_after(
    entry: Statement, role: str, verdict: str | None, decides: bool
) -> tuple[str | None, Statement]:
    """The role of a disputed statement after the model's verdict, None where two say that it is none."""
    if verdict is None:
        return role, entry
    judged = entry.model_copy(update={"witnesses": (*entry.witnesses, _model(Aspect.ROLE, verdict))})
    if not decides:
        return role, judged
    by_rule = any(witness.reader is Reader.RULE for witness in entry.witnesses)
    if verdict in NO_STATEMENT:
        is_none = not by_rule or any(_is_witnessed(entry.witnesses, says) for says in NO_STATEMENT)
        return (None if is_none else role), judged
    if verdict == role:
        return role, judged.model_copy(update={"basis": Basis.BOTH})
    is_open = not by_rule and not _is_witnessed(entry.witnesses, role)
    if is_open or _is_witnessed(entry.witnesses, verdict):
        return verdict, judged.model_copy(update={"basis": Basis.MODEL, "addresses": ()})
    return role, judged


def _is_witnessed(witnesses: Sequence[Witness], says: str) -> bool:
    """Whether the rules say so, or the second reader, and is sure of it."""
    return any(w.says == says and (w.reader is Reader.RULE or (w.sure or 0) >= WITNESS) for w in witnesses)


def training_after(event: Event, is_held: bool, decides: bool) -> Event | None:
    """A disputed training after the model's verdict, None where two say that none took place."""
    says = "training" if is_held else "none"
    judged = event.model_copy(update={"witnesses": (*event.witnesses, _model(Aspect.KIND, says))})
    if not decides:
        return judged
    if is_held:
        return judged.model_copy(update={"basis": Basis.BOTH})
    by_rule = any(witness.reader is Reader.RULE for witness in event.witnesses)
    others = (witness.says for witness in event.witnesses if witness.says != "training")
    return judged if by_rule and not any(_is_witnessed(event.witnesses, says) for says in others) else None


def settled_out(what: str, span: Span) -> Finding:
    """The warning that a fact is not delivered any more, since two of three witnesses say that it is none."""
    return Finding(
        check="model.settled_out",
        severity=Severity.WARNING,
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
