"""Words that several tests share."""

import hashlib
from functools import lru_cache

from sqlalchemy import func, insert, literal, select

from extractor.pipeline import extract_document, read_document
from extractor.records import Page, Word
from extractor.review.decision_log import Action, Decision
from extractor.store import StageKey, pack, save_document, save_report, schema

CELL = "/tables/applications/denied_enforcement/natural"
"""The one cell of the fixture jishan-2021 that is in conflict: 8 is printed, 3 would satisfy both sums."""


def ask(pointer, value):
    return Decision(pointer, Action.SET, None, {"print": "number", "value": value})


def copy_reports(raw_store, report_id, count, base=0):
    """The same Report under other hashes: rows are copied in the database, since reading them takes long."""

    def copy(connection, table, number, **fresh):
        columns = [column.name for column in table.columns if column.name not in fresh]
        values = [literal(value).label(name) for name, value in fresh.items()]
        kept = [table.c[name] for name in columns if name != "report_id"]
        names = [*fresh, *(column.name for column in kept)]
        source = select(*values, *kept).where(number)
        connection.execute(insert(table).from_select(names, source))

    def work(connection):
        sha256 = connection.scalar(
            select(schema.reports.c.sha256).where(schema.reports.c.report_id == report_id)
        )
        for index in range(count):
            new = f"{base + index:064x}"
            newest = connection.scalar(select(func.max(schema.reports.c.report_id))) + 1
            copy(connection, schema.documents, schema.documents.c.sha256 == sha256, sha256=new)
            copy(
                connection,
                schema.reports,
                schema.reports.c.report_id == report_id,
                report_id=newest,
                sha256=new,
            )
            copy(
                connection,
                schema.report_values,
                schema.report_values.c.report_id == report_id,
                report_id=newest,
            )

    raw_store.write(work)


def put_with_boxes(raw_store, raw):
    """A document whose every line is one word with a place, the last line a script."""
    document = read_document(raw + "附：<script>alert(1)</script>\n".encode(), "paged.txt")
    words, offset = [], 0
    for number, line in enumerate(document.text.split("\n")):
        if line:
            box = (20.0, 12.0 * number, 20.0 + 8 * len(line), 12.0 * number + 10)
            words.append(Word(start=offset, end=offset + len(line), box=box))
        offset += len(line) + 1
    page = Page(number=1, start=0, end=len(document.text), words=tuple(words))
    packed = pack(document.model_copy(update={"pages": (page,)}), extract_document(document))

    def work(connection):
        save_document(connection, "b" * 64, "paged.txt", len(raw))
        return save_report(connection, StageKey("b" * 64, "report", "b" * 64, "0" * 64), packed)

    return raw_store.write(work)


@lru_cache(maxsize=64)
def _read(raw, name):
    """The same fixtures are put into hundreds of stores: each is read once."""
    document = read_document(raw, name)
    return document, extract_document(document)


def put(store, raw, name, change=None, config="0"):
    """Save a document and its Report under its hash; the id of the Report."""
    document, report = _read(raw, name)
    if change is not None:
        report = change(report.model_copy(deep=True))
    sha256 = hashlib.sha256(raw).hexdigest()
    packed = pack(document, report)

    def work(connection):
        save_document(connection, sha256, name, len(raw))
        return save_report(connection, StageKey(sha256, "report", sha256, config * 64), packed)

    return store.write(work)
