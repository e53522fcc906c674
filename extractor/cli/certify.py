"""What stands behind ``extractor certify``."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

import typer

from extractor import __version__
from extractor.cli.forms import known_forms
from extractor.cli.stores import must_be_filled
from extractor.cli.terminal import Terminal
from extractor.cli.whole_files import print_json
from extractor.errors import UsageError, install_line
from extractor.settings import load

if TYPE_CHECKING:
    from extractor.certify.certificate import Certificate
    from extractor.certify.plan import Plan
    from extractor.review.persistence import ReviewStore


class PlanFlags(NamedTuple):
    """The flags of ``certify plan``."""

    tolerance: str
    confidence: str
    minutes: float | None
    auditors: int
    variables: tuple[str, ...]
    find: str
    sequential: bool
    seed: str | None
    json: bool


@contextmanager
def opened(db: str, *, to_read: bool = True) -> "Iterator[ReviewStore]":
    """The store, which must be there; UsageError where it or the extra is not."""
    try:
        import scipy.stats  # noqa: F401 - named before half an hour of work is done

        from extractor.review.persistence import ReviewStore
        from extractor.store import open_store, open_store_to_read
    except ImportError as error:
        raise UsageError(f"a certificate needs {error.name}: {install_line('certify')}") from error
    must_be_filled(db)
    known_forms(load().forms)
    store = open_store_to_read(db) if to_read else open_store(db)
    try:
        yield ReviewStore(store)
    finally:
        store.close()


def share(text: str, flag: str) -> float:
    """A share as people write it: 0.5%, 0.5 % or 0.005; UsageError where it is none."""
    try:
        plain = text.strip()
        return float(plain.removesuffix("%")) / 100 if plain.endswith("%") else float(plain)
    except ValueError as error:
        raise UsageError(f"{flag} {text}: a share such as 0.5% or 0.005") from error


def make(db: str, wanted: PlanFlags, terminal: Terminal) -> None:
    """Plan, draw, store, and say what is to be done."""
    from extractor.certify.certified_values import StrataChoice
    from extractor.certify.sample_planning import Wish
    from extractor.certify.strata import known_strata
    from extractor.review.audit_store import new_plan

    wish = Wish(
        share(wanted.tolerance, "--tolerance"),
        share(wanted.confidence, "--confidence"),
        wanted.minutes,
        "sequential" if wanted.sequential else "fixed",
        share(wanted.find, "--find"),
    )
    estimated = dict.fromkeys((*wanted.variables, *known_strata().estimates.variables))
    with opened(db, to_read=False) as store:
        asked = StrataChoice(tuple(dict.fromkeys(wanted.variables)), tuple(estimated))
        plan, _ = new_plan(store, wish, asked, wanted.auditors, wanted.seed, __version__)
    if wanted.json:
        typer.echo(plan.text)
        return
    for line in _plan_lines(plan):
        typer.echo(line)
    terminal.note(f"stored as {plan.plan_id}; now: extractor certify run --db {db}")


def _plan_lines(plan: "Plan") -> Iterator[str]:
    data = plan.data
    chosen = " (chosen, and the certificate will say so)" if plan.seed_chosen else ""
    yield f"plan {plan.plan_id}, seed {plan.seed}{chosen}, {plan.method} sample"
    open_cells = f"{data.open_cells:,} open cells left out"
    yield f"{data.documents:,} documents, {data.values:,} accepted values ({open_cells})"
    yield f"{'stratum':<44} {'values':>9} {'drawn':>6} {'prior':>8}"
    for each in plan.strata:
        yield f"{each.id:<44} {each.size:>9,} {each.sampled:>6} {100 * each.prior_rate:>7.2f}%"
    values = sum(each.sampled for each in plan.strata if not each.key.is_place)
    places = sum(each.sampled for each in plan.strata if each.key.is_place)
    yield f"{values} values and {places} places to read, about {plan.expected_seconds / 60:.0f} minutes"
    plain = f"a plain random sample needs {plan.simple_random:,} values for that"
    expected = f"at most {100 * plan.expected_upper:.2f} % wrong, {100 * plan.confidence:g} % sure"
    yield f"if the priors are right: {expected} ({plain})"
    if plan.expected_upper > plan.tolerance:
        yield f"that is above the tolerance of {100 * plan.tolerance:g} %: give more minutes, or review first"


def ready_to_run(db: str, plan_id: str | None, terminal: Terminal) -> str:
    """The path of the audit page; UsageError where there is no plan."""
    from extractor.review.audit_store import plan_named

    with opened(db) as store:
        plan = plan_named(store, plan_id)
    if plan.auditors == 2:
        terminal.note("each value needs two readers: use --team, a name for each")
    return f"/audit?{urlencode({'plan': plan.plan_id})}"


def certificate_of(store: "ReviewStore", plan_id: str | None) -> "Certificate":
    """The certificate of a plan as things stand."""
    from extractor.certify.certified_values import census
    from extractor.certify.computed_certificate import certify
    from extractor.review.audit_store import audit_of, mark_of_plan, plan_named, with_entered
    from extractor.review.delivered import delivered

    plan = plan_named(store, plan_id)
    population = census(lambda: delivered(store, mark_of_plan(plan)), plan.asked)
    if population.sha256 != plan.data.sha256:
        raise UsageError(
            f"plan {plan.plan_id}: its data set cannot be made again (another version of extractor, or "
            "Reports were removed); plan again"
        )
    made_at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return certify(with_entered(store, audit_of(store, plan)), population, made_at, __version__)


def write_report(db: str, plan_id: str | None, out: Path, terminal: Terminal) -> None:
    """Write the certificate and say its sentences."""
    from extractor.certify.certificate_page import write
    from extractor.certify.certificate_wording import further, headline

    with opened(db) as store:
        certificate = certificate_of(store, plan_id)
    written = write(certificate, out)
    for sentence in (headline(certificate), *further(certificate)):
        typer.echo(sentence.zh)
        typer.echo(sentence.en)
    terminal.note("written: " + ", ".join(str(path) for path in written))
    digest = hashlib.sha256(written[0].read_bytes()).hexdigest()
    terminal.note(
        f"SHA-256 of {written[0].name}: {digest} (publish it: nothing else outside of the store anchors it)"
    )


def check(db: str, file: Path, terminal: Terminal, *, as_json: bool = False) -> int:
    """Verify a certificate; the number of things that do not match."""
    from pydantic import ValidationError

    from extractor.certify.certificate import Certificate
    from extractor.certify.verifying import notes, problems
    from extractor.review.audit_store import mark_of_plan, stored_of
    from extractor.review.delivered import delivered

    try:
        content = file.read_bytes()
        certificate = Certificate.model_validate_json(content)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror})") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = "/".join(map(str, first["loc"])) or "the whole file"
        raise UsageError(f"{file}: no certificate ({place}: {first['msg']})") from error
    with opened(db) as store:
        stored = stored_of(store, certificate.plan.plan_id)
        mark = mark_of_plan(stored.plan)
        found = list(problems(certificate, stored, lambda: delivered(store, mark)))
        found += list(_not_in_the_data(certificate, stored.entered))
    said = list(notes(certificate, stored, hashlib.sha256(content).hexdigest()))
    if as_json:
        print_json({"certificate": str(file), "matches": not found, "problems": found, "notes": said})
        return len(found)
    for line in (*found, *(f"note: {line}" for line in said)):
        typer.echo(line)
    if not found:
        typer.echo(f"{file}: plan, data, sample, answers and every bound match")
    terminal.note(f"{len(found)} things do not match" if found else "verified")
    return len(found)


def _not_in_the_data(certificate: "Certificate", entered: frozenset[int]) -> Iterator[str]:
    """Corrections of the audit that the data do not say any more."""
    for each in certificate.sample:
        if (
            each.correct is not None
            and not each.pointer.startswith("/text/")
            and each.position not in entered
        ):
            yield (
                f"correction: {each.report_id} {each.pointer} is not put right in the data "
                f"(audit {certificate.plan.plan_id} #{each.position})"
            )


def sheet_rows(certificate: "Certificate") -> Iterable[tuple[str, str, str]]:
    """Rows of the workbook's sheet: a name, a value, and what it means."""
    from extractor.certify.certificate_wording import further, headline

    for sentence in (headline(certificate), *further(certificate)):
        yield "", sentence.zh, sentence.en
    for each in certificate.strata:
        bound = each.bound
        yield (
            each.id,
            f"{each.label_zh}：{bound.size} 个，抽查 {bound.sampled}，不认可 {bound.wrong}，"
            f"至多 {bound.upper}",
            f"{each.label_en}: {bound.size} values, {bound.sampled} drawn, {bound.wrong} not right, "
            f"at most {bound.upper} wrong",
        )
    plan = certificate.plan
    yield (
        "plan",
        plan.plan_id,
        f"seed {plan.seed}, stored {plan.created_at}, SHA-256 {certificate.plan_sha256}",
    )
    yield "data", plan.data.sha256, f"{plan.data.documents} documents, {plan.data.values} accepted values"
    yield "made", certificate.made_at, f"extractor {certificate.extractor_version}"
