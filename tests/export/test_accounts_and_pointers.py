"""The small parts that exports rest on: accounts in words, pointers of values, Reports of a folder."""

from collections import Counter

import pytest

from extractor.errors import InvalidReportError
from extractor.export.account import FileOutcome, counted
from extractor.export.applied_corrections import pointer_of
from extractor.export.folder import report_in
from extractor.tidy import rows_of


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        ([], "0 read, 0 failed"),
        (["read"] * 7 + ["failed"] * 2, "7 read, 2 failed"),
        (["skipped", "read", "duplicate", "duplicate"], "1 read, 2 duplicate, 0 failed, 1 skipped"),
    ],
)
def test_account_in_words_names_read_and_failed_always_and_others_where_there_are_any(outcomes, words):
    number = Counter(map(FileOutcome, outcomes))
    assert sorted(counted(number).split(", ")) == sorted(words.split(", "))


def test_pointer_of_every_tidy_row_leads_to_its_value(items):
    report = items[0].report
    known = report.model_dump(mode="json")
    for row in rows_of(report):
        place = known
        for step in pointer_of(row).strip("/").split("/"):
            place = place[int(step)] if isinstance(place, list) else place[step]
        assert place is None or isinstance(place, dict)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("", "the whole file"),
        ("{}", "source"),
        ("[]", "the whole file"),
        ('{"source": {"name": 1}}', "source/name"),
    ],
)
def test_file_that_is_no_report_is_one_line_with_its_first_fault(tmp_path, content, place):
    path = tmp_path / "a.json"
    path.write_text(content)
    with pytest.raises(InvalidReportError) as failed:
        report_in(path)
    assert str(failed.value).startswith(f"{path}: no Report ({place}: ")
    assert "\n" not in str(failed.value)
