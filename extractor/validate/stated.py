"""Numbers that the prose states and a table prints, each check declared by cue, cells and what is allowed.

To add one, write a function that says what the table prints (its docstring is the page of the check) and name
with it the counts that it is compared with::

    @stated("prose.applications.received", cue=received_mentions)
    def received(context: Context) -> Printed | None: ...
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from extractor.records import Severity, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.finding_words import plain
from extractor.validate.mentions import (
    Mention,
    covers_whole_body,
    names_all_below,
    number_span,
    year_agrees,
)


class Printed(NamedTuple):
    """What a table prints for a number of the prose."""

    right: Decimal
    """The number that is shown beside the prose's."""
    allowed: frozenset[Decimal]
    """Numbers that the prose may give: words like 办理 have several meanings."""
    chinese: str
    english: str
    pointers: tuple[str, ...]


Cue = Callable[[Context], Iterable[Mention]]
Cells = Callable[[Context], Printed | None]
Wording = Callable[[Context, Mention, Printed], Draft]


def differs(context: Context, mention: Mention, printed: Printed) -> Draft:
    """Prose and table say different numbers; a note only for 全区, 全市 …."""
    left = Decimal(mention.count.value)
    words = " ".join(mention.count.evidence.quote.split())[:40]
    return Draft(
        Severity.INFO if names_all_below(mention) else Severity.WARNING,
        f"正文“{words}”为 {plain(left)}，表格{printed.chinese}为 {plain(printed.right)}，请核对两处口径",
        f"the prose says {plain(left)}, the table {plain(printed.right)} ({printed.english}); "
        "compare the two places",
        (mention.pointer, *printed.pointers),
        left,
        printed.right,
        (number_span(mention, context.text or ""),),
        Suspect.EITHER,
    )


def differs_in_cases(context: Context, mention: Mention, printed: Printed) -> Draft:
    """As :func:`differs`, for cases: prose may count filed ones where the table counts decided ones."""
    left, right = plain(Decimal(mention.count.value)), plain(printed.right)
    return Draft(
        Severity.INFO,
        f"正文{printed.chinese} {left} 件，表格为 {right} 件（正文可能按收案数统计），请核对",
        f"the prose counts {left} cases, the table {right} (filed against decided?)",
        (mention.pointer, *printed.pointers),
        Decimal(mention.count.value),
        printed.right,
        (number_span(mention, context.text or ""),),
    )


def stated(check_id: str, cue: Cue, wording: Wording = differs) -> Callable[[Cells], Cells]:
    """Register the check that compares the counts of ``cue`` with what the decorated function gives.

    Counts of a part of the body or of another year are left out, and all are where one of them agrees.
    """

    def register(cells: Cells) -> Cells:
        def run(context: Context) -> Iterator[Draft]:
            printed = cells(context)
            mentions = [] if printed is None else list(cue(context))
            if printed is None or any(mention.count.value in printed.allowed for mention in mentions):
                return
            for mention in mentions:
                if covers_whole_body(mention, context.report) and year_agrees(mention, context.year):
                    yield wording(context, mention, printed)

        run.__doc__ = cells.__doc__
        check(check_id, needs_text=True)(run)
        return cells

    return register
