"""The rooms in their order: what a whole document becomes."""

from pathlib import Path

import pytest

from extractor import extract
from extractor.errors import BinaryFileError, NotChineseError, TooLargeError, UnreadableError
from extractor.evaluation.noise import generate_documents
from extractor.pipeline import (
    check_across_years,
    extract_document,
    read_document,
    validate_report,
)
from extractor.pipeline import extract as extract_with_limit
from extractor.records import STATUTORY_SECTIONS, CellBasis, FormName, Page, Word

ROOMS = ("normalise", "segment", "tables", "narrative", "coverage", "validate")


@pytest.fixture(scope="module")
def generated():
    return next(generate_documents(1, 42, "clean", ["tabs"]))


@pytest.fixture(scope="module")
def report(generated):
    return extract(generated.text)


def test_rooms_are_walked_through_in_one_order(generated):
    visited = []
    extract_document(read_document(generated.text.encode(), "a.txt"), visited.append)
    assert [room for room in visited if room in ROOMS] == list(ROOMS)


def test_doubted_cell_is_looked_at_and_repaired_when_the_document_was_recognised(generated):
    document = read_document(generated.text.encode(), "a.txt")
    sound = extract_document(document).tables.applications["new"]["total"]
    at, end = sound.evidence.start, sound.evidence.end
    wrong = "".join("7" if digit != "7" else "4" for digit in sound.raw)
    word = Word(start=at, end=end, box=(0, 0, 9, 9), confidence=0.9)
    page = Page(number=1, start=0, end=len(document.text), recognised=True, words=(word,))
    text = document.text[:at] + wrong + document.text[end:]
    misread = document.model_copy(update={"text": text, "pages": (page,)})
    assert extract_document(misread).tables.applications["new"]["total"].basis is CellBasis.CONFLICT
    again = extract_document(misread, look=lambda places: [sound.raw for _ in places])
    cell = again.tables.applications["new"]["total"]
    assert (cell.value, cell.basis, cell.raw) == (sound.value, CellBasis.REPAIRED, wrong)


def test_report_carries_all_tables_sections_and_how_they_were_read(report):
    assert [section.key for section in report.sections] == list(STATUTORY_SECTIONS)
    assert {reading.table for reading in report.run.readings} == {"proactive", "applications", "disputes"}
    applications = next(r for r in report.run.readings if r.table == "applications")
    held, checked = applications.tried[applications.reading]
    assert held == checked >= 37
    assert report.run.engine == "rules"


def test_same_report_comes_out_whatever_the_door(generated, tmp_path):
    path = tmp_path / "柳塘镇.txt"
    path.write_bytes(generated.text.encode("gb18030"))
    from_path, from_name, from_text = extract(path), extract(str(path)), extract(generated.text)
    assert from_path.tables == from_name.tables == from_text.tables
    assert from_path.narrative == from_text.narrative
    assert from_path.findings == from_text.findings
    assert from_path.source.encoding == "gb18030"
    assert from_path.source.name == "柳塘镇.txt"


def test_nothing_but_the_clock_differs_when_read_twice(generated, report):
    again = extract(generated.text)
    same_time = {"run": report.run}
    assert again.model_copy(update=same_time) == report


def test_findings_come_again_when_a_report_is_checked_alone(generated, report):
    assert set(validate_report(report, generated.text)) <= set(report.findings)


@pytest.mark.parametrize("name", ["missing.txt", "没有/这个.txt"])
def test_mistyped_path_is_an_error_and_no_tiny_text(name):
    with pytest.raises(UnreadableError, match="cannot be opened"):
        extract(name)


def test_folder_is_refused_with_one_line(tmp_path):
    with pytest.raises(UnreadableError, match="no file; give a file"):
        extract(tmp_path)


def test_limit_is_passed_on(tmp_path, generated):
    path = tmp_path / "a.txt"
    path.write_text(generated.text, encoding="utf-8")
    with pytest.raises(TooLargeError):
        extract_with_limit(path, max_bytes=100)


@pytest.mark.parametrize(
    ("raw", "error"),
    [(b"{\\rtf1 x}" * 9, BinaryFileError), (b"plain English words " * 50, NotChineseError)],
    ids=["rtf", "english"],
)
def test_refusal_of_a_room_reaches_the_caller(tmp_path: Path, raw, error):
    path = tmp_path / "a.bin"
    path.write_bytes(raw)
    with pytest.raises(error, match=r"a\.bin"):
        extract(path)


@pytest.mark.parametrize(
    ("text", "form", "kind"),
    [
        (
            "关于做好2021年政府信息公开工作年度报告编制的通知\n各镇人民政府：\n"
            + "请各单位于一月底前报送本单位的报告。\n" * 20,
            FormName.UNKNOWN,
            "notice",
        ),
        ("镇志记载本镇的山水与物产，共分八卷。\n" * 30, FormName.UNKNOWN, "no title or section or table"),
    ],
    ids=["notice", "another-text"],
)
def test_other_document_is_named_and_not_forced_into_the_form(text, form, kind):
    report = extract(text)
    assert report.form == form
    assert report.sections == ()
    assert not any((report.tables.proactive, report.tables.applications, report.tables.disputes))
    assert report.narrative.counts == ()
    (finding,) = (f for f in report.findings if f.check == "document.kind")
    assert kind in finding.message


def test_report_of_2016_is_read_by_its_own_sections():
    report = extract(
        "柳塘镇2016年政府信息公开工作年度报告\n一、概述\n全年主动公开政府信息120条。\n二、主动公开情况\n公开规划类信息3条。\n"
    )
    assert report.form == FormName.LEGACY
    assert [section.key.value for section in report.sections] == ["overview", "proactive"]
    assert not any((report.tables.proactive, report.tables.applications, report.tables.disputes))
    assert [int(count.value) for count in report.narrative.counts] == [120, 3]
    (finding,) = (f for f in report.findings if f.check == "document.kind")
    assert "2008 to 2018" in finding.message


def test_lost_heading_and_cut_byte_become_findings(generated):
    text = generated.text.replace("三、收到和处理政府信息公开申请情况\n", "")
    report = extract_document(read_document(text.encode() + "完".encode()[:2], "a.txt"))
    checks = {finding.check for finding in report.findings}
    assert {"ingest.note", "section.heading_lost"} <= checks
    assert report.tables.applications is not None


def test_absent_tables_are_null_and_never_zeros():
    report = extract(
        "柳塘镇2021年政府信息公开工作年度报告\n一、总体情况\n全年主动公开政府信息120条。\n"
        "二、主动公开政府信息情况\n（见图）\n三、收到和处理政府信息公开申请情况\n（见图）\n"
        "四、政府信息公开行政复议、行政诉讼情况\n（见图）\n五、存在的主要问题及改进情况\n人手不足。\n"
        "六、其他需要报告的事项\n无\n"
    )
    tables = report.tables
    assert (tables.proactive, tables.applications, tables.disputes) == (None, None, None)


def test_carried_applications_are_compared_when_reports_of_two_years_are_given(generated, report):
    carried = generated.truth["applications"]
    assert carried["carried_in"]["total"].value != carried["carried_out"]["total"].value
    year = report.report_year.value
    later = extract(generated.text.replace(str(year), str(year + 1)))
    found = check_across_years([report, later])
    assert list(found) == [1]
    assert "carry.applications" in {finding.check for finding in found[1]}
