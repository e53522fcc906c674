"""JSON and XML of a content system: the report in them is read with title and day; data is passed over."""

import html
import json
from pathlib import PurePath

import pytest

import extractor
from extractor.discovery.sniff import by_content
from extractor.errors import NoReportError
from extractor.ingest import read_bytes

TITLE = "枫桥县住房保障局2022年政府信息公开工作年度报告"
BODY = """<p>一、总体情况</p><p>2022年，我局主动公开政府信息63条，没有收到举报和投诉。</p>
<p>二、主动公开政府信息情况</p>
<table><tr><td>行政许可</td><td>361</td></tr><tr><td>行政处罚</td><td>25</td></tr></table>
<p>五、存在的主要问题及改进情况</p><p>公开不够及时，将加强管理，按时更新。</p>"""
TEXT = (
    "一、总体情况\n2022年，公开政府信息63条。\n五、存在的主要问题及改进情况\n公开不够及时，"
    "将加强管理。栏目内容不够丰富，将按时更新，多加检查。"
)
HELD = {"code": 0, "data": {"id": 3, "title": TITLE, "content": BODY, "publishTime": "2023-01-18 09:12:00"}}
XML = "<?xml version='1.0'?>"
HEAD = f"<title>{TITLE}</title><pubDate>2023-01-18</pubDate>"
ANSWERS = {
    "page in json": json.dumps(HELD, ensure_ascii=False),
    "escaped ideographs": json.dumps([HELD]),
    "escaped marks": json.dumps({**HELD["data"], "content": html.escape(BODY)}, ensure_ascii=False),
    "text in json": json.dumps({"bt": TITLE, "nr": TEXT, "fbrq": "2023-01-18"}, ensure_ascii=False),
    "cdata": f"{XML}<r>{HEAD}<c><![CDATA[{BODY}]]></c></r>",
    "escaped in xml": f"{XML}\n<r>{HEAD}<c>{html.escape(BODY)}</c></r>",
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_what_an_answer_holds_is_read(answer, encoding):
    document = read_bytes(answer.encode(encoding), "a.json")
    assert document.text.startswith(TITLE)
    assert "<p>" not in document.text
    report = extractor.extract(document.text)
    assert report.issuer.value == "枫桥县住房保障局"
    assert str(report.published_on.value) == "2023-01-18"
    assert [count.value for count in report.narrative.counts] == [63]


def test_a_report_of_this_program_is_no_document():
    own = json.dumps({"source": {}, "tables": {}, "narrative": {}, "findings": [], "issuer": TITLE})
    with pytest.raises(NoReportError, match=r"own\.json"):
        read_bytes(own.encode(), "own.json")


@pytest.mark.parametrize("raw", [b'{"a":', b"[1,2,3]", b'{"title":"x"}'])
def test_other_data_is_refused_in_one_line(raw):
    with pytest.raises(extractor.errors.DocumentError):
        read_bytes(raw, "a.json")


def test_text_that_only_begins_with_a_bracket_is_text():
    text = f"[首页]{TITLE}\n{TEXT}"
    assert read_bytes(text.encode(), "a.txt").text == text


@pytest.mark.parametrize(
    ("head", "tried"),
    [
        (ANSWERS["page in json"], True),
        (ANSWERS["escaped ideographs"], True),
        (json.dumps({"nr": f"{TITLE}\n一、概述\n{TEXT}二、其他\n无"}, ensure_ascii=False), True),
        (json.dumps({"nr": f"{TITLE}\n一、概述\n{TEXT}二、其他\n无"}), True),
        ('{"quote": "信息公开"}', False),
        ('{"quote": "信息公开 一、概述 二、其他"}', False),
        ("{}", False),
    ],
)
def test_answers_in_a_folder_are_tried_where_they_hold_a_page(head, tried):
    assert (by_content(PurePath("a.json"), head.encode()) is None) is tried


PIECES = (
    "一、总体情况",
    "全年公开信息63条，收到政府信息公开申请9件，均已答复。",
    "二、主动公开政府信息情况",
    "规章 | 0 | 0 | 0",
)
ROW = "<table><tr><td>行政许可</td><td>17</td></tr></table>"


@pytest.mark.parametrize(
    "answer",
    [
        json.dumps({"title": TITLE, "paragraphs": [*PIECES, "行政许可 | 17"]}, ensure_ascii=False),
        json.dumps(
            {
                "title": TITLE,
                "sections": [
                    {"heading": PIECES[0], "html": f"<p>{PIECES[1]}</p>"},
                    {"heading": PIECES[2], "html": ROW},
                ],
            },
            ensure_ascii=False,
        ),
        f"<?xml version='1.0'?><r><title>{TITLE}</title>"
        + "".join(f"<p>{each}</p>" for each in (*PIECES, "行政许可 | 17"))
        + "</r>",
    ],
    ids=["a list of paragraphs", "sections", "elements"],
)
def test_pieces_of_a_report_are_joined_in_their_order(answer):
    text = read_bytes(answer.encode(), "a.json").text
    places = [text.find(words) for words in (TITLE, PIECES[0], "63条", PIECES[2], "17")]
    assert -1 not in places
    assert places == sorted(places)


def test_what_is_left_out_of_an_answer_is_named():
    other = "另一篇文章讲述本县各个部门在过去一年里怎样开展工作以及取得了哪些成绩并且遇到了哪些困难。"
    answer = json.dumps({"nr": f"{TITLE}\n{TEXT * 3}", "related": other}, ensure_ascii=False)
    document = read_bytes(answer.encode(), "a.json")
    assert other not in document.text
    assert "related" in " ".join(document.notes)
