"""``extractor validate``: whether a file follows the schema and its figures hold together."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError
from rich.text import Text

from extractor import pipeline
from extractor.bodies import registry_of
from extractor.cli.summary import print_findings
from extractor.cli.terminal import Terminal, printable
from extractor.errors import InvalidReportError, UsageError
from extractor.records import Finding, Report, Span
from extractor.resources import schema_text

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

SHOWN_MISTAKES = 5
"""Mistakes of one file that are spelled out."""
MESSAGE_LENGTH = 120


class CheckedReport(NamedTuple):
    """One Report file that follows the schema."""

    path: Path
    report: Report
    text: str | None
    """The canonical text, where it is at hand."""


class CheckedFiles(NamedTuple):
    """What became of the files that were given."""

    reports: list[CheckedReport]
    refused: dict[Path, str]
    """Files that are no valid Report, and why."""

    @property
    def failed(self) -> int:
        """How many files were refused."""
        return len(self.refused)


def run(paths: Sequence[Path], text: Path | None, terminal: Terminal, *, as_json: bool = False) -> int:
    """Check the files and print what the checks find; the number of files that are no valid Report.

    A path that does not exist is refused like any other file, unless none of them exists.
    """
    if text is not None and len(paths) != 1:
        raise UsageError(
            "--text goes with exactly one REPORT.json; leave it out to use the texts beside them"
        )
    if text is not None and not text.is_file():
        raise UsageError(f"{text}: no such file; check the path")
    if not any(path.is_file() for path in paths):
        raise UsageError(_no_file(paths[0]))
    validator = _validator()
    checked = CheckedFiles([], {})
    for path in paths:
        try:
            if not path.is_file():
                raise InvalidReportError(_no_file(path))
            report = load_report(path, validator)
            canonical = _canonical(text or path.with_suffix(".txt"))
            if canonical is not None:
                _check_spans(path, report, canonical)
        except InvalidReportError as error:
            checked.refused[path] = str(error)
            terminal.failure(f"failed at {error.stage}: {error}")
        else:
            checked.reports.append(CheckedReport(path, report, canonical))
    if as_json:
        sys.stdout.write(json.dumps(_as_data(checked), ensure_ascii=False, indent=2) + "\n")
    else:
        _print(checked.reports, terminal)
    return checked.failed


def _no_file(path: Path) -> str:
    if path.is_dir():
        return f"{path}: a folder, no file; name the Reports in it: {path}/*.json"
    return f"{path}: no such file; check the path"


def _as_data(checked: CheckedFiles) -> dict[str, object]:
    """What ``--json`` prints: a file an entry, with its findings and those across the years; the bodies."""
    reports = checked.reports
    across = pipeline.check_across_years([one.report for one in reports], [one.text for one in reports])
    files = [
        {
            "path": str(one.path),
            "valid": True,
            "issuer": one.report.issuer.value,
            "report_year": one.report.report_year.value,
            "text_checked": one.text is not None,
            "findings": _findings(pipeline.validate_report(one.report, one.text)),
            "across_years": _findings(across.get(index, ())),
        }
        for index, one in enumerate(reports)
    ]
    refused = [{"path": str(path), "valid": False, "error": why} for path, why in checked.refused.items()]
    bodies = [
        {
            "issuer": name,
            "reports": [
                {"path": str(reports[index].path), "year": reports[index].report.report_year.value}
                for index in group
            ],
        }
        for name, group in _by_body(reports).items()
    ]
    return {"files": [*files, *refused], "bodies": bodies}


def _findings(findings: Sequence[Finding]) -> list[dict[str, object]]:
    return [finding.model_dump(mode="json") for finding in findings]


def load_report(path: Path, validator: "Validator") -> Report:
    """The Report in ``path``; InvalidReportError that names the first places where it breaks the schema."""
    try:
        content = path.read_text(encoding="utf-8")
        loaded = json.loads(content)
    except (OSError, ValueError) as error:
        raise InvalidReportError(f"{path}: no JSON file ({error}); give a file that extract wrote") from error
    if mistakes := _mistakes(loaded, validator):
        shown = "; ".join(mistakes[:SHOWN_MISTAKES])
        more = f"; and {len(mistakes) - SHOWN_MISTAKES} more" if len(mistakes) > SHOWN_MISTAKES else ""
        raise InvalidReportError(f"{path}: does not follow schemas/report.schema.json: {shown}{more}")
    try:
        return Report.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise InvalidReportError(f"{path}: {_pointer(first['loc'])}: {first['msg']}") from error


def _mistakes(loaded: Any, validator: "Validator") -> list[str]:
    """Where and how the schema is broken; of several alternatives, the one that fits best is blamed."""
    from jsonschema.exceptions import best_match

    found = []
    for mistake in validator.iter_errors(loaded):
        closest = best_match([mistake]) or mistake
        found.append(f"{_pointer(closest.absolute_path)}: {closest.message[:MESSAGE_LENGTH]}")
    return sorted(found)


def _validator() -> "Validator":
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(schema_text("report")))


def _pointer(parts: Any) -> str:
    return "".join(f"/{part}" for part in parts) or "the whole file"


def _canonical(path: Path) -> str | None:
    """The text in ``path``, or None where there is no such file."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidReportError(
            f"{path}: no UTF-8 text ({error}); give the text that extract wrote"
        ) from error


def _check_spans(path: Path, report: Report, text: str) -> None:
    for span in spans_of(report):
        if text[span.start : span.end] != span.quote:
            raise InvalidReportError(
                f"{path}: “{printable(span.quote[:40])}” does not stand at {span.start}–{span.end} of its "
                "text; the text or the Report was changed: extract again"
            )


def spans_of(value: object) -> Iterator[Span]:
    """Every Span in a record, a tuple or a mapping of records."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans_of(item)
    elif hasattr(value, "items"):
        for item in value.values():  # type: ignore[attr-defined]  # any mapping of the records
            yield from spans_of(item)
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:  # type: ignore[attr-defined]  # any record
            yield from spans_of(getattr(value, name))


def _print(checked: Sequence[CheckedReport], terminal: Terminal) -> None:
    console = terminal.console()
    for path, report, text in checked:
        with_text = "its quotes stand in the text" if text is not None else "its text is not at hand"
        console.print(Text(f"{printable(str(path))}  a valid Report; {with_text}"))
        print_findings(pipeline.validate_report(report, text), console)
        console.print()
    found = pipeline.check_across_years([one.report for one in checked], [one.text for one in checked])
    for name, group in _by_body(checked).items():
        years = ", ".join(_years(checked, group))
        told = f"{len(group)} reports ({years}), each checked against the year before it"
        console.print(Text(f"{printable(name)}: {told}"))
        for index in group:
            if findings := found.get(index, ()):
                console.print(Text(printable(str(checked[index].path))))
                print_findings(findings, console)
        if not any(found.get(index) for index in group):
            print_findings((), console)
        console.print()


def _years(checked: Sequence[CheckedReport], group: Sequence[int]) -> list[str]:
    return sorted({str(checked[index].report.report_year.value or "?") for index in group})


def _by_body(checked: Sequence[CheckedReport]) -> dict[str, list[int]]:
    """Indexes of two reports and more of one body, or of one name whose body cannot be told, by the name."""
    registry = registry_of([one.report for one in checked], [one.text for one in checked])
    groups: dict[str, list[int]] = {}
    for index, one in enumerate(checked):
        name = one.report.issuer.value
        if name is not None:
            body = registry.body(str(index))
            groups.setdefault(body.body_id if body else str(name), []).append(index)
    return {str(checked[group[0]].report.issuer.value): group for group in groups.values() if len(group) > 1}
