"""What decisions of people are called in Chinese, for pages and workbook."""

from extractor.export.applied_corrections import Standing

STANDINGS = {
    Standing.APPLIED: "已采用 applied",
    Standing.OPEN: "标注者意见不一，仍用机器读数 open",
    Standing.OVERRULED: "已另行裁定 overruled",
    Standing.NOTED: "不涉及数值 noted",
}
PRINTS = {"blank": "（空白）", "dash": "—（横线）", "not_stated": "（未说明）"}
"""Of a cell without a number, what is printed."""
ACTIONS = {"removed": "（删除）", "flag": "（请人复核）", "accept": "（已阅）", "rewrite": "（增删事实）"}
_REASONS = {
    "issuer": "原文如此，发布机关自己有误",
    "elsewhere": "错在同一合计的另一格",
    "illegible": "原文无法辨认",
}


def reason_words(reason: str) -> str:
    """The reason of a decision with its code in Chinese; people's own words stay as they are."""
    code, colon, words = reason.partition(": ")
    if code in _REASONS:
        return _REASONS[code] + (f"：{words}" if colon else "")
    if words.partition(": ")[0] in _REASONS:  # adjudicated: the annotator whose side was taken stands first
        return f"{code}：{reason_words(words)}"
    return reason
