"""All tables of a document: several readings of each, and the one that the sums support best."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from extractor.forms import Edition, Layout, TableForm, annex_edition, edition_of, printed_form
from extractor.records import Document, FormName, Section, SectionKey, Table, TableReading, Tables
from extractor.tables.alignment import Aligner, align
from extractor.tables.arranged import COLUMN_ORDER, Arranged, arranged
from extractor.tables.captions import Caption, NamesAnother, Teller, no_other
from extractor.tables.cell_words import as_words, with_words
from extractor.tables.choosing import ReadLines, TableRead, choose
from extractor.tables.copies import chosen, copies_of, either
from extractor.tables.display import in_printed_columns
from extractor.tables.drawn import drawn_lines, short_rows
from extractor.tables.glued import with_glued_apart
from extractor.tables.grid import SecondReading
from extractor.tables.letters_behind import with_letters_apart
from extractor.tables.line_table import read_line
from extractor.tables.line_tokens import read_lines
from extractor.tables.money_units import with_money_units
from extractor.tables.named_lines import only_values
from extractor.tables.optional import with_left_out
from extractor.tables.order_told import related_rows, speaks_against, speaks_for
from extractor.tables.outside import TableInPlace, of_places
from extractor.tables.own_columns import NO_HEADER, one_of_lines, untold_rows
from extractor.tables.regions import Region, table_regions
from extractor.tables.row_tables import read_rows
from extractor.tables.shared_fields import with_split_numbers, without_shared_fields
from extractor.tables.short_fields import without_frame
from extractor.tables.sources import TableSources
from extractor.tables.spilled import with_spilled
from extractor.tables.style import Style
from extractor.tables.tokens import Line
from extractor.tables.told import told_lines
from extractor.tables.told_numerals import with_numerals
from extractor.tables.unit_column import without_units
from extractor.tables.unsure import doubt_rows


class TablesRead(NamedTuple):
    """The tables of a document and how each was read."""

    tables: Tables
    readings: tuple[TableReading, ...]


class Known(NamedTuple):
    """What may be known of a document's tables besides their print."""

    second: Mapping[str, SecondReading] = MappingProxyType({})
    """An independent second reading of cells, by table; where it agrees with the number that sums ask for,
    a conflict becomes a repair."""
    aligner: Aligner = align
    """Gives the printed numbers to the rows of tables that have some; one line of numbers has none."""
    year: int | None = None
    """The year of the report: of several tables of one kind, that of this year counts."""
    names_another: NamesAnother = no_other
    """Says whether a caption names another body than the report's: a table of that one is not its own."""


class _Source(NamedTuple):
    """A document with its folded text of equal length."""

    document: Document
    characters: str
    edition: Edition


_NOTHING_KNOWN = Known()
LACKS_COLUMN = (
    "表头缺一列,各数所属的列不能确定 / the header lacks a column: whose numbers these are is not sure"
)


def read_tables(
    document: Document,
    characters: str,
    sections: Sequence[Section],
    form: str,
    known: Known = _NOTHING_KNOWN,
) -> TablesRead:
    """Read the official tables out of their sections, or of a document of another form.

    ``characters`` is the folded text of equal length. A table that is not in the document is None.
    Where the document has a grid, it is read by that as well, and the sums choose.
    """
    edition = _edition_of(form, characters, sections)
    if edition is None:
        return TablesRead(Tables(), ())
    source = _Source(document, characters, edition)
    tables: dict[str, Table | None] = {each.key: None for each in edition.tables}
    readings = []
    style: Style | None = None
    regions = table_regions(characters, sections, edition)
    teller = Teller(document.text, characters, known.year, known.names_another)
    above = teller.above([section for section in sections if section.key.value in regions])
    last = with_spilled({key: each[-1] for key, each in regions.items()}, characters, edition)
    for key in tables:
        places = (*regions[key][:-1], last[key]) if key in regions else ()
        found = [
            TableInPlace(read, _caption_of(read, place, teller, above))
            for place in places
            if (read := _read_table(source, key, place, known, style))
        ]
        read = of_places(found, document.text, known.year)
        if read is not None:
            style = read.style
            unprinted = [row for row in edition.variants_of(key)[0].row_keys if row not in read.table]
            tables[key] = {**read.table, **dict.fromkeys(unprinted)}
            readings.append(read.reading)
    if edition.annex:  # a report on 2008 to 2018 has none of the later tables
        tables = {**dict.fromkeys(Tables.model_fields), **tables} if any(tables.values()) else {}
    return TablesRead(Tables(**tables), tuple(readings))


def _caption_of(
    read: TableRead, place: Region, teller: Teller, above: Mapping[int, Caption]
) -> Caption | None:
    """What is said right above the first number of a table, else over the section or the annex it is in."""
    spans = (cell.evidence for cells in read.table.values() for cell in (cells or {}).values())
    first = min((span.start for span in spans if span is not None), default=None)
    inside = None if first is None else teller.inside(place[0], first)
    return inside or above.get(place[0])


def _read_table(
    source: _Source, key: str, region: Region, known: Known, before: Style | None
) -> TableRead | None:
    """One table: the one of the report's year where several of a kind are printed."""
    document, characters, edition = source
    start, end = region
    form = _printed(edition, key, characters[start:end])
    sources = TableSources(
        document.text, characters[start:end], known.second.get(key, {}), document.score, known.aligner
    )
    lines = in_printed_columns(read_lines(characters, start, end, form), document.text, characters)
    lines = with_split_numbers(lines, characters, form)
    lines = with_money_units(without_frame(with_numerals(lines)), characters, form)
    if edition.years is None:
        lines = without_units(lines, form)
    lines = with_glued_apart(without_shared_fields(lines, form), form)
    lines = with_letters_apart(lines, form)
    lines = with_words(lines, form)
    told = told_lines(characters, start, end, form)
    if edition.years is None and (told is None or _is_printed(lines, told)):
        # what tables of several years look like is known of the others
        return _read_own(source, only_values(lines, form), form, sources, before)
    if told is not None:
        return _read_arranged(Arranged(told), form, sources, before)
    copies = copies_of(lines, form, characters, start)
    own = chosen(copies, known.year)
    wanted = copies if own is None else [copies[own]]
    reads = [read for each in wanted if (read := _read_copy(source, each.lines, form, sources, before))]
    if not reads:
        return None
    read = reads[0] if len(reads) == 1 else either(reads)
    others = tuple(each.place(document.text) for at, each in enumerate(copies) if at != (own or 0))
    return read._replace(reading=read.reading.model_copy(update={"others": others})) if others else read


def _is_printed(lines: Sequence[Line], told: Sequence[Line]) -> bool:
    """Whether more rows are printed with numbers than are told in words."""
    return sum(line.figures > 0 for line in lines) > max(len(told), sum(line.figures for line in told))


def _read_copy(
    source: _Source, lines: list[Line], form: TableForm, sources: TableSources, before: Style | None
) -> TableRead | None:
    other = arranged(lines, form)
    if other is None:
        return _read_as_printed(source, lines, form, sources, before)
    read = _read_arranged(other, form, sources, before)
    if read is None or other.form is None:
        return read
    table = {row: dict(cells) for row, cells in read.table.items() if cells is not None}
    doubt_rows(table, dict.fromkeys(_unwitnessed(other.form, form), LACKS_COLUMN))
    return read._replace(table={**read.table, **table})


def _unwitnessed(printed: TableForm, form: TableForm) -> Iterator[str]:
    """Rows under no sum whose header leaves out a column: nothing says whether a number was lost, too."""
    for row in printed.rows:
        covered = any((row.key, column.key) in form.covered for column in row.columns)
        if row.columns != form.row_of[row.key].columns and not covered:
            yield row.key


def _read_own(
    source: _Source, lines: list[Line], form: TableForm, sources: TableSources, before: Style | None
) -> TableRead | None:
    """A table of no yearly report: in doubt where no header tells its columns, or which line counts."""
    lines, doubt = one_of_lines(lines, form)
    other = arranged(lines, form)
    if other is not None:
        return _read_arranged(other._replace(doubt=other.doubt or doubt), form, sources, before)
    read = _read_as_printed(source, lines, form, sources, before)
    if read is None:
        return None
    untold = form.row_keys if doubt else untold_rows(lines, form)
    table = {row: dict(cells) for row, cells in read.table.items() if cells is not None}
    related = related_rows(form)
    if not doubt and source.edition.annex:  # which every issuer prints in one order, but for the years
        untold = [] if speaks_for(table, form) else [row for row in untold if row in related]
    doubts = {row: doubt or NO_HEADER for row in untold if row in table}
    if speaks_against(table, form):
        doubts = dict.fromkeys(related & table.keys(), COLUMN_ORDER) | doubts
    doubt_rows(table, doubts)
    return read._replace(table={**read.table, **table})


def _read_as_printed(
    source: _Source, lines: list[Line], form: TableForm, sources: TableSources, before: Style | None
) -> TableRead | None:
    """A table in the form's own arrangement: by its text and by its grid."""
    reader = _reader(form, sources, before)
    if sources.aligner is not align:  # a model is asked once
        read = reader(lines)
    else:
        grids = source.document.grids
        drawn = drawn_lines(lines, grids, form, source.characters)
        read = choose(reader, lines, drawn, short_rows(lines, grids))
    return read and read._replace(table=as_words(read.table, lines))


def _edition_of(form: str, characters: str, sections: Sequence[Section]) -> Edition | None:
    """The edition that the document follows; of a report on 2008 to 2018 that of its annexed table."""
    if form != FormName.LEGACY:
        return edition_of(form)
    bodies = [section.body for section in sections if section.key is SectionKey.ANNEX]
    found = (annex_edition(characters[body.start : body.end]) for body in bodies)
    return next((edition for edition in found if edition is not None), None)


def _read_arranged(
    other: Arranged, form: TableForm, sources: TableSources, before: Style | None
) -> TableRead | None:
    """The reading of lines in another arrangement than the form's, its places in doubt where they are."""
    read = _reader(other.form or form, sources, before)(other.lines)
    if read is None:
        return None
    printed = as_words(read.table, other.lines)
    table = {row: dict(cells) for row, cells in printed.items() if cells is not None}
    if other.doubt is not None:
        doubt_rows(table, dict.fromkeys(table, other.doubt))
    elif other.untold:
        doubt_rows(table, {row: COLUMN_ORDER for row in other.untold if row in table})
    if other.form is not None:
        table = with_left_out(table, form)
    return read._replace(table=table)


def _printed(edition: Edition, key: str, region: str) -> TableForm:
    form = printed_form(edition, key, region)
    assert form is not None, f"{key} is a table of {edition.id}"
    return form


def _reader(form: TableForm, sources: TableSources, before: Style | None) -> ReadLines:
    """How the lines of one table are read."""
    if form.layout is Layout.LINE:
        return lambda lines: read_line(lines, form, sources, before)
    return lambda lines: read_rows(lines, form, sources)
