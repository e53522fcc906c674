"""How official Chinese prose writes numbers and dates, and which digits never count anything."""

from extractor.grammar.dates import DateMention, find_dates
from extractor.grammar.lines import LinesOf
from extractor.grammar.notcounts import RULES, NonCount, non_counts
from extractor.grammar.numbers import Numeral, chinese_value, find_numbers, numbers_in_prose
from extractor.grammar.plain import RADICALS, plain, plain_with_commas, with_ideographs
from extractor.grammar.printed_tables import heads_of, printed_tables, rows_of_grid

__all__ = [
    "RADICALS",
    "RULES",
    "DateMention",
    "LinesOf",
    "NonCount",
    "Numeral",
    "chinese_value",
    "find_dates",
    "find_numbers",
    "heads_of",
    "non_counts",
    "numbers_in_prose",
    "plain",
    "plain_with_commas",
    "printed_tables",
    "rows_of_grid",
    "with_ideographs",
]
