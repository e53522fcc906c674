"""Wrong answers of an auditor; a module of its own, since every folder has a conftest."""

from datetime import date

from extractor.certify.comparing import choices


def wrong_value(claim):
    """An answer that is not what the data say and not absurd."""
    if options := choices(claim.kind):
        return next(each for each in reversed(options) if each != claim.value)
    if claim.kind == "day":
        return str(date(2001, 2, 3))
    return "31415"
