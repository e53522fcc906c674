"""Rule files: what is accepted, and that each mistake is one line that names its place."""

from pathlib import Path

import pytest

from extractor.audit.rulebook import LEVELS, MEASURES, load_rules, rules_from
from extractor.errors import RuleError
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
        pytest.param(('"03-31"', '"31 March"'), "line 4, rule 1 (timely): latest: county", id="day"),
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
