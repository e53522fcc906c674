"""A fact of the prose as a browser sends it, checked field by field; the rest is the server's own."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from extractor.errors import UsageError
from extractor.records import EventKind
from extractor.review.accepted import FACT_FIELDS, OPTIONAL_FIELDS, FieldPlace, refused, stands_in
from extractor.review.corrected import Corrected
from extractor.review.editable_facts import AnyFact, fact_json, fact_of
from extractor.review.sound_text import MAX_TEXT, index_in

MAX_VALUE = 300
"""Characters of the words in which one cell or one fact of the header stands."""
_OWN = frozenset({"evidence", "basis", "witnesses"})


class SentFact(NamedTuple):
    """Where a fact is to stand, and the facts that it takes the place of."""

    list: str
    replaced: Sequence[AnyFact]
    state: Corrected
    text: str


def accepted_fact(sent: SentFact, fields: Any) -> dict[str, Any]:
    """The fact as it is recorded: basis ``human``, with the witnesses of the fact that it replaces.

    A field that says what it said before is not checked again: machines read what nobody may type.
    """
    if not isinstance(fields, Mapping):
        raise UsageError(
            "事实应为含各字段的对象，请重新载入 / "
            "a fact is an object with its fields; load the document again"
        )
    before = [fact_json(fact) for fact in sent.replaced]
    kept = _accepted_fields(sent, fields, before)
    kept["evidence"] = accepted_stretch(sent.text, fields.get("evidence"))
    kept["witnesses"] = next(
        (e["witnesses"] for e in before if e["witnesses"] == fields.get("witnesses")), []
    )
    if len(before) == 1:
        kept["witnesses"] = before[0]["witnesses"]
    fact = fact_of(sent.list, kept)
    _check_together(sent.list, fact, before)
    return fact_json(fact)


def _accepted_fields(
    sent: SentFact, fields: Mapping[str, Any], before: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    known = FACT_FIELDS[sent.list]
    if unknown := sorted(set(fields) - set(known) - _OWN):
        named = ", ".join(unknown)[:80]
        raise UsageError(
            f"没有这样的字段：{named}，请重新载入 / {named} is no field of a fact; load the page again"
        )
    kept: dict[str, Any] = {}
    for name, check in known.items():
        if name not in fields:
            if name in OPTIONAL_FIELDS:
                continue
            raise UsageError(f"缺少 {name}，请重新发送 / {name} missing; send the decision again")
        value = fields[name]
        is_same = any(json.dumps(value) == json.dumps(each.get(name)) for each in before)
        kept[name] = value if is_same else check(value, FieldPlace(name, sent.text))
    if "addresses" in kept:
        kept["addresses"] = _base_addresses(sent.state, kept["addresses"])
    return kept


def _base_addresses(state: Corrected, shown: Sequence[int]) -> list[int]:
    """The issues that a remedy names by their place on the page, as the machine numbered them."""
    keys = state.keys["issues"]
    if any(index >= len(keys) for index in shown):
        chinese, english = f"只有 {len(keys)} 个问题", f"there are {len(keys)} issues; choose among them"
        raise refused("addresses", shown, chinese, english)
    found = [index_in(keys[index]) for index in shown]
    if any(each is None for each in found):
        chinese = "人工添加的问题尚不能引用，请只填机器读出的问题"
        english = "an issue that a person added cannot be named here; name those that were read"
        raise refused("addresses", shown, chinese, english)
    return [each for each in found if each is not None]


def accepted_stretch(text: str, span: Any) -> dict[str, Any]:
    """Evidence whose words stand where it says, in whole numbers, no longer than a text may be."""
    if not isinstance(span, Mapping) or set(span) != {"start", "end", "quote"}:
        raise UsageError(
            "出处缺失或不完整，请重新选中 / evidence: start, end and quote are needed; select the words again"
        )
    start, end = checked_bounds(text, span["start"], span["end"])
    if text[start:end] != span["quote"]:
        raise UsageError(
            "原文该处没有所引文字，请重新选中 / "
            "the quoted words do not stand there in the text; select them again"
        )
    return dict(span)


def checked_bounds(text: str, start: Any, end: Any, most: int = MAX_TEXT) -> tuple[int, int]:
    """A stretch of the text with words in it; UsageError for anything else."""
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        shown = f"{start}–{end}"[:60]
        raise UsageError(
            f"{shown} 不在原文之内，请选中原文的文字；所引文字不在那里 / {shown} is no stretch of the text "
            "and its words do not stand there; select words of the document"
        )
    if end - start > most or not text[start:end].strip():
        raise UsageError(
            f"请选中 1 至 {most} 个字符的文字 / "
            f"select words of the document, at most {most} characters of them"
        )
    return start, end


def _check_together(list_name: str, fact: Any, before: Sequence[Mapping[str, Any]]) -> None:
    """What the fields of a fact must not say of each other, where the person changed one of them."""
    said = fact_json(fact)

    def is_new(*names: str) -> bool:
        return not any(all(each.get(name) == said[name] for name in names) for each in before)

    if "text" in said and is_new("text", "evidence") and not stands_in(fact.text, fact.evidence.quote):
        raise refused(
            "text",
            fact.text,
            "不在所引原文之内，请先选中出处",
            "it does not stand in the quoted words; select them first",
        )
    if "kind" not in said:
        return
    if is_new("start", "end") and fact.start and fact.end and fact.end < fact.start:
        raise refused(
            "end", fact.end, f"早于开始日期 {fact.start}", f"it is before the first day, {fact.start}"
        )
    is_training = fact.kind is EventKind.TRAINING
    if is_new("kind") and is_training != (list_name == "trainings"):
        raise refused(
            "kind", said["kind"], "与所在列表不符", "trainings stand in one list, other events in the other"
        )
