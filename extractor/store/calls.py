"""Calls that cost money: recorded before they are made and when they are answered, never paid twice."""

import json
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from extractor.store.schema import journal, model_calls
from extractor.store.writing import now_text


class CallIntent(NamedTuple):
    """A call about to be made. ``call_key`` is a hash of all that the answer depends on."""

    call_key: str
    run_id: str
    sha256: str
    """Of the document that the call is for."""
    model: str
    prompt: str
    """Id and hash of the prompt, e.g. ``issues/v3@1f2e…``."""


class PaidReply(NamedTuple):
    """What came back and what it cost."""

    content: str
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0


class CallTotals(NamedTuple):
    """Calls of one run: paid for, under way or broken off, and their price."""

    paid: int
    open: int
    input_tokens: int
    output_tokens: int
    cost: float


def recorded_reply(connection: Connection, call_key: str) -> PaidReply | None:
    """The reply that was paid for already; None where the call was never answered."""
    row = connection.execute(select(model_calls).where(model_calls.c.call_key == call_key)).first()
    if row is None or row.state != "done":
        return None
    return PaidReply(row.reply, row.input_tokens, row.output_tokens, row.cost)


def begin_call(connection: Connection, intent: CallIntent) -> None:
    """Record that the call is about to be made."""
    again = update(model_calls).where(model_calls.c.call_key == intent.call_key)
    tries = {"tries": model_calls.c.tries + 1, "started_at": now_text()}
    if not connection.execute(again.values(**tries)).rowcount:
        row = {
            **intent._asdict(),
            "state": "started",
            "tries": 1,
            "input_tokens": 0,
            "output_tokens": 0,
            "cost": 0.0,
            "started_at": now_text(),
        }
        connection.execute(insert(model_calls), row)
    _note(connection, intent, "started", None)


def finish_call(connection: Connection, intent: CallIntent, reply: PaidReply) -> None:
    """Record the reply and its price."""
    connection.execute(
        update(model_calls)
        .where(model_calls.c.call_key == intent.call_key)
        .values(
            state="done",
            reply=reply.content,
            input_tokens=reply.input_tokens,
            output_tokens=reply.output_tokens,
            cost=reply.cost,
            finished_at=now_text(),
        )
    )
    price = {"in": reply.input_tokens, "out": reply.output_tokens, "cost": reply.cost}
    _note(connection, intent, "done", json.dumps(price))


def call_totals(connection: Connection, run_id: str) -> CallTotals:
    """Sums over the calls that a run was the first to make."""
    c = model_calls.c
    rows = connection.execute(
        select(
            c.state,
            func.count(),
            func.coalesce(func.sum(c.input_tokens), 0),
            func.coalesce(func.sum(c.output_tokens), 0),
            func.coalesce(func.sum(c.cost), 0.0),
        )
        .where(c.run_id == run_id)
        .group_by(c.state)
    ).all()
    by_state = {row[0]: row for row in rows}
    done = by_state.get("done")
    started = by_state.get("started")
    return CallTotals(
        paid=done[1] if done else 0,
        open=started[1] if started else 0,
        input_tokens=int(done[2]) if done else 0,
        output_tokens=int(done[3]) if done else 0,
        cost=float(done[4]) if done else 0.0,
    )


def _note(connection: Connection, intent: CallIntent, event: str, detail: str | None) -> None:
    entry = {
        "at": now_text(),
        "run_id": intent.run_id,
        "sha256": intent.sha256,
        "stage": "call",
        "input_hash": intent.call_key,
        "config_hash": "",
        "event": event,
        "detail": detail,
    }
    connection.execute(insert(journal), entry)
