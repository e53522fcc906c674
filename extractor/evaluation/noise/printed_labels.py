"""How a document prints the official wording: the form's labels with its own punctuation."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Punctuation:
    """Which forms of brackets, list dots, commas and colons a document prints."""

    half_width: bool
    list_dot: str

    def apply(self, text: str) -> str:
        """The official wording with this document's punctuation."""
        text = text.replace("．", self.list_dot)
        return text.translate(_HALF_WIDTH) if self.half_width else text


_HALF_WIDTH = str.maketrans("（），：", "(),:")


def choose_punctuation(rng: Random) -> Punctuation:
    """Full or half width, and one of the list dots seen in real reports."""
    return Punctuation(half_width=rng.random() < 0.4, list_dot=rng.choice("．..、"))
