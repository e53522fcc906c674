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

from extractor.forms.form_mistakes import (
    Mistake,
    error_at,
    line_of_key,
    line_of_words,
    no_toml,
    wrong_shape,
)
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
from extractor.forms.marks import mistake_in, stands_everywhere
from extractor.forms.shapes import KEY, ColumnFile, EditionFile, RowFile, TableFile, VariantFile
from extractor.forms.sums import Declared, SelectionError, identities_for, select
from extractor.ideographs import HAN

_LABEL = re.compile(rf"[{HAN}A-Za-z]")
RESERVED = frozenset({"legacy", "unknown"})
"""What ``form`` says in a Report of no edition; no edition may take these names."""
YEARLY_TABLES = frozenset({"proactive", "applications", "disputes", "annex"})
"""Keys that mean one table wherever they stand: checks and exports go by them."""


def load_edition(path: Path) -> Edition:
    """The edition that a file describes; FormError names file, line and key of the first mistake."""
    return edition_from(source_of(path), str(path))


def source_of(path: Path) -> str:
    """The text of a form's file, without the mark that editors put before it; FormError if unreadable."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said = Mistake(
            f"读不了（{error}）；请给出 UTF-8 的表式文件",
            f"cannot be read ({error}); give the path of a form in UTF-8",
        )
        raise error_at(str(path), None, said) from error


def edition_from(text: str, name: str) -> Edition:
    """As ``load_edition``, from the text of a file of this name."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        mistake, line = no_toml(error)
        raise error_at(name, line or text.count("\n") + 1, mistake) from error
    return _Builder(name, text, values).edition()


class _Builder:
    """Turns one file into an Edition and knows where in it a mistake stands."""

    def __init__(self, path: str, text: str, values: Mapping[str, Any]) -> None:
        self._path, self._text, self._values = path, text, values

    def edition(self) -> Edition:
        """The edition, all tables with their variants."""
        file = self._shape()
        if file.edition in RESERVED:
            chinese = f"edition = {file.edition!r} 已有别的含义，请换一个代号"
            english = f"edition = {file.edition!r} means a report of no edition; choose another id"
            self._fail(Mistake(chinese, english), "edition")
        for mark in file.marks:
            mistake = mistake_in(mark)
            if mistake is not None:
                said = Mistake(f"字样 {mark!r} {mistake.chinese}", f"mark {mark!r} {mistake.english}")
                self._fail(said, mark, "marks")
        if stands_everywhere(file.marks):
            self._fail(
                Mistake("marks 什么文本里都有，不能辨认表式", "marks are in every text, an empty one, too"),
                "marks",
            )
        own = () if file.report_years or file.annex else YEARLY_TABLES.intersection(file.tables)
        for key in own:
            chinese = f"tables.{key}：这个键是年度报告的表，请换一个"
            english = f"tables.{key}: this key means a table of the yearly report; choose another one"
            self._fail(Mistake(chinese, english), f"tables.{key}")
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
            line = line_of_key(self._text, self._values, first["loc"])
            raise error_at(self._path, line, wrong_shape(first)) from error

    def _columns(self, name: str, columns: Mapping[str, ColumnFile]) -> tuple[Column, ...]:
        for key in columns:
            if not re.match(KEY, key):
                self._fail(_no_key(f"columns.{name}: {key!r}"), key)
        seen: dict[tuple[str, str], str] = {}
        for key, each in columns.items():
            other = seen.setdefault((each.under, each.labels[0]), key)
            if other != key:
                chinese = f"columns.{name}：{key!r} 与 {other!r} 表头相同，无法区分"
                english = f"columns.{name}: {key!r} has the label of {other!r}; nothing tells them apart"
                self._fail(Mistake(chinese, english), key)
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
            self._fail(_no_key(f"tables.{key}"), f"tables.{key}")
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
                self._fail(
                    Mistake(f"replace：没有行 {key!r}", f"replace: there is no row {key!r}"), "replace"
                )
        at = keys.index(variant.replace[0])
        kept = [row for row in rows if row.key not in variant.replace]
        return (*kept[:at], by, *kept[at:])

    def _row(
        self, table: str, file: RowFile, whole: TableFile, columns: Mapping[str, tuple[Column, ...]]
    ) -> Row:
        where, here = f"tables.{table}: row {file.key!r}", f"tables.{table}：行 {file.key!r}"
        own = f'"{file.key}"'
        if file.columns not in columns:
            known = f"[columns.{file.columns}]", ", ".join(columns)
            said = Mistake(
                f"{here}：没有 {known[0]}；已有 {known[1]}", f"{where}: no {known[0]}; known: {known[1]}"
            )
            self._fail(said, own)
        if file.group and file.group not in {group.label for group in whole.groups}:
            chinese = f"{here}：groups 里没有组 {file.group!r}"
            self._fail(Mistake(chinese, f"{where}: group {file.group!r} is not declared in groups"), own)
        for label in file.labels:
            if not _LABEL.search(label) or "".join(label.split()) != label:
                chinese = f"{here}：标签 {label!r} 须是不带空格的文字"
                self._fail(
                    Mistake(chinese, f"{where}: label {label!r} must be words without white space"), own
                )
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
                said = Mistake(
                    f"tables.{key}：行 {row!r} 写了两次", f"tables.{key}: row {row!r} stands twice"
                )
                self._fail(said, f'"{row}"')
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
                self._fail(_naming(where, error), f'"{expression}"')
            if form.covered.isdisjoint(named):
                chinese = f"{where}：没有勾稽关系涉及 {expression!r}，请删去"
                english = f"{where}: no sum goes over {expression!r}; leave it out"
                self._fail(Mistake(chinese, english), f'"{expression}"')
            found.update(dict.fromkeys(named, weight))
        yield from ((ref, weight) for ref, weight in found.items() if weight != 1)

    def _identities(self, table: str, rows: tuple[Row, ...], file: TableFile) -> Iterator[Any]:
        kinds = {(row.key, column.key): column.quantity for row in rows for column in row.columns}
        declared = [Declared(**one.model_dump()) for one in file.sums]
        try:
            found = list(identities_for(table, rows, declared))
        except SelectionError as error:
            self._fail_in_sums(table, rows, declared, error)
        self._fail_if_twice(table, [one.id for one in declared], rows, declared)
        self._fail_if_twice(table, [identity.id for identity in found], rows, declared)
        for identity in found:
            money = [cell for cell in identity.cells if kinds[cell] is Quantity.AMOUNT]
            if money and len(money) < len(identity.cells):
                row, column = money[0]
                self._fail(
                    Mistake(
                        f"勾稽 {identity.id}：{row}.{column} 是金额，其余不是；请用 only 排除 {column}",
                        f"sum {identity.id}: {row}.{column} is money and other cells of it are none; leave "
                        f"{column} out with only",
                    ),
                    *_made_by(table, rows, declared, identity.id),
                    column,
                )
        yield from found

    def _fail_if_twice(
        self, table: str, ids: Sequence[str], rows: tuple[Row, ...], declared: Sequence[Declared]
    ) -> None:
        twice = next((one for one in ids if ids.count(one) > 1), None)
        if twice is not None:
            chinese = f"tables.{table}：两条勾稽关系的 id 都是 {twice}，请各起一个"
            english = f"tables.{table}: two sums have the id {twice}; give each its own"
            self._fail(Mistake(chinese, english), f'"{twice}"', *_made_by(table, rows, declared, twice))

    def _fail_in_sums(
        self, table: str, rows: tuple[Row, ...], declared: Sequence[Declared], error: SelectionError
    ) -> NoReturn:
        for one in declared:
            try:
                list(identities_for(table, rows, [one]))
            except SelectionError as own:
                self._fail(_naming(f"tables.{table}: sum {one.id!r}", own), f'id = "{one.id}"')
        self._fail(_naming(f"tables.{table}", error), table)

    def _select(self, where: str, expression: str, keys: Sequence[str]) -> tuple[str, ...]:
        try:
            return select(expression, keys)
        except SelectionError as error:
            self._fail(_naming(where, error), where)

    def _fail(self, mistake: Mistake, *near: str) -> NoReturn:
        """Raise with the line on which one of the words stands, the first that is found."""
        raise error_at(self._path, line_of_words(self._text, near), mistake)


def _no_key(where: str) -> Mistake:
    return Mistake(
        f"{where} 不能作键；只用小写英文字母、数字和下划线",
        f"{where} is no key; use lower-case letters, digits, _",
    )


def _naming(where: str, error: SelectionError) -> Mistake:
    return Mistake(f"{where}：{error.chinese}", f"{where}: {error}")


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
