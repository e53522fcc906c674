import os
import resource
import subprocess
import sys

import pytest

import extractor

LIMIT_S = 0.3
HEAVY = (
    "openai",
    "instructor",
    "jsonschema",
    "rapidfuzz",
    "pydantic",
    "opencc",
    "charset_normalizer",
    "tenacity",
)


def start(
    *arguments: str, code: str = "from extractor.cli import main; main()"
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


def imported(run: subprocess.CompletedProcess[str]) -> set[str]:
    return {line.rsplit("|", 1)[1].strip().split(".")[0] for line in run.stderr.splitlines() if "|" in line}


@pytest.mark.parametrize("flag", ["--version", "--help"])
def test_heavy_modules_stay_out_when_only_asked_for(flag):
    run = start(flag)
    assert run.returncode == 0
    assert "typer" in imported(run), "the measurement itself works"
    assert not imported(run) & set(HEAVY)


def test_heavy_modules_stay_out_when_the_package_is_imported():
    assert not imported(start(code="import extractor")) & {*HEAVY, "typer", "rich"}


def test_models_stay_out_when_documents_are_read():
    assert not imported(start("extract", "nowhere")) & {"openai", "instructor", "tenacity", "jsonschema"}


def test_what_reads_and_what_migrates_stay_out_of_the_process_that_hands_out_documents():
    run = start(code="import extractor.cli.batch_run, extractor.batch.cluster")
    loaded = {line.rsplit("|", 1)[1].strip() for line in run.stderr.splitlines() if "|" in line}
    assert "extractor.batch.coordinator" in loaded, "the measurement itself works"
    assert not loaded & {"extractor.pipeline", "extractor.narrative", "extractor.tables", "alembic"}


def test_import_is_quick():
    # Time of the processor, and the best of several: the machine may be busy. Compiled files are assumed.
    def used():
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return children.ru_utime + children.ru_stime

    took = []
    for _ in range(5):
        began = used()
        subprocess.run([sys.executable, "-c", "import extractor.cli"], check=True)
        took.append(used() - began)
    assert min(took) < LIMIT_S, f"import extractor.cli took {min(took):.2f} s"


def test_version_is_printed():
    run = subprocess.run(
        [sys.executable, "-m", "extractor", "--version"], capture_output=True, text=True, check=True
    )
    assert run.stdout == f"extractor {extractor.__version__}\n"


@pytest.mark.parametrize("command", ["extract", "validate"])
def test_help_speaks_english_and_chinese(command):
    run = subprocess.run(
        [sys.executable, "-m", "extractor", command, "--help"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert "Try: extractor" in run.stdout
    assert "报告" in run.stdout


def test_colour_is_left_out_when_no_color_is_set(tmp_path, monkeypatch):
    from extractor.cli.terminal import Terminal

    monkeypatch.setenv("FORCE_COLOR", "1")
    assert Terminal().console().color_system is not None
    monkeypatch.setenv("NO_COLOR", "1")
    assert Terminal().console().no_color
