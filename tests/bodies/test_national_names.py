"""Bodies of the State Council under short and joined names."""

import pytest
from body_lines import namings

from extractor.bodies import attribute
from extractor.bodies.national import national_body


@pytest.mark.parametrize(
    ("printed", "full"),
    [
        ("国家移民局", "国家移民管理局"),
        ("退役军人部", "退役军人事务部"),
        ("国务院侨办", "国务院侨务办公室"),
        ("国家认监委", "国家认证认可监督管理委员会"),
        ("中国人民银行总行", "中国人民银行"),
        ("中华人民共和国审计署机关", "审计署"),
        ("自然资源部国家海洋局", "国家海洋局"),
        ("国家发展和改革委员会国家能源局", "国家能源局"),
        ("教育部办公厅", "教育部"),
        ("国家能源局综合司", "国家能源局"),
        ("国家税务总局办公厅", "国家税务总局"),
        ("国家卫健委办公厅", "国家卫生健康委员会"),
        ("中国民用航空局综合司", "中国民用航空局"),
        ("国家药监局综合司", "国家药品监督管理局"),
        ("水利部政务公开办公室", "水利部"),
        ("国务院办公厅", "国务院办公厅"),
    ],
)
def test_short_and_joined_names_are_known(printed, full):
    assert national_body(printed) == full


@pytest.mark.parametrize(
    "printed",
    [
        "中国银行",
        "国家税务局",
        "国家安全局",
        "环境部",
        "资源部",
        "宣传部",
        "国家图书馆",
        "国资委",
        "国家大局",
        "国家税务局办公室",
        "宣传部办公室",
        "教育部考试中心",
    ],
)
def test_what_may_be_another_is_none(printed):
    assert national_body(printed) == ""


def test_national_name_in_no_list_is_asked_about():
    found = attribute(namings(("国家中医药总局", 2019), ("国家中医药管理局", 2021)))
    first, second = (one.body_id for one in found.attributions.values())
    assert first != second
    assert [{pair.first, pair.second} for pair in found.unsure] == [{first, second}]


@pytest.mark.parametrize(
    ("zone", "other"),
    [
        ("苏州高新区管委会", "苏州市虎丘区人民政府"),
        ("张家界市武陵源风景名胜区管理局", "武陵源风景名胜区管理局"),
    ],
)
def test_zone_beside_a_district_that_it_runs_or_without_its_place_is_asked_about(zone, other):
    assert len(attribute(namings((zone, 2019), (other, 2021))).unsure) == 1


def test_office_of_an_organ_is_not_asked_about_beside_it():
    assert not attribute(namings(("国家能源局", 2020), ("国家能源局华中监管局", 2021))).unsure


@pytest.mark.parametrize(
    ("printed", "organ"),
    [
        ("国家航天局办公室", "国家航天局"),
        ("国家原子能机构综合司", "国家原子能机构"),
        ("国家核安全局办公室", "国家核安全局"),
        ("国家语言文字工作委员会办公室", "国家语言文字工作委员会"),
    ],
)
def test_the_office_of_a_national_organ_in_no_list_is_the_organ(printed, organ):
    registry = attribute(namings((printed, 2020), (organ, 2021)))
    assert {one.body_id for one in registry.attributions.values()} == {f"x-dept-{organ}"}


@pytest.mark.parametrize("printed", ["国家航天局探月与航天工程中心", "中国银行办公室", "国家税务局办公室"])
def test_what_is_no_own_office_of_a_national_organ_is_not_the_organ(printed):
    (one,) = attribute(namings((printed, 2020))).attributions.values()
    assert one.body_id not in {"x-dept-国家航天局", "x-dept-国家税务局", "x-dept-中国银行"}
