"""The certificate from plan, data, sample and answers; pure, so that anybody can compute it again."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.certify.bounds import Drawn
from extractor.certify.certificate import (
    AgreementBetween,
    Bound,
    Certificate,
    LaterChanges,
    SampledValue,
    StratumBound,
    VariableBound,
)
from extractor.certify.certified_values import AcceptedValues
from extractor.certify.error_bounds import KnownPart, WrongLimits, limits
from extractor.certify.estimates import Checked, Place, estimates_of
from extractor.certify.plan import Drawing, Plan
from extractor.certify.reader_answers import AuditAnswer, DrawnVerdict, SettledPlace, Table, agreement
from extractor.certify.strata import StratumKey


class Later(NamedTuple):
    """What others than the audit changed since the plan was made."""

    edits: int = 0
    """Decisions that change a value, made or taken back."""
    documents: int = 0
    """Extracted since: again or for the first time."""


class Audit(NamedTuple):
    """A plan with its sample and what was answered."""

    plan: Plan
    sample: tuple[Drawing, ...]
    answers: tuple[AuditAnswer, ...]
    entered: frozenset[int] = frozenset()
    """Positions where the data say now what the readers said."""
    later: Later = Later()

    @property
    def table(self) -> Table:
        """The answers by place and reader."""
        return Table([each.claim for each in self.sample], self.answers, self.plan.auditors)


class Counted(NamedTuple):
    """The sample as it is counted."""

    settled: tuple[SettledPlace, ...]
    counts: frozenset[int]
    """Positions that count: all of a fixed plan, of a sequential one those before a stratum's first place
    that nobody has answered. What somebody answered and nobody settled counts as wrong: stopping there is no
    way out."""
    drawn: Mapping[StratumKey, Drawn]
    fixed: Mapping[StratumKey, int]
    """Put right in the data."""


def counted(audit: Audit) -> Counted:
    """What the answers say so far, by stratum."""
    table = audit.table
    settled = tuple(table.settled(position) for position in range(len(audit.sample)))
    keys = {each.id: each.key for each in audit.plan.strata}
    counts, closed = set(), set()
    seen: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    fixed: Counter[str] = Counter()
    for drawing, each in zip(audit.sample, settled, strict=True):
        is_untouched = drawing.position not in table.by_reader
        if audit.plan.method == "sequential" and (is_untouched or drawing.stratum in closed):
            closed.add(drawing.stratum)
            continue
        counts.add(drawing.position)
        seen[drawing.stratum] += 1
        wrong[drawing.stratum] += each.verdict is not DrawnVerdict.RIGHT
        fixed[drawing.stratum] += each.value is not None and drawing.position in audit.entered
    sizes = {each.id: each.size for each in audit.plan.strata}
    drawn = {keys[name]: Drawn(size, seen[name], wrong[name]) for name, size in sizes.items()}
    return Counted(settled, frozenset(counts), drawn, {keys[name]: fixed[name] for name in sizes})


def parts_of(audit: Audit, known: Counted, sizes: Mapping[str, int]) -> dict[str, KnownPart]:
    """By variable, what was looked at."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for position in known.counts:
        variable = audit.sample[position].claim.variable
        good = known.settled[position].verdict is DrawnVerdict.RIGHT
        (right if good else wrong)[variable] += 1
    return {name: KnownPart(size, right[name], wrong[name]) for name, size in sizes.items()}


def certify(audit: Audit, population: AcceptedValues, made_at: str, version: str) -> Certificate:
    """Everything that the certificate says."""
    plan, known = audit.plan, counted(audit)
    parts = parts_of(audit, known, population.variables)
    bound = limits(known.drawn, parts, plan.wish)
    values = {key: each for key, each in known.drawn.items() if not key.is_place}
    rare = {key: each for key, each in values.items() if key.shared is None}
    table = audit.table
    readers = {author: table.answered_by(author) for author in sorted(table.of_author)}
    verdicts = [
        known.settled[each.position].verdict
        for each in audit.sample
        if not _is_place(each) and each.position in known.counts
    ]
    both = agreement(table)
    return Certificate(
        plan=plan,
        plan_sha256=plan.sha256,
        made_at=made_at,
        extractor_version=version,
        complete=all(
            each.verdict not in (DrawnVerdict.UNSEEN, DrawnVerdict.DISPUTED) for each in known.settled
        ),
        readers=readers,
        first_answer=min((each.at for each in audit.answers), default=""),
        last_answer=max((each.at for each in audit.answers), default=""),
        agreement=AgreementBetween(both=both.both, same=both.same),
        verdicts=_tally(verdicts),
        corrected=sum(number for key, number in known.fixed.items() if not key.is_place),
        later=LaterChanges(edits=audit.later.edits, documents=audit.later.documents),
        whole=_bound(values, bound.whole, known.fixed),
        without_shared=_bound(rare, bound.without_shared, known.fixed),
        weak_readers=None if bound.weak_reader is None else _bound(values, bound.weak_reader, known.fixed),
        strata=_strata(audit, known, bound, is_place=False),
        variables=tuple(
            VariableBound(name=name, bound=_part_bound(parts[name], bound.variables[name]))
            for name in sorted(parts)
        ),
        estimates=tuple(
            each
            for name, rows in population.estimates.items()
            if name in bound.variables
            for each in estimates_of(
                name, rows, _checked(audit, known, name), bound.variables[name], plan.find >= 1
            )
        ),
        places=_strata(audit, known, bound, is_place=True),
        places_whole=_bound(
            {key: each for key, each in known.drawn.items() if key.is_place}, bound.places_whole, known.fixed
        )
        if bound.places
        else None,
        sample=tuple(_sampled(each, known.settled[each.position], audit.entered) for each in audit.sample),
        answers_sha256=answers_hash(audit.answers),
    )


def answers_hash(answers: Sequence[AuditAnswer]) -> str:
    """SHA-256 over all answers in order."""
    digest = hashlib.sha256()
    for each in answers:
        line = [each.position, each.author, each.at, each.kind, dict(each.said), each.seconds]
        digest.update(json.dumps(line, ensure_ascii=False, sort_keys=True).encode())
    return digest.hexdigest()


def _is_place(drawing: Drawing) -> bool:
    return drawing.claim.pointer.startswith("/text/")


def _tally(verdicts: Sequence[DrawnVerdict]) -> dict[str, int]:
    found = Counter(verdicts)
    return {each.value: found[each] for each in DrawnVerdict}


def _bound(drawn: Mapping[StratumKey, Drawn], upper: int, fixed: Mapping[StratumKey, int]) -> Bound:
    size = sum(each.size for each in drawn.values())
    put_right = sum(fixed.get(key, 0) for key in drawn)
    return Bound(
        size=size,
        sampled=sum(each.sampled for each in drawn.values()),
        wrong=sum(each.wrong for each in drawn.values()),
        upper=upper,
        rate=upper / size if size else None,
        after=max(0, upper - put_right),
    )


def _part_bound(part: KnownPart, upper: int) -> Bound:
    return Bound(
        size=part.size,
        sampled=part.right + part.wrong,
        wrong=part.wrong,
        upper=upper,
        rate=upper / part.size if part.size else None,
        after=upper,
    )


def _strata(audit: Audit, known: Counted, bound: WrongLimits, *, is_place: bool) -> tuple[StratumBound, ...]:
    uppers = bound.places if is_place else bound.strata
    found = []
    for planned in audit.plan.strata:
        key = planned.key
        if key.is_place is not is_place:
            continue
        verdicts = [
            known.settled[each.position].verdict
            for each in audit.sample
            if each.stratum == planned.id and each.position in known.counts
        ]
        found.append(
            StratumBound(
                id=planned.id,
                label_zh=key.label("zh"),
                label_en=key.label("en"),
                verdicts=_tally(verdicts),
                bound=_bound({key: known.drawn[key]}, uppers[key], known.fixed),
                alone=uppers[key] if is_place else bound.strata_alone[key],
            )
        )
    return tuple(found)


def _checked(audit: Audit, known: Counted, variable: str) -> dict[Place, Checked]:
    sizes = {each.id: (each.size, known.drawn[each.key].sampled) for each in audit.plan.strata}
    found = {}
    for position in sorted(known.counts):
        drawing, settled = audit.sample[position], known.settled[position]
        if drawing.claim.variable != variable:
            continue
        size, sampled = sizes[drawing.stratum]
        correct = None if settled.value is None else Decimal(settled.value or 0)
        found[drawing.report_id, drawing.claim.pointer] = Checked(
            settled.verdict is DrawnVerdict.RIGHT, correct, size / sampled
        )
    return found


def _sampled(drawing: Drawing, settled: SettledPlace, entered: frozenset[int]) -> SampledValue:
    stands = drawing.position in entered or _is_place(drawing)
    return SampledValue(
        position=drawing.position,
        stratum=drawing.stratum,
        report_id=drawing.report_id,
        pointer=drawing.claim.pointer,
        value=drawing.claim.value,
        verdict=settled.verdict.value,
        correct=settled.value if stands else None,
        readers=settled.readers,
        slips=settled.slips,
        same=settled.same,
        at=settled.at,
    )
