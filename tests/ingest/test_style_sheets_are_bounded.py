"""What style sheets cost is bounded: rules with one selector are one; rules times elements have an end."""

import pytest

from extractor.ingest import html_css, read_bytes

lxml = pytest.importorskip("lxml.html")
REPORT = "某某区2022年政府信息公开工作年度报告"


def steps_of(rules, elements):
    sheets = html_css.StyleSheets([rules])
    body = lxml.fromstring(f"<div>{elements}</div>")
    for node in body:
        sheets.declared_for(node, None)
    return sheets.steps


@pytest.mark.parametrize(
    ("rule", "element"),
    [
        pytest.param(".a{color:red}", "<i class=a>字</i>", id="class"),
        pytest.param("*{left:0}", "<i>字</i>", id="every element"),
        pytest.param("b i{left:0}", "<i>字</i>", id="chain"),
        pytest.param("i:not(.b){left:0!important}", "<i>字</i>", id="negation"),
        pytest.param("i,i , i,b{left:0}", "<i>字</i>", id="list"),
        pytest.param("@media screen{[x]{left:0}}", "<i x=1>字</i>", id="attribute"),
    ],
)
def test_the_same_rule_again_and_again_costs_nothing_more(rule, element):
    once, often = steps_of(rule, element * 50), steps_of(rule * 500, element * 50)
    assert once == often > 0


@pytest.mark.parametrize(
    ("rule", "element"),
    [
        pytest.param(".a:not(.x{n}){{color:red}}", "<i class=a>字</i>", id="negations"),
        pytest.param("b{n} i{{left:0}}", "<i>字</i>", id="chains"),
        pytest.param("b{n}~i{{left:0}}", "<i>字</i>", id="siblings"),
        pytest.param("i:nth-child({n}){{left:0}}", "<i>字</i>", id="places"),
        pytest.param("[x*=q{n}]{{left:0}}", f"<i x={'p' * 2000}>字</i>", id="long attributes"),
        pytest.param("i:not(.x{n}){{left:0;top:0;color:red;width:1px}}", "<i>字</i>", id="many that match"),
    ],
)
def test_a_page_is_read_without_the_rest_of_its_rules_and_says_so(rule, element, monkeypatch):
    monkeypatch.setattr(html_css, "_MAX_STEPS", 20_000)
    rules = "".join(rule.format(n=n) for n in range(1, 800))
    page = f"<meta charset=utf-8><style>{rules}</style><h1>{REPORT}</h1><p>一、总体情况</p>{element * 800}"
    read = read_bytes(page.encode(), "a.htm")
    assert any("样式规则过多" in note for note in read.notes)
    assert "字" * 700 in read.text
    assert steps_of(rules, element * 800) < 20_000 + 2_000


def test_few_rules_are_not_named():
    page = (
        f"<meta charset=utf-8><style>.a{{display:none}}</style><h1>{REPORT}</h1><p class=a>42</p>一、总体情况"
    )
    read = read_bytes(page.encode(), "a.htm")
    assert "42" not in read.text
    assert not any("样式规则过多" in note for note in read.notes)


def test_the_later_rule_wins_though_its_selector_was_there_before():
    node = lxml.fromstring("<i class='a b'>字</i>")
    sheets = html_css.StyleSheets([".a{color:red;left:1px}.b{color:blue}.a{top:2px}.b{left:3px}i.b{top:4px}"])
    assert sheets.declared_for(node, None) == {"color": "blue", "left": "3px", "top": "4px"}
    assert sheets.declared_for(node, "top:5px")["top"] == "5px"
