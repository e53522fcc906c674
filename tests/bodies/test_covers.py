"""Whom a report says that its figures cover: sentences of our own, labelled by reading."""

import pytest

from extractor.bodies.covers import said_of

SENTENCES = [
    ("all", "本报告数据由各区县和各部门报送数据汇总而成，包含下级行政机关数据。"),
    ("all", "本报告所列数据包括县政府各部门和各乡镇（街道）。"),
    (
        "all",
        "本年度报告由市政府办公室根据各县（市、区）人民政府和市政府各部门政府信息公开工作年度报告汇总编制。",
    ),
    ("all", "本报告汇总了全区各部门、各镇（街道）的政府信息公开工作情况。"),
    ("all", "报告中的统计数据涵盖区政府所属部门和各街道办事处。"),
    ("all", "数据统计范围含区政府部门、镇街。"),
    ("all", "本报告综合全县各乡镇、县直各部门政府信息公开年度报告编制而成。"),
    ("all", "本报告中所列数据包含市本级及各县（区）、各部门数据。"),
    ("all", "以下数据为全市各级行政机关合计数。"),
    ("all", "本报告由县政府办公室汇总各乡镇人民政府、县政府各部门数据编制。"),
    ("departments", "本报告数据包括县政府各工作部门。"),
    ("departments", "本报告汇总市政府各部门年度报告编制，供社会监督。"),
    ("lower", "本报告统计数据包含各镇、街道。"),
    ("lower", "本报告汇总各县（市、区）年度报告编制。"),
    ("own", "本报告数据为市政府本级，不含各县区和市直部门。"),
    ("own", "本报告仅反映局机关本级情况，所属单位另行编制。"),
    ("own", "统计口径为县政府办公室本级，不包括各乡镇和县直部门。"),
    ("own", "数据范围为区政府本级。"),
    ("not_stated", "本报告由局办公室根据各科室提供的材料汇总编制。"),
    ("not_stated", "本报告依据各处室和直属事业单位报送数据汇总。"),
    ("not_stated", "本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止。"),
    ("not_stated", "全年组织各部门、各镇街开展业务培训三次。"),
    ("not_stated", "督促各部门及时报送信息，汇总后在门户网站发布。"),
    ("not_stated", "全区各部门、各街道共公开信息1200条。"),
    ("not_stated", "向各镇、街道下发通知，要求按时报送年度报告。"),
    # a second set, labelled before it was read
    ("all", "除特别说明外，报告数据均含市政府组成部门及所辖县（市、区）。"),
    ("all", "本年报由旗人民政府办公室综合各苏木镇、旗直各部门报送的情况编制而成。"),
    ("all", "本报告的统计数据涵盖全县13个乡镇和28个县直部门。"),
    ("all", "以上统计数据为全区各级机关汇总数据。"),
    ("all", "本报告由区政府各部门、各街道提供数据，区政府办公室统计。"),
    ("departments", "本报告根据省政府各部门报送情况汇总形成。"),
    ("departments", "表中数据包含厅直属单位。"),
    ("lower", "本报告由市政府办公室依据各县区人民政府年度报告编制。"),
    ("own", "统计数据不包括所属二级单位。"),
    ("own", "报告只反映本机关信息公开情况。"),
    ("not_stated", "本报告依据局机关各科（室）年度工作情况编写。"),
    ("not_stated", "公开内容包括各乡镇、各部门的预算决算。"),
    ("not_stated", "县政府办公室对各乡镇、各部门的年度报告进行审核。"),
    ("not_stated", "统计局公布的数据包括各区县生产总值和部门收支情况。"),
]


@pytest.mark.parametrize(("label", "sentence"), SENTENCES, ids=lambda each: str(each)[:14])
def test_the_sentence_is_read_as_a_person_reads_it(label, sentence):
    found = said_of(sentence)
    assert str(found.covers) == label
    if label != "not_stated":
        assert found.evidence.quote in sentence
