"""北京街 behind 越秀区 is 北京街道; what only looks so is not."""

import pytest
from body_lines import namings

from extractor.bodies import attribute


def ids(*names):
    years = range(2020, 2020 + len(names))
    registry = attribute(namings(*zip(names, years, strict=True)))
    return [one.body_id for one in registry.attributions.values()], registry.unsure


@pytest.mark.parametrize(
    ("name", "body_id"),
    [
        ("广州市越秀区北京街", "440104-town-北京街道"),
        ("广州市天河区石牌街办事处", "440106-town-石牌街道"),
        ("武汉市武昌区水果湖街", "420106-town-水果湖街道"),
        ("武昌区水果湖街党政办", "420106-town-水果湖街道"),
        ("天津市和平区小白楼街", "120101-town-小白楼街道"),
        ("广州市越秀区人民政府北京街办事处", "440104-town-北京街道"),
        ("北京市西城区牛街办事处", "110102-town-牛街街道"),
        ("北京市西城区牛街街道", "110102-town-牛街街道"),
    ],
)
def test_a_street_of_the_list_is_itself_when_printed_without_its_last_character(name, body_id):
    assert ids(name)[0] == [body_id]


@pytest.mark.parametrize(
    "name",
    [
        "广州市越秀区步行街管理委员会",
        "武汉市江汉区商业街",
        "北京市西城区金融街",
        "天津市和平区水果湖街",
        "天津市和平区小白楼街财政所",
    ],
)
def test_what_only_ends_or_begins_as_a_street_is_none(name):
    (body_id,), _ = ids(name)
    assert "-town-" not in body_id


def test_a_street_that_the_list_does_not_tell_is_asked_about():
    _, unsure = ids("北京市西城区金融街", "北京市西城区金融街街道")
    assert [pair.reason for pair in unsure] == ["an office that may be the street's or the town's"]
    _, unsure = ids("广州市越秀区杏花街办事处", "广州市越秀区杏花街道办事处")
    assert [pair.reason for pair in unsure] == ["杏花街 may be 杏花街道"]
    _, unsure = ids("北京市西城区金融街财政所", "北京市西城区金融街街道")
    assert unsure == ()
