"""Misread places and fixed words, short names, the Corps, reforms: what is linked and what is asked."""

import pytest
from body_lines import namings
from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.bodies import attribute
from extractor.bodies.departments import department_key, department_stem
from extractor.bodies.offices import words
from extractor.records import BodyLevel, LinkRule


def one(name, year=2020):
    """The attribution and the registry of one printed name."""
    registry = attribute(namings((name, year)))
    (found,) = registry.attributions.values()
    return found, registry


def reason(first, second):
    """Why a pair is asked; empty where it is not."""
    registry = attribute(namings((first, 2016), (second, 2020)))
    return next((pair.reason for pair in registry.unsure), "")


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("南通市崇州区人民政府", "320602-gov"),
        ("南通市如乐县教育局", "320623-dept-教育局"),
        ("韶关市仁化具人民政府", "440224-gov"),
        ("韶关巿仁化县人民政府", "440224-gov"),
        ("仁化具水务局", "440224-dept-水务局"),
        ("杭州巿西湖区人民政府", "330106-gov"),
        ("湖北省潜红市人民政府", "429005-gov"),
    ],
)
def test_a_place_with_one_character_misread_is_asked_and_names_what_it_may_be(printed, meant):
    found, registry = one(printed)
    assert found.rule is LinkRule.APART
    assert meant in found.alternatives
    assert registry.body(found.report) is None


@pytest.mark.parametrize("printed", ["南通市栖云区人民政府", "韶关市云栖县教育局"])
def test_a_place_that_no_list_has_is_a_place_below_the_city_and_never_its_department(printed):
    found, registry = one(printed)
    body = registry.bodies[found.body_id]
    assert found.rule is LinkRule.UNLISTED
    assert body.division[-1] in ("栖云区", "云栖县")
    assert not found.body_id.startswith(("320600-dept", "440200-dept"))


def test_the_family_above_a_place_that_no_list_has_is_the_citys():
    found, registry = one("南通市栖云区人民政府")
    assert registry.bodies[found.body_id].parent_id == "320600-gov"


def test_a_government_whose_place_cannot_be_read_is_no_department():
    found, _ = one("韶关市某某人民政府")
    assert found.rule is LinkRule.APART


@pytest.mark.parametrize(
    "department",
    [
        "绿化和市容管理局",
        "文化市场综合执法大队",
        "质量和市场监督管理局",
        "区划地名办公室",
        "棚户区改造办公室",
        "蓄滞洪区管理局",
        "革命老区建设办公室",
        "市场发展中心",
        "县域经济发展局",
        "市政园林局",
        "公园城市建设管理局",
        "智慧城市建设办公室",
        "自由贸易区办公室",
        "老旧小区改造办公室",
        "创建文明城市指挥部",
    ],
)
def test_a_department_with_a_word_for_a_place_in_its_name_is_a_department(department, ids_of):
    (found,) = ids_of((f"韶关市{department}", 2020))
    assert found.startswith("440200-dept-")


def test_a_committee_without_the_sort_of_its_zone_and_any_zone_are_asked():
    assert reason("东莞市松山湖管委会", "东莞松山湖高新技术产业开发区管委会")
    assert reason("韶关市仁化县开发区管委会", "韶关市仁化县旅游度假区管委会")


def test_a_second_name_in_brackets_does_not_hide_the_committee(ids_of):
    first, second = ids_of(("宜昌经济技术开发区（伍家岗区）管委会", 2019), ("宜昌经济技术开发区管委会", 2020))
    assert first == second


def test_a_zone_named_by_a_mountain_is_not_of_the_county_that_is_called_so(ids_of):
    assert ids_of(("黄龙风景名胜区管理局", 2019)) == ["x-zone-黄龙风景名胜区"]
    assert len(set(ids_of(("黄龙风景名胜区管理局", 2019), ("四川省黄龙风景名胜区管理局", 2020)))) == 1


def test_one_character_may_stand_for_the_city_and_the_market(ids_of):
    first, second = ids_of(("衢州市场监督管理局", 2019), ("衢州市市场监管局", 2020))
    assert first == second


def test_words_behind_a_stem_are_no_misread_place(ids_of):
    assert ids_of(("扬州市江都水利枢纽管理局", 2020)) == ["321000-dept-江都水利枢纽管理局"]


def test_an_unlisted_place_and_a_listed_one_that_differ_in_a_character_are_asked():
    assert "misread" in reason("洪择区人民政府", "洪泽区人民政府")
    assert reason("栖云县人民政府", "洪泽区人民政府") == ""


@pytest.mark.parametrize(
    "printed",
    ["德清县人民政俯", "德清县入民政府", "德清县人民攻府", "德清县人氏政府办公窒", "德清县⼈⺠政府办公宝"],
)
def test_a_fixed_word_with_one_character_misread_is_put_right(printed, ids_of):
    assert ids_of((printed, 2020)) == ["330521-gov"]


def test_the_political_conference_is_no_misread_government(ids_of):
    (found,) = ids_of(("德清县人民政协", 2020))
    assert found != "330521-gov"


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("黔东南自治州人民政府", "522600-gov"),
        ("楚雄州教育局", "532300-dept-教育局"),
        ("克州财政局", "653000-dept-财政局"),
        ("四子王旗人民政府", "150929-gov"),
        ("东乌旗人民政府", "152525-gov"),
        ("鄂前旗教育局", "150623-dept-教育局"),
        ("甘肃省东乡县人民政府", "622926-gov"),
        ("广西区人民政府办公厅", "450000-gov"),
        ("西藏人民政府", "540000-gov"),
    ],
)
def test_a_short_name_of_an_autonomous_place_is_derived(printed, meant, ids_of):
    assert ids_of((printed, 2020)) == [meant]


@pytest.mark.parametrize("printed", ["海州人民政府", "科左旗人民政府", "黔州教育局"])
def test_a_short_name_that_several_places_may_have_is_none(printed):
    found, _ = one(printed)
    assert found.body_id.split("-")[0] in ("apart", "x")


def test_the_corps_has_divisions_regiments_and_departments():
    root = "x-新疆生产建设兵团"
    registry = attribute(
        namings(
            ("新疆生产建设兵团办公厅", 2019),
            ("农三师", 2010),
            ("第三师图木舒克市", 2020),
            ("兵团第三师四十一团", 2019),
            ("第三师图木舒克市教育局", 2019),
            ("第十四师昆玉市224团", 2020),
        )
    )
    found = [registry.bodies[one.body_id] for one in registry.attributions.values()]
    assert [body.body_id for body in found] == [
        f"{root}-gov",
        f"{root}-第三师-gov",
        f"{root}-第三师-gov",
        f"{root}-第三师-41团-gov",
        f"{root}-第三师-dept-教育局",
        f"{root}-第十四师-224团-gov",
    ]
    assert [body.level for body in found[:4]] == [
        BodyLevel.PROVINCE,
        BodyLevel.CITY,
        BodyLevel.CITY,
        BodyLevel.COUNTY,
    ]
    assert found[3].parent_id == found[1].body_id


def test_a_normal_school_is_no_division_of_the_corps():
    found, _ = one("第二师范学校")
    assert "兵团" not in found.body_id


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("图木舒克市教育局", "第三师图木舒克市教育局"),
        ("德清县城乡规划局", "德清县自然资源和规划局"),
        ("德清县农机局", "德清县农业机械局"),
        ("德清县旅游委员会", "德清县文化和广电旅游体育局"),
        ("德清县政府法制办", "德清县司法局"),
        ("湖州市公安局吴兴分局", "湖州市吴兴区公安局"),
        ("德清县环境保护局", "湖州市生态环境局德清分局"),
        ("德清县信访局", "中共德清县委信访局"),
        ("德清县财攻局", "德清县财政局"),
        ("德清县教盲局", "德清县教育局"),
        ("德清县工商质监局", "德清县市场监管局"),
        ("德清县人口计生局", "德清县卫生健康局"),
        ("德清县粮食局", "德清县发展和改革局"),
        ("漳州开发区管委会", "漳州招商局经济技术开发区管委会"),
        ("湖州师范学院", "湖州师范大学"),
        ("德清县第一医院", "德清县第一人民医院"),
        ("德清县风景区管委会", "德清县风景名胜区管委会"),
        ("德清县自由贸易区办公室", "德清县自贸区办公室"),
        ("德清县综合行政执法局", "德清县综合行政执法大队"),
        ("德清县公路管理站", "德清县公路管理局"),
        ("徐汇区湖南街道", "徐汇区湖南路街道办事处"),
        ("德清县舞阳办事处", "德清县舞阳街道"),
        ("中国红十字总会", "中国红十字会总会"),
    ],
)
def test_what_a_reform_or_a_short_form_may_have_made_one_is_asked(first, second):
    assert reason(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("德清县民政局", "德清县审计局"),
        ("德清县民政局", "德清县财政局"),
        ("德清县教育局", "德清县体育局"),
        ("德清县统计局", "德清县审计局"),
        ("湖州市生态环境局", "湖州市德清生态环境局"),
        ("德清县卫生监督所", "德清县卫生健康局"),
        ("德清县公安局", "德清县公安局交通警察大队"),
        ("德清县第一人民医院", "德清县第二人民医院"),
        ("浙江大学", "浙江工业大学"),
        ("湖州市吴兴区教育局", "湖州市教育局"),
        ("长春市朝阳区永昌街道", "长春市朝阳区永春街道"),
        ("苏州大学", "苏州科技大学"),
        ("德清县国家税务局", "德清县地方税务局"),
    ],
)
def test_what_are_two_bodies_is_not_asked(first, second):
    assert reason(first, second) == ""


@pytest.mark.parametrize(
    ("printed", "full"),
    [
        ("文体旅广电局", "文化体育旅游广电局"),
        ("规自局", "规划和自然资源局"),
        ("资规局", "自然资源与规划局"),
        ("商贸局", "商务贸易局"),
        ("食品药品监管局", "食品药品监督管理局"),
        ("供销社", "供销合作社联合社"),
        ("地方志办", "地方志编纂委员会办公室"),
        ("公安局吴兴分局", "公安局吴兴区分局"),
        ("水务集团", "水务集团有限责任公司"),
        ("国家高新技术产业开发区管委会", "高新区管委会"),
    ],
)
def test_a_short_form_is_written_in_full(printed, full, ids_of):
    first, second = ids_of((f"湖州市{printed}", 2016), (f"湖州市{full}", 2020))
    assert first == second


@given(
    st.sampled_from(sorted(words().usual)),
    st.sampled_from(["局", "委", "办", "站", "所", "中心"]),
    st.data(),
)
def test_a_department_and_what_leaves_something_out_of_it_are_never_silently_two(stem, end, data):
    full = f"{stem}管理"
    kept = data.draw(st.sets(st.integers(0, len(full) - 1), min_size=2))
    short = "".join(character for at, character in enumerate(full) if at in kept)
    assume(department_stem(department_key(short + end)) == short)  # no short form of another: 通管
    registry = attribute(namings((f"德清县{full}局", 2016), (f"德清县{short}{end}", 2020)))
    first, second = registry.attributions.values()
    told_apart = first.is_certain and second.is_certain and first.body_id != second.body_id
    assert not told_apart or registry.unsure


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("湖北农业农村厅", "420000-dept-农业农村厅"),
        ("内蒙古水利厅", "150000-dept-水利厅"),
        ("吉林财政厅", "220000-dept-财政厅"),
        ("北京财政局", "110000-dept-财政局"),
        ("江苏政府", "320000-gov"),
        ("苏州教育局", "320500-dept-教育局"),
    ],
)
def test_a_province_or_city_printed_without_its_sort_before_what_each_has(printed, meant, ids_of):
    assert ids_of((printed, 2020)) == [meant]


@pytest.mark.parametrize("printed", ["吉林财政局", "中山财政局", "朝阳教育局", "苏州印象中心", "昆山财政局"])
def test_a_bare_stem_that_may_be_another_place_or_name_is_none(printed):
    assert one(printed)[0].rule is LinkRule.APART
