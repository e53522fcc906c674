"""An item of a list within one clause has the scope that it names itself."""

import pytest
from prose_samples import narrative_of

LISTS = {
    "subjects": (
        "县政府网站发布9803条、政务新媒体发布11844条。",
        ["县政府网站", "政务新媒体"],
    ),
    "a channel without a known name": (
        "市政府门户网站公开1200条、区块大屏公开300条、微信公众号公开200条。",
        ["市政府门户网站", "区块大屏", "微信公众号"],
    ),
    "bodies": ("东河镇公开信息120条、西山乡公开信息88条。", ["东河镇", "西山乡"]),
    "things of one channel": ("通过门户网站公开文件12件、解读9篇。", ["门户网站", "门户网站"]),
    "two words of one name": ("微信视频号发布短视频45条。", ["微信视频号"]),
}


@pytest.mark.parametrize(("text", "scopes"), LISTS.values(), ids=LISTS)
def test_scope_is_the_items_own_when_a_list_names_several(text: str, scopes: list[str]) -> None:
    assert [count.scope for count in narrative_of(text).counts] == scopes
