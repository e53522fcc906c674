"""The rules of evaluators as data: a TOML file, checked as it is read (docs/evaluator.md describes it)."""

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

from pydantic import Field, ValidationError, field_validator, model_validator

from extractor.errors import RuleError
from extractor.records import Record, SectionKey

LEVELS = ("ministry", "province", "city", "county", "township", "department", "zone", "other")
"""Levels of bodies that a rule may name."""
Level = Literal["ministry", "province", "city", "county", "township", "department", "zone", "other"]
_DAY = re.compile(r"(?P<first>\d\d-\d\d)(?:/(?P<last>\d\d-\d\d))?")
STANDARD = "standard.toml"


class _Rule(Record):
    id: str = Field(pattern=r"^[a-z][a-z0-9_.]*$")
    title: str = Field(min_length=1, description="Chinese")
    english: str = ""
    points: float = Field(default=1, ge=0)
    source: str = Field(min_length=1, description="Where the rule comes from")
    levels: tuple[Level, ...] = Field(default=(), description="Levels that it applies to; none: all")
    years: tuple[int, int] | None = Field(default=None, description="First and last report year, inclusive")

    def applies_to(self, level: str | None, year: int | None) -> bool:
        """Whether the rule applies to a report; one of unknown level or year is not left out for that."""
        fits = not self.levels or level is None or level in self.levels
        return fits and (self.years is None or year is None or self.years[0] <= year <= self.years[1])


class PublishedRule(_Rule):
    """Published by a day of the year after the report year."""

    measure: Literal["published"]
    latest: Mapping[Level, str] = Field(
        min_length=1, description="Level to MM-DD, or MM-DD/MM-DD where only between the two it is open"
    )

    @field_validator("latest")
    @classmethod
    def _are_days(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        for level, day in value.items():
            if not _DAY.fullmatch(day):
                raise ValueError(f"{level} = {day!r}: write a day as MM-DD, or two as MM-DD/MM-DD")
        return value


class RepeatedRule(_Rule):
    """Not more than a share of the prose is that of the year before."""

    measure: Literal["repeated"]
    most: float = Field(gt=0, lt=1)
    sections: tuple[SectionKey, ...] = (SectionKey.OVERVIEW, SectionKey.PROBLEMS)


class LengthRule(_Rule):
    """A section has so many characters, white space not counted."""

    measure: Literal["length"]
    section: SectionKey
    least: int = Field(default=0, ge=0)
    most: int | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _says_something(self) -> "LengthRule":
        if not self.least and self.most is None:
            raise ValueError("give least, most or both")
        return self


class MentionsRule(_Rule):
    """A section speaks of a matter: one of the words stands in it."""

    measure: Literal["mentions"]
    section: SectionKey
    words: tuple[str, ...] = Field(min_length=1)


class StatesRule(_Rule):
    """A section gives a number of something: a count beside one of the words."""

    measure: Literal["states"]
    section: SectionKey
    words: tuple[str, ...] = Field(min_length=1)
    topics: tuple[str, ...] = Field(default=(), description="Only counts of these topics; none: all")


class ListsRule(_Rule):
    """The report names at least so many problems, remedies or past rectifications."""

    measure: Literal["lists"]
    what: Literal["issues", "remedies", "past_rectifications"]
    least: int = Field(default=1, ge=1)


class TablesRule(_Rule):
    """The tables are in the text, so that their numbers can be copied."""

    measure: Literal["tables"]
    tables: tuple[str, ...] = Field(min_length=1)


class FindingRule(_Rule):
    """No check of these says anything of the report."""

    measure: Literal["no_finding"]
    checks: tuple[str, ...] = Field(min_length=1, description="Ids of checks; * stands for any ending")
    needs_tables: tuple[str, ...] = Field(default=(), description="Without these it cannot be told")
    needs_year_before: bool = Field(default=False, description="Without last year's report it cannot be told")


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

    name: str = Field(min_length=1)
    english: str = ""
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
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{name}: no TOML: {error}; see docs/evaluator.md for an example") from error
    try:
        return Rulebook.model_validate(values)
    except ValidationError as error:
        _fail(name, text, values, error)


def _fail(name: str, text: str, values: Mapping[str, Any], error: ValidationError) -> NoReturn:
    """Raise the first mistake as one line."""
    first = error.errors(include_url=False)[0]
    place = list(first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    if place[:1] == ["rule"] and len(place) > 1 and isinstance(place[1], int):
        index = place[1]
        own = values["rule"][index]
        label = own.get("id", "without id") if isinstance(own, dict) else "no table"
        key = ".".join(map(str, (part for part in place[2:] if part not in MEASURES)))
        where = f"{name}, line {_line_of_rule(text, index)}, rule {index + 1} ({label})"
        if first["type"] in ("union_tag_invalid", "union_tag_not_found"):
            key, message = "measure", f"must be one of {', '.join(MEASURES)}"
        elif first["type"] == "extra_forbidden":
            message = "is not a key of this measure; see docs/evaluator.md"
        raise RuleError(" ".join(f"{where}: {f'{key}: ' if key else ''}{message}".split())) from error
    key = ".".join(map(str, place))
    raise RuleError(" ".join(f"{name}: {f'{key}: ' if key else ''}{message}".split())) from error


def _line_of_rule(text: str, index: int) -> int:
    starts = [
        number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith("[[rule]]")
    ]
    return starts[index] if index < len(starts) else 1
