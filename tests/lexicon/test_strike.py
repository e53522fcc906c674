"""Every word of the lexicon earns its place: its example reads otherwise without it."""

import pytest

from extractor.lexicon import Entry, Words, idle_words, lists


@pytest.mark.parametrize("one", lists(), ids=lambda one: one.name)
def test_no_word_is_idle(one: Words) -> None:
    assert [str(idle) for idle in idle_words(one)] == []


CASES = {
    "word the example lacks": (Entry(("复议", "诉讼"), "行政复议"), ["诉讼"]),
    "word hidden behind a shorter one": (Entry(("会", "会议"), "召开会议"), ["会议"]),
    "neighbour nothing stands beside": (
        Entry(("申请",), "申请三件", "申请表", not_after=("表", "书")),
        ["申请: 书"],
    ),
    "needed neighbour that changes nothing": (
        Entry(("上年",), "上年结转", "上年", only_after=("结转", "同期")),
        ["上年: 同期"],
    ),
    "all needed": (
        Entry(("申请", "答复"), "答复申请", "申请表、申请书、答复表、答复书", not_after=("表", "书")),
        [],
    ),
}


@pytest.mark.parametrize(("entry", "idle"), CASES.values(), ids=CASES)
def test_idle_words_are_named_when(entry: Entry, idle: list[str]) -> None:
    assert [found.word for found in idle_words(Words("made.up", "", (entry,)))] == idle


def test_longest_word_is_read_when_a_list_says_so() -> None:
    one = Words("made.up", "", (Entry(("会", "会议"), "召开会议"),), longest=True)
    assert one.pattern.findall("召开会议") == ["会议"]
