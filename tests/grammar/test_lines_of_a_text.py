"""What is asked of the lines around a stretch is what a search of these lines says, asked once of each."""

import re

from hypothesis import given
from hypothesis import strategies as st

from extractor.grammar import LinesOf

COMMA = re.compile(",")


@given(st.text(alphabet="a,\n", max_size=30), st.data())
def test_the_answer_is_that_of_the_printed_lines(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    behind = text.find("\n", end)
    printed = text[text.rfind("\n", 0, start) + 1 : len(text) if behind < 0 else behind]
    assert LinesOf(text).has(COMMA, start, end) == ("," in printed)


def test_a_line_is_searched_once_for_each_pattern():
    searched = []

    class Counted:
        def search(self, line):
            searched.append(line)

    pattern = Counted()
    lines = LinesOf("1 2 3\n4 5")
    for at in (0, 2, 4, 6, 8):
        assert not lines.has(pattern, at, at + 1)
    assert searched == ["1 2 3", "4 5"]
