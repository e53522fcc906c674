import subprocess
import sys


def run(*arguments, cwd):
    command = [sys.executable, "-m", "extractor", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)


def test_a_batch_is_exported_from_its_store(tmp_path):
    from pathlib import Path

    fixtures = Path(__file__).parents[2] / "fixtures" / "reports"
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("anzhu-2022.txt", "bailiao-2019.txt"):
        (folder / name).write_bytes((fixtures / name).read_bytes())
    ran = run("batch", "run", "in", "--db", "r.sqlite", "--engine", "rules", "--workers", "1", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert "2 documents: reused 0, will run 2" in ran.stderr
    out = run("batch", "export", "--db", "r.sqlite", "--out", "e", "--format", "all", cwd=tmp_path)
    assert out.returncode == 0, out.stderr
    assert (tmp_path / "e" / "tables.xlsx").stat().st_size > 5000
    status = run("batch", "status", "--db", "r.sqlite", "--json", cwd=tmp_path)
    assert '"done": 2' in status.stdout
    wrong = run("export", "--out", "e", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "say what to export" in wrong.stderr
    missing = run("batch", "status", "--db", "none.sqlite", cwd=tmp_path)
    assert missing.returncode == 2
    assert not (tmp_path / "none.sqlite").exists()
