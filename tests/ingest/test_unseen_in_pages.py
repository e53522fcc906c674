"""Print that no reader of a page sees is left out and named; what is shown in the end is read."""

import time

import pytest

from extractor.ingest import read_bytes

BODY = (
    "<h1>禾坪区林业局2021年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>全年公开信息45条。</p>"
    "<p>二、主动公开政府信息情况</p><p>无。</p><p>五、存在的主要问题及改进情况</p><p>无。</p>"
    "<p>六、其他需要报告的事项</p>"
)
LONG = "本机关按照要求编制报告，内容完整，数据准确，" * 12


def page(body: str, style: str = "", script: str = "") -> bytes:
    head = f"<head><meta charset='utf-8'><style>{style}</style></head>"
    return f"<!DOCTYPE html><html>{head}<body>{body}<script>{script}</script></body></html>".encode()


ROWS = (
    "<table><tr class=old><td>甲</td><td>999</td><td>1</td></tr>"
    "<tr><td>乙</td><td>87</td><td>1</td></tr></table>"
)
UNSEEN = {
    "descendant-selector": ("table tr.old{display:none}", ROWS),
    "child-selector": ("div > span.k {visibility:hidden}", "<div>共<span class='a k'>999</span>87件</div>"),
    "attribute-selector": (
        "[data-old='1']{display:none!important}",
        "<p data-old=1 style='display:block'>999</p><p>87</p>",
    ),
    "sheet-of-the-screen": (
        "@media screen and (min-width:600px){.o{display:none}}",
        "<p class=o>999</p><p>87</p>",
    ),
    "comment-in-sheet": ("/* .x{ */ .o{/* */display:none}", "<p class=o>999</p><p>87</p>"),
    "no-height": (".o{max-height:0;overflow:hidden}", "<div class=o>999</div><p>87</p>"),
    "clip": (".o{position:absolute;clip:rect(0 0 0 0)}", "<p>87<span class=o>999</span></p>"),
    "clip-path": (".o{clip-path:inset(100%)}", "<p>87<span class=o>999</span></p>"),
    "off-page": (".o{position:absolute;left:-5000px}", "<p>87<span class=o>999</span></p>"),
    "ground-colour": (".b{background:#123456}.o{color:#123457}", "<p class=b>87<span class=o>999</span></p>"),
    "see-through": (".o{color:transparent}", "<p>87<span class=o>999</span></p>"),
    "white-in-a-cell": (
        "",
        "<table><tr><td>甲</td><td><b style='color:#fff'>999</b>87</td><td>1</td></tr></table>",
    ),
    "font-shorthand": (".o{font:0/0 a}", "<p>87<span class=o>999</span></p>"),
    "popover": ("", "<div popover>999</div><p>87</p>"),
    "folded-away-in-a-cell": (
        "",
        "<table><tr><td>甲</td><td>87<details><summary>注</summary>999<p>999</p></details></td></tr></table>",
    ),
    "folded-away-whatever-its-look": (
        ".o{display:block}",
        "<table><tr><td>甲</td><td>87<details><summary>注</summary><p class=o>999</details></table>",
    ),
    "reading-above": ("", "<p><ruby>87<rp>(</rp><rt>999</rt><rp>)</rp></ruby>件</p>"),
    "closed-dialog": ("", "<dialog><p>999</p></dialog><p>87</p>"),
    "half-a-point": ("", "<p>87<font style='font-size:.5pt'>999</font></p>"),
    "del": ("", "<table><tr><td>甲</td><td><del>999</del>87</td><td>1</td></tr></table>"),
    "nested-strike": ("", "<p><s><b>99</b>9</s>87件</p>"),
    "line-through": (".g{text-decoration:line-through red}", "<p><i class=g>999</i>87</p>"),
}


@pytest.mark.parametrize("case", UNSEEN)
def test_print_is_left_out_and_named_when_no_reader_sees_it(case):
    style, body = UNSEEN[case]
    document = read_bytes(page(BODY + body, style), "a.html")
    assert "87" in document.text
    assert "9" not in document.text
    assert any("未读" in note and "99" in note for note in document.notes)


SEEN = {
    "later-rule": (".p{display:none} .p.on{display:block}", "<div class='p on'>另有77件</div>", ""),
    "important": ("#q{display:none}.p{display:block!important}", "<div class=p id=q>另有77件</div>", ""),
    "own-style": (".p{display:none}", "<div class=p style='display:block'>另有77件</div>", ""),
    "print-only": ("@media print{.p{display:none}}", "<div class=p>另有77件</div>", ""),
    "small-screen": ("@media (max-width:600px){.p{display:none}}", "<div class=p>另有77件</div>", ""),
    "hover": (".p:hover{display:none}", "<div class=p>另有77件</div>", ""),
    "fades-in": (".p{opacity:0;animation:in 1s forwards}", "<div class=p>另有77件</div>", ""),
    "visible-child": (
        ".o{visibility:hidden}.i{visibility:visible}",
        "<div class=o>x<b class=i>另有77件</b></div>",
        "",
    ),
    "script": (
        "#p{display:none}",
        "<div id=p>另有77件</div>",
        "document.getElementById('p').style.display='block';",
    ),
    "script-class": (
        ".hid{opacity:0}",
        "<div class='k hid'>另有77件</div>",
        "$(function(){$('.k').removeClass('hid')})",
    ),
    "underlined": ("s{text-decoration:none}", "<p><s>另有77件</s></p>", ""),
    "raised-all": ("", "<table><tr><td>甲</td><td><sup>77</sup></td><td>1</td></tr></table>", ""),
    "field": ("", "<table><tr><td>甲</td><td><input value='77'></td><td>1</td></tr></table>", ""),
    "square": ("", "<p>面积77m<sup>2</sup></p>", ""),
}


@pytest.mark.parametrize("case", SEEN)
def test_print_is_read_when_it_is_shown_in_the_end(case):
    style, body, script = SEEN[case]
    assert "77" in read_bytes(page(BODY + body, style, script), "a.html").text


def test_print_stays_hidden_when_a_script_shows_it_on_a_click_only():
    script = (
        "document.getElementById('b').onclick=function(){document.getElementById('p').style.display='block'}"
    )
    document = read_bytes(page(BODY + "<div id=p>另有77件</div>", "#p{display:none}", script), "a.html")
    assert "77" not in document.text


def test_whole_report_is_read_when_the_page_hides_it_until_a_script_comes():
    document = read_bytes(page(f"<div style='display:none'>{BODY}{LONG}</div><p>载入中</p>"), "a.html")
    assert "全年公开信息45条" in document.text
    assert any("隐藏" in note for note in document.notes)


@pytest.mark.parametrize("mark", ["1", "[2]", "①", "注3", "*"])
def test_raised_mark_is_no_digit_of_the_number_before_it(mark):
    cells = f"<td>许可<sup>{mark}</sup></td><td>28<a href='#n'><sup>{mark}</sup></a></td><td>1</td>"
    body = f"<p>办结28<sup>{mark}</sup>件</p><table><tr>{cells}</tr></table>"
    document = read_bytes(page(BODY + body), "a.html")
    assert "办结28件" in document.text
    assert "| 许可 | 28 | 1 |" in document.text
    assert any("注码" in note for note in document.notes)


@pytest.mark.parametrize("depth", [300, 1900, 5000])
def test_nothing_is_lost_when_elements_nest_deep(depth):
    deep = "<font>" * depth + "另有77件" + "</font>" * depth + "<p>收取费用360元。</p>"
    text = read_bytes(page(BODY + deep), "a.html").text
    assert "另有77件" in text
    assert "收取费用360元" in text


HOSTILE = {
    "attributes": lambda n: "<div " + " ".join(f"a{i}=1" for i in range(n)) + ">另有77件</div>",
    "raised": lambda n: "<p>" + "<sup></sup>" * n + "8<sup>1</sup>另有77件</p>",
    "siblings": lambda n: (
        "<style>a ~ b ~ i:nth-child(99999){color:#fff}</style>" + "<b></b>" * n + "另有77件"
    ),
    "comments": lambda n: "<style>" + "/*" * n + "</style>另有77件",
    "quotes": lambda n: '<p a="' * n + "另有77件",
    "scripts": lambda n: "另有77件<script>" + "x.show({" * n + "</script>",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_time_grows_with_the_page_and_no_faster(case):
    def seconds(count: int) -> float:
        raw = page(BODY + HOSTILE[case](count))
        began = time.process_time()
        read_bytes(raw, "a.html")
        return time.process_time() - began

    few, many = seconds(5_000), seconds(40_000)
    assert many < 24 * max(few, 0.02)
