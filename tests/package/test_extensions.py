"""A package of somebody else's adds a check and a form: used, named; a broken one is one line."""

import json
import os
import re
import subprocess
import sys
from inspect import getdoc
from pathlib import Path

import pytest

import extractor.checks

ROOT = Path(__file__).parents[2]
FORM = ROOT / "extractor" / "forms" / "new_form.txt"


@pytest.fixture
def package(tmp_path):
    """A distribution as an installer leaves it: modules and their metadata, on the path."""
    site = tmp_path / "site"
    info = site / "mycity-1.4.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mycity\nVersion: 1.4\n")
    (info / "entry_points.txt").write_text(
        "[extractor.checks]\nmine = mycity_checks\n[extractor.forms]\nmine = mycity_forms:FILES\n"
    )
    example = getdoc(extractor.checks).partition("For example::\n")[2]
    code = re.sub(r"^    ", "", example, flags=re.M).replace("> 100", "> 0")
    (site / "mycity_checks.py").write_text(code)
    (site / "mycity_forms.py").write_text(
        "from pathlib import Path\nFILES = [Path(__file__).with_name('mine.toml')]\n"
    )
    (site / "mine.toml").write_text(FORM.read_text(encoding="utf-8"), encoding="utf-8")
    return site


def typed(site, folder, *arguments):
    environment = {**os.environ, "PYTHONPATH": f"{site}"}
    command = [sys.executable, "-m", "extractor", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)


def test_an_installed_check_runs_and_is_named(package, tmp_path):
    report = ROOT / "fixtures" / "reports" / "shuangzhan-2020.txt"
    ran = typed(package, tmp_path, "extract", str(report), "--out", "out")
    assert ran.returncode == 0, ran.stderr
    findings = json.loads((tmp_path / "out" / "shuangzhan-2020.json").read_text(encoding="utf-8"))["findings"]
    (own,) = [each for each in findings if each["check"] == "mycity.many_carried_over"]
    assert own["left"] == 1
    assert own["message"] == "结转 1 件 / 1 applications are carried over"
    assert typed(package, tmp_path, "--version").stdout.splitlines()[1] == "with mycity 1.4"


def test_an_installed_form_is_known(package, tmp_path):
    name = re.search(r'^edition = "(.*)"', FORM.read_text(encoding="utf-8"), re.M)[1]
    says = f"from extractor.forms import is_known; print(is_known({name!r}))"
    environment = {**os.environ, "PYTHONPATH": str(package)}
    known = subprocess.run([sys.executable, "-c", says], env=environment, capture_output=True, text=True)
    assert known.stdout == "True\n", known.stderr
    without = subprocess.run([sys.executable, "-c", says], capture_output=True, text=True)
    assert without.stdout == "False\n"


def test_what_was_read_without_an_extension_is_not_taken_for_what_is_read_with_it(package):
    says = "from extractor.batch import code_fingerprint; print(code_fingerprint())"
    with_it = {**os.environ, "PYTHONPATH": str(package)}
    prints = [
        subprocess.run([sys.executable, "-c", says], env=environment, capture_output=True, text=True).stdout
        for environment in (with_it, dict(os.environ))
    ]
    assert all(prints)
    assert prints[0] != prints[1]


def test_a_broken_extension_is_one_line_and_nothing_is_read(package, tmp_path):
    (package / "mycity_checks.py").write_text("import nowhere_to_be_found\n")
    report = ROOT / "fixtures" / "reports" / "shuangzhan-2020.txt"
    ran = typed(package, tmp_path, "extract", str(report), "--out", "out")
    assert ran.returncode == 2
    (line,) = ran.stderr.strip().splitlines()
    assert "the extension mine of mycity cannot be loaded" in line
    assert not list((tmp_path / "out").glob("*.json"))


@pytest.mark.parametrize("body", ["raise ZeroDivisionError('mine')", "return 7", "return None"])
def test_a_check_that_fails_names_itself_and_loses_no_report(package, tmp_path, body):
    code = f"from extractor.checks import check\n@check('mycity.bad')\ndef bad(context):\n    {body}\n"
    (package / "mycity_checks.py").write_text(code)
    report = ROOT / "fixtures" / "reports" / "fengxi-2021.txt"
    ran = typed(package, tmp_path, "extract", str(report), "--out", "out")
    assert ran.returncode == 0, ran.stderr
    findings = json.loads((tmp_path / "out" / "fengxi-2021.json").read_text(encoding="utf-8"))["findings"]
    told = [each["message"] for each in findings if each["check"] == "mycity.bad"]
    assert len(told) == (0 if body == "return None" else 1)
    assert all("mycity_checks" in message for message in told)


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("mycity_forms.py", "FILES = None\n"),
        ("mycity_checks.py", "import sys\nsys.exit(3)\n"),
    ],
)
def test_an_odd_extension_is_one_line(package, tmp_path, module, code):
    (package / module).write_text(code)
    report = ROOT / "fixtures" / "reports" / "fengxi-2021.txt"
    ran = typed(package, tmp_path, "extract", str(report), "--out", "out")
    assert ran.returncode == 2
    assert len(ran.stderr.strip().splitlines()) == 1, ran.stderr
    assert "mine" in ran.stderr


def test_what_an_extension_prints_is_no_result(package, tmp_path):
    (package / "mycity_checks.py").write_text("print('hello')\n")
    report = ROOT / "fixtures" / "reports" / "fengxi-2021.txt"
    ran = typed(package, tmp_path, "extract", str(report), "--jsonl", "-")
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["form"] == "2021"
