"""Reading costs no more than in proportion to the text, whatever it repeats, in prose or in a table.

Measured in processor time at two lengths; a quadratic scan has an exponent of 2, a linear one of 1. What the
longer does in less than a fifth of a second is not measured: there the noise of the machine is larger. What
takes that long at a quarter of the length already is measured there first, and held to a straighter line.
"""

import gc
import math
import time

import pytest

from extractor.ingest import read_text
from extractor.pipeline import extract_document, read_document

HEAD = "青川县人民政府2022年政府信息公开工作年度报告\n一、总体情况\n全年公开信息12条。"
FILLER = "全县各级各部门认真落实条例要求，扎实推进各项工作。" * 40
TAIL = "\n五、存在的主要问题及改进情况\n一是更新慢。\n"
SHORTEST, SHORT, LONG = 2_000, 8_000, 32_000
MOST_EXPONENT = 1.2
"""Of the best of several times, without the collector: its passes fall on the long text alone."""
STRAIGHT = 1.1
"""From SHORTEST to SHORT: at SHORTEST no more than 5 % of what is straight may be squared, at LONG that would
still be less than what is straight. What does not pass is measured up to LONG."""
SMALL_S = 0.2
CHARACTERS = list("a1 （）()“”《》|，。、；：-—.%/<>@#&*+=_~○〇的公年第条一是")
TOKENS = [
    "1%", "1.", "1条", "a.b/", "a@b.", "1+", "1-", "|1", "1\t", "1、", "a1",
    "2022年", "1月1日", "一是", "一、", "第1条、", "12345678、", "[2021]1、", "(1", "1)",
    "公1", "公开信息1条，", "其中", "培训", "累计", "“公", "index a ", "自然人1件，", "总计", "本年新收",
    "（1条", "12条，占总数的5%，", "占5%。", "共9件，其中1件", "1条（2条、", "12条，占全部的5%。共",
    "培训，", "举办培训，", "培训1期，", "培训班1期，", "培训会1次，", "5月6日举办培训",
    "5月6日，培训，", "去年培训1次，",
    "一、总体情况\n", "1万2千", "县政府", "《a》", "１", "　", "\n",
]  # fmt: skip


TABLE_TOKENS = [
    "1 ", "（一）", "（", "（一", "甲", "1|", "0\t", "a1 ", "1.", "(1)", "第12号", "-1", "+1", "1/", "1:",
    "12:30 ", "\r\n", "\x0b", "\u3000", "<1>", "〔2021〕3号", "2022-01-01 ", "（二）公开", "5%-6%", "1～2件",
    "予以公开：1,",
]  # fmt: skip
TABLE_HEADINGS = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
)


def in_the_overview(token, size):
    return f"{HEAD}{FILLER}\n{token * (size // len(token))}{TAIL}"


def in_the_tables(token, size):
    body = token * (size // len(token) // len(TABLE_HEADINGS))
    sections = "".join("\n".join(("", heading, body)) for heading in TABLE_HEADINGS)
    return f"{HEAD}{FILLER}{sections}{TAIL}"


LINE_TOKENS = ["上述", "依规", "一百二十三", "两", "件件", "（一）（二）", "全"]
"""Lines of nothing else: before the first heading, and in each section before a line with commas."""
LINE_HEADINGS = ("一、总体情况", *TABLE_HEADINGS, "五、存在的主要问题及改进情况", "六、其他需要报告的事项")


def in_lines_of_their_own(token, size):
    line = token * (size // len(token) // 4)
    sections = "".join(f"\n{heading}\n{line}\n1,2,3\n{FILLER}" for heading in LINE_HEADINGS)
    return f"青川县人民政府2022年政府信息公开工作年度报告\n{line}\n{sections}"


LABEL = "本年新收政府信息公开申请数量"
FILE_TOKENS = ["一", "1%", "自然人1件，"]


def filler(run):
    """So much that the text stays a Chinese one, however many digits are in the run."""
    return FILLER * (len(run) // 8 // len(FILLER) + 1)


def csv_cell(run):
    table = f'项目,自然人,法人\n"{LABEL}","{run}",3'
    return f"{HEAD}\n{TABLE_HEADINGS[1]}\n{table}\n{filler(run)}{TAIL}"


def csv_rows(run):
    rows = "\n".join(f"{run[start : start + 12]},1,2" for start in range(0, len(run), 12))
    return f"{HEAD}\n{TABLE_HEADINGS[1]}\n项目,自然人,法人\n{rows}\n{filler(run)}{TAIL}"


def markdown_cell(run):
    return (
        f"{HEAD}{filler(run)}\n{TABLE_HEADINGS[1]}\n| 项目 | 自然人 |\n|---|---|\n| {LABEL} | {run} |\n{TAIL}"
    )


def markdown_rows(run):
    rows = "\n".join(f"| {run[start : start + 12]} | 1 |" for start in range(0, len(run), 12))
    return f"{HEAD}{filler(run)}\n{TABLE_HEADINGS[1]}\n| 项目 | 自然人 |\n|---|---|\n{rows}\n{TAIL}"


def heading(run):
    return f"{HEAD}{filler(run)}\n二、{run}\n全年3件。{TAIL}"


def page_cell(run):
    return (
        f"<html><body><p>{HEAD}{filler(run)}</p><table><tr><td>{LABEL}</td><td>{run}</td></tr></table></body>"
    )


def page_attributes(run):
    table = f'<table style="{run}" class="{run}"><tr><td colspan="{run}">1</td>'
    return f"<html><body><p>{HEAD}{filler(run)}</p>{table}"


FILES = [
    (csv_cell, "a.csv"), (csv_rows, "a.csv"), (markdown_cell, "a.md"), (markdown_rows, "a.md"),
    (heading, "a.txt"),
    (page_cell, "a.html"),
    (page_attributes, "a.html"),
]  # fmt: skip


@pytest.fixture
def _without_collector():
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def seconds(text):
    document = read_text(HEAD + FILLER + TAIL).model_copy(update={"text": text})
    began = time.process_time()
    extract_document(document)
    return time.process_time() - began


def seconds_of_file(text, name):
    began = time.process_time()
    extract_document(read_document(text.encode(), name))
    return time.process_time() - began


PLACES = (
    [(in_the_overview, token) for token in (*CHARACTERS, *TOKENS)]
    + [(in_the_tables, token) for token in TABLE_TOKENS]
    + [(in_lines_of_their_own, token) for token in LINE_TOKENS]
)


@pytest.mark.parametrize(("place", "token"), PLACES, ids=lambda each: getattr(each, "__name__", repr(each)))
@pytest.mark.usefixtures("_without_collector")
def test_time_grows_with_the_text_and_not_with_its_square(place, token):
    check_growth(repr(token), lambda size: seconds(place(token, size)))


@pytest.mark.parametrize("token", FILE_TOKENS)
@pytest.mark.parametrize(("place", "name"), FILES, ids=lambda each: getattr(each, "__name__", None))
@pytest.mark.usefixtures("_without_collector")
def test_time_grows_with_the_cell_heading_or_attribute_of_a_file(place, name, token):
    check_growth(
        f"{place.__name__} {token!r}",
        lambda size: seconds_of_file(place(token * (size // len(token))), name),
    )


def check_growth(what, timed):
    short = timed(SHORT)
    if short >= SMALL_S:
        shortest = timed(SHORTEST)
        if exponent_of(shortest, short, SHORT / SHORTEST) >= STRAIGHT:
            shortest, short = min(shortest, timed(SHORTEST)), min(short, timed(SHORT))
        if exponent_of(shortest, short, SHORT / SHORTEST) < STRAIGHT:
            return
    long = timed(LONG)
    if long < SMALL_S:
        return
    for _ in range(5):
        exponent = exponent_of(short, long, LONG / SHORT)
        if exponent < MOST_EXPONENT:
            break
        short, long = min(short, timed(SHORT)), min(long, timed(LONG))
    assert exponent < MOST_EXPONENT, f"{what}: {short:.3f} s for {SHORT}, {long:.3f} s for {LONG}"


def exponent_of(short_s, long_s, times_longer):
    return math.log(long_s / short_s) / math.log(times_longer)


@pytest.mark.parametrize("straight_s", [0.1, 0.3, 1.0])
def test_a_growth_by_squares_is_told_however_long_it_takes(straight_s):
    def taken(size, squared):
        return straight_s * (size / SHORT + squared * (size / SHORT) ** 2)

    check_growth("straight", lambda size: taken(size, 0))
    for squared in (0.5, 1, 2):
        with pytest.raises(AssertionError, match="squares"):
            check_growth("squares", lambda size, squared=squared: taken(size, squared))
