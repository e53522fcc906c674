"""Issuer and year that the rules leave open or doubt: the model's choice is said, never delivered."""

import json
import re
from collections.abc import Callable, Mapping

import pytest
from scripted_endpoint import says, scripted

from extractor.ingest import read_text
from extractor.judging.engines import Engine
from extractor.llm import Endpoint
from extractor.llm.client import ModelClient
from extractor.llm.profile import Profile
from extractor.pipeline import extract_document
from extractor.records import Report, Severity

OURS, OTHER = "云岭县水利局", "青禾市卫生健康委员会"
TITLE = f"{OURS}2022年政府信息公开工作年度报告"
REST = (
    "\n一、总体情况\n全年公开信息5条。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
    "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n一是更新慢。\n六、其他需要报告的事项\n无。\n"
)
OTHER_BODY = f"{TITLE}{REST}{OTHER}\n2023年1月9日\n"
OTHER_YEAR = f"{TITLE}\n现公布云岭县水利局2021年政府信息公开工作年度报告。{REST}"
AGREED = f"{TITLE}{REST}云岭县水利局\n2023年1月9日\n"


def chooses(**wanted: str) -> Callable[..., None]:
    """An endpoint that gives for each header fact the id of the candidate with these words; else 0."""

    def play(handler, request: Mapping) -> None:
        question = request["messages"][-1]["content"]
        answer = {}
        if "\nissuer：\n" not in question:  # something of the prose
            return says("{}")(handler, request)
        for name in ("title", "issuer", "year", "published"):
            listed = question.split(f"\n{name}：\n")[1].split("：\n")[0]
            rows = [row for row in listed.splitlines() if wanted.get(name) and wanted[name] in row]
            answer[name] = re.match(r"\D*(\d+)", rows[0])[1] if rows else "0"
        return says(json.dumps(answer, ensure_ascii=False))(handler, request)

    return play


def hybrid(text: str, play: Callable[..., None]) -> tuple[Report, int]:
    with scripted(play) as endpoint:
        client = ModelClient(Endpoint(base_url=endpoint.url, model="m"))
        report = extract_document(read_text(text), engine=Engine("hybrid", "m", client, Profile(model="m")))
        return report, sum("issuer：" in str(request) for request in endpoint.heard)


def suggested(report: Report) -> list[tuple[tuple[str, ...], str | None, str | None, Severity]]:
    return [(f.where, f.left, f.right, f.severity) for f in report.findings if f.check == "model.suggests"]


@pytest.mark.parametrize(
    ("text", "answers", "told"),
    [
        (OTHER_BODY, {"issuer": OTHER}, ("/issuer", OTHER, OURS, "warning")),
        (OTHER_BODY, {"issuer": OURS}, ("/issuer", OURS, OURS, "info")),
        (OTHER_YEAR, {"year": "2021"}, ("/report_year", "2021", "2022", "warning")),
        (OTHER_YEAR, {"year": "2022"}, ("/report_year", "2022", "2022", "info")),
    ],
    ids=["another body", "the same body", "another year", "the same year"],
)
def test_where_sources_contradict_each_other_the_model_says_which(text, answers, told):
    report, _ = hybrid(text, chooses(**answers))
    rules = extract_document(read_text(text))
    where, left, right, severity = told
    assert suggested(report) == [((where,), left, right, Severity(severity))]
    assert (report.issuer, report.report_year) == (rules.issuer, rules.report_year)


def test_a_header_that_nothing_contradicts_is_not_asked_about():
    report, asked = hybrid(AGREED, chooses(issuer=OURS))
    assert (asked, suggested(report)) == (0, [])


def test_a_model_that_cannot_tell_adds_nothing():
    report, asked = hybrid(OTHER_BODY, chooses())
    assert (asked, suggested(report)) == (1, [])
