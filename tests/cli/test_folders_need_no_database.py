"""What ``make demo`` installs is enough for a folder of Reports: pages and exports of it open no database."""

import subprocess
import sys
from pathlib import Path

FIXTURE = Path(__file__).parents[2] / "fixtures" / "reports" / "anzhu-2022.txt"
WITHOUT = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("sqlalchemy", "alembic", "argon2", "fastapi", "jinja2"):
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Missing())
from extractor.cli.app import main
main()
"""


def without(folder, *words):
    command = [sys.executable, "-c", WITHOUT, *map(str, words)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)


def test_a_folder_is_read_shown_and_exported_where_no_database_is_installed(tmp_path):
    for words in (
        ("extract", FIXTURE, "--out", "out", "--engine", "rules"),
        ("page", "out/anzhu-2022.json", "--out", "page.html"),
        ("export", "out", "--out", "data", "--format", "csv,panel,jsonl,html"),
    ):
        ran = without(tmp_path, *words)
        assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!doctype html>")
    assert {"inputs.csv", "panel.csv", "reports.jsonl", "pages"} <= {
        path.name for path in (tmp_path / "data").iterdir()
    }
    ran = without(tmp_path, "export", "--db", "s.sqlite", "--out", "data")
    assert ran.returncode == 2
    assert "gongkai-extractor[batch]'; in a checkout: make install" in ran.stderr
