"""Facts of the prose on which the readers differ, and facts that only the second reader saw."""

from collections.abc import Iterator
from typing import NamedTuple

from extractor.records import (
    NO_SCOPE,
    Aspect,
    Basis,
    Count,
    Event,
    Severity,
    Span,
    Statement,
    Suspect,
    Witness,
)
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context

READERS = {
    "rule": ("规则", "the rules"),
    "learned": ("第二读者", "the second reader"),
    "model": ("模型", "the model"),
    "human": ("人工", "a person"),
}
_ROLES = {"issues": "issue", "remedies": "remedy", "past_rectifications": "past"}
_ASPECTS = {
    Aspect.TOPIC: ("主题", "topic"),
    Aspect.PERIOD: ("时期", "period"),
    Aspect.ROLE: ("性质", "role"),
    Aspect.KIND: ("性质", "kind"),
    Aspect.SCOPE: ("范围", "scope"),
}

_MAY_BE_UNSURE = (Aspect.TOPIC, Aspect.ROLE)


class _Witnessed(NamedTuple):
    pointer: str
    evidence: Span
    basis: Basis
    witnesses: tuple[Witness, ...]
    delivered: dict[Aspect, str]


@check("narrative.witnesses")
def witnesses_agree(context: Context) -> Iterator[Draft]:
    """读者意见不一 · The readers differ on a fact of the prose.

    Compares: what the rules, the second reader and the model say of the topic and period of a count, of
    the role of a statement, of a training; the finding names both and points at the fact.
    Also a period or a scope of which the words allow several, and a count or a statement of which the
    second reader says the same, but is not sure.
    Skipped: facts of which only one reader says anything, and facts that a person entered. A note only
    where two of three agree and the model may decide (docs/witnesses.md).
    Example: the rules read a count as requests, the second reader as participation.
    """
    for fact in _facts(context):
        if fact.basis is Basis.HUMAN:
            continue
        for aspect, delivered in fact.delivered.items():
            said = [witness for witness in fact.witnesses if witness.aspect is aspect]
            others = [witness for witness in said if witness.says != delivered]
            if others:
                yield _differ(fact, aspect, delivered, said, others)
            elif aspect in _MAY_BE_UNSURE and fact.basis in (Basis.RULE, Basis.LEARNED) and len(said) > 1:
                yield _unsure(fact, aspect, delivered, said)


@check("narrative.one_witness")
def two_witnesses(context: Context) -> Iterator[Draft]:
    """仅第二读者读到 · Only the second reader, or it and the model, saw this statement or training.

    Compares: the facts of the prose with the rules' reading of the same words.
    Skipped: facts that the rules gave, too, and those that a person entered.
    Example: a problem told in plain words that no rule knows for one.
    """
    for fact in _facts(context):
        if fact.basis is Basis.LEARNED and not any(witness.reader == "rule" for witness in fact.witnesses):
            judged = any(witness.reader == "model" for witness in fact.witnesses)
            yield Draft(
                Severity.WARNING,
                f"仅第二读者{'和模型' if judged else ''}读到此项,规则未取",
                f"only the second reader{' and the model' if judged else ''} saw this; no rule took it",
                (fact.pointer,),
                evidence=(fact.evidence,),
                suspect=Suspect.READING,
            )


def _facts(context: Context) -> Iterator[_Witnessed]:
    narrative = context.report.narrative
    for index, count in enumerate(narrative.counts):
        yield _of(f"/narrative/counts/{index}", count, _of_count(count))
    for index, event in enumerate(narrative.trainings):
        yield _of(f"/narrative/trainings/{index}", event, {Aspect.KIND: "training"})
    for name, role in _ROLES.items():
        for index, entry in enumerate(getattr(narrative, name)):
            yield _of(f"/narrative/{name}/{index}", entry, {Aspect.ROLE: role})


def _of(pointer: str, fact: Count | Event | Statement, delivered: dict[Aspect, str]) -> _Witnessed:
    return _Witnessed(pointer, fact.evidence, fact.basis, fact.witnesses, delivered)


def _of_count(count: Count) -> dict[Aspect, str]:
    return {
        Aspect.TOPIC: str(count.topic),
        Aspect.PERIOD: str(count.period),
        Aspect.SCOPE: count.scope or NO_SCOPE,
    }


def _differ(
    fact: _Witnessed, aspect: Aspect, delivered: str, said: list[Witness], others: list[Witness]
) -> Draft:
    chinese, english = _ASPECTS[aspect]
    agreeing = {witness.reader for witness in said if witness.says == delivered}
    is_settled = fact.basis is Basis.BOTH and len(agreeing) > 1
    told = [_told(witness) for witness in said]
    alone = all(witness.reader == "rule" for witness in said)
    return Draft(
        Severity.INFO if is_settled else Severity.WARNING,
        f"{chinese}{'原文可作几种解' if alone else '各读者不一'}:"
        + "、".join(zh for zh, _ in told)
        + f";采用 {delivered}",
        f"{'the words allow several readings of' if alone else 'the readers differ on'} the {english}: "
        + ", ".join(en for _, en in told)
        + f"; {delivered} is delivered",
        (fact.pointer,),
        delivered,
        others[0].says,
        (fact.evidence,),
        Suspect.READING,
    )


def _unsure(fact: _Witnessed, aspect: Aspect, delivered: str, said: list[Witness]) -> Draft:
    """Both say the same, but the second reader is too unsure to be a second witness."""
    chinese, english = _ASPECTS[aspect]
    told = [_told(witness) for witness in said]
    return Draft(
        Severity.WARNING,
        f"第二读者对{chinese}没有把握:" + "、".join(zh for zh, _ in told) + f";采用 {delivered}",
        f"the second reader is not sure of the {english}: "
        + ", ".join(en for _, en in told)
        + f"; {delivered} is delivered",
        (fact.pointer,),
        delivered,
        None,
        (fact.evidence,),
        Suspect.READING,
    )


def _told(witness: Witness) -> tuple[str, str]:
    chinese, english = READERS[witness.reader]
    sure = "" if witness.sure is None else f" ({witness.sure:.2f})"
    return f"{chinese} {witness.says}{sure}", f"{english} {witness.says}{sure}"
