import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
READ_DATA = (
    "import extractor.resources as r, json; print(r.__file__);"
    "print(json.loads(r.schema_text('report'))['$id']); print((r.folder('prompts') / 'README.md').is_file())"
)
LICENCES = re.compile(
    r"\b(MIT|Apache|BSD|PSF|Python Software Foundation|ISC|MPL|Mozilla|Unlicense|0BSD)\b", re.I
)
COPYLEFT = re.compile(r"\b(A?GPL|LGPL|GNU)\b", re.I)


def read_data(folder: Path, **environ: str) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-c", READ_DATA],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={**os.environ, **environ},
    )
    return run.stdout.splitlines()


def test_data_is_found_when_run_from_a_checkout(tmp_path):
    where, schema, prompts = read_data(tmp_path, PYTHONPATH=str(ROOT))
    assert Path(where).is_relative_to(ROOT)
    assert (schema, prompts) == ("urn:extractor:schema:report:1.0", "True")


def test_data_is_found_when_installed_from_a_wheel(tmp_path):
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-cache-dir"]
    offline = ["--no-index", "--no-deps"]
    wheels, target = tmp_path / "wheels", tmp_path / "site"
    subprocess.run(
        [*pip, "wheel", *offline, "--no-build-isolation", "-w", str(wheels), str(ROOT)],
        check=True,
        cwd=tmp_path,
    )
    (wheel,) = wheels.glob("gongkai_extractor-*.whl")
    subprocess.run([*pip, "install", *offline, "--target", str(target), str(wheel)], check=True, cwd=tmp_path)
    where, schema, prompts = read_data(tmp_path, PYTHONPATH=str(target))
    assert Path(where).is_relative_to(target)
    assert (schema, prompts) == ("urn:extractor:schema:report:1.0", "True")


def needed(*extras: str) -> set[str]:
    """Names of what the project and its extras ask for, extras of its own followed."""
    lines, waiting = list(PROJECT["dependencies"]), list(extras)
    while waiting:
        for line in PROJECT["optional-dependencies"][waiting.pop()]:
            if own := re.match(r"gongkai-extractor\[([^]]*)\]", line):
                waiting += own[1].split(",")
            else:
                lines.append(line)
    return {re.split(r"[<>=\[; ]", line)[0] for line in lines}


@pytest.mark.parametrize(
    ("lock", "extras"),
    [
        ("requirements.lock", ["build", "html", "docx", "pdf", "sheets"]),
        ("requirements-all.lock", ["all", "build"]),
        ("requirements-dev.lock", ["all", "dev"]),
    ],
)
def test_lock_names_no_place_and_hashes_everything(lock, extras):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-(i|f|-index|-extra|-find|-trusted)", text, re.M)
    pins = re.findall(r"^([A-Za-z0-9._-]+)==", text, re.M)
    assert len(pins) > 30
    for block in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.M):
        assert not block.strip() or ("==" in block and "--hash=sha256:" in block), block[:60]
    assert needed(*extras) <= set(pins), "run make lock"


def runtime_distributions() -> set[str]:
    found: set[str] = set()
    waiting = [re.split(r"[<>=\[; ]", line)[0] for line in PROJECT["dependencies"]]
    while waiting:
        name = waiting.pop().lower()
        if name in found:
            continue
        try:
            requires = distribution(name).requires or []
        except PackageNotFoundError:  # not needed on this platform
            continue
        found.add(name)
        waiting += [re.split(r"[<>=!~\[;( ]", line)[0] for line in requires if "extra ==" not in line]
    return found


@pytest.mark.parametrize("name", sorted(runtime_distributions()))
def test_licence_goes_with_apache_2_when_a_dependency_is_installed(name):
    about = distribution(name).metadata
    said = [about.get("License-Expression") or "", (about.get("License") or "")[:200]]
    said += [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    assert LICENCES.search(" ".join(said)), said
    assert not COPYLEFT.search(" ".join(said)), said


@pytest.mark.parametrize("script", ["generate_schemas.py", "generate_topics.py"])
def test_generated_files_are_in_step_with_what_they_come_from(script):
    run = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / script), "--check"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("path", sorted((ROOT / "schemas").glob("*.json")), ids=lambda path: path.name)
def test_schema_is_of_draft_2020_12(path):
    from jsonschema import Draft202012Validator

    schema = json.loads(path.read_text(encoding="utf-8"))
    assert schema["$schema"].endswith("draft/2020-12/schema")
    Draft202012Validator.check_schema(schema)
