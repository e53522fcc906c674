"""Yearly reports are read, papers beside them are not, as a person would call them."""

import pytest
from fresh_kinds import KINDS

import extractor


@pytest.mark.parametrize(("text", "is_report"), [k[1:] for k in KINDS], ids=[k[0] for k in KINDS])
def test_a_document_is_what_a_person_would_call_it(text: str, is_report: bool):
    assert bool(extractor.extract(f"{text}\n").sections) == is_report
