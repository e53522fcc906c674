"""Townships of districts that were merged or set up, ministries before and after a reform: asked about."""

import pytest
from body_lines import namings

from extractor.bodies import attribute


def registry(*lines):
    return attribute(namings(*lines))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("杭州市江干区四季青街道办事处", 2019), ("杭州市上城区四季青镇人民政府", 2022)),
        (("国土资源部", 2016), ("自然资源部", 2019)),
        (("农业部", 2015), ("农业农村部", 2020)),
        (("卫生部", 2011), ("国家卫健委", 2019)),
        (("质检总局", 2014), ("市场监管总局", 2020)),
        (("保监会", 2015), ("金融监管总局", 2023)),
        (("国务院扶贫办", 2018), ("国家乡村振兴局", 2022)),
    ],
)
def test_bodies_before_and_after_a_change_are_asked_about(first, second):
    found = registry(first, second)
    one, other = found.attributions.values()
    assert one.is_certain
    assert other.is_certain
    assert [{pair.first, pair.second} for pair in found.unsure] == [{one.body_id, other.body_id}]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("杭州市余杭区乔司街道办事处", 2020), ("杭州市临平区乔司街道办事处", 2021)),
        (("杭州市余杭区塘栖镇人民政府", 2018), ("杭州市临平区塘栖镇人民政府", 2023)),
        (("杭州市江干区凯旋街道办事处", 2019), ("杭州市上城区凯旋街道办事处", 2022)),
        (("北京市宣武区牛街街道办事处", 2009), ("北京市西城区牛街街道办事处", 2014)),
        (("广州市萝岗区永和街道办事处", 2012), ("广州市黄埔区永和街道办事处", 2016)),
    ],
)
def test_township_of_a_county_that_ended_or_was_split_is_one_body(first, second):
    found = registry(first, second)
    one, other = found.attributions.values()
    assert one.is_certain
    assert one.body_id == other.body_id
    assert "today it is of" in one.evidence
    parents = {parent: [each.year for each in own] for parent, ((_, own),) in found.children().items()}
    assert len(parents) == 2
    assert parents[found.bodies[one.body_id].parent_id] == [second[1]]


def test_township_stays_apart_where_the_other_county_had_one_of_the_name_then():
    found = registry(
        ("杭州市江干区凯旋街道办事处", 2018),
        ("杭州市上城区凯旋街道办事处", 2017),
        ("杭州市上城区凯旋街道办事处", 2022),
    )
    ids = [one.body_id for one in found.attributions.values()]
    assert ids[0] != ids[1] == ids[2]


def test_place_that_came_under_another_city_is_of_the_city_of_the_year():
    found = registry(("安庆市枞阳县人民政府", 2013), ("铜陵市枞阳县人民政府", 2018))
    years = {parent: [each.year for each in own] for parent, ((_, own),) in found.children().items()}
    assert years == {"340800-gov": [2013], "340700-gov": [2018]}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("杭州市余杭区塘栖镇人民政府", 2018), ("杭州市临平区乔司街道办事处", 2023)),
        (("杭州市临平区塘栖镇人民政府", 2022), ("杭州市余杭区塘栖镇人民政府", 2024)),
        (("财政部", 2016), ("自然资源部", 2019)),
        (("国家乡村振兴局", 2021), ("国家数据局", 2024)),
    ],
)
def test_others_are_two(first, second):
    found = registry(first, second)
    assert len({one.body_id for one in found.attributions.values()}) == 2
    assert not found.unsure


@pytest.mark.parametrize(
    ("name", "year", "path", "is_certain"),
    [
        ("塘栖镇人民政府", 2020, "", False),
        ("塘栖镇人民政府", 2020, "杭州/2020", False),
        ("杭州市塘栖镇人民政府", 2019, "", False),
        ("塘栖镇人民政府", 2022, "", True),
        ("凯旋街道办事处", 2018, "", False),
        ("径山镇人民政府", 2018, "", True),
    ],
)
def test_township_without_a_county_is_not_tied_to_one_that_was_not_yet(name, year, path, is_certain):
    (one,) = registry((name, year, path)).attributions.values()
    assert one.is_certain is is_certain
