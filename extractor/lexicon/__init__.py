"""The words of the prose as data files, and the patterns that are made of them."""

from extractor.lexicon.loader import Entry, Words, lists, one_of, pattern, tables, word_list
from extractor.lexicon.strike import Idle, idle_words
from extractor.lexicon.topic_table import TopicEntry, topic_rules, topic_table

__all__ = [
    "Entry",
    "Idle",
    "TopicEntry",
    "Words",
    "idle_words",
    "lists",
    "one_of",
    "pattern",
    "tables",
    "topic_rules",
    "topic_table",
    "word_list",
]
