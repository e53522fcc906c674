"""The certificate as one HTML page that needs nothing else and prints."""

from importlib.resources import files
from pathlib import Path

from extractor.certify.certificate import Certificate, SampledValue, VariableBound
from extractor.certify.certificate_wording import further, headline, percent
from extractor.errors import UsageError, install_line

_VARIABLES = 40


def page(of: Certificate) -> str:
    """The page; UsageError where the extra is missing."""
    try:
        from jinja2 import Environment, StrictUndefined
    except ImportError as error:
        raise UsageError(f"the page needs {error.name}: {install_line('certify')}") from error
    source = (files("extractor.certify") / "templates" / "certificate.html").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["percent"] = percent
    return environment.from_string(source).render(
        of=of,
        headline=headline(of),
        further=further(of),
        variables=_shown(of),
        hidden=max(0, len(of.variables) - _VARIABLES),
        wrong=_wrong(of),
        minutes=round(of.plan.expected_seconds / 60),
    )


def write(of: Certificate, out: Path) -> tuple[Path, Path]:
    """``certificate.json`` and ``certificate.html`` in a folder; UsageError where it cannot be written to."""
    json_file, html_file = out / "certificate.json", out / "certificate.html"
    try:
        out.mkdir(parents=True, exist_ok=True)
        json_file.write_text(of.model_dump_json(indent=1) + "\n", encoding="utf-8", newline="\n")
        html_file.write_text(page(of), encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"cannot write into {out}: {error.strerror}; choose another folder") from error
    return json_file, html_file


def _shown(of: Certificate) -> list[VariableBound]:
    """Named and estimated variables first, then those that were looked at most."""
    first = {*of.plan.named, *of.plan.estimated}
    ranked = sorted(
        of.variables, key=lambda v: (v.name not in first, -v.bound.wrong, -v.bound.sampled, v.name)
    )
    return ranked[:_VARIABLES]


def _wrong(of: Certificate) -> list[SampledValue]:
    return [each for each in of.sample if each.verdict not in ("right", "unseen")]
