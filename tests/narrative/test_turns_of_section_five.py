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
