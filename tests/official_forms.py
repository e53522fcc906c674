"""The tables of the yearly forms by name, for tests."""

from extractor.forms import edition_named

_OLD, _NEW = edition_named("2019"), edition_named("2021")
PROACTIVE_2019, APPLICATIONS_ONE_OTHER, DISPUTES = _OLD.tables
PROACTIVE_2021, APPLICATIONS_THREE_OTHER, DISPUTES_2021 = _NEW.tables
APPLICATIONS_ONE_OTHER_2021 = _NEW.variants_of("applications")[1]
