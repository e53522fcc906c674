import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def commands(name):
    """The lines of the README's section on batches, without their comments."""
    text = (ROOT / name).read_text(encoding="utf-8")
    section = re.search(r"^## (?:Many documents|大量文档)\n(.*?)^## ", text, re.M | re.S)
    (block,) = re.findall(r"^```sh\n(.*?)^```", section[1], re.M | re.S)
    return [shlex.split(line, comments=True) for line in block.splitlines() if line.strip()]


def test_both_readmes_type_the_same():
    assert commands("README.md") == commands("README.zh-CN.md")


def test_batch_section_of_the_readme_works_as_typed(tmp_path, monkeypatch):
    for name in ("anzhu-2022.txt", "bailiao-2019.txt", "shuangzhan-2020.txt"):
        (tmp_path / "fixtures" / "reports").mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "fixtures" / "reports" / name, tmp_path / "fixtures" / "reports" / name)
    for variable in ("EXTRACTOR_ENGINE", "EXTRACTOR_MODEL", "EXTRACTOR_BASE_URL"):
        monkeypatch.delenv(variable, raising=False)
    for program, *arguments in commands("README.md"):
        assert program == ".venv/bin/extractor"
        command = [sys.executable, "-m", "extractor", *arguments]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
        assert ran.returncode == 0, (arguments, ran.stderr)
    assert (tmp_path / "export" / "tables.xlsx").exists()
