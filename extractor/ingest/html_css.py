"""The style sheets of a page as far as they decide what a reader sees; bounded in what they cost.

A subset of CSS: compound selectors with the four combinators, the cascade by importance, specificity and
order, media queries as on a wide screen. A selector that is not understood applies to nothing. Rules with the
same selector are one; elements are compared with selectors until the steps are used up.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from extractor.ingest.html_selectors import (
    Compound,
    Condition,
    Specificity,
    compares,
    compounds_of,
    key_of,
    specificity_of,
)

Element = Any
Declared = dict[str, str]
"""Value by property, in lower case."""

_SEEN_BY = re.compile(
    r"display|(?:content-)?visibility|opacity|font(?:-size)?|(?:background-)?color|background(?:-image)?|vertical-align"
    r"|text-decoration(?:-line)?|clip(?:-path)?|position|left|top|right|text-indent|margin-left|line-height"
    r"|(?:max-)?(?:height|width)|overflow(?:-[xy])?|transform|filter|(?:-webkit-)?animation(?:-name)?|transition"
)
"""Properties that can hide print or show it again."""
_BLOCK = re.compile(r"[{}]")
_WIDE_SCREEN = 1280
_MAX_STEPS = 5_000_000
"""Comparisons of elements with selectors: some seconds."""
_CHARACTERS_A_STEP = 64
"""Of an attribute that is looked through."""
_WIDTH = re.compile(r"\(\s*(min|max)-(?:device-)?width\s*:\s*([\d.]+)\s*(px|em|rem)?\s*\)")


class _Rule(NamedTuple):
    """All that the sheets declare under one selector."""

    specificity: Specificity
    compounds: tuple[Compound, ...]
    declared: dict[str, tuple[int, str]]
    """By property: the place in the order of the sheets, the value."""
    important: dict[str, tuple[int, str]]


class StyleSheets:
    """All rules of a page that bear on what is seen."""

    def __init__(self, sheets: list[str]) -> None:
        self._by_selector: dict[str, _Rule | None] = {}
        self._by_key: dict[str, list[_Rule]] = {}
        self._order = 0
        self.steps = 0
        for sheet in sheets:
            for selectors, block in _rules(_without_comments(sheet)):
                self._add(selectors, block)

    @property
    def is_used_up(self) -> bool:
        """Whether the sheets cost too much: what is asked from then on is not answered by them."""
        return self.steps > _MAX_STEPS

    def _add(self, selectors: str, block: str) -> None:
        declared, important = declarations(block)
        if not declared and not important:
            return
        for selector in dict.fromkeys(each.strip() for each in selectors.split(",")):
            self._order += 1
            if (rule := self._rule(selector)) is not None:
                rule.declared.update((name, (self._order, value)) for name, value in declared.items())
                rule.important.update((name, (self._order, value)) for name, value in important.items())

    def _rule(self, selector: str) -> _Rule | None:
        """The rule of a selector; None where it is not understood."""
        if selector not in self._by_selector:
            compounds = compounds_of(selector)
            rule = _Rule(specificity_of(compounds), compounds, {}, {}) if compounds else None
            if rule is not None:
                self._by_key.setdefault(key_of(compounds[-1]), []).append(rule)
            self._by_selector[selector] = rule
        return self._by_selector[selector]

    def declared_for(self, node: Element, style: str | None) -> Declared:
        """What sheets and the element's own style declare for it, after the cascade."""
        rules = list(self._matching(node))
        if not rules and not style:
            return {}
        own, own_important = declarations(style or "")
        sheets = self._cascade((rule.specificity, rule.declared) for rule in rules)
        important = self._cascade((rule.specificity, rule.important) for rule in rules)
        return {**sheets, **own, **important, **own_important}

    def _cascade(self, blocks: Iterable[tuple[Specificity, dict[str, tuple[int, str]]]]) -> Declared:
        """The value of each property where it is declared most specifically, and last."""
        won: dict[str, tuple[Specificity, int, str]] = {}
        for specificity, block in blocks:
            self.steps += len(block)
            for name, (order, value) in block.items():
                if name not in won or (specificity, order) > won[name][:2]:
                    won[name] = (specificity, order, value)
        return {name: value for name, (_, _, value) in won.items()}

    def _matching(self, node: Element) -> Iterator[_Rule]:
        if not self._by_key:
            return
        keys = [node.tag, "*", *(f".{name}" for name in set((node.get("class") or "").split()))]
        if node.get("id"):
            keys.append(f"#{node.get('id')}")
        for key in keys:
            for rule in self._by_key.get(key, ()):
                if self.is_used_up:
                    return
                if self._matches(node, rule.compounds):
                    yield rule

    def _matches(self, node: Element, compounds: tuple[Compound, ...]) -> bool:
        """From the right to the left; greedy, which is exact but for chains that need to go back."""
        if not self._holds(node, compounds[-1]):
            return False
        here = node
        for index in range(len(compounds) - 2, -1, -1):
            combinator = compounds[index + 1].combinator
            while True:
                here = here.getprevious() if combinator in "+~" else here.getparent()
                self.steps += 1
                if here is None or self.is_used_up:
                    return False
                if self._holds(here, compounds[index]):
                    break
                if combinator in ">+":
                    return False
        return True

    def _holds(self, node: Element, compound: Compound) -> bool:
        self.steps += 1
        return isinstance(node.tag, str) and all(
            self._is(node, condition) for condition in compound.conditions
        )

    def _is(self, node: Element, condition: Condition) -> bool:
        kind, name, value, inner = condition
        if kind == "tag":
            return name in ("*", node.tag)
        if kind == "#":
            return bool(node.get("id") == name)
        if kind == "not":
            return not any(self._is(node, each) for each in inner)
        if kind == "place":
            return self._stands(node, name, value)
        found = node.get("class" if kind == "." else name)
        self.steps += 1 + len(found or "") // _CHARACTERS_A_STEP
        return compares(found, "~=", name) if kind == "." else compares(found, kind, value)

    def _stands(self, node: Element, name: str, value: str) -> bool:
        if name == "root":
            return node.getparent() is None
        ahead = node.itersiblings(preceding=name != "last-child")
        if name in ("first-child", "last-child"):
            return next(ahead, None) is None
        wanted = int(value)
        for before, _ in enumerate(ahead):
            self.steps += 1
            if before + 1 >= wanted or self.is_used_up:
                return False
            last = before + 1
            if last == wanted - 1:
                return next(ahead, None) is None
        return wanted == 1


def declarations(block: str) -> tuple[Declared, Declared]:
    """The declarations of a block that bear on what is seen: plain ones, and those marked important."""
    plain: Declared = {}
    important: Declared = {}
    for declaration in block.split(";"):
        name, colon, value = declaration.partition(":")
        name = name.strip().lower()
        if not colon or not _SEEN_BY.fullmatch(name):
            continue
        value = value.strip().lower()
        marked = value.endswith("important") and "!" in value
        (important if marked else plain)[name] = value.rpartition("!")[0].strip() if marked else value
    return plain, important


def _without_comments(sheet: str) -> str:
    parts = []
    rest = sheet.replace("<!--", "").replace("-->", "")
    while True:
        before, opened, rest = rest.partition("/*")
        parts.append(before)
        if not opened:
            return " ".join(parts)
        _, closed, rest = rest.partition("*/")
        if not closed:
            return " ".join(parts)


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """(selectors, declarations) of every rule that holds on a wide screen."""
    open_blocks: list[tuple[bool, str]] = []
    """Whether what stands inside applies, and the selectors of a rule."""
    last = 0
    for mark in _BLOCK.finditer(sheet):
        words = sheet[last : mark.start()]
        last = mark.end()
        if mark[0] == "}":
            if open_blocks:
                applies, selectors = open_blocks.pop()
                if applies and selectors:
                    yield selectors, words
            continue
        applies = all(outer for outer, _ in open_blocks[-1:])
        prelude = words.rpartition(";")[2].strip()
        if prelude.startswith("@"):
            open_blocks.append((applies and _applies(prelude.lower()), ""))
        else:
            open_blocks.append((applies, prelude))


def _applies(prelude: str) -> bool:
    """Whether an at-rule holds rules for a wide screen."""
    name, _, condition = prelude.partition(" ")
    if name != "@media":
        return name in ("@supports", "@layer", "@container")
    return any(_screen(query) for query in condition.split(","))


def _screen(query: str) -> bool:
    if "print" in query and "not" not in query:
        return False
    if any(word in query for word in ("speech", "braille", "prefers-", "portrait", "hover")):
        return False
    for side, number, unit in _WIDTH.findall(query):
        pixels = float(number) * (16 if unit in ("em", "rem") else 1)
        if (side == "min") != (pixels <= _WIDE_SCREEN):
            return False
    return True
