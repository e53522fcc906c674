"""Rules on reports that are read for real: what each measure says, and what it leaves open."""

from datetime import date
from functools import cache
from typing import Any

import pytest

from extractor.audit.judged_report import Repetition, Subject
from extractor.audit.measuring import judge
from extractor.audit.rule_verdicts import RuleVerdict, Ruling, score_of
from extractor.audit.rulebook import load_rules
from extractor.evaluation.city.making import make_city
from extractor.evaluation.city.tree import CityShape
from extractor.pipeline import extract_document, read_document
from extractor.records import CellBasis, Fact, Finding, Report, Severity, Span, Suspect

TEXT = """苇塘县档案局2023年政府信息公开工作年度报告

本报告所列数据的统计期限自2023年1月1日起，至2023年12月31日止。

一、总体情况
{overview}

二、主动公开政府信息情况
详见附图。

三、收到和处理政府信息公开申请情况
详见附图。

四、政府信息公开行政复议、行政诉讼情况
详见附图。

五、存在的主要问题及改进情况
{problems}

六、其他需要报告的事项
无。

苇塘县档案局
2024年1月20日
"""
OVERVIEW = "做好主动公开，全年在政府网站公开信息35条。规范依申请公开。加强信息管理和平台建设，纳入考核。"
ONE = CityShape(districts=1, townships=1, departments=1, years=1)
PROBLEMS = "存在的问题：一是更新不够及时；二是人手不足。下一步，一是每周检查；二是增加人手。"


@cache
def read(overview: str = OVERVIEW, problems: str = PROBLEMS) -> Report:
    text = TEXT.format(overview=overview, problems=problems)
    return extract_document(read_document(text.encode(), "a.txt"))


def ruling(rule: str, report: Report, **known: object) -> Ruling:
    known = {"level": "department", "findings": report.findings, **known}
    points = judge(load_rules(), Subject(report, **known))  # type: ignore[arg-type]
    return next(point.ruling for point in points if point.rule == rule)


def on(day: date | None) -> Report:
    report = read()
    fact = None if day is None else Fact(value=day, basis="rule", evidence=(Span.of(TEXT, 0, 3),))
    return report.model_copy(update={"published_on": fact})


@pytest.mark.parametrize(
    ("level", "day", "verdict"),
    [
        ("department", date(2024, 1, 31), RuleVerdict.MET),
        ("department", date(2024, 2, 1), RuleVerdict.NOT_MET),
        ("county", date(2024, 3, 31), RuleVerdict.MET),
        ("county", date(2024, 4, 1), RuleVerdict.NOT_MET),
        ("township", date(2024, 1, 31), RuleVerdict.MET),
        ("township", date(2024, 2, 20), RuleVerdict.CANNOT_TELL),
        ("township", date(2024, 4, 1), RuleVerdict.NOT_MET),
        (None, date(2024, 1, 30), RuleVerdict.MET),
        (None, date(2024, 2, 20), RuleVerdict.CANNOT_TELL),
        (None, date(2024, 4, 1), RuleVerdict.NOT_MET),
        ("county", None, RuleVerdict.CANNOT_TELL),
    ],
)
def test_the_day_of_publication_is_held_against_that_of_the_level(
    level: str | None, day: date | None, verdict: RuleVerdict
) -> None:
    found = ruling("timely", on(day), level=level)
    assert found.verdict is verdict
    assert bool(found.words) is (day is not None)


@pytest.mark.parametrize(
    ("rule", "overview", "verdict", "words"),
    [
        ("section_one.management", OVERVIEW, RuleVerdict.MET, "信息管理"),
        ("section_one.management", "做好主动公\n开工作。", RuleVerdict.NOT_MET, "一、"),
        ("section_one.proactive", "做好主动公\n开工作。", RuleVerdict.MET, "主动公\n开"),
        ("counts.website", OVERVIEW, RuleVerdict.MET, "网站公开信息35条"),
        ("counts.website", "在政府网站公开信息，工作有序。", RuleVerdict.NOT_MET, "网站"),
        ("counts.website", "工作有序，群众满意。", RuleVerdict.NOT_MET, "一、"),
        ("counts.interpretations", "政策解读方面，全年发布12篇。", RuleVerdict.MET, "12篇"),
        ("counts.interpretations", "政策解读形式多样，召开会议3次。", RuleVerdict.NOT_MET, "解读"),
        (
            "counts.interpretations",
            "开通24小时热线，解答12345转来的政策解读问题。",
            RuleVerdict.NOT_MET,
            "解读",
        ),
        ("counts.interpretations", "11.推进政策解读工作，成效明显。", RuleVerdict.NOT_MET, "解读"),
        ("counts.interpretations", "围绕政策解读举办讲座三场。", RuleVerdict.CANNOT_TELL, "三场"),
        ("counts.interpretations", "公开文件44条、政策解读76条。", RuleVerdict.MET, "76条"),
        ("counts.responses", "全年办理网民留言57件，群众满意。", RuleVerdict.MET, "57件"),
        ("counts.responses", "回复网友各类留言120条。", RuleVerdict.MET, "120条"),
        ("counts.responses", "网民来信32封，均已答复。", RuleVerdict.MET, "32封"),
        ("counts.responses", "办理热线诉求1,204件。", RuleVerdict.CANNOT_TELL, "1,204件"),
        ("counts.responses", "认真办理网民留言，群众满意。", RuleVerdict.NOT_MET, "留言"),
        ("counts.responses", "群众留言办结率100%。", RuleVerdict.NOT_MET, "办结率"),
        ("section_one.proactive", "主动做好信息公开。", RuleVerdict.CANNOT_TELL, "主动做好信息公开"),
        ("section_one.proactive", "工作主动，信息公开及时。", RuleVerdict.NOT_MET, "一、"),
        ("section_one.length", "主动公开" + "工作有序推进" * 170, RuleVerdict.NOT_MET, "一、"),
        ("section_one.length", OVERVIEW, RuleVerdict.MET, ""),
    ],
)
def test_section_one_is_searched_for_matters_and_numbers(
    rule: str, overview: str, verdict: RuleVerdict, words: str
) -> None:
    found = ruling(rule, read(overview))
    assert found.verdict is verdict
    assert words in "".join(span.quote for span in found.words)


@pytest.mark.parametrize(
    ("problems", "filled", "named", "remedies"),
    [
        (PROBLEMS, RuleVerdict.MET, RuleVerdict.MET, RuleVerdict.MET),
        ("无。", RuleVerdict.NOT_MET, RuleVerdict.NOT_MET, RuleVerdict.NOT_MET),
        (
            "存在的问题：一是更新不够及时；二是人手不足。",
            RuleVerdict.MET,
            RuleVerdict.MET,
            RuleVerdict.NOT_MET,
        ),
    ],
)
def test_section_five_is_to_hold_problems_and_remedies(
    problems: str, filled: RuleVerdict, named: RuleVerdict, remedies: RuleVerdict
) -> None:
    report = read(OVERVIEW, problems)
    assert ruling("problems.filled", report).verdict is filled
    assert ruling("problems.named", report).verdict is named
    assert ruling("problems.remedies", report).verdict is remedies


def test_words_that_were_read_as_nothing_leave_it_open() -> None:
    words = "栏目维护由各科室轮流负责并在每个季度末由办公室会同信息中心共同完成清点和归档工作。"
    report = read(OVERVIEW, words)
    bare = report.model_copy(update={"narrative": type(report.narrative)()})
    found = ruling("problems.named", bare)
    assert found.verdict is RuleVerdict.CANNOT_TELL
    assert words[:10] in found.words[0].quote


def test_tables_that_are_pictures_are_missed_and_their_sums_left_open() -> None:
    report = read()
    assert ruling("tables.present", report).verdict is RuleVerdict.NOT_MET
    assert ruling("sums", report).verdict is RuleVerdict.CANNOT_TELL


def _finding(check: str, suspect: Suspect) -> Finding:
    return Finding(check=check, severity=Severity.WARNING, message="甲 / a", suspect=suspect)


@pytest.mark.parametrize(
    ("suspect", "verdict"),
    [
        (Suspect.ISSUER, RuleVerdict.NOT_MET),
        (Suspect.EITHER, RuleVerdict.NOT_MET),
        (Suspect.READING, RuleVerdict.CANNOT_TELL),
    ],
)
def test_a_doubt_about_the_reading_is_never_held_against_the_issuer(
    suspect: Suspect, verdict: RuleVerdict
) -> None:
    found = ruling("sums", read(), findings=(_finding("identity.applications.row", suspect),))
    assert found.verdict is verdict
    assert found.chinese == "甲"


@cache
def with_tables() -> Report:
    document = next(one for one in make_city(7, (), ONE).documents if "教育局" in one.path)
    return extract_document(read_document(document.text.encode(), "a.txt"))


def test_sums_that_made_a_number_themselves_do_not_hold_by_that() -> None:
    report = with_tables()
    assert ruling("sums", report).verdict is RuleVerdict.MET
    for check in ("table.inferred", "table.repaired", "table.dropped_blanks"):
        found = ruling("sums", report, findings=(_finding(check, Suspect.ISSUER),))
        assert (found.verdict, found.chinese) == (RuleVerdict.CANNOT_TELL, "未能全部核对：甲")


@pytest.mark.parametrize(
    ("basis", "verdict"),
    [(CellBasis.PROVED, RuleVerdict.NOT_MET), (CellBasis.REPAIRED, RuleVerdict.CANNOT_TELL)],
)
def test_what_rests_on_a_number_of_our_own_making_is_not_held_against_the_issuer(
    basis: CellBasis, verdict: RuleVerdict
) -> None:
    report = with_tables()
    tables: dict[str, Any] = {key: dict(table or {}) for key, table in report.tables.items()}
    rows = tables["applications"]
    cell = rows["processed"]["total"].model_copy(update={"basis": basis})
    rows["processed"] = {**rows["processed"], "total": cell}
    found = _finding("prose.applications.answered", Suspect.EITHER).model_copy(
        update={"where": ("/narrative/counts/0", "/tables/applications/processed/total")}
    )
    report = report.model_copy(update={"tables": tables})
    assert ruling("prose_and_tables", report, findings=(found,)).verdict is verdict


def test_what_is_not_found_in_a_part_of_a_report_is_left_open() -> None:
    part = _finding("document.part", Suspect.EITHER)
    for rule in ("tables.present", "section_one.management"):
        report = read("做好主动公开工作。")
        assert ruling(rule, report).verdict is RuleVerdict.NOT_MET
        assert ruling(rule, report, findings=(part,)).verdict is RuleVerdict.CANNOT_TELL


@pytest.mark.parametrize(
    ("shares", "verdict"),
    [
        (None, RuleVerdict.CANNOT_TELL),
        ({"overview": Repetition(0.9, 100), "problems": Repetition(0.0, 300)}, RuleVerdict.MET),
        ({"overview": Repetition(0.9, 300), "problems": Repetition(0.0, 100)}, RuleVerdict.NOT_MET),
        ({"overview": Repetition(0.0, 0)}, RuleVerdict.CANNOT_TELL),
    ],
)
def test_repetition_is_weighed_by_the_length_of_the_sections(
    shares: dict[str, Repetition] | None, verdict: RuleVerdict
) -> None:
    assert ruling("repeated", read(), repeated=shares).verdict is verdict


def test_a_score_says_what_is_open() -> None:
    report = read()
    points = judge(load_rules(), Subject(report, "department", report.findings))
    score = score_of(points)
    assert score.met + score.not_met + score.cannot_tell == len(points)
    assert score.low < score.high < score.most
    assert score.share == pytest.approx(score.low / (score.most - (score.high - score.low)))


def test_rules_for_other_levels_and_years_do_not_apply() -> None:
    def limited(**change: object) -> Any:
        return load_rules().rules[3].model_copy(update=change)

    report = read()
    for change, applies in (
        ({"levels": ("county",)}, False),
        ({"levels": ("department",)}, True),
        ({"years": (2024, 2025)}, False),
        ({"years": (2020, 2023)}, True),
    ):
        book = load_rules().model_copy(update={"rules": (limited(**change),)})
        assert bool(judge(book, Subject(report, "department", ()))) is applies


def test_reports_of_before_2019_are_held_against_the_regulation_of_2007() -> None:
    report = read()
    old = report.model_copy(update={"report_year": report.report_year.model_copy(update={"value": 2016})})
    rules = {point.rule for point in judge(load_rules(), Subject(old, "department", ()))}
    assert "timely.until_2018" in rules
    assert not rules & {"timely", "tables.present", "sums", "section_one.length", "counts.website"}


def test_of_several_numbers_the_one_that_the_rule_names_is_shown() -> None:
    found = ruling("counts.interpretations", read("公开文件44条、政策解读76条。"))
    assert "76" in found.chinese
