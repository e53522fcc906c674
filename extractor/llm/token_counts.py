"""Tokens as servers count them, under whatever names."""

import re
from collections.abc import Mapping
from typing import Any

_MOST_TOKENS = 100_000_000
"""More than any model reads or writes in one call: such a count is nonsense, tokens are estimated instead."""

_THOUGHT = ("reasoningtokens", "thoughtstokencount")


def counted(usage: Mapping[str, Any]) -> dict[str, int]:
    """What a count says of ``input``, ``output``, ``total``, ``cached`` and ``reasoning``, where it says it.

    Input is all that was read. Where tokens of the prompt cache are counted beside it they are added to it.
    """
    flat = _plainly_named(usage)
    asked = _plainly_named(_inside(flat, "prompttokensdetails", "inputtokensdetails"))
    thought = _plainly_named(_inside(flat, "completiontokensdetails", "outputtokensdetails"))
    total = _number(flat, "totaltokens", "totaltokencount")
    output = _number(flat, "completiontokens", "outputtokens", "candidatestokencount")
    prompt = _number(flat, "prompttokens", "prompttokencount")
    asked_alone = _number(flat, "inputtokens")
    given = prompt or asked_alone
    read, kept = _number(flat, "cachereadinputtokens"), _number(flat, "cachecreationinputtokens")
    if given and read + kept and (total == given + output + read + kept or not (total or prompt)):
        given += read + kept  # as Anthropic counts: what the cache gave is not among what was read
    elif not given and total > output > 0:
        given = total - output
    hit = _number(flat, "promptcachehittokens", "cachedtokens", "cachedcontenttokencount") or read
    reasoning = _number(thought, "reasoningtokens") or _number(flat, *_THOUGHT)
    if given and total == given + output + reasoning:
        output += reasoning  # as xAI counts: thinking stands beside the completion, and is paid for
    found = {
        "input": given,
        "output": output,
        "total": total,
        "cached": _number(asked, "cachedtokens") or hit,
        "reasoning": reasoning,
    }
    return {name: number for name, number in found.items() if number}


def _plainly_named(counts: Mapping[str, Any]) -> dict[str, Any]:
    """The same with names in small letters without marks: ``promptTokens`` and ``prompt_tokens`` are one."""
    return {re.sub(r"[\W_]+", "", str(name)).lower(): value for name, value in counts.items()}


def _inside(counts: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    return next((counts[name] for name in names if isinstance(counts.get(name), Mapping)), {})


def _number(counts: Mapping[str, Any], *names: str) -> int:
    for name in names:
        value = counts.get(name)
        if isinstance(value, str) and re.fullmatch(r"\s*\d{1,12}(\.0+)?\s*", value):
            value = float(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= _MOST_TOKENS:
            return int(value)
    return 0
