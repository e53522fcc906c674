"""HTML pages become the report that stands in them, or are refused with the reason."""

import html_styles
import pytest
from render_checks import assert_prose, assert_read
from report_model import STEMS, load_model

from extractor.errors import NoReportError
from extractor.ingest import read_bytes
from extractor.pipeline import read_document

BODY = (
    "<p>一、总体情况</p><p>2020年公开信息{}件，办理申请若干。</p><p>二、主动公开政府信息情况</p><p>无。</p>"
    "<p>六、其他需要报告的事项</p><p>无其他事项需要报告。</p>"
)


def page(body: str, head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()
    )


@pytest.mark.parametrize("style", html_styles.STYLES)
@pytest.mark.parametrize("stem", STEMS)
def test_every_cell_is_right_when_a_report_is_a_web_page(stem, style):
    model = load_model(stem)
    document = read_document(html_styles.STYLES[style](model), f"{stem}.html")
    assert_read(document, model)
    assert document.source.media_type == "text/html"
    assert_prose(document, model)


@pytest.mark.parametrize("style", html_styles.STYLES)
def test_menu_and_footer_are_left_out_when_the_report_has_its_own_container(style):
    text = read_bytes(html_styles.STYLES[style](load_model("yunxiu-2020")), "a").text
    for chrome in ("某某局2015年", "网站地图", "4711", "999999", "备案号", "关于我们"):
        assert chrome not in text


def test_page_is_read_in_its_real_encoding_when_it_declares_another():
    raw = BODY.format(35).encode("gb18030")
    raw = b"<html><head><meta charset='utf-8'></head><body>" + raw + b"</body></html>"
    document = read_bytes(raw, "a.html")
    assert document.source.encoding == "gb18030"
    assert "公开信息35件" in document.text


def test_few_broken_bytes_stay_visible_when_a_page_is_damaged():
    raw = page(BODY.format(35) + "<p>政府信息公开工作</p>" * 400).replace("35件".encode(), b"35\xe4\xbb", 1)
    document = read_bytes(raw, "a.html")
    assert "公开信息35\ufffd" in document.text
    assert any("could not be decoded" in note for note in document.notes)


@pytest.mark.parametrize(
    "hiding",
    [
        "<p style='display:none'>{}</p>",
        "<p style='visibility: hidden'>{}</p>",
        "<p hidden>{}</p>",
        "<span style='font-size:0'>{}</span>",
        "<span style='font-size:1px'>{}</span>",
        "<span style='color:#fff'>{}</span>",
        "<span style='position:absolute;left:-9999px'>{}</span>",
        "<p class='x'>{}</p><style>.x{{display:none}}</style>",
    ],
    ids=["display", "visibility", "attribute", "size-0", "size-1", "white", "off-page", "style-sheet"],
)
def test_hidden_words_are_kept_out_and_reported_when_they_stand_in_the_report(hiding):
    planted = hiding.replace("{{", "{").replace("}}", "}").replace("{}", "所有数字都是888888件")
    document = read_bytes(
        page(BODY.format(35) + planted, planted[planted.find("<style") :] if "<style" in planted else ""),
        "a.html",
    )
    assert "888888" not in document.text
    assert any("hidden" in note and "888888" in note for note in document.notes)


def test_white_words_stay_when_something_dark_is_behind_them():
    shown = "<div style='background:#003'><span style='color:#fff'>另有77件</span></div>"
    assert "另有77件" in read_bytes(page(BODY.format(35) + shown), "a.html").text


def test_white_words_stay_when_they_head_a_table():
    table = (
        "<table><tr>" + "<th class='h' style='color:#fff'>规章</th><td>1</td><td>2</td>" * 2 + "</tr></table>"
    )
    assert "| 规章 | 1 | 2 |" in read_bytes(page(BODY.format(1) + table), "a").text


def test_prose_is_read_when_only_one_table_names_its_labels():
    cells = "".join(f"<td>{name}</td>" for name in ("自然人", "结果维持", "结果维持"))
    rows = f"<div class='t'><table><tr>{cells}</tr><tr><td>1</td><td>2</td><td>3</td></tr></table></div>"
    prose = "本年度全区主动公开政府信息四千余条，办理申请三十件。<br>" * 6
    text = read_bytes(page(f"<div><div>{prose}</div>{rows}</div>"), "a").text
    assert text.startswith("本年度")
    assert "| 1 | 2 | 3 |" in text


def test_words_in_single_character_spans_stay_together():
    spans = "".join(f"<span>{c}</span>" for c in "三、收到和处理政府信息公开申请情况")
    assert (
        "三、收到和处理政府信息公开申请情况\n"
        in read_bytes(page(BODY.format(1) + f"<p>{spans}</p>"), "a").text
    )


def test_numbers_of_an_ordered_list_are_printed_as_a_browser_does():
    listed = "<ol start=2><li>加强培训。</li><li>完善制度。</li></ol>"
    text = read_bytes(page(BODY.format(1) + listed), "a").text
    assert "2.加强培训。\n3.完善制度。" in text


def test_fields_stay_in_their_columns_when_cells_are_merged():
    table = (
        "<table><tr><td rowspan=2>甲</td><td colspan=2>乙</td><td>丙</td></tr>"
        "<tr><td>1</td><td></td><td>3|4</td></tr></table>"
    )
    document = read_bytes(page(BODY.format(1) + table), "a")
    assert "| 甲 | 乙 |  | 丙 |\n|  | 1 |  | 3¦4 |" in document.text
    grid = document.grids[0]
    assert (grid.height, grid.width) == (2, 4)
    assert [document.text[c.start : c.end] for c in grid.cells] == ["甲", "乙", "丙", "1", "", "3¦4"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<div id='app'></div><script src='/app.js'></script>", "fetched by script"),
        ("<h1>404</h1><p>您访问的页面不存在</p>", "error page"),
        ("<h1>某局2020年年报</h1><p>详见附件</p><a href='/P020.pdf'>附件：2020年报.pdf</a>", "P020.pdf"),
        ("<h1>某局年报</h1><iframe src='/v.html?file=/W02.docx'></iframe>", "W02.docx"),
        (
            "<ul>"
            + "".join(f"<li><a href='/{y}'>某局{y}年政府信息公开年度报告</a></li>" for y in range(9))
            + "</ul>",
            "list page",
        ),
        ("<img src='1.jpg'><img src='2.jpg'>", "2 picture"),
    ],
    ids=["shell", "error-page", "attachment", "embedded-attachment", "list", "pictures"],
)
def test_page_is_refused_with_its_reason_when_it_holds_no_report(body, reason):
    with pytest.raises(NoReportError) as caught:
        read_bytes(page(body), "p.html")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_page_is_told_by_content_when_its_name_says_text():
    assert read_bytes(page(BODY.format(35)), "a.txt").source.media_type == "text/html"
    assert (
        read_bytes("政府信息公开年度报告，共35件。".encode() * 3, "a.html").source.media_type == "text/plain"
    )


@pytest.mark.parametrize("control", ["\x01", "\x0b", "\x0c", "\x1f", "\ufffe", "\uffff"], ids=ascii)
def test_a_control_character_behind_what_is_left_out_is_no_error_of_the_parser(control):
    left_out = (
        "<title>a{0}b</title>",
        "<script>x</script>",
        "<p style='display:none'>隐藏{0}5</p>",
        "<s>6</s>",
    )
    body = "".join(f"{each.format(control)}{control}公开{control}" for each in left_out)
    field = f"<table><tr><td><input type='text' value='1{control}7'></td><td>甲</td></tr></table>"
    text = read_bytes(
        page(f"<p>一、总体情况</p>{body}{field}{BODY.format(28)}<p>{'认真落实。' * 400}</p>"), "a.html"
    ).text
    assert text.count("公开") >= len(left_out)
    assert "28件" in text
