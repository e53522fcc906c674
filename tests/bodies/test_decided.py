import os
import stat
import threading

import pytest
from body_lines import namings

from extractor.bodies import attribute, correct_bodies, read_decisions, write_bodies
from extractor.errors import UsageError
from extractor.records import LinkRule

LINES = (
    ("鼓楼区人民政府", 2021, "a/1.txt"),
    ("徐州市鼓楼区人民政府", 2020, "a/2.txt"),
    ("水利局", 2020, "a/3.txt"),
)


def written(path, **options):
    kept = read_decisions(path)
    registry = attribute(namings(*LINES), decide=kept.decide, parentless=kept.parentless, **options)
    write_bodies(path, registry, kept)
    return registry


def test_what_a_person_wrote_wins_and_is_kept_when_the_file_is_written_again(tmp_path):
    path = tmp_path / "bodies.csv"
    written(path)
    correct_bodies(path, "1.txt", "320302-gov")
    for _ in range(2):
        one = next(iter(written(path).attributions.values()))
        assert (one.body_id, one.rule) == ("320302-gov", LinkRule.HUMAN)


def test_a_changed_cell_in_a_spreadsheet_is_enough(tmp_path):
    path = tmp_path / "bodies.csv"
    written(path)
    lines = path.read_text("utf-8-sig").splitlines()
    at = next(index for index, line in enumerate(lines) if "水利局" in line)
    cells = lines[at].split(",")
    lines[at] = ",".join([*cells[:4], "320302-dept-水利局", *cells[5:]])
    path.write_text("\n".join(lines), "utf-8-sig")
    registry = written(path)
    assert [one.body_id for one in registry.attributions.values()][2] == "320302-dept-水利局"


def test_a_name_may_be_decided_for_all_its_reports(tmp_path):
    path = tmp_path / "bodies.csv"
    written(path)
    correct_bodies(path, "鼓楼区人民政府", "410204-gov")
    assert next(iter(written(path).attributions.values())).body_id == "410204-gov"


def test_an_unknown_report_is_wrong_usage(tmp_path):
    path = tmp_path / "bodies.csv"
    written(path)
    with pytest.raises(UsageError, match="no such report"):
        correct_bodies(path, "nowhere.txt", "410204-gov")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("61-foo", "unknown body id '61-foo': ids look like 320829-gov"),
        ("999999-gov", "no place has the code 999999"),
        ("320813-gov", "begin with its first code: 320829-gov"),
        ("cn-教育部的", "unknown body id"),
        ("410204-gov", ""),
        ("320302-dept-水利局", ""),
        ("cn-教育部", ""),
    ],
)
def test_an_id_that_no_body_can_have_is_told_when_it_is_typed_and_when_the_file_is_read(
    tmp_path, typed, said
):
    path = tmp_path / "bodies.csv"
    written(path)
    told = correct_bodies(path, "a/3.txt", typed)
    read = read_decisions(path).doubts
    assert f"is of {typed} now" in told
    assert bool(said) == bool(read)
    assert not said or (said in told and said in read[0])


def test_a_body_of_ones_own_with_name_and_level_is_no_mistake(tmp_path):
    path = tmp_path / "bodies.csv"
    written(path)
    correct_bodies(path, "a/3.txt", "my-body")
    lines = path.read_text("utf-8-sig").splitlines()
    at = next(index for index, line in enumerate(lines) if "my-body" in line)
    cells = lines[at].split(",")
    lines[at] = ",".join([*cells[:5], "云岭水利会", "department", *cells[7:]])
    path.write_text("\n".join(lines), "utf-8-sig")
    assert read_decisions(path).doubts == ()


def test_no_formula_is_written(tmp_path):
    path = tmp_path / "bodies.csv"
    registry = attribute(namings(("=1+1", 2020)))
    write_bodies(path, registry, read_decisions(path))
    assert ",'=1+1," in path.read_text("utf-8-sig")


def test_bodies_that_may_be_one_stand_in_the_file_with_the_reason(tmp_path):
    path = tmp_path / "bodies.csv"
    registry = attribute(namings(("洪泽区城管局", 2020), ("洪泽区城市管理局", 2021)))
    write_bodies(path, registry, read_decisions(path))
    first, second = path.read_text("utf-8-sig").splitlines()[1:]
    assert "320829-dept-城市管理局 (城管局 may be short for 城市管理局)" in first + second
    assert "320829-dept-城管局 (城管局 may be short for 城市管理局)" in first + second


def test_a_printed_name_decided_for_all_leaves_others_alone(tmp_path):
    path = tmp_path / "bodies.csv"
    written(path)
    correct_bodies(path, "鼓楼区人民政府", "410204-gov")
    ids = [one.body_id for one in written(path).attributions.values()]
    assert ids[:2] == ["410204-gov", "320302-gov"]
    assert ids[2].startswith("apart-")


def test_an_emptied_parent_takes_a_body_out_of_its_family_and_stays_empty(tmp_path):
    path = tmp_path / "bodies.csv"
    assert written(path).bodies["320302-gov"].parent_id == "320300-gov"
    text = path.read_text("utf-8-sig")
    assert ",320300-gov," in text
    path.write_text(text.replace(",320300-gov,", ",,"), "utf-8-sig")
    for _ in range(2):
        registry = written(path)
        assert registry.bodies["320302-gov"].parent_id is None
        assert "320300-gov" not in registry.children()


def test_a_pipe_is_written_to_and_never_replaced(tmp_path):
    pipe, heard = tmp_path / "pipe", []
    os.mkfifo(pipe)
    listener = threading.Thread(target=lambda: heard.append(pipe.read_text("utf-8-sig")), daemon=True)
    listener.start()
    write_bodies(pipe, attribute(namings(*LINES)), read_decisions(None))
    listener.join(10)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert "徐州市鼓楼区人民政府" in heard[0]


DESCRIBED = {
    "120101-gov": ("天津市和平区人民政府", "county", "120101", "天津市/和平区", "120000-gov", "government"),
    "320829-gov": (
        "江苏省淮安市洪泽区人民政府",
        "county",
        "320813",
        "江苏省/淮安市/洪泽区",
        "320800-gov",
        "government",
    ),
    "320829-gov-office": (
        "江苏省淮安市洪泽区人民政府办公室",
        "department",
        "320813",
        "江苏省/淮安市/洪泽区",
        "320829-gov",
        "人民政府办公室",
    ),
    "320829-dept-水利局": (
        "江苏省淮安市洪泽区水利局",
        "department",
        "320813",
        "江苏省/淮安市/洪泽区",
        "320829-gov",
        "水利局",
    ),
    "320829-town-高良涧街道": (
        "江苏省淮安市洪泽区高良涧街道办事处",
        "township",
        "320813001",
        "江苏省/淮安市/洪泽区/高良涧街道",
        "320829-gov",
        "township",
    ),
    "cn-教育部": ("教育部", "ministry", "", "", None, "ministry"),
    "x-云岭市-栖云县-gov": (
        "云岭市栖云县人民政府",
        "county",
        "",
        "云岭市/栖云县",
        "x-云岭市-gov",
        "government",
    ),
}


def by_hand(path, body_id):
    lines = path.read_text("utf-8-sig").splitlines()
    at = next(index for index, line in enumerate(lines) if "水利局" in line)
    cells = lines[at].split(",")
    lines[at] = ",".join([*cells[:4], body_id, *cells[5:]])
    path.write_text("\n".join(lines), "utf-8-sig")


@pytest.mark.parametrize("body_id", DESCRIBED)
@pytest.mark.parametrize("put", [by_hand, lambda path, body_id: correct_bodies(path, "3.txt", body_id)])
def test_an_id_that_no_other_row_holds_is_described_as_where_its_name_is_read(tmp_path, body_id, put):
    path = tmp_path / "bodies.csv"
    written(path)
    put(path, body_id)
    body = written(path).bodies[body_id]
    name, level, code, division, parent, kind = DESCRIBED[body_id]
    assert (body.level, body.division_code or "", "/".join(body.division)) == (level, code, division)
    assert (body.parent_id, body.kind, body.name) == (parent, kind, name)


def test_what_a_person_changes_of_a_described_row_stays(tmp_path):
    path = tmp_path / "bodies.csv"
    written(path)
    correct_bodies(path, "3.txt", "120101-gov")
    text = path.read_text("utf-8-sig")
    path.write_text(text.replace("天津市/和平区,120000-gov,", "天津市/和平区,,"), "utf-8-sig")
    for _ in range(2):
        assert written(path).bodies["120101-gov"].parent_id is None
