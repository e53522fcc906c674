import os
from pathlib import Path

import pytest

from extractor.cli.engine import choose_engine
from extractor.cli.result_names import plan
from extractor.cli.terminal import printable
from extractor.cli.whole_files import atomic_writer, write_text
from extractor.errors import SettingsError, UsageError
from extractor.settings import Settings


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in (
        "b.txt",
        "a.MD",
        "c.csv",
        "README.md",
        ".hidden/x.txt",
        "sub/b.txt",
        "sub/deep/d.text",
        "a/z.txt",
    ):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    return tmp_path / "in"


def test_folder_is_walked_in_the_order_of_names(tree):
    jobs, skipped = plan([tree])
    assert [Path(job.path).relative_to(tree).as_posix() for job in jobs] == [
        "a.MD",
        "b.txt",
        "a/z.txt",
        "sub/b.txt",
        "sub/deep/d.text",
    ]
    assert [job.name for job in jobs] == ["a", "b", "z", "b-2", "d"]
    assert {Path(one.location).name: one.reason for one in skipped} == {
        ".hidden": "a hidden folder",
        "README.md": "a README",
        "c.csv": "no Chinese text in it",
    }


def test_order_of_arguments_is_kept_when_files_are_named(tree):
    jobs, _ = plan([tree / "sub/b.txt", tree / "c.csv", tree])
    assert [job.name for job in jobs[:2]] == ["b", "c"]
    assert len(jobs) == 6, "c.csv was named, sub/b.txt is not read twice"


@pytest.mark.parametrize(
    ("stems", "names"),
    [
        pytest.param(["a.txt", "a.md", "A.text"], ["a", "a-2", "A-3"], id="same stem, case aside"),
        pytest.param(["a.txt", "a.md", "a-2.txt"], ["a", "a-2", "a-2-2"], id="number taken"),
        pytest.param(["a.txt", "a.error.txt"], ["a", "a.error-2"], id="name of an error record"),
        pytest.param(
            ["a.error.txt", "a.txt"], ["a.error", "a-2"], id="name of an error record, the other way"
        ),
    ],
)
def test_no_result_overwrites_another(tmp_path, stems, names):
    paths = []
    for number, stem in enumerate(stems):
        path = tmp_path / str(number) / stem
        path.parent.mkdir()
        path.touch()
        paths.append(path)
    assert [job.name for job in plan(paths).jobs] == names


def test_walk_ends_when_a_link_leads_back(tree):
    (tree / "sub/loop").symlink_to(tree, target_is_directory=True)
    assert len(plan([tree]).jobs) == 5


def test_nothing_is_left_when_writing_fails(tmp_path):
    target = tmp_path / "x.json"
    write_text(target, "old\r\n")

    def stop_half_way() -> None:
        with atomic_writer(target) as file:
            file.write("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stop_half_way()
    assert target.read_bytes() == b"old\r\n"
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


def test_result_has_the_rights_of_an_ordinary_file(tmp_path):
    write_text(tmp_path / "x", "")
    (tmp_path / "y").touch()
    assert (tmp_path / "x").stat().st_mode == (tmp_path / "y").stat().st_mode


def test_error_says_where_when_a_folder_is_missing(tmp_path):
    with pytest.raises(UsageError, match="cannot write"):
        write_text(tmp_path / "no" / "x", "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("a\x1b[31mb", "a�[31mb", id="escape sequence"),
        pytest.param("a\nb\tc", "a b c", id="line end and tab"),
        pytest.param("a\u202eb", "a�b", id="right to left override"),
        pytest.param(os.fsdecode(b"a\xff"), "a?", id="bytes of a file name"),
        pytest.param("政府信息 31条", "政府信息 31条", id="plain Chinese"),
    ],
)
def test_only_harmless_characters_are_printed(text, shown):
    assert printable(text) == shown


def test_file_is_read_when_its_name_is_no_utf8(cli, tmp_path):
    from sample_report import TEXT

    folder = tmp_path / "odd"
    folder.mkdir()
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/\xb1\xa8.txt")).write_text(TEXT, encoding="utf-8")
    except OSError:
        pytest.skip("this file system knows only UTF-8 names")
    run = cli("extract", folder, "--out", "out", "-v")
    assert run.code == 0, run.err
    assert len(list((tmp_path / "out").glob("*.json"))) == 1


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        pytest.param(Settings(engine="rules", model="m"), None, id="asked for rules"),
        pytest.param(Settings(cache_dir=Path("/nowhere")), "no model is configured", id="nothing said"),
    ],
)
def test_rules_are_used_when_possible(settings, said):
    engine, why = choose_engine(settings)
    assert engine == "rules"
    assert why is None if said is None else said in why


def test_hybrid_is_used_when_a_model_is_configured():
    settings = Settings(model="m", base_url="http://127.0.0.1:1/v1")
    assert choose_engine(settings) == ("hybrid", "engine hybrid: rules first, then m")


@pytest.mark.parametrize("engine", ["hybrid", "model"])
def test_other_engines_are_refused_when_there_is_no_model(engine, tmp_path):
    with pytest.raises(SettingsError, match=engine):
        choose_engine(Settings(engine=engine, cache_dir=tmp_path))
