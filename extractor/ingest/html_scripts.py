"""The hidden elements that the scripts of a page show as soon as it is loaded."""

import re
from collections.abc import Iterable
from typing import Any

Element = Any

_SHOWING = re.compile(
    r"\.\s*(?:show|fadeIn|slideDown|fadeTo|animate)\s*\("
    r"|\.style\.(?:display|visibility|opacity)\s*=\s*[\"']?(?!\s*(?:none|hidden|[\"']?0[\"']?\s*[;}\n]))"
    r"|classList\s*\.\s*(?:remove|add|toggle)\s*\(|(?:remove|add|toggle)Class\s*\("
    r"|\.removeAttr(?:ibute)?\s*\(\s*[\"'](?:hidden|style)|\.hidden\s*=\s*false|setProperty\s*\("
    r"|\.css\s*\(\s*\{?\s*[\"']?(?:display|visibility|opacity)[\"']?\s*[,:]\s*[\"']?(?!none|hidden|0[\"'])"
)
_NAME = re.compile(r"[\"']([.#]?[A-Za-z_][\w-]{0,80})[\"']")
_BEFORE = 160
"""Characters before the showing call in which the element that is shown is named."""
_ON_ACTION = re.compile(
    r"click|hover|mouse|touch|key(?:up|down|press)|change|toggle|submit|focus|function\s+\w", re.IGNORECASE
)
_HEAD = 80
"""Characters before a brace that say when what stands inside of it runs."""


def names_shown(scripts: Iterable[str]) -> frozenset[str]:
    """Ids and classes, without their mark, of what is shown without anybody doing anything."""
    found: set[str] = set()
    for script in scripts:
        calls = [match.start() for match in _SHOWING.finditer(script)]
        if not calls:
            continue
        waiting = _stretches_that_wait(script)
        for place in calls:
            if not any(start < place < end for start, end in waiting):
                statement = max(script.rfind(";", 0, place), script.rfind("}", 0, place), place - _BEFORE, 0)
                found |= {name.lstrip(".#") for name in _NAME.findall(script[statement:place])}
    return frozenset(found)


def is_named(node: Element, names: frozenset[str]) -> bool:
    """Whether the id or a class of the element is among the names."""
    return node.get("id") in names or any(name in names for name in (node.get("class") or "").split())


def _stretches_that_wait(script: str) -> list[tuple[int, int]]:
    """Bodies of functions that run when somebody clicks, points or types, or when they are called by name."""
    found: list[tuple[int, int]] = []
    opened: list[tuple[int, bool]] = []
    for match in re.finditer(r"[{}]", script):
        if match[0] == "{":
            head = script[max(match.start() - _HEAD, 0) : match.start()]
            head = head[max(head.rfind(";"), head.rfind("}")) + 1 :]
            opened.append((match.start(), bool(_ON_ACTION.search(head))))
        elif opened:
            start, waits = opened.pop()
            if waits and not any(outer for _, outer in opened):
                found.append((start, match.start()))
    return found
