"""The coverage of digits: every digit run of a text is used by a fact, set aside by a rule, or listed."""

from extractor.coverage.balance import digit_coverage
from extractor.coverage.digit_runs import DigitRun, digit_runs
from extractor.coverage.uses import uses_of

__all__ = ["DigitRun", "digit_coverage", "digit_runs", "uses_of"]
