"""Texts as nobody would write them: words of the forms in any order, tables of any shape, damage."""

from pathlib import Path

from hypothesis import strategies as st

from extractor.forms import shipped_editions
from extractor.pipeline import read_document

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"
REPORTS = [
    read_document(path.read_bytes(), path.name).text
    for path in sorted(FIXTURES.glob("*.txt"))
    if path.stem[-4:].isdigit()
]
FORMS = [form for edition in shipped_editions() for form in edition.tables]
LABELS = sorted(
    {row.prints for form in FORMS for row in form.rows}
    | {c.prints for form in FORMS for row in form.rows for c in row.columns}
)
HEADINGS = [
    "青川县人民政府2022年政府信息公开工作年度报告",
    "2019年度报告",
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    "五、政府信息公开工作存在的主要问题及改进情况",
    "六、其他需要报告的事项",
    "单位：件",
    "附件1",
    "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和",
]
WORDS = [
    "自然人",
    "法人或其他组织",
    "商业企业",
    "总计",
    "合计",
    "本年新收",
    "其中",
    "全年",
    "同比增长",
    "占",
    "万元",
    "亿",
    "%",
    "条",
    "件",
    "人次",
    "培训",
    "存在的问题",
    "一是",
    "（一）",
    "改进",
    "分别为",
    "无",
    "—",
    "/",
    "零",
    "两",
    "十",
    "廿",
    "〇",
    "½",
    "²",
    "٣",
    "①",
    "㈠",
    "Ⅻ",
    "1/2",
    "1:2",
    "2022年2月30日",
    "9999年",
    "0年",
    "13月",
    "99日",
]
SEPARATORS = ["\n", "\n\n", " ", "\t", "|", " | ", *"，：；。、（）,", "\r\n", "\x0b", "\u2028", ""]

numbers = st.one_of(
    st.integers(0, 999).map(str),
    st.integers(0, 10**15).map(str),
    st.tuples(st.sampled_from("0123456789０９"), st.integers(1, 450)).map(lambda each: each[0] * each[1]),
    st.from_regex(r"[+\-−]?[0-9]{1,4}([,，][0-9]{3}){0,3}([.．][0-9]{0,4})?(e[0-9]{1,3})?", fullmatch=True),
)
pieces = st.one_of(
    st.sampled_from(HEADINGS),
    st.sampled_from(LABELS),
    st.sampled_from(WORDS),
    numbers,
    st.text(max_size=8),
)


@st.composite
def mixtures(draw):
    """Pieces and separators in any order."""
    parts = draw(st.lists(st.tuples(pieces, st.sampled_from(SEPARATORS)), max_size=60))
    return "".join(piece + separator for piece, separator in parts)


@st.composite
def tables(draw):
    """A table of the form in some shape: rows kept, lost, doubled; cells of anything, any separator."""
    form = draw(st.sampled_from(FORMS))
    cell, line = draw(st.sampled_from(SEPARATORS)), draw(st.sampled_from(["\n", "\n", "；", "\n\n"]))
    after_label = draw(st.sampled_from(["：", ":", cell, ""]))
    rows = draw(st.lists(st.sampled_from(form.rows), max_size=2 * len(form.rows)))
    written = []
    for row in rows:
        columns = [column.prints for column in row.columns]
        values = draw(st.lists(st.one_of(numbers, st.sampled_from(WORDS)), max_size=len(columns) + 2))
        if draw(st.booleans()):
            values = [f"{name}{value}件" for name, value in zip(columns, values, strict=False)]
        written.append(row.prints + after_label + cell.join(values))
    heading = draw(st.sampled_from(HEADINGS))
    return f"{HEADINGS[0]}\n{heading}\n{line.join(written)}\n{draw(st.sampled_from(HEADINGS))}\n"


@st.composite
def damaged(draw):
    """A report with lines lost, doubled, moved, cut, numbers replaced, and pieces put anywhere."""
    lines = draw(st.sampled_from(REPORTS)).split("\n")
    for _ in range(draw(st.integers(0, 12))):
        at = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["drop", "double", "move", "cut", "number", "insert", "join"]))
        if how == "drop" and len(lines) > 1:
            lines.pop(at)
        elif how == "double":
            lines.insert(at, lines[at])
        elif how == "move":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
        elif how == "cut":
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        elif how == "number":
            lines[at] = draw(numbers) + lines[at]
        elif how == "insert":
            lines[at] += draw(st.sampled_from(SEPARATORS)) + draw(pieces)
        elif at + 1 < len(lines):
            lines[at : at + 2] = [lines[at] + draw(st.sampled_from(SEPARATORS)) + lines[at + 1]]
    return "\n".join(lines)


texts = st.one_of(mixtures(), tables(), damaged())
