"""The words of the page, in both languages (``words.toml``)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Words = Mapping[str, Mapping[str, tuple[str, str]]]


@cache
def words() -> Words:
    """Group to key to the words in Chinese and English."""
    text = (files("extractor.evaluation.page") / "words.toml").read_text(encoding="utf-8")
    return {
        group: {key: (pair[0], pair[1]) for key, pair in entries.items()}
        for group, entries in tomllib.loads(text).items()
    }


def in_chart(key: str, group: str = "chart") -> str:
    """Words of a chart, which stand there in both languages; an unknown key as it is."""
    return ("\n" if group == "chart" else " ").join(dict.fromkeys(words()[group].get(key, (key, key))))
