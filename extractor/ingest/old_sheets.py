"""XLS and ODS files, by the package that knows their bytes."""

import datetime
import io
from typing import Any

from extractor.errors import DamagedFileError, MissingExtraError, ProtectedFileError, TooLargeError
from extractor.ingest.composing import Composer
from extractor.ingest.formats import DocumentLimits, Parsed
from extractor.ingest.number_formats import shown
from extractor.ingest.sheets import SheetCell, VisibleSheet, merged, too_many, write_sheets


def read_old_sheets(raw: bytes, name: str, limits: DocumentLimits) -> Parsed:
    """All visible sheets in their order; formats of numbers are not known here."""
    try:
        import python_calamine
    except ImportError as error:
        raise MissingExtraError(
            f"{name}: a spreadsheet (XLS, ODS); to read it: pip install 'gongkai-extractor[sheets]'"
        ) from error
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
    except python_calamine.PasswordError as error:
        raise ProtectedFileError(f"{name}: it asks for a password; save it without one") from error
    except python_calamine.CalamineError as error:
        raise DamagedFileError(f"{name}: the spreadsheet is cut off or damaged; save it again") from error
    composer = Composer()
    sheets, hidden = [], []
    for about in book.sheets_metadata:
        if about.visible != python_calamine.SheetVisibleEnum.Visible:
            hidden.append(about.name)
        elif about.typ == python_calamine.SheetTypeEnum.WorkSheet:
            sheets.append(_sheet(book.get_sheet_by_name(about.name), name))
    if hidden:
        listed = "、".join(hidden[:5])
        composer.notes.append(f"隐藏的工作表未读：{listed} / {len(hidden)} hidden sheet(s) were not read")
    write_sheets(sheets, composer)
    return composer.parsed()


def _sheet(sheet: Any, name: str) -> VisibleSheet:
    if too_many(sheet.total_height * max(sheet.total_width, 1)):
        raise TooLargeError(f"{name}: a sheet has more cells than a report; give the report alone")
    cells = [
        SheetCell(row, column, _printed(value))
        for row, values in enumerate(sheet.to_python(skip_empty_area=False))
        for column, value in enumerate(values)
    ]
    spans = ((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return VisibleSheet(sheet.name, merged(cells, spans))


def _printed(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return shown(repr(value), "")
    if isinstance(value, datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)
