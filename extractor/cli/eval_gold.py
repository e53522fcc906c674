"""``extractor eval gold``."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.cli.eval_engines import opened
from extractor.cli.forms import known_forms
from extractor.cli.terminal import Terminal
from extractor.cli.whole_files import print_json
from extractor.errors import UsageError
from extractor.evaluation.agreement import Agreement
from extractor.evaluation.gold import GoldError, load_gold
from extractor.evaluation.gold_check import CheckedSuite, broken_identities, check_file, check_suites
from extractor.evaluation.skeleton import SkeletonOptions, skeleton, written
from extractor.evaluation.suites import Folders
from extractor.forms import RESERVED, edition_for, recognised_form, yearly_editions
from extractor.ingest import read_bytes
from extractor.records import FormName
from extractor.settings import load

_YEAR = re.compile(r"(20\d\d)\s*年")


class NewOptions(NamedTuple):
    """How a gold file begins."""

    out: Path | None
    annotator: str
    form: str | None
    zeros: bool
    predictions: str | None


def new_gold(file: Path, options: NewOptions, terminal: Terminal) -> None:
    """Write the file to fill in; nothing is overwritten."""
    if not file.is_file():
        raise UsageError(f"{file}: no such file; check the path")
    out = options.out or file.with_name(f"{file.stem}.gold.json")
    if out.exists():
        raise UsageError(f"{out} is there already; move it away or choose another name with --out")
    form = _form_named(options.form) or _form_of(file)
    report = None
    if options.predictions is not None:
        with opened(options.predictions, None) as engine:
            report = engine.read(read_bytes(file.read_bytes(), file.name))
    annotator = options.annotator + (f", from {options.predictions}" if options.predictions else "")
    labels = skeleton(file, SkeletonOptions(annotator, form, options.zeros, report))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(written(labels), encoding="utf-8")
    terminal.note(
        f"written: {out} (form {form}); fill it in by docs/gold-guide.md, then eval gold check {out}"
    )


def _form_named(form: str | None) -> str | None:
    """The id of the form that is asked for; the file of one makes it known."""
    known_forms(load().forms)
    return form if form is None or form in RESERVED else known_forms([Path(form)])


def _form_of(file: Path) -> str:
    """The form by its wording, or the first year that the text names; a wrong blank table is easily seen."""
    text = read_bytes(file.read_bytes(), file.name).text
    other = recognised_form("".join(text.split()))
    if other is not None:
        return other.id
    found = _YEAR.search(text)
    if found is None:
        return yearly_editions()[-1].id
    first = yearly_editions()[0].years
    legacy = first is not None and int(found[1]) < first[0]
    return FormName.LEGACY.value if legacy else edition_for(int(found[1])).id


def check_gold(files: Sequence[Path], folders: Folders, terminal: Terminal, *, as_json: bool = False) -> int:
    """Say what is wrong; the number of mistakes."""
    if files:
        return _check_files(files, terminal, as_json=as_json)
    suites = list(check_suites(folders))
    if as_json:
        print_json([_suite_json(each) for each in suites])
    else:
        for each in suites:
            _tell_suite(each, terminal)
    return sum(len(each.mistakes) for each in suites)


def _tell_suite(checked: CheckedSuite, terminal: Terminal) -> None:
    console = terminal.console()
    console.print(f"{checked.suite}: {checked.files} gold files, {len(checked.mistakes)} mistakes")
    for line in checked.notes:
        terminal.note(f"  not at hand: {line}")
    for line in checked.mistakes:
        terminal.failure(f"  {line}")
    if checked.agreed is not None:
        for line in agreement_lines(checked.agreed):
            console.print(f"  {line}")


def _suite_json(checked: CheckedSuite) -> dict[str, object]:
    agreed = checked.agreed
    return {
        "suite": checked.suite,
        "files": checked.files,
        "mistakes": checked.mistakes,
        "not_at_hand": checked.notes,
        "agreement": None if agreed is None else agreed.model_dump(mode="json"),
    }


def _check_files(files: Sequence[Path], terminal: Terminal, *, as_json: bool) -> int:
    found = {path: _mistakes_in(path) for path in files}
    if as_json:
        print_json([{"file": str(path), "mistakes": lines} for path, lines in found.items()])
    else:
        for path, lines in found.items():
            for line in lines:
                terminal.failure(line)
            if not lines:
                terminal.note(f"{path}: fit to be scored against")
    return sum(map(len, found.values()))


def agreement_lines(agreed: Agreement) -> list[str]:
    """Agreement of two readers, a line a figure, each with its n."""
    lines = [f"{agreed.documents} documents labelled twice"]
    for name, share in (
        ("cells", agreed.cells),
        ("non-zero cells", agreed.nonzero_cells),
        ("header", agreed.header),
    ):
        if share.value is not None:
            lines.append(f"{name}: {share.value:.1%} agree (n {share.n})")
    for name, each in agreed.lists.items():
        if each.f1 is not None:
            lines.append(
                f"{name}: F1 {each.f1:.3f} (both {each.both}, first only {each.first_only}, "
                f"second only {each.second_only})"
            )
    if agreed.topic_kappa is not None:
        lines.append(f"topics of counts: Cohen's kappa {agreed.topic_kappa:.3f} (n {agreed.topic_n})")
    return lines


def _mistakes_in(path: Path) -> list[str]:
    """What is wrong with one gold file, its document beside it (or its name in the same folder)."""
    found = list(check_file(path))
    if found:
        return found
    try:
        gold, _ = load_gold(path, (path.parent / _document(path)).read_bytes())
        return [f"{path.name}: {line}" for line in broken_identities(gold)]
    except OSError as error:
        return [f"{path.name}: its document cannot be read ({error}); put it beside the gold file"]
    except GoldError as error:
        return [str(error)]


def _document(path: Path) -> str:
    import json

    return str(json.loads(path.read_text(encoding="utf-8"))["document"])
