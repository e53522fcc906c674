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
