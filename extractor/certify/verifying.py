"""Computing a certificate again from the store, and saying what does not match."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from extractor.certify.certificate import Certificate
from extractor.certify.certified_values import Reading, census
from extractor.certify.computed_certificate import Audit, Later, answers_hash, certify
from extractor.certify.plan import Drawing, Plan, draw, mark_of
from extractor.certify.reader_answers import AuditAnswer


class Stored(NamedTuple):
    """What the store holds of a certificate's plan."""

    plan: Plan
    plan_sha256: str
    sample: tuple[Drawing, ...]
    answers: tuple[AuditAnswer, ...]
    entered: frozenset[int]
    """Positions where the data say now what the readers said."""
    later: Later


def problems(certificate: Certificate, stored: Stored, reading: Reading) -> Iterator[str]:
    """What does not match, one line each; nothing where everything does.

    ``reading`` gives the data set as it was when the plan was made.
    """
    plan = certificate.plan
    if stored.plan != plan or stored.plan_sha256 != plan.sha256 or certificate.plan_sha256 != plan.sha256:
        yield "plan: the certificate's is not the one that was stored before anybody looked"
    population = census(reading, plan.asked)
    data = mark_of(population, (plan.data.newest_report, plan.data.last_event))
    if data != plan.data:
        yield from (f"data: {line}" for line in _differing(plan.data.model_dump(), data.model_dump()))
    sizes = {each.key: each.size for each in plan.strata}
    if sizes != dict(population.strata):
        yield "strata: their sizes are not those of the plan"
    elif draw(plan, reading) != stored.sample:
        yield "sample: the seed draws other values than the store holds"
    if answers_hash(stored.answers) != certificate.answers_sha256:
        yield "answers: those in the store are not those of the certificate (more may have been given since)"
    again = certify(
        Audit(stored.plan, stored.sample, stored.answers, stored.entered, stored.later),
        population,
        certificate.made_at,
        certificate.extractor_version,
    )
    if certificate.made_at < max(certificate.last_answer, plan.created_at):
        yield f"made_at: {certificate.made_at} is before the plan or its last answer"
    skipped = {"plan", "plan_sha256", "answers_sha256", "later"}  # later: work goes on, see notes
    mine = {key: value for key, value in certificate.model_dump(mode="json").items() if key not in skipped}
    theirs = {key: value for key, value in again.model_dump(mode="json").items() if key not in skipped}
    yield from (f"certificate: {line}" for line in _differing(mine, theirs))


def notes(certificate: Certificate, stored: Stored, digest: str) -> Iterator[str]:
    """What is no mismatch, and must be known to whoever relies on the certificate."""
    said, now = certificate.later, stored.later
    if (said.edits, said.documents) != tuple(now):
        yield (
            f"since the plan {now.edits} decisions by others changed values and {now.documents} documents "
            f"were extracted (the certificate says {said.edits} and {said.documents}): the bounds are of the "
            "data as planned"
        )
    yield (
        "not covered: made_at and extractor_version as far as they say when and with what the certificate "
        "was computed, and who the readers were. Nothing outside of the store anchors plan and answers: "
        "whoever can write to the store can write answers. Compare the hash with one that was published when "
        f"the certificate was made: SHA-256 {digest}"
    )


_MOST = 40


def _differing(said: Any, computed: Any, where: str = "") -> list[str]:
    """Leaves that differ: ``whole/upper: says 12, is 14``; at most 40."""
    found: list[str] = []
    if isinstance(said, Mapping) and isinstance(computed, Mapping):
        for key in [*said, *(key for key in computed if key not in said)]:
            found += _differing(said.get(key), computed.get(key), f"{where}/{key}")
    elif _is_list(said) and _is_list(computed) and len(said) == len(computed):
        for index, (one, other) in enumerate(zip(said, computed, strict=True)):
            found += _differing(one, other, f"{where}/{index}")
    elif said != computed:
        found.append(f"{where.removeprefix('/')}: says {_short(said)}, is {_short(computed)}")
    return found[:_MOST]


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _short(value: Any) -> str:
    return f"{len(value)} entries" if _is_list(value) else str(value)[:60]
