"""Read an edition from its file; a mistake is named with file, line and what to do.

The file is TOML; docs/forms.md says what each key means. Its shape is checked by the records of ``shapes``,
what it says by the code here.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from extractor.errors import FormError
from extractor.forms.form_parts import (
    CellRef,
    Column,
    Edition,
    Group,
    Layout,
    Quantity,
    Row,
    TableForm,
)
from extractor.forms.marks import mistake_in
from extractor.forms.shapes import KEY, ColumnFile, EditionFile, RowFile, TableFile, VariantFile
from extractor.forms.sums import Declared, SelectionError, identities_for, select
from extractor.ideographs import HAN

_LABEL = re.compile(rf"[{HAN}A-Za-z]")
_MISTAKES = {
    "missing": "is missing; docs/forms.md says what every key means",
    "extra_forbidden": "there is no such key; docs/forms.md lists them",
    "tuple_type": "must be a list, in square brackets",
    "too_short": "must not be empty",
    "string_pattern_mismatch": "use lower-case letters, digits and _, a letter first",
}
"""What pydantic says in words of its own, by its type of mistake."""
RESERVED = frozenset({"legacy", "unknown"})
"""What ``form`` says in a Report of no edition; no edition may take these names."""


def load_edition(path: Path) -> Edition:
    """The edition that a file describes; FormError names file, line and key of the first mistake."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FormError(f"{path}: cannot be read ({error}); give the path of a form in UTF-8") from error
    return edition_from(text, str(path))


def edition_from(text: str, name: str) -> Edition:
    """As ``load_edition``, from the text of a file of this name."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormError(f"{name}: no TOML: {error}; see docs/forms.md for an example") from error
    return _Builder(name, text, values).edition()


class _Builder:
    """Turns one file into an Edition and knows where in it a mistake stands."""

    def __init__(self, path: str, text: str, values: Mapping[str, Any]) -> None:
        self._path, self._text, self._values = path, text, values

    def edition(self) -> Edition:
        """The edition, all tables with their variants."""
        file = self._shape()
        if file.edition in RESERVED:
            self._fail(
                f"edition = {file.edition!r} means a report of no edition; choose another id", "edition"
            )
        for mark in file.marks:
            mistake = mistake_in(mark)
            if mistake is not None:
                self._fail(f"mark {mark!r} {mistake}", mark)
        columns = {name: self._columns(name, each) for name, each in file.columns.items()}
        return Edition(
            id=file.edition,
            name=file.name,
            years=file.report_years,
            marks=file.marks,
            annex=file.annex,
            variants=tuple(
                tuple(self._variants(file.edition, key, table, columns)) for key, table in file.tables.items()
            ),
        )

    def _shape(self) -> EditionFile:
        try:
            return EditionFile.model_validate(self._values)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"]))
            words = [str(each) for each in first["loc"] if isinstance(each, str)]
            said = _MISTAKES.get(first["type"], first["msg"])
            self._fail(f"{where}: {said}", *self._row_key(first["loc"]), *reversed(words))

    def _row_key(self, where: Sequence[int | str]) -> list[str]:
        """The key of the row in which a mistake stands, if it is one of a row."""
        value: Any = self._values
        for step in where:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                break
            name = value.get("key", value.get("id")) if isinstance(value, dict) else None
            if isinstance(name, str):
                return [name]
        return []

    def _columns(self, name: str, columns: Mapping[str, ColumnFile]) -> tuple[Column, ...]:
        for key in columns:
            if not re.match(KEY, key):
                self._fail(f"columns.{name}: {key!r} is no key; use lower-case letters, digits, _", key)
        seen: dict[tuple[str, str], str] = {}
        for key, each in columns.items():
            other = seen.setdefault((each.under, each.labels[0]), key)
            if other != key:
                self._fail(
                    f"columns.{name}: {key!r} has the label of {other!r}; nothing tells them apart", key
                )
        return tuple(
            Column(
                key=key,
                labels=each.labels,
                quantity=each.kind,
                prints=each.prints or each.labels[0],
                english=each.en,
                unit=each.unit,
                under=each.under,
                share=each.share,
                most=each.most,
            )
            for key, each in columns.items()
        )

    def _variants(
        self, edition: str, key: str, file: TableFile, columns: Mapping[str, tuple[Column, ...]]
    ) -> Iterator[TableForm]:
        if not re.match(KEY, key):
            self._fail(f"tables.{key} is no key; use lower-case letters, digits, _", f"tables.{key}")
        rows = tuple(self._row(key, row, file, columns) for row in file.rows)
        base = self._table(edition, key, file, rows)
        weights = tuple(self._weights(base, file))
        yield base.model_copy(update={"weights": weights})
        for name, variant in file.variants.items():
            changed = self._replaced(rows, variant, self._row(key, variant.by, file, columns))
            table = self._table(edition, key, file, changed)
            own = tuple(pair for pair in weights if pair[0] in table.column_of)
            yield table.model_copy(update={"variant": name, "unless": variant.unless, "weights": own})

    def _replaced(self, rows: tuple[Row, ...], variant: VariantFile, by: Row) -> tuple[Row, ...]:
        keys = [row.key for row in rows]
        for key in variant.replace:
            if key not in keys:
                self._fail(f"replace: there is no row {key!r}", "replace")
        at = keys.index(variant.replace[0])
        kept = [row for row in rows if row.key not in variant.replace]
        return (*kept[:at], by, *kept[at:])

    def _row(
        self, table: str, file: RowFile, whole: TableFile, columns: Mapping[str, tuple[Column, ...]]
    ) -> Row:
        where = f"tables.{table}: row {file.key!r}"
        if file.columns not in columns:
            self._fail(f"{where}: no [columns.{file.columns}]; known: {', '.join(columns)}", file.key)
        if file.group and file.group not in {group.label for group in whole.groups}:
            self._fail(f"{where}: group {file.group!r} is not declared in groups", file.key)
        for label in file.labels:
            if not _LABEL.search(label) or "".join(label.split()) != label:
                self._fail(f"{where}: label {label!r} must be words without white space", file.key)
        return Row(
            key=file.key,
            labels=file.labels,
            columns=columns[file.columns],
            group=(file.group,) if file.group else (),
            prints=file.prints or file.labels[0],
            english=file.en,
            name=file.name or min(file.labels, key=len),
            block=file.block,
            bracket=file.bracket,
            code=file.code,
            share=file.share,
        )

    def _table(self, edition: str, key: str, file: TableFile, rows: tuple[Row, ...]) -> TableForm:
        keys = [row.key for row in rows]
        for row in keys:
            if keys.count(row) > 1:
                self._fail(f"tables.{key}: row {row!r} stands twice", row)
        groups = tuple(
            Group(key=g.key, label=g.label, prints=g.prints or g.label, english=g.en) for g in file.groups
        )
        return TableForm(
            key=key,
            edition=edition,
            name=file.name,
            title=file.title or file.name,
            english=file.en,
            layout=file.layout,
            rows=rows,
            headers=file.headers or _headers(rows, groups, file),
            groups=groups,
            corner=file.corner,
            over=file.over,
            cues=file.cues,
            line_name=file.line_name or file.name,
            optional=file.optional,
            outcomes=tuple(
                (name, self._select(f"outcomes.{name}", rows_of, keys))
                for name, rows_of in file.outcomes.items()
            ),
            identities=tuple(self._identities(key, rows, file)),
        )

    def _weights(self, form: TableForm, file: TableFile) -> Iterator[tuple[CellRef, float]]:
        """The weights of cells, of several for one cell the last; only sums can make use of them."""
        cells = {f"{row}.{column}": (row, column) for row, column in form.column_of}
        found: dict[CellRef, float] = {}
        for expression, weight in file.weights.items():
            where = f"tables.{form.key}: weights"
            try:
                named = [cells[name] for name in select(expression, list(cells))]
            except SelectionError as error:
                self._fail(f"{where}: {error}", f'"{expression}"')
            if form.covered.isdisjoint(named):
                self._fail(f"{where}: no sum goes over {expression!r}; leave it out", f'"{expression}"')
            found.update(dict.fromkeys(named, weight))
        yield from ((ref, weight) for ref, weight in found.items() if weight != 1)

    def _identities(self, table: str, rows: tuple[Row, ...], file: TableFile) -> Iterator[Any]:
        kinds = {(row.key, column.key): column.quantity for row in rows for column in row.columns}
        declared = [Declared(**one.model_dump()) for one in file.sums]
        try:
            found = list(identities_for(table, rows, declared))
        except SelectionError as error:
            self._fail_in_sums(table, rows, declared, error)
        ids = [identity.id for identity in found]
        for identity in found:
            if ids.count(identity.id) > 1:
                self._fail(
                    f"tables.{table}: two sums have the id {identity.id}; give each its own",
                    *_made_by(table, rows, declared, identity.id),
                )
            money = [cell for cell in identity.cells if kinds[cell] is Quantity.AMOUNT]
            if money and len(money) < len(identity.cells):
                row, column = money[0]
                self._fail(
                    f"sum {identity.id}: {row}.{column} is money and other cells of it are none; leave "
                    f"{column} out with only",
                    *_made_by(table, rows, declared, identity.id),
                    column,
                )
        yield from found

    def _fail_in_sums(
        self, table: str, rows: tuple[Row, ...], declared: Sequence[Declared], error: Exception
    ) -> NoReturn:
        for one in declared:
            try:
                list(identities_for(table, rows, [one]))
            except SelectionError as own:
                self._fail(f"tables.{table}: sum {one.id!r}: {own}", f'id = "{one.id}"')
        self._fail(f"tables.{table}: {error}", table)

    def _select(self, where: str, expression: str, keys: Sequence[str]) -> tuple[str, ...]:
        try:
            return select(expression, keys)
        except SelectionError as error:
            self._fail(f"{where}: {error}", where)

    def _fail(self, message: str, *near: str) -> NoReturn:
        """Raise with the line on which one of the words stands, the first that is found."""
        for word in near:
            for number, line in enumerate(self._text.split("\n"), start=1):
                if re.search(rf"(?<![\w.]){re.escape(word)}(?![\w])", line):
                    raise FormError(f"{self._path}, line {number}: {message}")
        raise FormError(f"{self._path}: {message}")


def _made_by(table: str, rows: Sequence[Row], declared: Sequence[Declared], name: str) -> Iterator[str]:
    """How the file writes the declarations from which the sum of this name comes."""
    for one in declared:
        if any(identity.id == name for identity in identities_for(table, rows, [one])):
            yield f'id = "{one.id}"'


def _headers(rows: Sequence[Row], groups: Sequence[Group], file: TableFile) -> tuple[str, ...]:
    """Header labels where the file lists none: those of the columns and what stands above them."""
    columns = [column for row in rows for column in row.columns]
    words = [file.corner, file.over, *(c.under for c in columns), *(r.block for r in rows)]
    words += [column.labels[0] for column in columns]
    if file.layout is Layout.LINE:
        words += [*(group.label for group in groups), *(row.labels[0] for row in rows)]
    bare = (re.sub(rf"[^{HAN}A-Za-z]", "", word) for word in words)
    return tuple(dict.fromkeys(word for word in bare if word))
