import json
import os
import stat
import threading
from pathlib import Path

import pytest
from sample_report import CRASH, TEXT, report_of

import extractor.ingest
from extractor import pipeline
from extractor.records import Finding, Report


def test_report_and_text_are_written_when_out_is_given(cli, source, tmp_path):
    windows = TEXT.replace("\n", "\r\n").encode("gb18030")
    (source / "a.txt").write_bytes(windows)
    run = cli("extract", source, "--out", "out")
    assert run.code == 0, run.err
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.json", "a.txt", "inputs.csv"]
    written = (tmp_path / "out/a.json").read_text(encoding="utf-8")
    text = (tmp_path / "out/a.txt").read_bytes().decode("utf-8")
    report = Report.model_validate_json(written)
    span = report.narrative.counts[0].evidence
    assert text[span.start : span.end] == span.quote == "31"
    assert "青禾县人民政府" in written, "Chinese is written as Chinese"


def test_batch_goes_on_when_documents_fail(cli, source, tmp_path):
    (source / "b.txt").write_bytes(b"")
    (source / "c.txt").write_text(TEXT + CRASH, encoding="utf-8")
    (source / "d.txt").write_text(TEXT, encoding="utf-8")
    run = cli("extract", source, "--out", "out", "--quiet")
    assert run.code == 1
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["a.json", "a.txt", "b.error.json", "c.error.json", "d.json", "d.txt", "inputs.csv"]
    lines = run.err.splitlines()
    assert len(lines) == 2, "one line for each failure"
    assert "b.txt" in lines[0]
    assert "c.txt" in lines[1]
    empty = json.loads((tmp_path / "out/b.error.json").read_text(encoding="utf-8"))
    assert empty["source"] == "b.txt"
    assert (empty["stage"], empty["error"]) == ("ingest", "EmptyFileError")
    crash = json.loads((tmp_path / "out/c.error.json").read_text(encoding="utf-8"))
    assert set(crash) == {"source", "stage", "error", "message"}
    assert crash["error"] == "KeyError"
    assert "report it" in crash["message"]


def test_stage_is_the_room_when_a_room_crashes(cli, source, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "extractor.workers.read_document.read_document", lambda *_: extractor.ingest.read_bytes(3, "a.txt")
    )
    cli("extract", source, "--out", "out")
    crash = json.loads((tmp_path / "out/a.error.json").read_text(encoding="utf-8"))
    assert crash["stage"] == "ingest"
    assert "ingest/file_reading.py" in crash["message"]


def test_results_of_an_earlier_run_go_when_the_outcome_changes(cli, source, tmp_path):
    cli("extract", source, "--out", "out")
    (source / "a.txt").write_bytes(b"")
    cli("extract", source, "--out", "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.error.json", "inputs.csv"]
    (source / "a.txt").write_text(TEXT, encoding="utf-8")
    cli("extract", source, "--out", "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.json", "a.txt", "inputs.csv"]


def test_second_gets_its_own_name_when_two_files_share_a_stem(cli, source, tmp_path):
    (source / "sub").mkdir()
    (source / "sub/A.txt").write_text(TEXT, encoding="utf-8")
    run = cli("extract", source, "--out", "out")
    assert sorted(path.name for path in (tmp_path / "out").glob("*.json")) == ["A-2.json", "a.json"]
    assert "A-2" in run.err


def test_input_is_never_overwritten_when_out_is_its_folder(cli, source):
    run = cli("extract", source / "a.txt", "--out", source)
    assert run.code == 2
    assert "overwrite" in run.err
    assert [path.name for path in source.iterdir()] == ["a.txt"]


def test_own_results_are_not_read_again_when_out_lies_in_the_input(cli, source):
    cli("extract", source, "--out", source / "out")
    run = cli("extract", source, "--out", source / "out")
    assert run.code == 0
    assert "1 read" in run.err


def test_one_report_a_line_is_written_when_jsonl_is_given(cli, source, tmp_path):
    (source / "b.txt").write_text(TEXT, encoding="utf-8")
    assert cli("extract", source, "--jsonl", "all.jsonl").code == 0
    lines = (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()
    assert [Report.model_validate_json(line).source.name for line in lines] == ["a.txt", "b.txt"]


def test_stdout_holds_nothing_but_reports_when_jsonl_goes_to_stdout(cli, source):
    (source / "b.txt").write_bytes(b"")
    run = cli("extract", source, "--jsonl", "-", "--verbose")
    assert run.code == 1
    assert Report.model_validate_json(run.out).source.name == "a.txt"


def test_no_jsonl_is_left_when_the_run_stops(cli, source, tmp_path, monkeypatch):
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "all.jsonl").write_text("earlier", encoding="utf-8")
    monkeypatch.setattr("extractor.workers.LocalPool.collect", stop)
    assert cli("extract", source, "--jsonl", "all.jsonl").code == 130
    assert (tmp_path / "all.jsonl").read_text(encoding="utf-8") == "earlier"
    assert not list(tmp_path.glob(".*.part"))


def test_summary_is_printed_when_no_out_is_given(cli, source):
    run = cli("extract", source)
    assert run.code == 0
    for expected in (
        "a.txt",
        "青禾县人民政府",
        "form 2019",
        "1 count",
        "1 unexplained",
        "proactive",
        "absent",
    ):
        assert expected in run.out
    assert run.out.index("a grave") < run.out.index("a mild"), "the worst finding comes first"
    assert "no model is configured" in run.err


def test_escape_sequences_of_a_document_do_not_reach_the_terminal(cli, source):
    assert "\x1b" not in cli("extract", source).out


def test_nothing_is_said_on_stderr_when_quiet(cli, source):
    assert cli("extract", source, "--quiet").err == ""


def test_files_that_are_no_documents_are_named_with_why(cli, source):
    (source / "b.css").write_bytes(b"a {}")
    (source / ".hidden.txt").write_bytes(b"")
    run = cli("extract", source)
    assert run.code == 0
    assert "skipped, a style sheet: b.css" in run.err
    assert "skipped, hidden: .hidden.txt" in run.err
    assert "1 read, 0 failed, 2 skipped" in run.err
    assert cli("extract", source, "--quiet").err == ""


def test_file_is_tried_when_it_is_named(cli, source):
    (source / "b.csv").write_text(TEXT, encoding="utf-8")
    assert "b.csv" in cli("extract", source / "b.csv").out


def test_file_is_read_once_when_given_twice(cli, source):
    assert "1 read" in cli("extract", source, source / "a.txt", "--out", "out").err


def test_file_is_refused_when_larger_than_max_bytes(cli, source):
    run = cli("extract", source, "--max-bytes", "10")
    assert run.code == 1
    assert "limit of 10" in run.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["reports", "--engine", "model"], "needs a model", id="engine model without a model"),
        pytest.param(["reports", "--engine", "hybrid"], "needs a model", id="engine hybrid without a model"),
        pytest.param(["reports", "--engine", "magic"], "--engine", id="unknown engine"),
        pytest.param(["reports", "--max-bytes", "0"], "--max-bytes", id="impossible limit"),
        pytest.param(["reports", "-q", "-v"], "exclude each other", id="quiet and verbose"),
        pytest.param(["nowhere"], "no such file", id="path that does not exist"),
        pytest.param(["empty"], "nothing to read", id="folder without text files"),
        pytest.param(["reports", "--out", "reports/a.txt"], "cannot make", id="out is a file"),
        pytest.param(["reports", "--jsonl", "nowhere/x.jsonl"], "cannot write", id="jsonl into no folder"),
    ],
)
def test_exit_code_is_2_when_usage_is_wrong(cli, source, tmp_path, arguments, said):
    (tmp_path / "empty").mkdir()
    run = cli("extract", *arguments)
    assert run.code == 2
    assert said in run.err
    assert len([line for line in run.err.splitlines() if line.startswith("extractor: ")]) == 1
    assert run.out == ""


def test_exit_code_is_2_when_no_argument_is_given(cli):
    assert cli("extract").code == 2


def test_key_is_never_shown_when_settings_fail(cli, source, monkeypatch):
    monkeypatch.setenv("EXTRACTOR_API_KEY", "sk-secret")
    monkeypatch.setenv("EXTRACTOR_MODEL", "some")
    monkeypatch.setenv("EXTRACTOR_BASE_URL", "http://127.0.0.1:1/v1")
    for run in (
        cli("extract", source, "--verbose", "--out", "out"),
        cli("extract", source, "--engine", "model"),
    ):
        assert "sk-secret" not in run.out + run.err
    assert "sk-secret" not in Path("out/a.json").read_text(encoding="utf-8")


def test_a_pipe_is_written_to_and_never_replaced(cli, source, tmp_path):
    # Replaced, /dev/null would be a file from then on, for every program of the machine.
    pipe, heard = tmp_path / "pipe", []
    os.mkfifo(pipe)
    listener = threading.Thread(target=lambda: heard.append(pipe.read_text(encoding="utf-8")), daemon=True)
    listener.start()
    assert cli("extract", source, "--jsonl", "pipe").code == 0
    listener.join(10)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert Report.model_validate_json(heard[0]).source.name == "a.txt"


def test_the_last_line_says_where_the_reports_are_and_nothing_else(cli, source):
    ran = cli("extract", source, "--out", "out", "--jsonl", "all.jsonl", "--with-text")
    assert ran.err.strip().splitlines()[-1].endswith("; Reports are in out and all.jsonl")


def test_summary_says_unread_where_a_table_is_printed_but_was_not_read(cli, source, monkeypatch):
    unread = Finding(
        check="table.unread", severity="warning", message="not read", where=("/tables/proactive",)
    )

    def with_unread(document, **_):
        report = report_of(document)
        return [(document, report.model_copy(update={"findings": (*report.findings, unread)}))]

    monkeypatch.setattr(pipeline, "extract_every", with_unread)
    monkeypatch.setattr(pipeline, "validate_report", lambda report, text=None: report.findings)
    run = cli("extract", source)
    lines = {line.split()[0]: line for line in run.out.splitlines() if line.strip()}
    assert "未读出 unread" in lines["proactive"]
    assert "absent" in lines["disputes"]
