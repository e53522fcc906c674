"""find_sections: the six sections by heading and by content, whatever happened to the headings."""

import pytest

from extractor.normalise import fold_characters
from extractor.records import SectionKey
from extractor.segment import find_sections

KEYS = ("overview", "proactive", "applications", "disputes", "problems", "other")
HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
TITLE = "柳塘镇2021年政府信息公开工作年度报告"
BODIES = (
    "本镇全年主动公开信息120条，比上年增加12条。收到政府信息公开申请3件，均按期答复。",
    "第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0\n行政规范性文件\t1\t0\t4",
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\n申请人情况\n自然人\t法人或其他组织\t总计\n"
    "一、本年新收政府信息公开申请数量\t3\t0\t0\t0\t0\t0\t3\n二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0\n"
    "三、本年度办理结果\n（一）予以公开\t3\t0\t0\t0\t0\t0\t3\n（七）总计\t3\t0\t0\t0\t0\t0\t3\n四、结转下年度继续办理\t0\t0\t0\t0\t0\t0\t0",
    "行政复议\t行政诉讼\n结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0",
    "主要问题：一是公开栏更新慢，群众有时查不到最新的补贴名单。二是信息员兼职多，写稿和审稿常常由同一个人完成。"
    "改进措施：一是每月五日前更新公开栏。二是固定两名信息员，写稿审稿分开。",
    "无。",
)


def document(headings=HEADINGS, bodies=BODIES, opening=TITLE + "\n"):
    return opening + "\n".join(f"{h}\n{b}" if h else b for h, b in zip(headings, bodies, strict=True)) + "\n"


def with_inline_headings():
    """Prose that goes on in the line of its heading."""
    pairs = enumerate(zip(HEADINGS, BODIES, strict=True))
    return "".join(f"{heading}{'。' if i in (0, 4, 5) else chr(10)}{body}\n" for i, (heading, body) in pairs)


def sections(text):
    return {str(s.key): s for s in find_sections(text, fold_characters(text))}


def without(index):
    return tuple(None if i == index else h for i, h in enumerate(HEADINGS))


def replaced(**by_key):
    return tuple(by_key.get(key, heading) for key, heading in zip(KEYS, HEADINGS, strict=True))


PREAMBLE = (
    TITLE + "\n本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、"
    "政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六部分组成。"
    "如对本报告有疑问，请与镇党政办联系（电话：0531—88880000）。\n"
)
CONTENTS = TITLE + "\n目录\n" + "\n".join(HEADINGS) + "\n"
DOTTED_CONTENTS = TITLE + "\n目  录\n" + "\n".join(f"{h}……………{i}" for i, h in enumerate(HEADINGS, 1)) + "\n"
WRAPPED_PREAMBLE = (
    TITLE + "\n本报告根据《中华人民共和国政府信息公开条例》编制，全文包括总体情况、\n主动公开政府信息情况、\n"
    "收到和处理政府信息公开申请情况、\n政府信息公开行政复议、行政诉讼情况、\n存在的主要问题及改进情况、\n"
    "其他需要报告的事项等六个部分。\n"
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(document(), id="as-it-should-be"),
        pytest.param(document(opening=PREAMBLE), id="headings-in-the-running-text-of-the-preamble"),
        pytest.param(document(opening=WRAPPED_PREAMBLE), id="the-same-wrapped-over-lines"),
        pytest.param(document(opening=CONTENTS), id="table-of-contents"),
        pytest.param(document(opening=DOTTED_CONTENTS), id="table-of-contents-with-pages"),
        pytest.param(
            document(tuple(h.replace("、", "．", 1) for h in HEADINGS)), id="full-width-stop-for-comma"
        ),
        pytest.param(
            document(tuple(f"{i}、{h[2:]}" for i, h in enumerate(HEADINGS, 1))), id="arabic-numbers"
        ),
        pytest.param(document(tuple(h[2:] for h in HEADINGS)), id="numbers-lost"),
        pytest.param(document(tuple(f"第{h[0]}部分 {h[2:]}" for h in HEADINGS)), id="numbered-parts"),
        pytest.param(document(tuple(f"## {h}" for h in HEADINGS)), id="markdown"),
        pytest.param(document(tuple(f"**{h}**" for h in HEADINGS)), id="bold-markdown"),
        pytest.param(document(tuple(f"<h2>{h}</h2>" for h in HEADINGS)), id="html"),
        pytest.param(document(tuple(" ".join(h) for h in HEADINGS)), id="glyphs-apart"),
        pytest.param(document(tuple(f"　　{h}：" for h in HEADINGS)), id="indented-with-colon"),
        pytest.param(
            document(tuple(f"{h[:9]}\n{h[9:]}" if len(h) > 14 else h for h in HEADINGS)), id="wrapped"
        ),
        pytest.param(
            document(replaced(problems="六、存在的主要问题和改进情况", other="七、其他需要报告的事项")),
            id="numbering-slipped",
        ),
        pytest.param(
            document(replaced(overview="一、基本情况", other="六、其它需要报告的事项")), id="variants"
        ),
        pytest.param(document(replaced(other="六、其他事项")), id="short-last-heading"),
        pytest.param(
            document(replaced(problems="五、工作中存在的不足及改进措施")), id="other-words-for-problems"
        ),
        pytest.param(
            document(tuple("ⅠⅡⅢⅣⅤⅥ"[i] + h[1:] for i, h in enumerate(HEADINGS))), id="roman-numbers"
        ),
        pytest.param(document(tuple(f"（{h[0]}）{h[2:]}" for h in HEADINGS)), id="numbers-in-brackets"),
        pytest.param(document(tuple(f"{h}\n{h}" for h in HEADINGS)), id="each-heading-printed-twice"),
        pytest.param(
            TITLE + "\n" + with_inline_headings(),
            id="text-goes-on-in-the-line-of-the-heading",
        ),
        pytest.param(
            document(replaced(disputes="四、因政府信息公开工作被申请行政复议、提起行政诉讼情况")),
            id="long-disputes-heading",
        ),
        pytest.param(
            document(
                replaced(
                    applications="三、收到和处埋政府信息公幵申请情况",
                    disputes="四、政府信息公开行政复汉、行政诉论情况",
                    problems="五、存在的主耍问题及改迸情况",
                )
            ),
            id="misread-characters",
        ),
        pytest.param(
            document(tuple(h.replace("行", "⾏").replace("一", "⼀") for h in HEADINGS)), id="radicals"
        ),
    ],
)
def test_all_six_sections_are_found_when_headings_are_printed(text):
    found = sections(text)
    assert tuple(found) == KEYS
    for key, body in zip(KEYS, BODIES, strict=True):
        assert body in found[key].body.quote
        assert sum(other in found[key].body.quote for other in BODIES) == 1
        assert found[key].heading.quote


@pytest.mark.parametrize("lost", range(5), ids=KEYS[:5])
def test_section_is_found_by_its_content_when_its_heading_is_lost(lost):
    text = document(without(lost))
    found = sections(text)
    assert tuple(found) == KEYS
    assert found[KEYS[lost]].heading.quote == ""
    for key, body in zip(KEYS, BODIES, strict=True):
        assert body in found[key].body.quote


@pytest.mark.parametrize("gap", [" ", ""], ids=["space", "nothing"])
@pytest.mark.parametrize("opening", [TITLE + "\n", PREAMBLE], ids=["title", "preamble"])
def test_all_six_sections_are_found_when_all_line_ends_are_lost(opening, gap):
    found = sections(document(opening=opening).replace("\n", gap))
    assert tuple(found) == KEYS
    for key, body in zip(KEYS, BODIES, strict=True):
        assert body.replace("\n", gap) in found[key].body.quote


def test_three_tables_are_found_when_all_their_headings_are_lost():
    found = sections(document((HEADINGS[0], None, None, None, *HEADINGS[4:])))
    assert tuple(found) == KEYS
    for key, body in zip(KEYS, BODIES, strict=True):
        assert body in found[key].body.quote


def test_section_is_left_out_when_the_document_has_none():
    text = document((*HEADINGS[:5], None), (*BODIES[:5], ""))
    assert tuple(sections(text)) == KEYS[:5]


def test_headings_inside_section_one_are_no_sections():
    inner = (
        BODIES[0]
        + "\n（一）主动公开情况。公开信息120条。\n（二）依申请公开情况。收到申请3件。\n一、加强领导。"
    )
    found = sections(document(bodies=(inner, *BODIES[1:])))
    assert tuple(found) == KEYS
    assert found["overview"].body.quote.strip() == inner


@pytest.mark.parametrize("number", ["1.", "1、", "（一）"])
def test_numbered_part_of_section_one_is_no_section_when_it_is_worded_like_the_second(number: str):
    inner = (
        f"{BODIES[0]}\n{number}主动公开政府信息的情况\n新增公开信息130条。\n2.依申请公开政府信息情况\n无。"
    )
    found = sections(document(bodies=(inner, *BODIES[1:])))
    assert found["overview"].body.quote.strip() == inner


def test_overview_is_found_when_its_heading_speaks_of_the_work():
    headings = ("一、政府信息公开工作的基本情况", *HEADINGS[1:])
    assert sections(document(headings))["overview"].heading.quote == headings[0]


def test_later_heading_is_kept_when_one_stands_twice():
    twice = (f"{HEADINGS[0]}\n{BODIES[0]}", *BODIES[1:])
    found = sections(document(bodies=twice))
    assert tuple(found) == KEYS
    assert BODIES[0] in found["overview"].body.quote


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("五、存在的主要问题", "六、下一步工作打算"),
        ("五、问题与不足", "六、存在的主要问题及改进情况"),
        ("五、存在的主要问题及改进情况", "六、存在的主要问题及改进情况"),
    ],
)
def test_section_in_two_parts_starts_with_the_first_whichever_scores_more(first: str, second: str):
    headings = (*HEADINGS[:4], first, second.replace("五", "六"), HEADINGS[5].replace("六", "七"))
    bodies = (*BODIES[:4], "公开栏更新慢。", "每月更新公开栏。", "无。")
    text = TITLE + "\n" + "\n".join(f"{h}\n{b}" for h, b in zip(headings, bodies, strict=True))
    found = sections(text)
    assert tuple(found) == KEYS
    assert found["problems"].heading.quote == first
    assert found["problems"].body.quote.strip().endswith("每月更新公开栏。")
    assert found["disputes"].heading.quote == HEADINGS[3]


@pytest.mark.parametrize("text", ["", "\n\n", "通知公告", "没有任何标题的一段话。" * 30])
def test_no_section_is_found_when_there_is_none(text):
    assert find_sections(text, fold_characters(text)) == ()


def test_spans_cover_the_text_without_overlap_behind_the_first_heading():
    text = document(opening=PREAMBLE)
    found = find_sections(text, fold_characters(text))
    assert found[0].key is SectionKey.OVERVIEW
    at = found[0].heading.start
    for section in found:
        assert (section.heading.start, section.body.start) == (at, section.heading.end)
        assert text[section.heading.start : section.heading.end] == section.heading.quote
        assert text[section.body.start : section.body.end] == section.body.quote
        at = section.body.end
    assert at == len(text)


def test_disputes_are_found_when_a_character_slipped_into_the_heading_of_a_run_on_page():
    text = document().replace("\n", "").replace("行政复议、", "行政法复议、")
    assert SectionKey.DISPUTES in {section.key for section in find_sections(text, fold_characters(text))}
