"""Share of copied text against a hand count on twenty pairs, and what the passages point at."""

import re
import tomllib
from pathlib import Path

import pytest

from extractor.bodies import repeats

PAIRS = tomllib.loads((Path(__file__).parent / "copied_pairs.toml").read_text("utf-8"))["pair"]
_WORDS = re.compile(r"[A-Za-z㐀-鿿]")


def words(text):
    return len(_WORDS.findall(text))


def by_hand(marked):
    """(share, characters that count) as marked: without what the form gives, without digits."""
    own = re.sub(r"⟨.*?⟩", "", marked)
    copied = "".join(re.findall(r"⟦(.*?)⟧", own))
    return words(copied) / words(own), words(own)


def plain(marked):
    return re.sub(r"[⟦⟧⟨⟩]", "", marked)


def looked_at(pair):
    before, after = plain(pair["before"]), plain(pair["after"])
    return repeats((before, 0, len(before)), (after, 0, len(after))), before, after


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: plain(pair["after"])[:8])
def test_share_is_within_two_points_of_the_hand_count(pair):
    found, *_ = looked_at(pair)
    share, count = by_hand(pair["after"])
    assert found.characters == count
    assert abs(found.copied / found.characters - share) <= 0.02


def test_passages_stand_in_both_texts_with_the_same_words():
    for pair in PAIRS:
        found, before, after = looked_at(pair)
        for passage in found.passages:
            assert before[passage.before.start : passage.before.end] == passage.before.quote
            assert after[passage.after.start : passage.after.end] == passage.after.quote
            assert _WORDS.findall(passage.before.quote) == _WORDS.findall(passage.after.quote)
            assert passage.characters <= words(passage.after.quote)


def test_a_section_of_a_few_words_has_no_share():
    assert repeats(("无其他事项。", 0, 6), ("无其他事项。", 0, 6)).share is None


def test_only_the_given_stretch_counts():
    text = "前言前言前言前言前言前言。" + plain(PAIRS[0]["before"])
    found = repeats((text, 13, len(text)), (text, 0, 13))
    assert found.copied == 0
