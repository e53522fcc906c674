"""A reader who answers from labels that people made, never from what was read."""

from extractor.certify.comparing import CUT, NONE
from extractor.evaluation.gold import labelled_cells, load_gold

LISTS = ("counts", "trainings", "events", "issues", "remedies", "past_rectifications")
STATEMENTS = ("issues", "remedies", "past_rectifications")


class GoldReader:
    """Labels of one document as answers."""

    def __init__(self, labels, content):
        self.gold, self.text = load_gold(labels, content)

    def answer(self, claim, span):
        """What the labels say of a claim whose words stand in ``span``; None: they cannot tell."""
        if claim.pointer.startswith("/text/"):
            return self._missed(claim, span)
        if claim.kind == "cell":
            return self._cell(claim)
        list_name, aspect = self._fact(claim.pointer)
        if list_name is None:
            return self._header(claim)
        if aspect == "role":
            return self._role(span)
        if list_name == "counts":
            return self._count(claim, aspect, span)
        return self._event(claim, aspect, span)

    def _fact(self, pointer):
        parts = pointer.partition("#")[0].split("/")
        return (parts[2], pointer.partition("#")[2]) if parts[1] == "narrative" else (None, "")

    def _cell(self, claim):
        _, _, table, row, column = claim.pointer.split("/")
        for cell in labelled_cells(self.gold, table):
            if cell.pointer == f"{table}.{row}.{column}":
                value = cell.value
                if (
                    claim.value and any(v is not None and v == float(claim.value) for v in cell.accepted)
                ) or (not claim.value and None in cell.accepted):
                    return claim.value
                return "" if value is None else format(value, "f")
        return None

    def _header(self, claim):
        known = self.gold.header
        if known is None:
            return None
        name = claim.pointer.removeprefix("/")
        if name == "title":
            return None if known.title_span is None else self.text[slice(*known.title_span)]
        if name.startswith("period/"):
            value = known.period[0 if name.endswith("start") else 1]
        else:
            value = getattr(known, name)
        return None if name in known.unlabelled else "" if value is None else str(value)

    def _overlapping(self, list_name, span):
        found = [
            (min(each.end, span[1]) - max(each.start, span[0]), each)
            for each in getattr(self.gold, list_name) or ()
        ]
        best = max(found, key=lambda pair: pair[0], default=(0, None))
        return best[1] if best[0] > 0 else None

    def _count(self, claim, aspect, span):
        known = self._overlapping("counts", span)
        if known is None:
            return "" if aspect == "value" else None
        if aspect == "value":
            return format(known.value, "f")
        right = (known.topic if aspect == "topic" else known.period or claim.value).split("|")
        return claim.value if claim.value in right else right[0]

    def _event(self, claim, aspect, span):
        known = self._overlapping("trainings", span) or self._overlapping("events", span)
        if known is None:
            return NONE if aspect == "kind" else None
        everything = (*(self.gold.trainings or ()), *(self.gold.events or ()))
        if aspect == "start" and claim.value in {
            str(each.start_date) for each in everything if (each.start, each.end) == (known.start, known.end)
        }:
            return claim.value  # two sessions in the same words
        if aspect == "kind":
            right = known.kind.split("|")
            return claim.value if claim.value in right else right[0]
        if not known.details:
            return None
        value = known.start_date if aspect == "start" else known.participants
        return "" if value is None else str(value)

    def _role(self, span):
        best, role = 0.0, NONE
        for name in STATEMENTS:
            known = self._overlapping(name, span)
            if known is not None:
                common = min(known.end, span[1]) - max(known.start, span[0])
                share = common / (max(known.end, span[1]) - min(known.start, span[0]))
                if share > best:
                    best, role = share, name
        return role if best >= 0.5 or role == NONE else CUT

    def _missed(self, claim, span):
        """Digits are asked about as numbers, sentences as whatever they state."""
        for name in LISTS[:1] if claim.kind == "digits" else LISTS:
            known = self._overlapping(name, span)
            if known is not None and not known.optional:
                return name
        return NONE
