"""The rules of evaluators as data: a TOML file, checked as it is read (docs/evaluator.md describes it)."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool, ValidationError, model_validator

from extractor.audit.vocabulary import is_number, known_checks, known_tables, known_topics, readable
from extractor.errors import RuleError
from extractor.records import Record, SectionKey

LEVELS = ("ministry", "province", "city", "county", "township", "department", "zone", "other")
"""Levels of bodies that a rule may name."""
Level = Literal["ministry", "province", "city", "county", "township", "department", "zone", "other"]
_DAY = re.compile(r"(?P<first>[0-9]{2}-[0-9]{2})(?:/(?P<last>[0-9]{2}-[0-9]{2}))?")
_HEAD = re.compile(r"""\s*\[\[\s*["']?rule["']?\s*\]\]""")
_COMMON_YEAR = 2023
STANDARD = "standard.toml"


def _days(text: str) -> str:
    """The day or two days; ValueError where one of them is not in every year, or they stand the wrong way."""
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r}: write a day as MM-DD, or two as MM-DD/MM-DD")
    try:
        first, last = (
            date.fromisoformat(f"{_COMMON_YEAR}-{each}")
            for each in (match["first"], match["last"] or match["first"])
        )
    except ValueError as error:
        raise ValueError(f"{text!r}: there is no such day in every year; write MM-DD") from error
    if last < first:
        raise ValueError(f"{text!r}: the second day comes before the first")
    return text


def _parts(word: str) -> str:
    """The word; ValueError where there is nothing beside the … that parts it."""
    readable(word.replace("…", ""))
    return word


def _in_order(years: tuple[int, int]) -> tuple[int, int]:
    if years[0] > years[1]:
        raise ValueError(f"{list(years)}: the last year comes before the first")
    return years


_Text = Annotated[str, AfterValidator(readable)]
_Word = Annotated[_Text, AfterValidator(_parts)]
_Words = Annotated[tuple[_Word, ...], Field(min_length=1)]
_Days = Annotated[str, AfterValidator(_days)]
_Count = Annotated[int, BeforeValidator(is_number), Field(ge=0, le=1_000_000)]
_Year = Annotated[int, BeforeValidator(is_number), Field(ge=1990, le=2999)]
_Number = Annotated[float, BeforeValidator(is_number)]
_Prose = Literal["overview", "problems", "other"]
"""Sections that are compared with those of the year before."""
_Tables = Annotated[tuple[str, ...], AfterValidator(known_tables)]


class _Rule(Record):
    id: str = Field(pattern=r"^[a-z][a-z0-9_.]*$")
    title: _Text = Field(description="Chinese")
    english: _Text = ""
    points: _Number = Field(default=1, ge=0, le=1000)
    source: _Text = Field(description="Where the rule comes from")
    levels: tuple[Level, ...] = Field(default=(), description="Levels that it applies to; none: all")
    years: Annotated[tuple[_Year, _Year], AfterValidator(_in_order)] | None = Field(
        default=None, description="First and last report year, inclusive"
    )

    def applies_to(self, level: str | None, year: int | None) -> bool:
        """Whether the rule applies to a report; one of unknown level or year is not left out for that."""
        fits = not self.levels or level is None or level in self.levels
        return fits and (self.years is None or year is None or self.years[0] <= year <= self.years[1])


class PublishedRule(_Rule):
    """Published by a day of the year after the report year."""

    measure: Literal["published"]
    latest: Mapping[Level, _Days] = Field(
        min_length=1, description="Level to MM-DD, or MM-DD/MM-DD where only between the two it is open"
    )


class RepeatedRule(_Rule):
    """Not more than a share of the prose is that of the year before."""

    measure: Literal["repeated"]
    most: _Number = Field(gt=0, lt=1)
    sections: Annotated[tuple[_Prose, ...], Field(min_length=1)] = ("overview", "problems")


class LengthRule(_Rule):
    """A section has so many characters, white space not counted."""

    measure: Literal["length"]
    section: SectionKey
    least: _Count = 0
    most: Annotated[_Count, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "LengthRule":
        if not self.least and self.most is None:
            raise ValueError("give least, most or both")
        if self.most is not None and self.least > self.most:
            raise ValueError(f"least: {self.least} is more than most = {self.most}")
        return self


class MentionsRule(_Rule):
    """A section speaks of a matter: one of the words stands in it."""

    measure: Literal["mentions"]
    section: SectionKey
    words: _Words


class StatesRule(_Rule):
    """A section gives a number of something: a count beside one of the words."""

    measure: Literal["states"]
    section: SectionKey
    words: _Words
    topics: Annotated[tuple[str, ...], AfterValidator(known_topics)] = Field(
        default=(), description="Only counts of these topics; none: all"
    )


class ListsRule(_Rule):
    """The report names at least so many problems, remedies or past rectifications."""

    measure: Literal["lists"]
    what: Literal["issues", "remedies", "past_rectifications"]
    least: Annotated[_Count, Field(ge=1)] = 1


class TablesRule(_Rule):
    """The tables are in the text, so that their numbers can be copied."""

    measure: Literal["tables"]
    tables: _Tables = Field(min_length=1)


class FindingRule(_Rule):
    """No check of these says anything of the report."""

    measure: Literal["no_finding"]
    checks: Annotated[tuple[str, ...], AfterValidator(known_checks)] = Field(
        min_length=1, description="Ids of checks; * stands for any ending"
    )
    open_by: Annotated[tuple[str, ...], AfterValidator(known_checks)] = Field(
        default=(), description="Checks that say that not all of it could be looked at"
    )
    needs_tables: _Tables = Field(default=(), description="Without these it cannot be told")
    needs_year_before: StrictBool = Field(
        default=False, description="Without last year's report it cannot be told"
    )


Rule = Annotated[
    PublishedRule
    | RepeatedRule
    | LengthRule
    | MentionsRule
    | StatesRule
    | ListsRule
    | TablesRule
    | FindingRule,
    Field(discriminator="measure"),
]
MEASURES = ("published", "repeated", "length", "mentions", "states", "lists", "tables", "no_finding")


class Rulebook(Record):
    """A set of rules under one name."""

    name: _Text
    english: _Text = ""
    rules: tuple[Rule, ...] = Field(min_length=1, alias="rule")

    @model_validator(mode="after")
    def _ids_differ(self) -> "Rulebook":
        ids = [rule.id for rule in self.rules]
        twice = next((each for each in ids if ids.count(each) > 1), None)
        if twice is not None:
            raise ValueError(f"two rules have the id {twice!r}; ids must differ")
        return self


def load_rules(path: Path | None = None) -> Rulebook:
    """The rules of a file, by default those that come along; RuleError names file, line and rule."""
    if path is None:
        source = files("extractor.audit.rules") / STANDARD
        return rules_from(source.read_text(encoding="utf-8"), STANDARD)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: cannot be read ({error}); give a rule file in UTF-8") from error
    return rules_from(text, str(path))


def rules_from(text: str, name: str) -> Rulebook:
    """As ``load_rules``, from the text of a file of this name."""
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # RecursionError: brackets in brackets, thousands deep
        said = " ".join(str(error).split())
        raise RuleError(f"{name}: no TOML: {said}; see docs/evaluator.md for an example") from error
    try:
        return Rulebook.model_validate(values)
    except ValidationError as error:
        _fail(name, text, values, error)


def _fail(name: str, text: str, values: Mapping[str, Any], error: ValidationError) -> NoReturn:
    """Raise the first mistake as one line."""
    first = error.errors(include_url=False)[0]
    place = list(first["loc"])
    message = first["msg"].removeprefix("Value error, ").replace("valid tuple", "list in [ ]")
    if place[:1] == ["rule"] and len(place) > 1 and isinstance(place[1], int):
        index = place[1]
        own = values["rule"][index]
        label = own.get("id", "without id") if isinstance(own, dict) else "no table"
        key = ".".join(map(str, place[3:] if place[2:3] and place[2] in MEASURES else place[2:]))
        where = f"{name}, line {_line_of_rule(text, index)}, rule {index + 1} ({label})"
        if first["type"] in ("union_tag_invalid", "union_tag_not_found"):
            key, message = "measure", f"must be one of {', '.join(MEASURES)}"
        elif first["type"] == "extra_forbidden":
            message = "is not a key of this measure; see docs/evaluator.md"
        raise RuleError(" ".join(f"{where}: {f'{key}: ' if key else ''}{message}".split())) from error
    key = ".".join(map(str, place))
    raise RuleError(" ".join(f"{name}: {f'{key}: ' if key else ''}{message}".split())) from error


def _line_of_rule(text: str, index: int) -> int:
    starts = [number for number, line in enumerate(text.split("\n"), 1) if _HEAD.match(line)]
    return starts[index] if index < len(starts) else 1
