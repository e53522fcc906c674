"""What each witness of the prose would give alone, and how often facts are right by whether readers agree."""

from collections import Counter

from extractor.evaluation.gold import Gold
from extractor.evaluation.scoring.facts import pair_counts
from extractor.records import Aspect, Report


def witness_tallies(report: Report, gold: Gold) -> dict[str, int]:
    """Topics of the labelled counts that were found, by ``group/who/right|wrong``.

    ``group``: agreed (at least two readers say the same), disputed, alone; ``who``: delivered, or a reader.
    """
    if gold.counts is None:
        return {}
    counts, told = report.narrative.counts, Counter[str]()
    for label, found in pair_counts(gold.counts, counts).pairs.items():
        right = gold.counts[label].topic.split("|")
        count = counts[found]
        said = {str(w.reader): w.says for w in count.witnesses if w.aspect is Aspect.TOPIC}
        values = set(said.values())
        group = "disputed" if len(values) > 1 else "agreed" if len(said) > 1 else "alone"
        for who, topic in {**said, "delivered": str(count.topic)}.items():
            told[f"{group}/{who}/{'right' if topic in right else 'wrong'}"] += 1
    return dict(told)
