"""Which forms this process knows, and which of them a table or a year follows.

The editions shipped beside this module are always known. Others, a user's own, are added by their file; what
is added stays known to the process, so that reading, checking, showing and exporting all mean the same form.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from os import PathLike
from pathlib import Path

from extractor.errors import FormError
from extractor.extensions import installed
from extractor.forms.clashing_sums import refuse_contradictions
from extractor.forms.form_mistakes import Mistake, error_at, line_of_words
from extractor.forms.form_parts import Edition, TableForm
from extractor.forms.loading import RESERVED, edition_from, load_edition, source_of
from extractor.records import Report

_SHIPPED = Path(__file__).parent
_ADDED: dict[str, Edition] = {}
_SOURCES: dict[str, str] = {}
_PIECE = 3
_ABOUT = 0.9
_LEAST_LABELS = 5
_FEWEST_LABELS = 3
_SPACE = re.compile(r"\s+")
_BEGINNING = 4
"""Characters of a label that stand together wherever it is broken."""


@cache
def _shipped() -> dict[str, Edition]:
    files = (*sorted(_SHIPPED.glob("*.toml")), *sorted(_SHIPPED.glob("*/*.toml")))
    return {each.id: each for each in map(load_edition, files)}


def shipped_editions() -> tuple[Edition, ...]:
    """The editions that come with the product, the oldest first."""
    return tuple(_shipped().values())


@cache
def _know_installed() -> None:
    """Add the forms of other installed packages, once a process."""
    for name, files in installed("extractor.forms"):
        paths = [files] if isinstance(files, str | PathLike) else files
        if not isinstance(paths, Iterable) or not all(isinstance(path, str | PathLike) for path in paths):
            raise FormError(
                f"the extension {name} gives {files!r:.60}; extractor.forms wants paths of form files"
            )
        for path in paths:
            add_form(Path(path))


def editions() -> tuple[Edition, ...]:
    """All editions that are known: the shipped ones, those of installed extensions, those added by file."""
    _know_installed()
    return (*_shipped().values(), *_ADDED.values())


def yearly_editions() -> tuple[Edition, ...]:
    """The editions of the yearly report, the oldest first."""
    dated = (each for each in editions() if each.years is not None)
    return tuple(sorted(dated, key=lambda each: each.years or (0, 0)))


def panel_editions() -> tuple[Edition, ...]:
    """The editions whose cells have a column each in a panel: of the yearly report, and those added."""
    _know_installed()
    return (*(each for each in _shipped().values() if each.years is not None), *_ADDED.values())


def annex_edition(region: str) -> Edition | None:
    """The annexed table of 2008 to 2018 most of whose labels a text prints; None where hardly any is.

    Where several have about as many that are legible, it is the one of whose labels most pieces are.
    """
    squeezed = _SPACE.sub("", region)
    counts = [
        (sum(any(label in squeezed for label in row.labels) for row in each.tables[0].rows), each)
        for each in editions()
        if each.annex
    ]
    most = max(count for count, _ in counts)
    best = [each for count, each in counts if count >= _ABOUT * most]
    if most < _LEAST_LABELS:
        return None
    return best[0] if len(best) == 1 else max(best, key=lambda each: _legible(each, squeezed))


def _legible(edition: Edition, squeezed: str) -> float:
    """How much of the labels of a form's rows a text prints, in pieces of three characters, for each row."""
    printed = _pieces(squeezed)
    rows = edition.tables[0].rows
    shares = (
        max(len(own & printed) / len(own) for label in row.labels if (own := _pieces(label))) for row in rows
    )
    return sum(shares) / len(rows)


def _pieces(text: str) -> set[str]:
    return {text[at : at + _PIECE] for at in range(max(1, len(text) - _PIECE + 1))}


def check_form(path: Path) -> Edition:
    """The form of a file as it may be added; FormError where it is wrong, contradicts itself or is another's.

    An id that means a shipped form, and sums that cannot all be true, are named with their line.
    """
    edition, text = load_edition(path), source_of(path)
    if edition.id in _shipped() and edition != _shipped()[edition.id]:
        raise _taken(path, text, edition.id)
    refuse_contradictions(edition, str(path), text)
    return edition


def add_form(path: Path) -> Edition:
    """Make the form of a file known; FormError where it is wrong or its id means another form."""
    edition = check_form(path)
    if edition.id in _shipped() or _ADDED.get(edition.id, edition) != edition:
        raise _taken(path, source_of(path), edition.id)
    _ADDED[edition.id] = edition
    _SOURCES[edition.id] = source_of(path)
    return edition


def _taken(path: Path, text: str, name: str) -> FormError:
    said = Mistake(
        f"edition = {name!r} 是另一表式的代号，请换一个",
        f"edition = {name!r} is the id of another form; choose another one",
    )
    return error_at(str(path), line_of_words(text, ["edition"]), said)


def added_sources() -> tuple[str, ...]:
    """The texts of the files of all added forms, to make them known to another process."""
    _know_installed()
    return tuple(_SOURCES.values())


@cache
def know_form(source: str) -> None:
    """Make the form of a file's text known to this process, as the process that added it does."""
    edition = edition_from(source, "form")
    _ADDED[edition.id] = edition
    _SOURCES[edition.id] = source


def forget_forms() -> None:
    """Leave only the shipped editions known."""
    _ADDED.clear()
    _SOURCES.clear()
    know_form.cache_clear()
    _know_installed.cache_clear()


def table_keys() -> frozenset[str]:
    """Keys of the tables of all editions."""
    return frozenset(table.key for edition in editions() for table in edition.tables)


def edition_named(name: str) -> Edition:
    """The edition with this id; FormError where it is not known."""
    for edition in editions():
        if edition.id == name:
            return edition
    known = ", ".join(each.id for each in editions())
    raise FormError(f"form {name!r} is not known; known: {known}. Give its file with --form")


def is_known(name: str) -> bool:
    """Whether an edition has this id."""
    return any(edition.id == name for edition in editions())


def edition_for(year: int | None) -> Edition:
    """The edition that a yearly report on this year was due to follow.

    The newest one whose years have begun; the oldest where the year is not known or earlier.
    """
    known = yearly_editions()
    begun = [each for each in known if year is not None and each.years is not None and each.years[0] <= year]
    return begun[-1] if begun else known[0]


def prints_marks(squeezed: str) -> bool:
    """Whether a text without white space prints the marks of any yearly edition."""
    return any(each.mark is not None and each.mark.search(squeezed) for each in yearly_editions())


def recognised_form(squeezed: str) -> Edition | None:
    """The form of no yearly report all of whose marks a text without white space prints.

    Of several the one with the most marks; None where none is recognised.
    """
    found = [
        each
        for each in editions()
        if each.years is None and each.marks and all(re.search(mark, squeezed) for mark in each.marks)
    ]
    return max(found, key=lambda each: len(each.marks), default=None)


def other_form_names() -> tuple[str, ...]:
    """Names of the forms of no yearly report."""
    return tuple("".join(each.name.split()) for each in editions() if each.years is None)


def other_table_titles() -> tuple[str, ...]:
    """Titles above the tables of the forms of no yearly report."""
    others = (each for each in editions() if each.years is None)
    return tuple(dict.fromkeys("".join(form.title.split()) for each in others for form in each.tables))


def prints_other_form(squeezed: str) -> bool:
    """Whether a text without white space prints a form of no yearly report: its marks, or most labels."""
    return recognised_form(squeezed) is not None or any(
        _prints_labels(each, squeezed) for each in editions() if each.years is None
    )


def _prints_labels(edition: Edition, squeezed: str) -> bool:
    labels = {row.labels for form in edition.tables for row in form.rows}
    printed = sum(any(label in squeezed for label in names) for names in labels)
    return printed >= _FEWEST_LABELS and 2 * printed > len(labels)


def marked_edition(squeezed: str) -> Edition | None:
    """The yearly edition whose marks a text without white space prints most often; None for a tie."""
    counts = [(len(each.mark.findall(squeezed)) if each.mark else 0, each) for each in yearly_editions()]
    most = max(count for count, _ in counts)
    best = [each for count, each in counts if count >= _ABOUT * most]
    return best[0] if most and len(best) == 1 else None


def edition_of(name: str) -> Edition:
    """The edition that ``form`` of a Report names; for a report of no edition the oldest yearly one."""
    return edition_named(name) if is_known(name) else yearly_editions()[0]


def printed_form(edition: Edition, table: str, region: str) -> TableForm | None:
    """The variant of a table that a text prints, by its wording; None where the edition has no such table."""
    forms = edition.variants_of(table)
    squeezed = _SPACE.sub("", region)
    for form in forms[1:]:
        others = _without_labels(squeezed, form)
        if not any(word in others for word in form.unless):
            return form
    return forms[0] if forms else None


def _without_labels(squeezed: str, form: TableForm) -> str:
    """The text without the labels of a form's rows, which may hold a word of others (3.其他法律法规).

    Of a label of two lines, which has other print between them, the beginning is left out.
    """
    labels = [label for row in form.rows for label in row.labels]
    beginnings = [label[:_BEGINNING] for label in labels if len(label) > _BEGINNING]
    for text in (*labels, *beginnings):
        squeezed = squeezed.replace(text, "")
    return squeezed


def form_of(report: Report, table: str) -> TableForm:
    """The form whose rows a table of this report prints: the one answer to "which form is this".

    The first of the report's own edition, then of the others, that has all rows that the table prints; the
    report's own where none has. FormError where no edition has such a table.
    """
    rows: Mapping[str, object] = report.tables.get(table) or {}
    return form_with(table, (key for key, cells in rows.items() if cells is not None), report.form)


def form_with(table: str, rows: Iterable[str], name: str = "") -> TableForm:
    """As ``form_of``, for the keys of printed rows and the id of an edition, if that is known."""
    own = edition_of(name)
    candidates = [
        form
        for edition in (own, *(each for each in editions() if each is not own))
        for form in edition.variants_of(table)
    ]
    if not candidates:
        raise FormError(f"no form that is known has a table {table!r}; give its file with --form")
    printed = set(rows)
    fitting = [form for form in candidates if printed <= set(form.row_keys)]
    if name and not fitting and name not in RESERVED and not is_known(name):
        raise FormError(f"form {name!r} is not known, and no other has the rows of {table!r}; use --form")
    if not fitting or fitting[0].edition == own.id:
        return fitting[0] if fitting else candidates[0]
    return min(fitting, key=lambda form: len(form.rows))
