"""Boxes on a turned page: pure arithmetic, by corners."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.ingest.placed import Turn

SIDE = st.integers(1, 500)


def turned(point, quarters, width, height):
    """A point after clockwise turns by a quarter each, one at a time."""
    x, y = point
    for _ in range(quarters):
        x, y = height - y, x
        width, height = height, width
    return x, y


@given(st.integers(0, 3), SIDE, SIDE, st.data())
def test_a_box_is_turned_with_its_corners(quarters, width, height, data):
    left, right = sorted(data.draw(st.integers(0, width)) for _ in range(2))
    top, bottom = sorted(data.draw(st.integers(0, height)) for _ in range(2))
    corners = [turned(point, quarters, width, height) for point in ((left, top), (right, bottom))]
    xs, ys = zip(*corners, strict=True)
    box = Turn(quarters, width, height).box((left, top, right, bottom))
    assert box == (min(xs), min(ys), max(xs), max(ys))


@given(st.integers(0, 3), SIDE, SIDE)
def test_turning_back_undoes_a_turn(quarters, width, height):
    turn = Turn(quarters, width, height)
    box = (0.0, 0.0, width / 2, height / 4)
    assert turn.back().box(turn.box(box)) == box
    assert turn.back().size == (width, height)


@pytest.mark.parametrize(("quarters", "size"), [(0, (3, 7)), (1, (7, 3)), (2, (3, 7)), (3, (7, 3))])
def test_a_quarter_turn_exchanges_width_and_height(quarters, size):
    assert Turn(quarters, 3, 7).size == size
