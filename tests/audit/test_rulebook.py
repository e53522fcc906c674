"""Rule files: what is accepted, and that each mistake is one line that names its place."""

import re
from importlib.resources import files
from math import isfinite
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelves import MemoryShelf

from extractor.audit import Subject, judge, score_of
from extractor.audit.rulebook import LEVELS, MEASURES, STANDARD, load_rules, rules_from
from extractor.audit.vocabulary import check_ids
from extractor.errors import RuleError
from extractor.evaluation.city import CityShape, make_city
from extractor.records import Topic

GOOD = """
name = "本市细则"

[[rule]]
id = "timely"
title = "按时公布"
points = 2
source = "本市细则第一条"
measure = "published"
latest = { county = "03-31", department = "01-31" }

[[rule]]
id = "short"
title = "第一部分不超过800字"
source = "本市细则第二条"
measure = "length"
section = "overview"
most = 800
"""


def test_the_rules_that_come_along_name_their_sources_and_use_every_measure() -> None:
    book = load_rules()
    assert {rule.measure for rule in book.rules} == set(MEASURES)
    assert all(rule.source and rule.title and rule.english for rule in book.rules)


def test_topics_of_the_rules_that_come_along_are_topics() -> None:
    named = {topic for rule in load_rules().rules for topic in getattr(rule, "topics", ())}
    assert named <= {str(topic) for topic in Topic}


def test_a_file_of_ones_own_is_read(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(GOOD, encoding="utf-8-sig")
    assert [rule.id for rule in load_rules(file).rules] == ["timely", "short"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            ('"length"', '"lenght"'), "line 12, rule 2 (short): measure: must be one of", id="measure"
        ),
        pytest.param(("most = 800", "mots = 800"), "rule 2 (short): mots: is not a key", id="key"),
        pytest.param(("most = 800", 'most = "many"'), "rule 2 (short): most:", id="type"),
        pytest.param(("most = 800", ""), "rule 2 (short): give least, most or both", id="nothing to measure"),
        pytest.param(('"03-31"', '"31 March"'), "line 4, rule 1 (timely): latest.county: ", id="day"),
        pytest.param(("county =", "village ="), "rule 1 (timely): latest.village", id="level"),
        pytest.param(('id = "short"', 'id = "timely"'), "two rules have the id 'timely'", id="same id"),
        pytest.param(("points = 2", "points = -2"), "rule 1 (timely): points:", id="points"),
        pytest.param(('source = "本市细则第二条"', ""), "rule 2 (short): source:", id="source"),
        pytest.param(('section = "overview"', 'section = "one"'), "rule 2 (short): section:", id="section"),
        pytest.param(("[[rule]]", "[rule"), "no TOML", id="no TOML"),
        pytest.param((GOOD, 'name = "空"\nrule = []\n'), "rule:", id="no rule"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(change: tuple[str, str], said: str) -> None:
    with pytest.raises(RuleError) as caught:
        rules_from(GOOD.replace(*change), "mine.toml")
    message = str(caught.value)
    assert message.startswith("mine.toml")
    assert said in message
    assert "\n" not in message


def test_a_file_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="cannot be read"):
        load_rules(tmp_path / "none.toml")


def test_levels_of_rules_are_those_of_bodies() -> None:
    assert len(LEVELS) == len(set(LEVELS)) == 8


ONE = 'name = "x"\n[[rule]]\nid = "a"\ntitle = "甲"\nsource = "乙"\n'


@pytest.mark.parametrize(
    ("key", "body"),
    [
        ("latest.department", 'measure = "published"\nlatest = { department = "02-30" }'),
        ("latest.department", 'measure = "published"\nlatest = { department = "13-01" }'),
        ("latest.county", 'measure = "published"\nlatest = { county = "02-29" }'),
        ("latest.county", 'measure = "published"\nlatest = { county = "01-31/01-10" }'),
        ("latest.county", 'measure = "published"\nlatest = { county = "０１-３１" }'),
        ("words.0", 'measure = "states"\nsection = "overview"\nwords = [""]'),
        ("words.1", 'measure = "mentions"\nsection = "overview"\nwords = ["网站", " \u200b"]'),
        ("words.0", 'measure = "mentions"\nsection = "overview"\nwords = ["……"]'),
        ("words", 'measure = "mentions"\nsection = "overview"\nwords = "网站"'),
        ("title", 'measure = "length"\nsection = "overview"\nmost = 9\n#'),
        ("points", 'measure = "length"\nsection = "overview"\nmost = 9\npoints = 1e308'),
        ("points", 'measure = "length"\nsection = "overview"\nmost = 9\npoints = nan'),
        ("points", 'measure = "length"\nsection = "overview"\nmost = 9\npoints = true'),
        ("most", 'measure = "length"\nsection = "overview"\nmost = true'),
        ("least", 'measure = "length"\nsection = "overview"\nleast = 900\nmost = 400'),
        ("years", 'measure = "length"\nsection = "overview"\nmost = 9\nyears = [2030, 2021]'),
        ("years.0", 'measure = "length"\nsection = "overview"\nmost = 9\nyears = [21, 30]'),
        ("topics", 'measure = "states"\nsection = "overview"\nwords = ["网站"]\ntopics = ["xx"]'),
        ("tables", 'measure = "tables"\ntables = ["table3"]'),
        ("checks", 'measure = "no_finding"\nchecks = ["identitty.*"]'),
        ("checks", 'measure = "no_finding"\nchecks = ["identity.*", "families.sum"]'),
        ("needs_tables", 'measure = "no_finding"\nchecks = ["identity.*"]\nneeds_tables = ["three"]'),
        ("needs_year_before", 'measure = "no_finding"\nchecks = ["sum*"]\nneeds_year_before = "yes"'),
        ("sections.0", 'measure = "repeated"\nmost = 0.5\nsections = ["applications"]'),
        ("most", 'measure = "repeated"\nmost = 50'),
    ],
)
def test_what_could_never_be_meant_is_refused_with_file_line_rule_and_key(key: str, body: str) -> None:
    text = ONE + body
    if body.endswith("#"):
        text = text.replace("甲", "\\u0001")
    if key == "needs_year_before":
        text = text.replace("sum*", "identity.sum")
    with pytest.raises(RuleError) as caught:
        rules_from(text, "mine.toml")
    message = str(caught.value)
    assert message.startswith(f"mine.toml, line 2, rule 1 (a): {key}: ")
    assert "\n" not in message


def test_numbers_and_brackets_beyond_measure_are_one_line() -> None:
    for value in ("1" * 5000, "[" * 5000):
        with pytest.raises(RuleError, match=r"^mine\.toml: no TOML: .+$"):
            rules_from(f"{ONE}points = {value}", "mine.toml")


def test_ids_of_findings_that_the_docs_list_for_other_rooms_are_known() -> None:
    docs = Path(__file__).parents[2] / "docs" / "checks.md"
    others = docs.read_text("utf-8").partition("## Findings of other rooms")[2]
    listed = set(re.findall(r"^\| `([a-z_.]+)`", others, re.MULTILINE))
    assert listed - {"years.body"} <= set(check_ids())  # years.body: `validate` alone makes it


LINES = (files("extractor.audit.rules") / STANDARD).read_text(encoding="utf-8").splitlines()
VALUES = st.sampled_from(
    (
        *("true", "-1", "0", "1e308", "inf", "nan", '""', '" "', '"xx"', "[]", '[""]', "[1, 0]", "[[[]]]"),
        *("[2030, 2021]", '"02-30"', '"12-31/01-01"', '["identitty"]', "{}", "2025-01-01", "9" * 400),
        '"\\u0000"',
    )
)
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("drop"), st.integers(0, len(LINES) - 1), st.just("")),
        st.tuples(st.just("value"), st.integers(0, len(LINES) - 1), VALUES),
        st.tuples(st.just("text"), st.integers(0, len(LINES) - 1), st.text(max_size=6)),
        st.tuples(st.just("swap"), st.integers(0, len(LINES) - 1), st.sampled_from(LINES)),
    ),
    min_size=1,
    max_size=2,
)


@pytest.fixture(scope="module")
def report():
    shelf = MemoryShelf(make_city(3, (), CityShape(districts=1, townships=0, departments=0, years=1)))
    return shelf.report(next(iter(shelf.namings())).report)


@settings(max_examples=120, deadline=None)
@given(CHANGES)
def test_no_change_of_the_rules_that_come_along_ends_in_more_than_one_line(report, changes) -> None:
    lines = list(LINES)
    for how, at, what in changes:
        key, equals, old = lines[at].partition(" = ")
        changed = {"drop": "", "swap": what, "value": f"{key} = {what}" if equals else what}
        lines[at] = changed.get(how, f"{key}{equals}{old[:-2]}{what}{old[-2:]}")
    try:
        book = rules_from("\n".join(lines), "mine.toml")
    except RuleError as error:
        told = str(error)
    else:
        told = ""
    if told:
        assert re.fullmatch(r"mine\.toml[^\n]*: [^\n]+", told), told
        return
    for level in (None, "county", "department"):
        points = judge(book, Subject(report, level, report.findings))
        assert isfinite(score_of(points).high)
