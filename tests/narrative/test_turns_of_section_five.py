"""Where section five turns from problems to measures, in wordings that other reports use."""

import pytest

from extractor.narrative import read_narrative
from extractor.normalise import fold_prose
from extractor.pipeline import read_document
from extractor.records import SectionKey


def narrative_of(text):
    text = "本报告反映政府信息公开工作情况的若干段落如下。\n" + text
    document = read_document(text.encode(), "five.txt")
    return read_narrative(document, {SectionKey.PROBLEMS: fold_prose(text)}, 2022)


def quotes(statements):
    return [statement.evidence.quote for statement in statements]


def test_measures_in_brackets_are_remedies_when_the_last_problem_announces_them():
    found = narrative_of(
        "工作中还存在一些不足:一是主动公开的意识不强;二是栏目的设置还应进一步优化。为此,我们将采取以下措施。\n"
        "(一)加强学习,提高认识。\n(二)优化栏目,方便查找。"
    )
    assert quotes(found.issues) == ["主动公开的意识不强;", "栏目的设置还应进一步优化。"]
    assert quotes(found.remedies) == ["加强学习,提高认识。", "优化栏目,方便查找。"]


@pytest.mark.parametrize("lead", ["主要表现在", "主要表现为", "主要体现在以下方面:"])
def test_lead_in_is_no_part_of_the_first_problem_when_it_says_what_follows(lead):
    found = narrative_of(f"与群众的期盼相比还有差距,{lead}公开的内容不够全面,解读的形式较为单一。")
    assert quotes(found.issues) == ["公开的内容不够全面", "解读的形式较为单一"]


def test_a_set_of_rules_that_is_planned_is_no_count():
    found = narrative_of("下一步,制定一套适应本单位的管理制度。")
    assert found.counts == ()


@pytest.mark.parametrize(
    ("text", "issues"),
    [
        ("工作有序开展,但仍有公开内容单薄、办理人员业务不精等问题。", ["公开内容单薄", "办理人员业务不精"]),
        ("对标先进,还有平台的功能不完善、解读的质量不高等短板弱项。", ["平台的功能不完善", "解读的质量不高"]),
        ("2022年做了大量工作,但也面临一些困难:查找的难度大;人手不足。", ["查找的难度大", "人手不足"]),
        ("与条例的要求相比,还存在一定的差距,宣传的力度不够,培训不足的问题。", ["宣传的力度不够", "培训不足"]),
        ("2022年取得一些成绩,但仍有不足之处。表现在:解读的形式单一。", ["解读的形式单一"]),
        (
            "问题:内容与公众的需求还有一定差距,解读不够通俗。",
            ["内容与公众的需求还有一定差距", "解读不够通俗"],
        ),
        ("我局公开工作与上级的要求还有差距,解读不够通俗。", ["解读不够通俗"]),
        ("一是部分规划未关联解读;二是信息的分类不清晰。", ["部分规划未关联解读;", "信息的分类不清晰。"]),
    ],
    ids=[
        "still has … problems",
        "shortcomings",
        "faces difficulties",
        "a certain gap",
        "has its lacks",
        "gap of an aspect is a problem",
        "gap of the work sums up",
        "was not done",
    ],
)
def test_only_what_is_wrong_is_an_issue_when_words_lead_in(text, issues):
    assert quotes(narrative_of(text).issues) == issues


def test_nothing_is_an_issue_when_the_report_says_that_there_is_no_problem():
    found = narrative_of("2022年,我局的公开工作不存在重大问题。下一步,我局将继续做好公开。")
    assert found.issues == ()
    assert quotes(found.remedies) == ["我局将继续做好公开。"]


def test_items_are_remedies_when_their_heading_says_further_rectification():
    found = narrative_of("(一)存在问题:一是解读较少。\n(二)进一步整改:一是深入调研,挖掘亮点。二是做好解读。")
    assert quotes(found.issues) == ["解读较少。"]
    assert quotes(found.remedies) == ["深入调研,挖掘亮点。", "做好解读。"]


def test_mended_problems_of_an_earlier_year_are_past_when_the_verb_comes_first():
    found = narrative_of(
        "过去一年,我县持续整改2021年发现的栏目管理不规范等问题,整合栏目23个。目前的短板是:解读偏少。"
    )
    assert quotes(found.past_rectifications) == [
        "过去一年,我县持续整改2021年发现的栏目管理不规范等问题,整合栏目23个。"
    ]
    assert quotes(found.issues) == ["解读偏少"]


def test_remedy_begins_with_its_words_when_time_leads_in():
    found = narrative_of("还存在解读不够通俗的问题。在今后的工作中,我乡将加强学习。")
    assert quotes(found.remedies) == ["我乡将加强学习。"]


def test_first_measure_is_kept_when_the_list_numbers_only_those_after_it():
    found = narrative_of(
        "公开的力度不够,解读的质量不高。针对以上问题,我局采取以下措施积极改进:我局将加强培训;二是严格审核;三是丰富解读。"
    )
    assert quotes(found.remedies) == ["我局将加强培训;", "严格审核;", "丰富解读。"]


def test_clause_goes_on_when_it_has_no_subject_of_its_own():
    found = narrative_of(
        "仍然存在不足之处,主要是解读的吸引力不够,不够生动;公开的内容不够丰富。\n对以上问题,我局将丰富形式。"
    )
    assert quotes(found.issues) == ["解读的吸引力不够,不够生动", "公开的内容不够丰富"]
    assert quotes(found.remedies) == ["我局将丰富形式。"]


def test_measures_begin_where_the_report_says_what_must_be_done_in_the_new_year():
    found = narrative_of(
        "还存在不足:一是意识不强;二是形式不够丰富。在新的一年里,我们要抓好以下工作:一要提高认识;二要创新形式。"
    )
    assert quotes(found.issues) == ["意识不强;", "形式不够丰富。"]
    assert quotes(found.remedies) == ["提高认识;", "创新形式。"]


def test_no_measure_begins_where_we_only_found_something_important():
    found = narrative_of(
        "(一)存在问题\n1、内容不够全面。工作中,我们发现有些重要信息还没有及时公开。\n2、解读较少。"
    )
    assert quotes(found.issues) == [
        "内容不够全面。工作中,我们发现有些重要信息还没有及时公开。",
        "解读较少。",
    ]
    assert found.remedies == ()


def test_problem_is_past_when_it_was_settled():
    found = narrative_of("上年度存在的“解读的质量不高”问题已得到有效改善。但仍存在参与度不高的问题。")
    assert quotes(found.past_rectifications) == ["上年度存在的“解读的质量不高”问题已得到有效改善。"]
    assert quotes(found.issues) == ["参与度不高"]


def test_items_are_apart_when_commas_stand_between_them():
    found = narrative_of(
        "存在问题:1、形式不够多样,2、内容不够全面,3、队伍建设需进一步加强。改进方向:1、创新形式;2、加强培训。"
    )
    assert quotes(found.issues) == ["形式不够多样", "内容不够全面", "队伍建设需进一步加强。"]
    assert quotes(found.remedies) == ["创新形式;", "加强培训。"]


def test_number_behind_a_comma_begins_no_item_when_it_does_not_go_on():
    found = narrative_of("存在问题:1、形式不够多样,3、4号栏目更新不及时。")
    assert quotes(found.issues) == ["形式不够多样,3、4号栏目更新不及时。"]


def test_problems_begin_behind_what_says_that_there_is_a_gap():
    found = narrative_of("对照要求,仍有差距和不足,主要是公开的范围不广、公开的信息专业性太强。")
    assert quotes(found.issues) == ["公开的范围不广", "公开的信息专业性太强"]


def test_good_news_is_no_part_of_the_problem_that_follows_it():
    found = narrative_of("2022年工作稳步推进,未出现重大失误,但在精准推送、规范办理等方面仍有提升空间。")
    assert quotes(found.issues) == ["在精准推送、规范办理等方面仍有提升空间"]


@pytest.mark.parametrize("numbers", ["12", "一二"])
def test_remedy_answers_the_problem_that_it_numbers(numbers):
    found = narrative_of(
        "(一)存在问题\n1.解读形式单一。\n2.更新不及时。\n3.力量不足。\n(二)改进情况\n"
        f"针对问题{numbers[1]},建立台账。\n针对问题{numbers[0]},制作短视频。"
    )
    assert [each.addresses for each in found.remedies] == [(1,), (0,)]


def test_each_item_keeps_its_problem_and_its_measure_when_labels_stand_on_lines_of_their_own():
    found = narrative_of(
        "(一)问题:公开工作力量不足。\n解决措施:充实岗位。\n(二)问题:养老领域公开内容较少。\n解决措施:集中公开。"
    )
    assert quotes(found.issues) == ["公开工作力量不足。", "养老领域公开内容较少。"]
    assert [(each.evidence.quote, each.addresses) for each in found.remedies] == [
        ("充实岗位。", (0,)),
        ("集中公开。", (1,)),
    ]


def test_remedy_begins_behind_the_year_that_it_is_for():
    found = narrative_of("还存在公开不够及时的问题。下一年度,我乡要完善工作机制。")
    assert quotes(found.remedies) == ["我乡要完善工作机制。"]


def test_problem_is_past_when_it_was_settled_by_what_was_done():
    found = narrative_of(
        "上年度存在的公开不规范问题,已通过制定制度、开展自查予以整改。本年度的问题是解读不够细致。"
    )
    assert quotes(found.past_rectifications) == [
        "上年度存在的公开不规范问题,已通过制定制度、开展自查予以整改。"
    ]
    assert quotes(found.issues) == ["解读不够细致"]


def test_slips_of_the_pen_are_a_problem():
    found = narrative_of("公开工作还有差距,主要表现在:信息公开的规范性不足,个别信息存在错别字;解读较少。")
    assert quotes(found.issues) == ["信息公开的规范性不足", "个别信息存在错别字", "解读较少"]


@pytest.mark.parametrize("body", ["我署", "我中心", "我处", "我站", "我校"])
def test_every_body_may_announce_measures(body):
    found = narrative_of(f"存在问题:认识还有待深入。\n为进一步做好公开工作,{body}将加强领导,完善制度。")
    assert quotes(found.remedies) == [f"{body}将加强领导,完善制度。"]


def test_last_problem_ends_where_measures_are_derived_from_the_problems():
    found = narrative_of(
        "存在问题,一是解读不足。二是队伍的素养仍需强化。\n结合工作中存在的问题和不足,我们将改进。一是丰富解读。二是组织培训。"
    )
    assert quotes(found.issues) == ["解读不足。", "队伍的素养仍需强化。"]
    assert quotes(found.remedies) == ["丰富解读。", "组织培训。"]


@pytest.mark.parametrize(
    "praise",
    [
        "2022年，我局坚持以公开为常态、不公开为例外，各项工作稳步推进，未发现违规公开情况。",
        "不断完善制度，不定期开展检查，做到不漏项、不走样。",
        "一年来，我们把群众满不满意作为标准，持续提升公开质效。",
        "公开工作不留死角，信息更新不掉线。",
        "本年度不存在应公开未公开的问题。",
    ],
    ids=["principle", "nothing left out", "yardstick", "no dead corners", "no such problem"],
)
def test_praise_with_a_not_is_no_problem(praise):
    assert narrative_of(praise).issues == ()
