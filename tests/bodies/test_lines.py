"""Offices of national organs and of the party: an id with the organ, no place's government above them."""

import pytest
from body_lines import namings

from extractor.bodies import attribute
from extractor.bodies.covers import Covers, CoverStatement
from extractor.bodies.gazetteer import gazetteer
from extractor.records import BodyLevel


def body_named(name, year=2020):
    registry = attribute(namings((name, year)))
    (one,) = registry.attributions.values()
    return registry.bodies[one.body_id]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("中国证监会浙江监管局", "中国证券监督管理委员会浙江监管局"),
        ("浙江证监局", "中国证券监督管理委员会浙江监管局"),
        ("中国人民银行武汉分行", "中国人民银行武汉分行"),
        ("国家外汇管理局湖南省分局", "国家外汇管理局湖南省分局"),
        ("国家能源局山东监管办公室", "国家能源局山东监管办公室"),
        ("国家统计局江苏调查总队", "国家统计局江苏调查总队"),
        ("国家税务总局徐州市税务局", "国家税务总局江苏省徐州市税务局"),
        ("审计署驻长沙特派员办事处", "审计署驻长沙特派员办事处"),
        ("中国民用航空华东地区管理局", "中国民用航空华东地区管理局"),
        ("黄河水利委员会", "水利部黄河水利委员会"),
        ("中国农业银行徐州分行", "中国农业银行徐州分行"),
        ("国家税务总局江苏省税务局稽查局", "国家税务总局江苏省税务局稽查局"),
        ("国家税务总局徐州市税务局第一税务分局", "国家税务总局江苏省徐州市税务局第一税务分局"),
        ("共青团徐州市委", "共青团江苏省徐州市委员会"),
        ("中共徐州市委办公室", "中共江苏省徐州市委办公室"),
        ("中华人民共和国南京海关", "南京海关"),
    ],
)
def test_an_office_of_a_line_keeps_its_words_and_has_no_government_above(name, shown):
    body = body_named(name)
    assert (body.name, body.parent_id, body.level) == (shown, None, BodyLevel.DEPARTMENT)


@pytest.mark.parametrize("name", ["徐州市财政局", "徐州市统计局", "徐州市公安局", "江苏省地方金融监督管理局"])
def test_a_department_of_the_place_stays_in_its_family(name):
    assert body_named(name).parent_id in ("320300-gov", "320000-gov")


@pytest.mark.parametrize("name", ["北京大学", "清华大学", "国家图书馆", "最高人民法院"])
def test_a_name_of_its_own_is_one_body_that_is_no_department(name, ids_of):
    assert len(set(ids_of((name, 2019), (name, 2020)))) == 1
    assert body_named(name).level is BodyLevel.OTHER


@pytest.mark.parametrize("name", ["师范大学", "职业技术学院", "国家税务局", "人民医院"])
def test_a_name_that_many_have_stays_apart(name):
    assert body_named(name).body_id.startswith("apart-")


def test_a_district_put_together_of_others_is_new_unless_it_keeps_a_name_or_a_code():
    places = gazetteer()
    olds = {}
    for (code, name), (new_code, new_name) in places._next.items():
        olds.setdefault((new_code, new_name), []).append((code, name))
    several = {new: found for new, found in olds.items() if len(found) > 1}
    assert not several


@pytest.mark.parametrize(
    "name",
    ["徐州市中心医院", "徐州市第一中学", "徐州市水务集团有限公司", "徐州市沛县张庄镇卫生院", "徐州市图书馆"],
)
def test_a_hospital_school_or_company_is_no_part_of_a_sum(name):
    assert not CoverStatement(Covers.ALL).includes(body_named(name))


@pytest.mark.parametrize("name", ["徐州市水务局", "徐州市鼓楼区人民政府", "徐州经济技术开发区管委会"])
def test_departments_lower_governments_and_zones_are(name):
    assert CoverStatement(Covers.ALL).includes(body_named(name))
