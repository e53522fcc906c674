"""Two bodies in one report: of another department or place, however much of their names they share."""

import pytest

import extractor
from extractor.header.other_bodies import surely_differ
from extractor.records import Report

TITLE = "栖梧市水利局2022年政府信息公开工作年度报告\n"
BODY = "一、总体情况\n全年主动公开信息63条。\n二、主动公开政府信息情况\n本年制发规范性文件2件。\n"
REST = "三、收到和处理政府信息公开申请情况\n本年收到申请3件。\n"


def named(text: str) -> list[str]:
    report: Report = extractor.extract(text)
    return [str(finding.right) for finding in report.findings if finding.check == "header.issuer"]


@pytest.mark.parametrize(
    ("first", "second", "are_others"),
    [
        ("栖梧市水利局", "栖梧市林业局", True),
        ("栖梧市水利局", "栖梧市卫生健康委员会", True),
        ("栖梧市水利局", "栖梧市白露镇人民政府", True),
        ("栖梧市水利局", "砚山县水利局", True),
        ("栖梧市住房和城乡建设局", "栖梧市乡村振兴局", True),
        ("栖梧市人民政府", "砚山县人民政府", True),
        ("栖梧市人民政府", "栖梧市白露镇人民政府", True),
        ("栖梧市市场监督管理局", "栖梧市药品监督管理局", True),
        ("栖梧市水利局", "栖梧市水利局办公室", False),
        ("栖梧市人民政府", "栖梧市人民政府办公室", False),
        ("栖梧市人民政府", "栖梧市政务公开办公室", False),
        ("栖梧市人民政府", "栖梧市大数据局", False),
        ("栖梧市卫生健康委员会", "栖梧市卫健委", False),
        ("栖梧市发展和改革委员会", "栖梧市发改委", False),
        ("栖梧市人力资源和社会保障局", "人社局", False),
        ("栖梧市国土资源局", "栖梧市自然资源局", False),
        ("栖梧市旅游局", "栖梧市文化和旅游局", False),
        ("栖梧市水利局", "江南省栖梧市水利局", False),
        ("栖梧县水利局", "栖梧市水务局", False),
        ("白露镇人民政府", "栖梧市白露镇人民政府", False),
        ("白露街道", "栖梧市白露街道办事处", False),
        ("栖梧高新区管委会", "栖梧高新技术产业开发区管理委员会", False),
        ("栖梧市水利局", "市水利局", False),
        ("栖梧市市场监督管理局", "栖梧市工商行政管理局", False),
        ("栖梧市应急管理局", "栖梧市安全生产监督管理局", False),
        ("栖梧市市场监督管理局", "栖梧市安全生产监督管理局", True),
        ("栖梧市自然资源局", "栖梧市林业局", True),
    ],
)
def test_another_department_or_another_place_is_another_body(first: str, second: str, are_others: bool):
    assert surely_differ(first, second) is are_others
    assert surely_differ(second, first) is are_others


@pytest.mark.parametrize(
    ("before", "head", "tail", "other"),
    [
        ("", "", "栖梧市林业局\n2023年1月12日\n", "栖梧市林业局"),
        ("", "", "砚山县水利局\n", "砚山县水利局"),
        ("", "本报告由栖梧市林业局编制。\n", "", "栖梧市林业局"),
        ("", "栖梧市教育局根据《条例》编制本报告。\n", "", "栖梧市教育局"),
        ("", "联系单位:栖梧市教育局办公室,电话0577-8123456。\n", "", "栖梧市教育局"),
        ("", "2022年,砚山县教育局认真贯彻条例。\n", "", "砚山县教育局"),
        ("发布机构:栖梧市气象局 发布日期:2023-01-12\n", "", "", "栖梧市气象局"),
        ("发布机构:栖梧市林业局\n", "", "", "栖梧市林业局"),
        ("发布机构:栖梧市人民政府办公室\n", "", "", None),
        ("来源:栖梧市教育局\n", "", "", None),
        ("", "本报告由栖梧市水利局编制。\n", "栖梧市水利局办公室\n2023年1月12日\n", None),
        ("", "在市委、市政府的领导下,栖梧市水利局认真贯彻条例。\n", "", None),
        ("", "", "栖梧市人民政府\n", None),
    ],
)
def test_head_and_signature_are_compared_with_the_title(before: str, head: str, tail: str, other: str | None):
    assert named(f"{before}{TITLE}{head}{BODY}{REST}{tail}") == ([] if other is None else [other])
