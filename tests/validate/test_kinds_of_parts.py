"""Parts that say the same kind of thing of themselves are added up: nothing need call the list complete."""

import pytest

import extractor

_HEAD = "竹溪县水利局2016年政府信息公开工作年度报告\n一、概述\n"
_REST = "\n四、收费情况\n无。\n五、复议诉讼情况\n无。\n六、存在的不足\n人手少。\n"


def sums_told(prose: str) -> list[tuple[str, str, str]]:
    found = extractor.extract(_HEAD + prose + _REST).findings
    return [
        (str(each.severity), str(each.left), str(each.right)) for each in found if each.check == "parts.sum"
    ]


@pytest.mark.parametrize(
    ("prose", "told"),
    [
        ("收到申请20件，其中当面9件，信函5件，网络4件。", ("warning", "18", "20")),
        ("收到申请20件（上年为31件），其中当面9件，信函5件，网络4件。", ("warning", "18", "20")),
        ("收到申请20件，比上年增加6件。其中当面9件，信函5件，网络4件。", ("warning", "18", "20")),
        ("收到申请9件，其中公民申请5件，企业申请6件。", ("warning", "11", "9")),
        ("办结申请20件：同意公开12件、部分公开3件、不予公开4件。", ("warning", "19", "20")),
        ("配备工作人员6人，其中专职2人，兼职3人。", ("warning", "5", "6")),
        ("行政复议6件，其中维持3件，撤销1件。", ("info", "4", "6")),
        ("主动公开信息500条，其中网站300条，公告栏150条，微信60条。", ("info", "510", "500")),
    ],
)
def test_a_sum_that_fails_is_told(prose: str, told: tuple[str, str, str]):
    assert sums_told(prose) == [told]


@pytest.mark.parametrize(
    "prose",
    [
        "收到申请17件，比上年增加6件。其中当面9件，信函4件，网络4件。",
        "收到申请20件，其中主要有当面9件，信函5件，网络4件。",
        "收到申请20件，其中当面9件，信函5件等。",
        "收到申请20件，其中办结18件，受理19件。",
        "答复18件：同意公开12件，不予公开6件；结转3件。",
        "答复18件，其中同意公开12件，不予公开6件，结转下年3件。",
        "不予公开3件（涉及个人隐私2件、商业秘密1件）。",
        "收到申请20件，其中当面9件，公文交换2件，网络4件，信函5件。",
        "主动公开信息500条，其中网站300条，微信60条。",
        "收到网络申请12件，其中公民申请3件，企业申请9件。",
    ],
)
def test_nothing_is_told_of_a_list_that_may_be_right(prose: str):
    assert sums_told(prose) == []
