"""A table section in, cells with verdicts out: tokens, alignment to the form, identities, repair."""

from extractor.tables.second_look import SecondLook, look_again
from extractor.tables.table_reading import Known, TablesRead, read_tables

__all__ = ["Known", "SecondLook", "TablesRead", "look_again", "read_tables"]
