"""Calls that cost money: recorded before they are made and when they are answered, never paid twice."""

import json
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from extractor.store.row_writing import now_text
from extractor.store.schema import journal, model_calls


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
    tries = {"tries": model_calls.c.tries + 1, "started_at": now_text(), "state": "started"}
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
    """Record the reply and its price, beside what tries without a reply have cost."""
    _pay(connection, intent, reply, {"state": "done", "reply": reply.content, "finished_at": now_text()})
    _note(connection, intent, "done", _price(reply))


def waste_call(connection: Connection, intent: CallIntent, reply: PaidReply) -> None:
    """Record the price of a call that gave no reply to keep (cut off, looped, refused)."""
    _pay(connection, intent, reply, {"state": "useless"})
    _note(connection, intent, "wasted", _price(reply))


def forget_reply(connection: Connection, call_key: str) -> None:
    """Let a call be made again whose reply was of no use; its price stays."""
    again = update(model_calls).where(model_calls.c.call_key == call_key, model_calls.c.state == "done")
    connection.execute(again.values(state="useless", reply=None))


def _pay(connection: Connection, intent: CallIntent, reply: PaidReply, more: dict[str, Any]) -> None:
    c = model_calls.c
    connection.execute(
        update(model_calls)
        .where(c.call_key == intent.call_key)
        .values(
            input_tokens=c.input_tokens + reply.input_tokens,
            output_tokens=c.output_tokens + reply.output_tokens,
            cost=c.cost + reply.cost,
            **more,
        )
    )


def _price(reply: PaidReply) -> str:
    return json.dumps({"in": reply.input_tokens, "out": reply.output_tokens, "cost": reply.cost})


def call_totals(connection: Connection, run_id: str) -> CallTotals:
    """Calls that a run has paid for, whatever came of them, and those that are open."""
    c, at = model_calls.c, journal.c
    is_paid = (at.run_id == run_id, at.stage == "call", at.event.in_(("done", "wasted")))
    sums = (func.coalesce(func.sum(column), 0) for column in (c.input_tokens, c.output_tokens, c.cost))
    tokens_in, tokens_out, cost = connection.execute(select(*sums).where(c.run_id == run_id)).one()
    still_open = select(func.count()).where(c.run_id == run_id, c.state == "started")
    return CallTotals(
        paid=connection.scalar(select(func.count()).select_from(journal).where(*is_paid)) or 0,
        open=connection.scalar(still_open) or 0,
        input_tokens=int(tokens_in),
        output_tokens=int(tokens_out),
        cost=float(cost),
    )


class HandedIn(NamedTuple):
    """A batch of calls at a service that answers within a day."""

    intent: str
    """Written before it is handed in."""
    batch_id: str | None
    """None: nobody heard whether it arrived."""
    keys: tuple[str, ...]
    tokens: tuple[int, ...] = ()
    """Estimates of the questions, in the order of the keys."""


def note_batch(
    connection: Connection, run_id: str, batch: HandedIn, event: Literal["intended", "handed", "fetched"]
) -> None:
    """Write into the journal how far a batch is."""
    is_first = event == "intended"
    asked = {"keys": batch.keys if is_first else (), "tokens": batch.tokens if is_first else ()}
    detail = json.dumps({"batch_id": batch.batch_id, **asked})
    entry = {
        "at": now_text(),
        "run_id": run_id,
        "sha256": "",
        "stage": "batch",
        "input_hash": batch.intent,
        "config_hash": "",
        "event": event,
        "detail": detail,
    }
    connection.execute(insert(journal), entry)


def batches_under_way(connection: Connection, run_id: str) -> list[HandedIn]:
    """Batches that were handed in, or were about to be, and whose replies were never fetched."""
    c = journal.c
    rows = connection.execute(
        select(c.input_hash, c.event, c.detail)
        .where(c.run_id == run_id, c.stage == "batch")
        .order_by(c.entry_id)
    ).all()
    found: dict[str, HandedIn] = {}
    for row in rows:
        detail = json.loads(row.detail)
        if row.event == "intended":
            found[row.input_hash] = HandedIn(
                row.input_hash, None, tuple(detail["keys"]), tuple(detail.get("tokens", ()))
            )
        elif row.event == "handed" and row.input_hash in found:
            found[row.input_hash] = found[row.input_hash]._replace(batch_id=detail["batch_id"])
        else:
            found.pop(row.input_hash, None)
    return list(found.values())


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
