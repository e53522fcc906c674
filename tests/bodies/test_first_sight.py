"""Name pairs by what the registry said of them at first sight and says now: see docs/bodies.md."""

from collections import Counter
from pathlib import Path

import pytest
from body_lines import namings

from extractor.bodies import attribute

HERE = Path(__file__).parent


def said_of(name: str, year: str, other_name: str, other_year: str) -> str:
    """S (one body), D (two) or U (asked), as the registry decides a pair of printed names."""
    answer = attribute(namings((name, int(year)), (other_name, int(other_year))))
    one, other = answer.attributions.values()
    if not (one.is_certain and other.is_certain):
        return "U"
    if one.body_id == other.body_id:
        return "S"
    return "U" if answer.unsure else "D"


@pytest.mark.parametrize(
    ("pairs", "linked", "split", "not_asked", "told"),
    [
        ("first_sight_sixth.tsv", 81, 0, 1, 0),
        ("first_sight_seventh.tsv", 86, 0, 1, 0),
        ("first_sight_eighth.tsv", 102, 0, 0, 0),
        ("first_sight_ninth.tsv", 128, 0, 1, 0),
        ("first_sight_tenth.tsv", 76, 0, 1, 0),
        ("first_sight_eleventh.tsv", 110, 0, 0, 2),
        ("first_sight_twelfth.tsv", 103, 1, 0, 0),
        ("first_sight_thirteenth.tsv", 45, 0, 0, 0),
        ("first_sight_fourteenth.tsv", 65, 0, 0, 1),
    ],
)
def test_nothing_is_linked_wrongly_and_little_is_silently_two(
    pairs: str, linked: int, split: int, not_asked: int, told: int
) -> None:
    # told: labelled as what names cannot tell, and told rightly (a ministry renamed, a street of one place)
    lines = (HERE / pairs).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    counts = Counter((label, said_of(*names)) for label, *names in rows)
    assert (counts["D", "S"], counts["U", "S"]) == (0, told)
    assert counts["S", "S"] >= linked
    assert counts["S", "D"] <= split
    assert counts["U", "D"] <= not_asked
