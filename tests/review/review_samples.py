"""Words that several tests share."""

from extractor.review.events import Action, Decision

CELL = "/tables/applications/denied_enforcement/natural"
"""The one cell of the fixture jishan-2021 that is in conflict: 8 is printed, 3 would satisfy both sums."""


def ask(pointer, value):
    return Decision(pointer, Action.SET, None, {"print": "number", "value": value})
