"""A wrong quote is planted in every place of a Report that holds a span: each is found, and nothing else."""

from functools import cache
from pathlib import Path

import pytest

from extractor.pipeline import extract_document, read_document, validate_report
from extractor.records import Report, SectionKey
from extractor.validate.context import Context

REPORTS = Path(__file__).parents[2] / "fixtures" / "reports"
NOT_LOOKED_AT = ("findings", "coverage", "places")
"""Spans of the machinery: what it tells of was looked at where it stands."""
WRONG = "此处并无此语"


@cache
def read(name):
    document = read_document((REPORTS / name).read_bytes(), name)
    return extract_document(document), document.text


def spans_in(value, path=()):
    """Path to every span inside the JSON of a record."""
    if isinstance(value, dict):
        if {"start", "end", "quote"} <= value.keys():
            yield path
        else:
            for key, each in value.items():
                yield from spans_in(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from spans_in(each, (*path, index))


def places():
    """One place of each kind: lists count once a list, cells once a table."""
    found = {}
    for name in ("yanbei-2023.txt", "dongliao-2023.txt", "xiating-2020.txt"):
        for path in spans_in(read(name)[0].model_dump(mode="json")):
            if path[0] not in NOT_LOOKED_AT:
                kind = path[:2] if path[0] == "tables" else tuple(k for k in path if isinstance(k, str))
                found[kind] = (name, path)
    return [pytest.param(name, path, id="/".join(map(str, path))) for name, path in found.values()]


@pytest.mark.parametrize(("name", "path"), places())
def test_a_wrong_quote_is_found_wherever_it_stands(name, path):
    report, text = read(name)
    broken = report.model_dump(mode="json")
    at = broken
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = {"start": at[path[-1]]["start"], "end": at[path[-1]]["start"] + len(WRONG), "quote": WRONG}
    found = [f for f in validate_report(Report.model_validate(broken), text) if f.check == "span.quote"]
    assert [(f.where, f.left) for f in found] == [(("/" + "/".join(map(str, path)),), WRONG)]


def test_no_quote_is_complained_of_when_all_are_right():
    for name in ("yanbei-2023.txt", "xiating-2020.txt"):
        assert not [f for f in validate_report(*read(name)) if f.check == "span.quote"]


def test_places_of_every_kind_were_planted():
    kinds = {each.id.split("/")[0] for each in places()}
    assert kinds >= {
        "issuer",
        "title",
        "report_year",
        "period",
        "published_on",
        "sections",
        "narrative",
        "tables",
    }
    tables = {each.id.split("/")[1] for each in places() if each.id.startswith("tables")}
    assert tables == {"proactive", "applications", "disputes"}


@pytest.mark.parametrize("key", [key.value for key in SectionKey])
def test_a_check_that_asks_for_a_section_gets_that_section(key):
    context = Context(*read("yanbei-2023.txt"))
    section = context.section(SectionKey(key))
    there = [each for each in context.report.sections if each.key == key]
    assert section is (there[0] if there else None)
