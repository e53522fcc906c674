"""How much a model is asked and shown, and how near an answer must come, each number with its reason.

The recorded replies of the tests answer the questions as they are put with these numbers: whoever changes one
that shapes a question records them again.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tolerances:
    """Numbers of the readers that ask a model; characters unless another unit is said."""

    header_head: int = 700
    """From the start of the document: title, body and dates stand there, more would be prose."""
    header_tail: int = 160
    """From its end: the signature with the date."""
    header_choices: int = 8
    """Values offered for one header fact; a longer list drifts in small models."""

    counts_asked: int = 4
    """Counts in one question: the ids of longer lists drift in small models."""
    count_tokens: int = 90
    """Tokens of the answer on one count."""
    count_before: int = 44
    """Shown before a number, at most: what other clauses count would be taken for its label."""
    count_after: int = 14
    """Shown behind it, at most."""
    count_reach: int = 60
    """Before a number, where its label is looked for first: nearer words are likelier its own."""
    count_own_words: int = 6
    """Ideographs; a clause with fewer does not say what it counts: the one before is shown too."""

    events_asked: int = 3
    """Events in one question; an answer on an event is long."""
    mentions_asked: int = 5
    """Sentences in one question that only asks whether something took place."""
    event_tokens: int = 130
    """Tokens of the answer on one event: name, date, people and place are copied."""
    event_sentence: int = 220
    """Shown of a sentence; what tells of an event stands at its beginning."""

    statement_tokens: int = 26
    """Tokens of an answer that is one word of a list."""
    statement_clauses: int = 3
    """Clauses; a sentence outside of all items with so many may list several problems."""
    statement_numbered: int = 2
    """Numbered items that make a list; a single one may be a number of the sentence."""
    statement_unit: int = 160
    """Shown of an item: its beginning says whether it is a problem or a remedy."""
    statement_least: int = 4
    """Shorter pieces are headings or rests, and are not asked about."""
    statement_text: int = 2400
    """Shown of a section that numbers nothing; with the prompt it stays inside the smallest context."""

    rows_asked: tuple[int, ...] = (4, 2)
    """Printed rows in one question, in the first round and in the second for what is left."""
    row_words_shared: int = 80
    """rapidfuzz partial ratio, 0 to 100; broken labels keep most of their characters."""
    row_wrapped: int = 16
    """Behind the figures of a row, where the rest of a wrapped label may stand."""
    row_window: int = 10
    """Rows of the form offered around the place of a printed row."""
    row_label: int = 36
    """Shown of the words before the figures, the nearest last."""
    cells_asked: int = 6
    """Ambiguous cells of one table that are asked about; more are a damaged table, not a doubt."""
    cell_before: int = 200
    """Shown of the table before the first cell asked about."""
    cell_after: int = 400
    """Shown behind it."""

    doubtful_counts: int = 4
    """Counts of one section that the hybrid engine asks about: those in doubt are few, time is short."""
    doubtful_mentions: int = 5
    """Sentences on trainings of one section that it asks about."""
    disputed_topics: int = 24
    """Numbers of a document on which the readers differ that it asks about, one a question."""
    disputed_scopes: int = 6
    """Numbers whose scope the rules leave in doubt that it asks about: seldom one in a document."""
    disputed_roles: int = 12
    """The same for statements."""
    sentences_split: int = 6
    """Unnumbered sentences that it has cut into the problems they name."""
    dispute_reach: int = 110
    """Shown of a sentence before and behind the number in dispute."""
    dispute_words: int = 320
    """Shown of a sentence or statement in dispute."""
    part_least: int = 4
    """Characters of a problem cut out of a sentence; fewer are a rest of it."""


TOLERANCES = Tolerances()
