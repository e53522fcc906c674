"""Forms that come with the product beside the yearly report: known by their wording, read by their file."""

import pytest

from extractor.evaluation.noise import LAYOUTS, generate_documents
from extractor.forms import edition_named, shipped_editions
from extractor.pipeline import extract
from extractor.records import CellBasis

OTHERS = [edition.id for edition in shipped_editions() if edition.years is None and not edition.annex]
WEBSITE = """\
柳塘镇人民政府门户网站
政府网站工作年度报表（2023年度）

网站名称\t柳塘镇人民政府
独立用户访问总量（单位：个）\t21034
网站总访问量（单位：次）\t80112
信息发布（单位：条）\t总数\t326
\t概况类信息更新量\t12
\t政务动态信息更新量\t204
\t信息公开目录信息更新量\t110
解读回应\t解读信息发布\t总数（单位：条）\t9
\t解读材料数量（单位：条）\t5
\t解读产品数量（单位：个）\t3
\t媒体评论文章数量（单位：篇）\t1
\t回应公众关注热点或重大舆情数量（单位：次）\t2
互动交流\t是否使用统一平台\t是
\t收到留言数量（单位：条）\t41
\t办结留言数量（单位：条）\t41
\t公开答复数量（单位：条）\t52
"""
ENFORCEMENT = """\
柳塘县2024年行政执法数据

行政处罚实施情况统计表
警告、通报批评\t罚款\t没收违法所得、没收非法财物\t暂扣许可证、执照，降低资质等级\t吊销许可证、执照\t限制开展生产经营活动\t责令停产停业、责令关闭、限制从业\t行政拘留\t其他行政处罚\t合计（宗）\t罚没金额（万元）
31\t402\t7\t3\t1\t0\t2\t18\t5\t469\t86.35
行政许可实施情况统计表
申请数量\t受理数量\t许可数量\t不予许可数量\t撤销许可数量
910\t905\t897\t9\t0
"""
TWELVE_KINDS = {
    "警告": 12, "通报批评": 3, "罚款": 240, "没收违法所得、没收非法财物": 6, "暂扣许可证件": 4,
    "降低资质等级": 0, "吊销许可证件": 1, "限制开展生产经营活动": 2, "责令停产停业": 5,
    "责令关闭、限制从业": 0, "行政拘留": 0, "其他行政处罚": 7, "合计（宗）": 280, "罚没金额（元）": 731500,
}  # fmt: skip


@pytest.mark.parametrize("mark", ["\t", " | ", "\n"], ids=["tabs", "pipes", "turned"])
def test_twelve_kinds_of_penalties_are_a_form_of_their_own_with_money_in_yuan(mark):
    if mark == "\n":
        lines = [f"{kind}\t{number}" for kind, number in TWELVE_KINDS.items()]
    else:
        lines = [mark.join(TWELVE_KINDS), mark.join(map(str, TWELVE_KINDS.values()))]
    text = "柳塘县交通运输局2021年行政执法统计年报\n行政处罚实施情况统计表\n" + "\n".join(lines) + "\n"
    report = extract(text)
    assert report.form == "enforcement_twelve"
    cells = report.tables.get("penalties")["cases"]
    assert [float(cell.value) for cell in cells.values()] == [*list(TWELVE_KINDS.values())[:-1], 73.15]
    assert cells["amount"].basis is CellBasis.PRINTED
    assert {cell.basis for key, cell in cells.items() if key != "amount"} == {CellBasis.PROVED}


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "doubled"])
def test_clean_document_is_recognised_and_nothing_is_wrong_without_warning(name, layout):
    (document,) = generate_documents(1, 2, "clean", [layout], name)
    report = extract(document.text)
    assert report.form == name
    right = total = 0
    for table, rows in document.truth.items():
        for row, cells in rows.items():
            for column, truth in cells.items():
                cell = ((report.tables.get(table) or {}).get(row) or {}).get(column)
                total += 1
                right += cell is not None and cell.value == truth.value
                if cell is not None and cell.value is not None:
                    doubted = cell.basis in (CellBasis.AMBIGUOUS, CellBasis.CONFLICT)
                    assert doubted or cell.value == truth.value, (row, column)
    assert right >= total - 2


def test_cells_that_no_sum_covers_are_never_proved():
    for name in OTHERS:
        covered = {table.key: table.covered for table in edition_named(name).tables}
        for document in generate_documents(10, 3, "clean", form=name):
            for table, row, column, cell in extract(document.text).tables.cells():
                assert cell.basis is not CellBasis.PROVED or (row, column) in covered[table]


def test_website_report_is_read_by_its_labels():
    report = extract(WEBSITE)
    assert report.form == "website_annual"
    table = report.tables.get("website")
    read = {row: cells["number"].value for row, cells in table.items() if cells is not None}
    assert read == {
        "unique_visitors": 21034, "visits": 80112, "publish_total": 326, "publish_overview": 12,
        "publish_news": 204, "publish_catalogue": 110, "interpretation_total": 9,
        "interpretation_materials": 5, "interpretation_products": 3, "interpretation_comments": 1,
        "responses": 2, "messages_received": 41, "messages_closed": 41, "messages_public": 52,
    }  # fmt: skip
    proved = {row for row, cells in table.items() if cells and cells["number"].basis is CellBasis.PROVED}
    assert proved == {row for row in read if row.startswith(("publish", "interpretation"))}
    found = [finding for finding in report.findings if finding.check == "identity.sum"]
    assert [each.where for each in found] == [
        ("/tables/website/messages_public/number", "/tables/website/messages_closed/number")
    ]


def test_enforcement_report_has_its_tables_and_a_relation_that_fails():
    report = extract(ENFORCEMENT)
    assert report.form == "enforcement_annual"
    penalties = report.tables.get("penalties")["cases"]
    assert {key: str(cell.value) for key, cell in penalties.items()} == {
        "warnings": "31", "fines": "402", "confiscations": "7", "suspensions": "3", "revocations": "1",
        "restrictions": "0", "closures": "2", "detentions": "18", "other": "5", "all_cases": "469",
        "amount": "86.35",
    }  # fmt: skip
    assert {cell.basis for key, cell in penalties.items() if key != "amount"} == {CellBasis.PROVED}
    assert penalties["amount"].basis is CellBasis.PRINTED
    assert [str(cell.value) for cell in report.tables.get("licences")["cases"].values()] == [
        "910", "905", "897", "9", "0",
    ]  # fmt: skip
    (found,) = [finding for finding in report.findings if finding.check == "identity.sum"]
    assert "许可与不予许可之和不大于受理" in found.message
    assert (found.left, found.right) == (906, 905)


def enforcement_lines(*lines: str) -> str:
    head, kinds = ENFORCEMENT.split("\n\n")[0], ENFORCEMENT.splitlines()[3]
    return f"{head}\n\n行政处罚实施情况统计表\n单位名称\t{kinds}\n" + "\n".join(lines) + "\n"


BODIES = (
    "城管局\t11\t200\t3\t1\t0\t0\t1\t0\t2\t218\t16.35",
    "水利局\t20\t202\t4\t2\t1\t0\t1\t18\t3\t251\t70",
)
TOTAL = "合计\t31\t402\t7\t3\t1\t0\t2\t18\t5\t469\t86.35"


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_total_of_several_bodies_is_the_line_that_counts(place):
    report = extract(enforcement_lines(*BODIES[:place], TOTAL, *BODIES[place:]))
    cells = report.tables.get("penalties")["cases"]
    assert [str(cell.value) for cell in cells.values()] == TOTAL.split("\t")[1:]
    assert cells["fines"].basis is CellBasis.PROVED


@pytest.mark.parametrize("lines", [BODIES, (*BODIES, TOTAL.replace("402", "403").replace("469", "470"))])
def test_lines_of_several_bodies_without_their_total_are_in_doubt(lines):
    report = extract(enforcement_lines(*lines))
    cells = report.tables.get("penalties")["cases"]
    assert all(cell.basis is not CellBasis.PROVED for cell in cells.values())
    assert any(finding.check == "table.place" for finding in report.findings)


@pytest.mark.parametrize("field", ["填报单位", "主办单位"])
def test_year_and_body_stand_in_the_title_and_in_a_field_at_the_end_of_its_line(field):
    table = WEBSITE.split("\n\n")[1].split("\n", 1)[1]
    report = extract(f"政府网站工作年度报表（2023年度）\n{field}：柳塘县水利局\n{table}")
    assert (report.report_year.value, report.issuer.value) == (2023, "柳塘县水利局")


@pytest.mark.parametrize("way", ["below each other", "above the numbers"])
@pytest.mark.parametrize("exchanged", [(0, 1), (1, 8), (4, 6)])
def test_columns_of_one_line_that_changed_places_are_known_by_their_labels(way, exchanged):
    kinds, values = ENFORCEMENT.splitlines()[3].split("\t"), TOTAL.split("\t")[1:]
    order = list(range(len(kinds)))
    order[exchanged[0]], order[exchanged[1]] = exchanged[1], exchanged[0]
    pairs = [(kinds[at], values[at]) for at in order]
    lines = (
        [*map("\t".join, pairs)] if way == "below each other" else [*map("\t".join, zip(*pairs, strict=True))]
    )
    report = extract("柳塘县2024年行政执法数据\n\n行政处罚实施情况统计表\n" + "\n".join(lines) + "\n")
    cells = report.tables.get("penalties")["cases"]
    assert [str(cell.value) for cell in cells.values()] == values
