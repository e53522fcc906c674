"""How many tokens a text will be, before anybody has counted them."""

from collections.abc import Sequence

from extractor.llm.asking import A, Message, Question
from extractor.llm.cache import RawReply

_PER_WIDE = 0.85
_PER_NARROW = 0.4
_PER_TURN = 6


def estimate(text: str) -> int:
    """Tokens of a text, rather too many than too few for Chinese models.

    Measured against Qwen2.5's tokenizer Chinese prose has about 0.65 tokens a character.
    """
    wide = sum(character >= "\u2e80" for character in text)
    return int(wide * _PER_WIDE + (len(text) - wide) * _PER_NARROW) + 1


def with_estimates(reply: RawReply, needed: int) -> RawReply:
    """A reply with the tokens that its server did not count estimated, rather than at nothing.

    ``needed``: estimate of the question. Where the server counts both together alone, what question and words
    do not explain is thinking, as output.
    """
    said, total = estimate(reply.content + reply.reasoning), reply.total_tokens
    output = reply.output_tokens or (min(said, total) if total else said)
    asked = reply.input_tokens or (min(needed, total - output) if total > output else needed)
    if total and not reply.output_tokens:
        output = max(output, total - asked)
    return reply.model_copy(update={"input_tokens": asked, "output_tokens": output})


def estimate_messages(messages: Sequence[Message]) -> int:
    """Tokens of a conversation with what the chat template puts around each turn."""
    return sum(estimate(message.content) + _PER_TURN for message in messages)


def estimate_question(question: Question[A]) -> int:
    """Tokens that a question will have."""
    return estimate_messages(question.messages)
