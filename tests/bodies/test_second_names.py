"""A second name in brackets, a year behind a name: no department of the body itself."""

import pytest
from body_lines import namings

from extractor.bodies import attribute


def of(*lines):
    return list(attribute(namings(*lines)).attributions.values())


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("宁波市北仑区人民政府（宁波经济技术开发区管委会）", "宁波市北仑区人民政府"),
        ("青岛市黄岛区人民政府(青岛西海岸新区管理委员会)", "青岛市黄岛区人民政府"),
        ("长沙市人民政府（办公厅）", "长沙市人民政府"),
        ("贵阳市云岩区人民政府（区政府办公室）", "贵阳市云岩区人民政府"),
        ("湖州市德清县人民政府（全县汇总）", "湖州市德清县人民政府"),
        ("南京市江北新区管委会（大厂街道办事处）", "南京市江北新区管委会"),
        ("湖州市德清县武康街道办事处（武康镇人民政府）", "湖州市德清县武康街道办事处"),
        ("贵阳市花溪区人民政府2021年", "贵阳市花溪区人民政府"),
        ("贵阳市花溪区教育局（2021年度）", "贵阳市花溪区教育局"),
    ],
)
def test_second_name_in_brackets_is_the_same_body(printed, plain):
    first, second = of((printed, 2020), (plain, 2021))
    assert first.is_certain
    assert first.body_id == second.body_id


def test_second_name_is_kept_as_evidence():
    (one,) = of(("宁波市北仑区人民政府（宁波经济技术开发区管委会）", 2020))
    assert "宁波经济技术开发区管委会" in one.evidence


@pytest.mark.parametrize("printed", ["贵阳市花溪区人民政府（教育局）", "湖州市德清县武康人民政府"])
def test_what_may_be_of_two_bodies_stays_apart(printed):
    (one,) = of((printed, 2020))
    assert not one.is_certain


@pytest.mark.parametrize("printed", ["贵阳市花溪区教育局（区委教育工委）", "贵阳市教育局"])
def test_departments_stay_departments(printed):
    (one,) = of((printed, 2020))
    assert one.is_certain
    assert one.body_id.endswith("-dept-教育局")


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("城关区人民政府（拉萨市）", "拉萨市城关区人民政府"),
        ("（徐州市）鼓楼区教育局", "徐州市鼓楼区教育局"),
        ("白云区司法局(贵阳市)", "贵阳市白云区司法局"),
    ],
)
def test_place_above_in_brackets_says_which_of_several(printed, plain):
    first, second = of((printed, 2020), (plain, 2021))
    assert first.is_certain
    assert first.body_id == second.body_id


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("湖州市德清县应急管理局（德清县粮食局）", "湖州市德清县粮食局"),
        ("湖州市德清县发展和改革局（县粮食和物资储备局、统计局）", "湖州市德清县统计局"),
        ("厦门市海沧区人民政府（海沧台商投资区管委会）", "厦门市海沧区海沧台商投资区管委会"),
    ],
)
def test_body_that_another_prints_as_its_second_name_is_asked_about(printed, plain):
    found = attribute(namings((printed, 2020), (plain, 2017)))
    first, second = found.attributions.values()
    assert first.body_id != second.body_id
    assert [{pair.first, pair.second} for pair in found.unsure] == [{first.body_id, second.body_id}]


@pytest.mark.parametrize(
    "office",
    [
        "人民政府办",
        "府办公室",
        "人民政府办公室政务公开科",
        "人民政府行政办公室",
        "委、市政府办公室",
        "人民政府门户网站",
        "政务公开领导小组办公室",
    ],
)
def test_units_of_the_governments_office_are_the_government(office):
    first, second = of((f"靖江市{office}", 2019), ("靖江市人民政府", 2021))
    assert first.body_id == second.body_id


@pytest.mark.parametrize(
    "office", ["人民政府督查室", "市政管理局", "人民政府外事办公室", "委办公室", "政务服务办"]
)
def test_other_offices_are_not(office):
    first, second = of((f"靖江市{office}", 2019), ("靖江市人民政府", 2021))
    assert first.body_id != second.body_id
