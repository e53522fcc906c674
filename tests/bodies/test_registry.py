import re

from body_lines import namings
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.bodies import attribute
from extractor.bodies.gazetteer import gazetteer
from extractor.records import BodyLevel, LinkRule


def test_variants_of_one_government_have_one_id_through_a_renaming(ids_of):
    found = ids_of(
        ("洪泽区人民政府", 2020),
        ("淮安市洪泽区人民政府", 2019),
        ("淮安市洪泽区人民政府办公室", 2021),
        ("洪泽县人民政府", 2012),
        ("江苏省淮安市洪泽区", 2018),
    )
    assert set(found) == {"320829-gov"}


def test_a_name_that_four_places_have_stays_apart_and_lists_them():
    registry = attribute(namings(("鼓楼区人民政府", 2021)))
    (one,) = registry.attributions.values()
    assert one.rule is LinkRule.APART
    assert one.alternatives == ("320106-gov", "320302-gov", "350102-gov", "410204-gov")
    assert registry.body(one.report) is None


def test_the_path_tells_which_of_the_four_and_is_the_evidence():
    registry = attribute(namings(("鼓楼区人民政府", 2021, "江苏/徐州/鼓楼区.pdf")))
    (one,) = registry.attributions.values()
    assert (one.body_id, one.rule, one.evidence) == ("320302-gov", LinkRule.CONTEXT, "path: 徐州")


def test_a_province_that_two_of_them_share_tells_nothing(ids_of):
    (found,) = ids_of(("鼓楼区人民政府", 2021, "江苏省/鼓楼区.pdf"))
    assert found.startswith("apart-")


def test_the_text_is_asked_only_where_the_name_is_not_enough():
    asked = []

    def text_of(key):
        asked.append(key)
        return "徐州市鼓楼区人民政府办公室编制本报告。"

    registry = attribute(namings(("洪泽区人民政府", 2021), ("鼓楼区人民政府", 2021)), text_of=text_of)
    _, second = registry.attributions.values()
    assert asked == [second.report]
    assert second.body_id == "320302-gov"


def test_office_and_government_with_reports_of_one_year_are_two_bodies(ids_of):
    assert ids_of(("洪泽区人民政府", 2021), ("洪泽区人民政府办公室", 2021)) == [
        "320829-gov",
        "320829-gov-office",
    ]


def test_bodies_in_no_list_are_linked_by_their_printed_name(ids_of):
    found = ids_of(("栖云县人民政府", 2020), ("云岭市栖云县人民政府办公室", 2021), ("栖云县水利局", 2021))
    assert found == ["x-云岭市-栖云县-gov", "x-云岭市-栖云县-gov", "x-云岭市-栖云县-dept-水利局"]


def test_an_unlisted_name_under_two_cities_stays_apart_where_it_is_printed_alone(ids_of):
    found = ids_of(("云岭市栖云县人民政府", 2020), ("南岭市栖云县人民政府", 2020), ("栖云县人民政府", 2021))
    assert found[0] != found[1]
    assert found[2].startswith("apart-")


def test_a_department_without_a_place_stays_apart(ids_of):
    assert ids_of(("水利局", 2021))[0].startswith("apart-")


def test_levels_codes_and_parents():
    registry = attribute(
        namings(
            ("教育部", 2021),
            ("江苏省水利厅", 2021),
            ("洪泽区高良涧街道办事处", 2021),
            ("徐州经济技术开发区管理委员会", 2021),
            ("国家税务总局淮安市洪泽区税务局", 2021),
        )
    )
    told = [registry.bodies[one.body_id] for one in registry.attributions.values()]
    assert [(body.level, body.division_code, body.parent_id) for body in told] == [
        (BodyLevel.MINISTRY, None, None),
        (BodyLevel.DEPARTMENT, "320000", "320000-gov"),
        (BodyLevel.TOWNSHIP, "320813001", "320829-gov"),
        (BodyLevel.ZONE, "320300", "320300-gov"),
        (BodyLevel.DEPARTMENT, "320813", None),
    ]
    assert registry.bodies["320829-gov"].parent_id == "320800-gov"


def test_town_and_street_of_one_name_are_asked_about_not_linked():
    registry = attribute(namings(("洪泽县高良涧镇人民政府", 2012), ("洪泽区高良涧街道办事处", 2021)))
    (pair,) = registry.unsure
    assert {pair.first, pair.second} == {"320829-town-高良涧镇", "320829-town-高良涧街道"}


def test_every_place_of_the_list_is_found_by_its_name_with_the_places_above():
    """All 3,200 of them, as governments: the code, and the id of the place's first code, are its own."""
    places = gazetteer()
    listed = [one for known in places.coded.values() for one in known if one.until > 2026]
    names = ["".join(each.name for each in places.path(one)) + "人民政府" for one in listed]
    registry = attribute(namings(*((name, 2025) for name in names)))
    found = [registry.bodies[one.body_id] for one in registry.attributions.values()]
    wrong = [
        (name, body.body_id)
        for name, one, body in zip(names, listed, found, strict=True)
        if (body.division_code, body.body_id) != (one.code, f"{places.unit(one)}-gov")
    ]
    assert not wrong
    assert len({body.body_id for body in found}) == len(listed) > 3200


def test_a_place_printed_alone_is_its_own_or_stays_apart():
    places = gazetteer()
    listed = [one for known in places.coded.values() for one in known if one.until > 2026]
    registry = attribute(namings(*((f"{one.name}教育局", 2025) for one in listed)))
    linked = 0
    for one, told in zip(listed, registry.attributions.values(), strict=True):
        if told.is_certain:
            assert told.body_id == f"{places.unit(one)}-dept-教育局", one
            linked += 1
    assert linked > 0.9 * len(listed)


_PIECES = re.findall(
    r"\S+",
    "江苏省 淮安市 洪泽区 洪泽 鼓楼区 市中区 朝阳 北京 新区 开发区 经济 街道 镇 乡 办事处 人民政府 办公室"
    " 局 水利 和 国家税务总局 税务局 管委会 （ ） 2021 年 a 中国 的 县 市 区 城区 栖云县 恩施州 自治县 联 委",
)


@given(
    st.lists(st.sampled_from(_PIECES), max_size=9).map("".join),
    st.one_of(st.none(), st.integers(1990, 2030)),
    st.text("江苏徐州/鼓楼区", max_size=12),
)
@settings(max_examples=150, deadline=None)
def test_any_name_has_one_body_that_is_known_and_the_same_again(name, year, path):
    first = attribute(namings((name, year, path)), text_of=lambda _: name)
    second = attribute(namings((name, year, path)), text_of=lambda _: name)
    (one,) = first.attributions.values()
    assert one == next(iter(second.attributions.values()))
    assert first.bodies[one.body_id].body_id == one.body_id
    assert one.is_certain or one.body_id.startswith("apart-")
