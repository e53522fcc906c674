"""Cells of the forms by the names that are printed, where a message points at them."""

import re
from functools import cache

from extractor.forms import yearly_editions

_POINTER = re.compile(r"/tables/(?P<table>\w+)/(?P<row>\w+)/(?P<column>\w+)")


def with_cell_names(message: str) -> str:
    """The message with 新收·总计 for /tables/applications/new/total; in its English part row/column."""
    chinese, mark, english = message.partition(" / ")
    return _POINTER.sub(_chinese, chinese) + mark + _POINTER.sub(r"\g<row>/\g<column>", english)


def _chinese(match: re.Match[str]) -> str:
    return cell_name(match["table"], match["row"], match["column"]) or match[0]


@cache
def cell_name(table: str, row: str, column: str) -> str | None:
    """Chinese name of a cell, ``row·column``; None for one of no yearly form. The newest form's wording."""
    for edition in reversed(yearly_editions()):
        for form in edition.tables:
            if form.key == table and (row, column) in form.column_of:
                return f"{form.row_of[row].name}·{form.column_of[row, column].labels[0]}"
    return None
