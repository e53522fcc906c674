import json
import re
import shutil
from pathlib import Path

import pytest
from eval_samples import FIXTURES, PROJECT
from typer.testing import CliRunner

from extractor import pipeline
from extractor.cli.app import app
from extractor.evaluation.evaluation_runs import load_run
from extractor.evaluation.gold import spans_of
from extractor.evaluation.suites import describe_suites, label_paths, load_case
from extractor.records import Narrative

FOLDER = ("--project", str(PROJECT))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A function that runs ``extractor eval ARGUMENTS`` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("EXTRACTOR_BASE_URL", "EXTRACTOR_MODEL", "EXTRACTOR_ENGINE", "EXTRACTOR_REAL_REPORTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EXTRACTOR_CACHE_DIR", str(tmp_path / "cache"))

    def invoke(*arguments: object):
        return CliRunner().invoke(app, ["eval", *map(str, arguments)])

    return invoke


def test_check_passes_when_the_rules_are_as_they_were(run, tmp_path: Path):
    result = run("run", "--suite", "fixtures", "--check", "--out", tmp_path, *FOLDER)

    assert result.exit_code == 0, result.output
    assert load_run(tmp_path / "fixtures-rules.json").info.suite == "fixtures"


@pytest.mark.parametrize("broken", ["read_narrative", "read_tables", "check_report"])
def test_check_fails_when_a_rule_is_broken(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str):
    true = getattr(pipeline, broken)

    def read_narrative(*arguments):
        facts = true(*arguments)
        return Narrative(**{**dict(facts), "counts": facts.counts[::2]})

    def read_tables(document, characters, sections, form, known):
        return true(document, characters, sections[:2], form)

    planted = {"read_narrative": read_narrative, "read_tables": read_tables, "check_report": lambda *_: ()}
    monkeypatch.setattr(pipeline, broken, planted[broken])

    result = run("run", "--suite", "fixtures", "--check", "--out", tmp_path, *FOLDER)

    assert result.exit_code == 1
    assert "past the limit: fixtures · rules" in result.output


def test_engine_is_refused_when_no_model_is_there(run, tmp_path: Path):
    refused = run("run", "--suite", "hostile", "--engine", "hybrid", "--out", tmp_path, *FOLDER)
    skipped = run("run", "--engine", "hybrid", "--if-possible", "--out", tmp_path, *FOLDER)

    assert refused.exit_code == 2
    assert skipped.exit_code == 0
    assert "not scored" in skipped.output


def test_run_is_shown_compared_and_computed_again(run, tmp_path: Path):
    run("run", "--suite", "hostile", "--out", tmp_path, "--quiet", *FOLDER)
    path = tmp_path / "hostile-rules.json"

    shown = run("report", path, "--recompute", *FOLDER)
    compared = run("compare", path, path)
    page = run("report", path, "--out", tmp_path / "r.html", *FOLDER)

    assert shown.exit_code == compared.exit_code == page.exit_code == 0
    assert "computed again, the same" in shown.output
    assert "p by document" in compared.output
    assert "is the same run as" in " ".join(compared.output.split())
    assert (tmp_path / "r.html").is_file()


def test_recompute_fails_when_a_figure_was_changed(run, tmp_path: Path):
    run("run", "--suite", "hostile", "--out", tmp_path, "--quiet", *FOLDER)
    path = tmp_path / "hostile-rules.json"
    body = json.loads(path.read_text(encoding="utf-8"))
    body["figures"]["header.f1"]["value"] = 0.5
    path.write_text(json.dumps(body), encoding="utf-8")

    result = run("report", path, "--recompute", *FOLDER)

    assert result.exit_code == 1
    assert "header.f1 is stored otherwise" in result.output


def test_new_gold_holds_no_prediction_unless_it_is_asked_for(run, tmp_path: Path):
    shutil.copy(FIXTURES / "yunxiu-2020.txt", tmp_path / "a.txt")
    blank = run("gold", "new", "a.txt")
    again = run("gold", "new", "a.txt")
    filled = run("gold", "new", "a.txt", "--out", "b.json", "--predictions", "rules")

    assert blank.exit_code == filled.exit_code == 0, filled.output
    assert again.exit_code == 2, "nothing is overwritten"
    labels = json.loads((tmp_path / "a.gold.json").read_text(encoding="utf-8"))
    assert labels["counts"] == labels["issues"] == []
    assert labels["header"]["form"] == "2019"
    predicted = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert predicted["counts"]
    assert predicted["annotator"].endswith("from rules")


def test_gold_file_is_checked_when_it_stands_beside_its_document(run, tmp_path: Path):
    shutil.copy(FIXTURES / "yunxiu-2020.txt", tmp_path / "a.txt")
    run("gold", "new", "a.txt", "--zeros")
    path = tmp_path / "a.gold.json"
    untouched = run("gold", "check", "a.gold.json")
    labels = json.loads(path.read_text(encoding="utf-8"))
    del labels["unfinished"]  # as a reader does who has filled it in
    path.write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")
    good = run("gold", "check", "a.gold.json")
    path.write_text(path.read_text(encoding="utf-8").replace('"new": [0', '"new": [5'), encoding="utf-8")
    bad = run("gold", "check", "a.gold.json")

    assert untouched.exit_code == 1
    assert "still a skeleton" in untouched.output
    assert good.exit_code == 0, good.output
    assert bad.exit_code == 1
    assert "on one side" in bad.output


def test_all_gold_is_fit_when_the_suites_are_checked(run):
    result = run("gold", "check", *FOLDER)

    assert result.exit_code == 0, result.output
    assert "labelled twice" in result.output


def test_no_example_of_a_prompt_comes_from_gold():
    """Walled off: no labelled words of ten characters or more stand in a prompt."""
    from extractor.evaluation.suites import Folders

    prompts = "\n".join(path.read_text(encoding="utf-8") for path in (PROJECT / "prompts").rglob("*.md"))
    folders = Folders(PROJECT)
    found = []
    for suite in describe_suites(PROJECT).values():
        for stem, path in label_paths(suite, PROJECT):
            case = load_case(stem, path, suite, folders)
            if isinstance(case, str):
                continue
            for field, label in spans_of(case.gold):
                words = "".join(case.text[label.start : label.end].split())
                if len(words) >= 10 and words in "".join(prompts.split()):
                    found.append((stem, field, label.start))
    assert found == []


def test_comparison_of_runs_of_different_suites_says_that_nothing_is_compared(run):
    folder = PROJECT / "eval" / "baselines"
    told = run("compare", str(folder / "hostile-rules.json"), str(folder / "real-rules.json"))
    assert told.exit_code == 2
    assert "nothing to compare" in told.output


def test_baselines_and_labels_hold_no_sentence_of_a_real_report():
    sentence = re.compile(r"[\u4e00-\u9fff，、；：]{21,}")
    files = [
        *(PROJECT / "eval" / "real").rglob("*.json"),
        *(PROJECT / "eval" / "baselines").glob("*real*.json"),
    ]

    assert len(files) >= 12
    for path in files:
        assert sentence.findall(path.read_text(encoding="utf-8")) == [], path.name


def test_recorded_replies_give_the_same_numbers_when_they_are_replayed(run, tmp_path: Path):
    options = ("--suite", "recorded", "--engine", "model", "--limit", 1, "--repeat", 2, "--quiet")

    result = run("run", *options, "--replies", PROJECT / "fixtures" / "replies", "--out", tmp_path, *FOLDER)

    assert result.exit_code == 0, result.output
    (path,) = tmp_path.glob("recorded-model-*.json")
    assert path.stem.endswith("-first-1"), "part of a suite takes no place of the whole"
    stored = load_run(path)
    first, second = stored.repeat(0)[0], stored.repeat(1)[0]
    assert (first.tallies, first.misses, first.prompts) == (second.tallies, second.misses, second.prompts)
    assert stored.info.prompts
    assert stored.info.engine.model.endswith("recorded")
    assert first.usage.calls == 0
