"""The ledger of digits: every digit run of a text is used by a fact, set aside by a rule, or listed."""

from extractor.ledger.account import account
from extractor.ledger.runs import DigitRun, digit_runs

__all__ = ["DigitRun", "account", "digit_runs"]
