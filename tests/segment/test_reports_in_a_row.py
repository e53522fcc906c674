"""report_starts: where another report begins in one file, to the character."""

import pytest

from extractor.normalise import fold_characters
from extractor.segment import report_starts

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
PROSE = "本单位依法公开各类信息，及时回应群众关切，按时办结各项申请，工作总体平稳有序，未发生不良影响。"


def sections(headings=HEADINGS, last=PROSE):
    return "\n".join(f"{heading}\n{PROSE}" for heading in headings[:-1]) + f"\n{headings[-1]}\n{last}\n"


def starts_in(first, between, second):
    """What the text says from each start on, up to the end of its line."""
    text = first + between + second
    starts = report_starts(fold_characters(text))
    assert all(at >= len(first) for at in starts)
    return [text[at:].split("\n", 1)[0] for at in starts]


@pytest.mark.parametrize(
    ("between", "line"),
    [
        pytest.param("", "一、总体情况", id="nothing"),
        pytest.param("云岭县水务局\n", "云岭县水务局", id="a name"),
        pytest.param("2021年\n", "2021年", id="a year"),
        pytest.param("云岭县水务局\n2021年\n", "云岭县水务局", id="a name and a year"),
        pytest.param("以上数据已经核对。\n", "一、总体情况", id="a sentence of the first"),
        pytest.param("以上数据已经核对。\n云岭县水务局\n", "云岭县水务局", id="a sentence and a name"),
        pytest.param(
            "云岭县水务局2021年政府信息公开工作年度报告\n",
            "云岭县水务局2021年政府信息公开工作年度报告",
            id="a title",
        ),
        pytest.param(
            "云岭县水务局\n2021年政府信息公开工作年度报告\n", "云岭县水务局", id="a title on two lines"
        ),
    ],
)
def test_second_report_starts_at_its_name_or_title_or_first_heading(between: str, line: str):
    assert starts_in(sections(), between, sections()) == [line]


def test_report_that_begins_a_file_without_a_name_starts_nothing():
    assert report_starts(fold_characters(sections())) == ()


def test_name_that_is_all_of_the_last_section_stays_with_it():
    """云岭县水务局 below 六、… may be all that section says: it is not taken for the next report's name."""
    assert starts_in(sections(last="云岭县水务局"), "", sections()) == ["一、总体情况"]


@pytest.mark.parametrize("count", [1, 2])
def test_a_list_of_headings_is_no_report(count: int):
    listed = "\n".join(HEADINGS[:count]) + "\n"
    assert report_starts(fold_characters(listed + sections())) == ()


def test_three_reports_start_twice():
    text = sections() + "云岭县水务局\n" + sections() + "云岭县教育局\n" + sections()
    starts = report_starts(fold_characters(text))
    assert [text[at:].split("\n", 1)[0] for at in starts] == ["云岭县水务局", "云岭县教育局"]
