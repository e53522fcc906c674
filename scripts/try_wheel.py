"""Builds wheel and sdist twice, compares them, and uses the wheel where nothing of the checkout is in sight.

In an environment of its own, installed from the package index: first the wheel alone (every command that
needs an extra must say so in one line), then with the extras that the quickstart names: the quickstart and
the notebook must work as typed in an empty folder.
Usage: python scripts/try_wheel.py
"""

import hashlib
import io
import os
import re
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

from documented import run, steps

ROOT = Path(__file__).parents[1]
QUICKSTART = (ROOT / "docs" / "quickstart.md").read_text(encoding="utf-8")
(EXTRAS,) = re.findall(r"pip install 'gongkai-extractor\[([^]]*)\]'", QUICKSTART)
NOTEBOOK = ROOT / "docs" / "notebooks" / "tutorial.ipynb"
REPORT = """栖云县禾坪乡人民政府2022年政府信息公开工作年度报告
所列数据统计期限自2022年1月1日起至2022年12月31日止。
一、总体情况
2022年，我乡通过门户网站公开信息118条。
五、存在的主要问题及改进情况
一是栏目更新不及时。下一步，将及时更新栏目。
六、其他需要报告的事项
无。
"""
NEEDING: tuple[tuple[str, ...], ...] = (
    ("batch", "run", "in", "--db", "x.sqlite", "--engine", "rules"),
    ("export", "out", "--out", "tables", "--format", "xlsx"),
    ("export", "out", "--out", "tables", "--format", "parquet"),
    ("export", "--db", "x.sqlite", "--out", "tables"),
    ("review", "--db", "x.sqlite"),
    ("review", "user", "wang", "--role", "reader", "--db", "x.sqlite"),
    ("audit", "in", "--out", "audit"),
    ("model", "serve"),
)
WORKING: tuple[tuple[str, ...], ...] = (
    ("batch", "run", "in", "--db", "x.sqlite", "--engine", "rules", "--workers", "1"),
    ("batch", "status", "--db", "x.sqlite"),
    ("batch", "export", "--db", "x.sqlite", "--out", "tables", "--format", "all"),
    ("export", "out", "--out", "tables2"),
)
API = """
import extractor, pathlib
report = extractor.extract(pathlib.Path("in/report.txt"))
assert report.report_year.value == 2022, report.report_year
assert "site-packages" in extractor.__file__, extractor.__file__
"""


NOTEBOOK_RUN = """
import sys, nbformat, nbclient
notebook = nbformat.read(sys.argv[1], as_version=4)
nbclient.NotebookClient(notebook, timeout=120).execute()
"""


def packed(name: str, content: bytes) -> bytes:
    """An archive with one member."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def in_formats() -> dict[str, bytes]:
    """A file of each format that needs an extra, by name: enough of it to be recognised."""
    return {
        "page.html": f"<html><body>{REPORT}</body></html>".encode(),
        "letter.docx": packed("word/document.xml", b"<w:document/>"),
        "scan.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
        "picture.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
        "sheet.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "Workbook".encode("utf-16-le"),
        "sheet.xlsx": packed("xl/workbook.xml", b"<workbook/>"),
    }


def main() -> int:
    """0 where everything holds; the first thing that does not is said."""
    with tempfile.TemporaryDirectory(prefix="wheel-") as folder:
        work = Path(folder)
        wheel = built_twice(work)
        python = environment(work / "alone", [str(wheel)])
        desk = work / "desk"
        (desk / "in").mkdir(parents=True)
        (desk / "in" / "report.txt").write_text(REPORT, encoding="utf-8")
        expect(python, desk, ("--version",), 0)
        expect(python, desk, ("extract", "in/report.txt"), 0)
        expect(python, desk, ("extract", "in", "--out", "out"), 0)
        expect(python, desk, ("validate", "out/report.json"), 0)
        subprocess.run([python, "-c", API], cwd=desk, check=True, env=clean())
        for command in NEEDING:
            said = expect(python, desk, command, 2)
            if "gongkai-extractor[" not in said or len(said.strip().splitlines()) > 2:
                raise SystemExit(f"{' '.join(command)}: not one line that names the extra:\n{said}")
        for name, content in in_formats().items():
            (desk / name).write_bytes(content)
            said = expect(python, desk, ("extract", name), 1)
            if "gongkai-extractor[" not in said:
                raise SystemExit(f"extract {name}: does not name the extra:\n{said}")
        print(
            f"the wheel alone: 4 commands and the API work, {len(NEEDING)} commands and "
            f"{len(in_formats())} formats name their extra in one line"
        )
        python = environment(work / "whole", [f"{wheel}[{EXTRAS}]", "nbclient", "ipykernel"])
        for command in WORKING:
            expect(python, desk, command, 0)
        print(f"with [{EXTRAS}]: {len(WORKING)} commands work")
        typed(python, work / "empty")
    return 0


def typed(python: str, folder: Path) -> None:
    """The quickstart and the notebook, in an empty folder."""
    folder.mkdir()
    count = 0
    for count, step in enumerate(steps(QUICKSTART), start=1):  # noqa: B007 - counted
        if wrong := run(step, folder, python):
            raise SystemExit(f"docs/quickstart.md:{step.line}: {wrong}")
    (folder / "notebook").mkdir()
    command = [python, "-c", NOTEBOOK_RUN, str(NOTEBOOK)]
    ran = subprocess.run(command, cwd=folder / "notebook", capture_output=True, text=True, env=clean())
    if ran.returncode:
        raise SystemExit(f"the notebook does not run:\n{ran.stderr}")
    print(f"an empty folder: the {count} steps of the quickstart and the notebook work as typed")


def built_twice(work: Path) -> Path:
    """The wheel; sdist and wheel are the same bytes when built again."""
    digests = []
    for name in ("first", "second"):
        for target in ("sdist", "wheel"):
            command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(work / name)]
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=clean())
        files = sorted((work / name).iterdir())
        digests.append({file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files})
    if digests[0] != digests[1]:
        raise SystemExit(f"built twice, not the same bytes: {digests}")
    (wheel,) = (work / "first").glob("*.whl")
    names = ", ".join(digests[0])
    print(f"{names}: the same bytes twice, the wheel has {wheel.stat().st_size / 1e6:.2f} MB")
    return wheel


def environment(folder: Path, what: list[str]) -> str:
    """The Python of a new environment with ``what`` installed."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what]
    subprocess.run(command, check=True, env=clean(), cwd=folder)
    return python


def expect(python: str, desk: Path, command: tuple[str, ...], code: int) -> str:
    """What the command says; the process ends where its exit code is another, or a traceback shows."""
    run = subprocess.run(
        [str(Path(python).with_name("extractor")), *command],
        cwd=desk, env=clean(), capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    said = run.stderr + (run.stdout if code else "")
    if run.returncode != code or "Traceback" in said:
        raise SystemExit(f"{' '.join(command)}: exit code {run.returncode}, wanted {code}:\n{said}")
    return said


def clean() -> dict[str, str]:
    """The environment without settings of ours and without the checkout on Python's path."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("EXTRACTOR_", "PYTHONPATH"))}
    return kept | {"SOURCE_DATE_EPOCH": "1700000000"}


if __name__ == "__main__":
    sys.exit(main())
