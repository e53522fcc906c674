"""A file that holds several reports gives one Report each."""

import json
import subprocess
import sys

import pytest

from extractor.ingest import read_text
from extractor.pipeline import extract, extract_every, read_document


def one(body: str, year: int, items: int, title: str = "{body}{year}年政府信息公开工作年度报告\n") -> str:
    return title.format(body=body, year=year) + (
        f"本报告数据统计期限自{year}年1月1日起至{year}年12月31日止。\n一、总体情况\n{year}年，"
        f"共公开信息{items}条。"
        + "各科室按职责做好公开工作，完善制度，明确专人，定期检查栏目更新情况。"
        * 4
        + "\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
        "四、政府信息公开行政复议、行政诉讼情况\n"
        "五、存在的主要问题及改进情况\n"
        "一是栏目更新不及时。" + "二是解读材料不够丰富，"
        "群众不易看懂。" * 4 + "\n六、其他需要报告的事项\n无\n"
    )


TITLES = ("{body}{year}年政府信息公开工作年度报告\n", "{body}\n{year}年政府信息公开工作年度报告\n")


@pytest.mark.parametrize("title", TITLES, ids=["one line", "two lines"])
def test_each_report_is_read_with_its_own_text(title: str):
    bodies = (("云岭县水利局", 2021, 31), ("云岭县水利局", 2022, 47), ("白石镇人民政府", 2022, 12))
    text = "".join(one(*each, title) for each in bodies)
    read = list(extract_every(read_text(text)))
    told = [(r.issuer.value, r.report_year.value, int(r.narrative.counts[0].value)) for _, r in read]
    assert told == list(bodies)
    for document, report in read:
        assert [f for f in report.findings if f.check == "document.several"]
        for fact in (report.title, report.issuer, report.report_year):
            assert all(document.text[s.start : s.end] == s.quote for s in fact.evidence)
        assert report.coverage.unexplained == ()


def test_first_report_is_read_alone_where_one_is_asked_for():
    report = extract(one("云岭县水利局", 2021, 31) + one("白石镇人民政府", 2022, 12))
    assert (report.issuer.value, report.report_year.value) == ("云岭县水利局", 2021)
    assert [int(count.value) for count in report.narrative.counts] == [31]
    assert "document.several" in {finding.check for finding in report.findings}


@pytest.mark.parametrize("above", ["", "白石镇人民政府\n", "白石镇人民政府\n2022年度\n"])
def test_a_report_without_a_title_begins_where_all_its_sections_come_again(above):
    text = one("云岭县水利局", 2021, 31) + one("白石镇人民政府", 2022, 12, above)
    read = [report for _, report in extract_every(read_text(text))]
    assert [int(report.narrative.counts[0].value) for report in read] == [31, 12]
    assert read[1].issuer.value != "云岭县水利局"
    assert read[1].sections[0].key == "overview"


PAGE = "<html><head><title>网站</title></head><body>{}</body></html>"


@pytest.mark.parametrize("between", ["", "\n", "\n<!DOCTYPE html>\n"], ids=["nothing", "line", "doctype"])
def test_pages_that_were_saved_one_behind_the_other_are_all_read(between):
    bodies = (one("云岭县水利局", 2021, 31), one("白石镇人民政府", 2022, 12))
    pages = (PAGE.format("".join(f"<p>{line}</p>" for line in each.splitlines())) for each in bodies)
    document = read_document(f"<!DOCTYPE html>{between.join(pages)}".encode(), "saved.html")
    read = [report for _, report in extract_every(document)]
    assert [report.issuer.value for report in read] == ["云岭县水利局", "白石镇人民政府"]
    assert [int(report.narrative.counts[0].value) for report in read] == [31, 12]


def test_a_page_that_a_script_writes_is_no_second_page():
    page = PAGE.format("".join(f"<p>{line}</p>" for line in one("云岭县水利局", 2021, 31).splitlines()))
    page = page.replace("<title>", "<script>w.write('<html><body>x</body></html>')</script><title>")
    (report,) = [report for _, report in extract_every(read_document(page.encode(), "saved.html"))]
    assert report.issuer.value == "云岭县水利局"


CONTENTS = (
    "目录\n一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
    "五、存在的主要问题及改进情况\n"
)
SINGLE = {
    "one": one("云岭县水利局", 2021, 31),
    "contents before the title": CONTENTS + one("云岭县水利局", 2021, 31),
    "title twice": "云岭县水利局2021年政府信息公开工作年度报告\n" + CONTENTS + one("云岭县水利局", 2021, 31),
    "a link behind": one("云岭县水利局", 2021, 31) + "下一篇：云岭县水利局2022年政府信息公开工作年度报告\n",
}


@pytest.mark.parametrize("text", SINGLE.values(), ids=SINGLE)
def test_one_report_is_one(text: str):
    assert len(list(extract_every(read_text(text)))) == 1


def test_command_writes_each_report_beside_its_text(tmp_path):
    both = one("云岭县水利局", 2021, 31) + one("白石镇人民政府", 2022, 12)
    (tmp_path / "both.txt").write_text(both, encoding="utf-8")
    command = [sys.executable, "-m", "extractor", "extract", "both.txt", "--out", "out", "--engine", "rules"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    for name, body in (("both", "云岭县水利局"), ("both-2", "白石镇人民政府")):
        report = json.loads((tmp_path / "out" / f"{name}.json").read_text(encoding="utf-8"))
        text = (tmp_path / "out" / f"{name}.txt").read_text(encoding="utf-8")
        span = report["issuer"]["evidence"][0]
        assert report["issuer"]["value"] == body
        assert text[span["start"] : span["end"]] == span["quote"]
