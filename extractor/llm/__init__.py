"""The only door to a model: one synchronous client, prompts, reply cache, budgets, the local server.

Stages speak to it through :class:`Asker` only; the SDKs are imported when the first question is sent.
"""

from extractor.llm.asking import Answer, Asker, Message, Question
from extractor.llm.endpoint import Endpoint, Limits, Mode, Price
from extractor.llm.prompts import Prompt, load_prompt

__all__ = [
    "Answer",
    "Asker",
    "Endpoint",
    "Limits",
    "Message",
    "Mode",
    "Price",
    "Prompt",
    "Question",
    "load_prompt",
]
