"""Mixed paragraphs of trainings and counts, labelled before any rule read them.

At first 563 of 591 values of the first set were right, 20 in doubt and 8 wrong without a warning; of the
second, written after the rules were mended with the first, 253 of 274, 11 in doubt, 10 wrong; of the third,
written after those, 195 of 209, 5 in doubt, 9 wrong; of the fourth, 597 of 643, 29 in doubt, 17 wrong; of
the fifth (203 counts, 18 trainings in free wording), 576 of 643, 41 in doubt, 26 wrong (7 labels, amounts in
another unit than the records' or a number forgotten, were changed afterwards).
The rules were then mended with all of them: the bounds only guard what was reached. Free wording costs
warnings: a third of what is right in the fifth has one, 8 % of the counts of 57 real excerpts.
"""

import pytest
from trap_sets import values

LEAST_RIGHT = {
    "traps": 0.975,
    "traps_second": 0.95,
    "traps_third": 0.97,
    "traps_fourth": 0.93,
    "traps_fifth": 0.92,
}
MOST_SILENT = {
    "traps": 0.004,
    "traps_second": 0.004,
    "traps_third": 0.004,
    "traps_fourth": 0.013,
    "traps_fifth": 0.028,
}
MOST_NEEDLESS = {"traps_second": 0.2, "traps_fifth": 0.36}
"""The second: 52 of 284 (.183) since the second reader learned who comes to trainings; 74 before."""
_NEEDLESS = 0.26


@pytest.mark.parametrize("name", LEAST_RIGHT)
def test_values_are_right_or_in_doubt_when_paragraphs_mix_trainings_and_counts(name: str) -> None:
    found = values(name)
    right = [value for value in found if value.right]
    silent = [value.what for value in found if not value.right and not value.warned]
    needless = [value for value in right if value.warned]
    assert len(right) / len(found) >= LEAST_RIGHT[name]
    assert len(silent) / len(found) <= MOST_SILENT[name], silent
    assert len(needless) / len(found) <= MOST_NEEDLESS.get(name, _NEEDLESS)
