"""Whether what a reader read is what the data set says."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from extractor.certify.claims import Claim
from extractor.certify.strata import known_strata
from extractor.errors import UsageError
from extractor.grammar import find_numbers
from extractor.records import CountPeriod, EventKind, Topic

NONE = "none"
"""Pick: it is nothing of the kind."""
CUT = "cut"
"""Pick: there is such a thing, but not in these bounds: half of one, or several."""
_ROLES = ("issues", "remedies", "past_rectifications", NONE, CUT)
_MISSED = (NONE, "counts", "trainings", "events", "issues", "remedies", "past_rectifications")
_NOISE = re.compile(r"[\s\W_]+")


def choices(kind: str) -> tuple[str, ...]:
    """What can be picked, in the order of the page; empty where the answer is typed."""
    match kind:
        case "topic":
            return tuple(topic.value for topic in Topic)
        case "period":
            return tuple(period.value for period in CountPeriod)
        case "role":
            return _ROLES
        case "kind":
            return (*(each.value for each in EventKind), NONE)
        case "digits" | "sentence":
            return _MISSED
        case _:
            return ()


def plain_answer(kind: str, said: Mapping[str, Any]) -> str:
    """The answer as exact text; empty: nothing is printed. UsageError for what cannot be an answer."""
    value = said.get("value")
    if said.get("none") is True:
        return ""
    if not isinstance(value, str) or not value.strip() or len(value) > 500:
        raise UsageError("type or pick what is printed, or say that nothing is")
    value = value.strip()
    if options := choices(kind):
        if value not in options:
            raise UsageError(f"{value}: pick one of {', '.join(options)}")
        return value
    answer = known_strata().kinds[kind].answer
    if answer == "number":
        return _number(value)
    return _day(value) if answer == "day" else value


def _number(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "").replace("−", "-")
    if re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,6})?", plain):
        found = Decimal(plain)
    else:  # 18万, 三十五
        numbers = list(find_numbers(plain))
        if len(numbers) != 1 or numbers[0].end - numbers[0].start != len(plain):
            raise UsageError(f"{text[:40]}: no number; type digits, with a point or a sign if need be")
        found = numbers[0].value
    shown = format(found, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _day(text: str) -> str:
    found = re.fullmatch(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?", unicodedata.normalize("NFKC", text))
    if found is None:
        raise UsageError(f"{text[:40]}: type the day as 2021-01-31 or 20210131")
    return f"{int(found[1]):04}-{int(found[2]):02}-{int(found[3]):02}"


def agrees(claim: Claim, answer: str) -> bool:
    """Whether a plain answer says what the claim says.

    Of a value that sums alone give, the reader confirms that nothing is printed: the sums do the rest.
    """
    if claim.rests_on == "inferred" and answer == "":
        return True
    kind = known_strata().kinds[claim.kind].answer
    if kind == "number" and answer and claim.value:
        return Decimal(answer) == Decimal(claim.value)
    if kind == "text":
        return _folded(answer) == _folded(claim.value)
    return answer == claim.value


def same_answer(kind: str, one: str, other: str) -> bool:
    """Whether two answers of readers are the same."""
    return agrees(Claim("", kind, "human", "", one), other)


def _folded(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()
