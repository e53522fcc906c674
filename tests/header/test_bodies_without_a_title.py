"""The body of a report whose title names none, in the wordings by which a report says who it is."""

import pytest

import extractor

BODY = (
    "一、总体情况\n全年公开信息63条。\n二、主动公开政府信息情况\n无。\n"
    "三、收到和处理政府信息公开申请情况\n无。\n"
)


def issuer(head: str, end: str = "") -> object:
    return extractor.extract(f"政府信息公开工作年度报告\n{head}\n{BODY}{end}").issuer.value


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("按照《条例》要求,栖梧市审计局现公布2022年政府信息公开工作年度报告。", "栖梧市审计局"),
        ("根据有关规定,砚山县科学技术局现予以公开2022年度报告。", "砚山县科学技术局"),
        ("现由栖梧市体育局公布2022年度政府信息公开工作情况。", "栖梧市体育局"),
        ("2022年,在县委县政府的领导下,砚山县民政局认真贯彻条例。", "砚山县民政局"),
        ("在市委的关心支持下,栖梧市商务局积极推进公开。", "栖梧市商务局"),
        ("一年来,栖梧市文学艺术界联合会按照市委部署开展工作。", "栖梧市文学艺术界联合会"),
        ("编制单位(盖章):砚山县农机服务中心  2022年度", "砚山县农机服务中心"),
    ],
)
def test_head_says_who_reports(head: str, body: str):
    assert issuer(head) == body


@pytest.mark.parametrize(
    ("end", "body"),
    [
        ("本报告由砚山县青林管理区党政办公室负责解释。", "砚山县青林管理区"),
        ("栖梧市大数据局", "栖梧市大数据局"),
        ("白露镇人民政府\n", "白露镇人民政府"),
        ("栖梧市人民政府办公室", None),  # whose site it is, maybe
        ("办公室", None),
    ],
)
def test_last_line_says_who_reports(end: str, body: str | None):
    assert issuer("2022年度", end) == body
