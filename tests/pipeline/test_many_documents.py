"""Many documents from Python: every file is accounted for, in the order in which it was found."""

import zipfile

import pytest

from extractor import extract, extract_many
from extractor.errors import FormError, UsageError
from extractor.evaluation.noise import generate_documents
from extractor.workers import WorkerLimits


@pytest.fixture
def folder(tmp_path):
    where = tmp_path / "in"
    where.mkdir()
    for index, document in enumerate(generate_documents(5, 11, "clean")):
        (where / f"{index}.txt").write_text(document.text, encoding="utf-8")
    return where


def test_reports_come_in_order_and_equal_those_read_alone(folder):
    paths = sorted(folder.iterdir())
    seen = []
    read = list(extract_many(paths, workers=2, progress=lambda done, total: seen.append((done, total))))
    assert [each.path for each in read] == [str(path) for path in paths]
    for each, path in zip(read, paths, strict=True):
        alone = extract(path)
        assert each.report.tables == alone.tables
        assert each.report.narrative == alone.narrative
        assert each.failure is None
        spans = [count.evidence for count in each.report.narrative.counts]
        assert spans
        assert all(each.text[span.start : span.end] == span.quote for span in spans)
    assert seen == [(done, 5) for done in range(1, 6)]


def test_every_file_gives_a_report_or_says_why_not(folder):
    (folder / "empty.txt").write_bytes(b"")
    (folder / "README.md").write_text("notes", encoding="utf-8")
    twice = (
        (folder / "0.txt").read_text(encoding="utf-8") + "\n" + (folder / "1.txt").read_text(encoding="utf-8")
    )
    (folder / "two.txt").write_text(twice, encoding="utf-8")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.write(folder / "2.txt", "inside.txt")
    found = {}
    for each in extract_many([folder, folder / "nowhere.txt"], workers=1):
        found.setdefault(each.path.rpartition("/")[2], []).append(each)
    assert {name for name, each in found.items() if each[0].failure} == {
        "empty.txt",
        "README.md",
        "nowhere.txt",
    }
    assert len(found["two.txt"]) == 2
    assert len({each.report.issuer.value for each in found["two.txt"]}) == 2
    assert any("inside.txt" in name and each[0].report for name, each in found.items())


def test_a_document_over_the_limits_is_a_failure_of_its_own(folder):
    (folder / "3.txt").write_text("政府信息公开工作年度报告\n" + "（" * 2_000_000, encoding="utf-8")
    limits = WorkerLimits(seconds=0.05)
    read = list(extract_many(folder, workers=1, limits=limits))
    assert len(read) == 5
    assert {each.failure.error for each in read if each.failure} <= {"TimeLimit", "TooLargeError"}
    assert read[3].failure


def test_nothing_is_read_that_nobody_asks_for(folder):
    some = extract_many(folder, workers=1)
    assert next(some).report is not None
    some.close()


@pytest.mark.parametrize("workers", [0, -1, 1.5, "2"])
def test_a_number_of_workers_that_cannot_be_is_refused_at_once(folder, workers):
    with pytest.raises(UsageError, match="workers"):
        extract_many(folder, workers=workers)


@pytest.mark.parametrize("sources", ["", [""]])
def test_an_empty_path_does_not_mean_the_working_folder(sources):
    with pytest.raises(UsageError, match="working folder"):
        extract_many(sources)


def test_an_unknown_form_is_refused_before_anything_is_read(folder):
    with pytest.raises(FormError, match="zzz"):
        extract_many(folder, form="zzz")


def test_a_reading_is_one_short_line(folder):
    (reading,) = extract_many(folder / "0.txt", workers=1)
    assert len(repr(reading)) < 400
    assert "\n" not in repr(reading)
    assert "<table>" in reading._repr_html_()
    (lost,) = extract_many(folder / "nowhere.txt", workers=1)
    assert "nowhere.txt" in repr(lost)
    assert lost._repr_html_().startswith("<p>")
