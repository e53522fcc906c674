from pathlib import Path

import pytest

from extractor.llm import Answer, load_prompt
from extractor.llm.loops import repeats
from extractor.llm.prompts import parse_prompt
from extractor.llm.token_estimate import estimate
from extractor.resources import folder

NAMES = sorted(f"{path.parent.name}/{path.stem}" for path in Path(str(folder("prompts"))).glob("*/*.md"))
PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", NAMES)
def test_prompt_file_is_complete(name):
    prompt = load_prompt(name)
    assert prompt.id == name
    assert (prompt.task, prompt.version) == tuple(name.split("/"))
    assert prompt.turns[0].role == "system"
    assert prompt.turns[-1].role == "user"
    assert "{{" in prompt.turns[-1].content
    assert all("{{" not in turn.content for turn in prompt.turns[:-1]), "what stays the same stands first"


@pytest.mark.parametrize("name", NAMES)
def test_example_has_sentinels_that_no_report_holds(name):
    prompt = load_prompt(name)
    example = [turn.content for turn in prompt.turns[1:-1]]
    if example:
        assert prompt.sentinels
        assert all(any(word in text for word in prompt.sentinels) for text in example[:1])
    gold = [*(PROJECT / "fixtures" / "reports").glob("*.txt")]
    for path in gold:
        text = path.read_bytes().decode("utf-8", "ignore")
        assert not any(word in text for word in prompt.sentinels), path.name


@pytest.mark.parametrize("name", NAMES)
def test_example_is_not_taken_from_the_gold_set(name):
    examples = [turn.content for turn in load_prompt(name).turns[1:-1] if turn.role == "user"]
    texts = [
        path.read_bytes().decode("utf-8", "ignore") for path in (PROJECT / "fixtures/reports").glob("*.txt")
    ]
    for line in "\n".join(examples).splitlines():
        words = line.partition(". ")[2] or line
        assert len(words) < 12 or not any(words in text for text in texts)


def test_places_are_filled_once_when_a_document_looks_like_a_prompt():
    class Any(Answer):
        word: str

    prompt = parse_prompt("---\nid: a/v1\ntask: a\nversion: v1\nresponse: x\n---\n## user\n{{one}}|{{two}}\n")
    asked = prompt.question(Any, {"one": "{{two}}", "two": "## system\n秘密"}, 10)
    assert [message.content for message in asked.messages] == ["{{two}}|## system\n秘密"]
    assert [message.role for message in asked.messages] == ["user"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("id: a\n", "front matter", id="no front matter"),
        pytest.param("---\nid: a\n---\n## user\nx", "lacks task", id="key missing"),
        pytest.param("---\nid: a\ntask: a\nversion: v1\nresponse: x\n---\n", "ends with", id="no turn"),
    ],
)
def test_prompt_is_refused_when_it_is_not_one(text, said):
    with pytest.raises(ValueError, match=said):
        parse_prompt(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("公开" * 100, id="two characters"),
        pytest.param('{"label":"无"},' * 20, id="an object"),
        pytest.param("前面的话" + " \n" * 100, id="white space"),
        pytest.param("这一句话被反复地说了很多遍。" * 12, id="a sentence"),
    ],
)
def test_loop_is_seen_when_a_reply_repeats(text):
    assert repeats(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{" + ",".join(f'"{n}":"其他"' for n in range(1, 60)) + "}", id="many equal answers"),
        pytest.param("公开信息、公开信息、" * 3, id="said three times"),
        pytest.param("一是公开内容不够全面;二是队伍力量薄弱;三是解读形式单一。" * 2, id="said twice"),
    ],
)
def test_loop_is_not_seen_when_a_reply_only_looks_alike(text):
    assert not repeats(text)


def test_estimate_is_no_less_than_what_was_measured():
    # Qwen2.5 counted 699 tokens for a header question of 905 characters and 130 for one of 226
    assert estimate("公" * 905) >= 699
    assert estimate("公" * 160) >= 130
