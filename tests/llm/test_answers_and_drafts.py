"""Replies that hand over an answer in whatever words, and replies that hold one that nobody means."""

import time
import tomllib
from pathlib import Path
from typing import Literal

import pytest
from pydantic import ValidationError

from extractor.llm import Answer
from extractor.llm.remarks import without_remarks
from extractor.llm.reply_reading import answer_json

GOOD, OTHER = '{"word": "青梅"}', '{"word": "黄杏"}'
CHOICES = frozenset({"青梅", "黄杏"})
REPLIES = tomllib.loads(Path(__file__).with_name("labelled_replies.toml").read_text(encoding="utf-8"))


class Fruit(Answer):
    word: Literal["青梅", "黄杏"]


def put_in(reply: str) -> str:
    """A labelled reply with its answers in their places."""
    parts = {"A": GOOD, "D": OTHER, "F": f"```json\n{GOOD}\n```", "E": f"```json\n{OTHER}\n```"}
    for letter, words in parts.items():
        reply = reply.replace(f"«{letter}»", words)
    return reply


def taken(reply: str) -> str:
    words = without_remarks(answer_json(reply, frozenset({"word"}), "Fruit", CHOICES), Fruit)
    try:
        return Fruit.model_validate_json(words).word
    except ValidationError:
        return ""


def test_nineteen_in_twenty_answers_are_taken_and_no_more_than_one_in_twenty_drafts():
    good, drafts = map(put_in, REPLIES["good"]), map(put_in, REPLIES["draft"])
    refused = [reply for reply in good if taken(reply) != "青梅"]
    passed = [reply for reply in drafts if taken(reply) == "黄杏"]
    assert min(len(REPLIES["good"]), len(REPLIES["draft"])) >= 60
    assert len(refused) <= len(REPLIES["good"]) // 20, refused
    assert len(passed) <= len(REPLIES["draft"]) // 20, passed


LOOPS = (
    *("好的，", "json ", "的", "是", "如下所示", "the answer is ", "草稿", "答案", "as in the ", "~~", "```"),
    *(
        "(",
        "\n",
        " ",
        "<a>",
        "[a]",
        "【思】",
        "<think>",
        "{",
        '{"word":',
        "//",
        "/*",
        "…",
        "?",
        "按照",
        "if you ",
    ),
)


@pytest.mark.parametrize("loop", LOOPS)
def test_reply_that_repeats_itself_is_read_in_time_that_grows_with_its_length(loop):
    looped = loop * (65_536 // len(loop.encode()))
    begins = time.process_time()
    for reply in (f"{looped}马上{GOOD}", f"{GOOD}{looped}马上", looped):
        taken(reply)
    assert time.process_time() - begins < 5
