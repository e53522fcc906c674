"""Header facts of 329 heads, most labelled before any rule read them: none wrong, few not read."""

from collections import Counter
from pathlib import Path

import pytest

import extractor

HERE = Path(__file__).parent
NAMES = ("issuer", "year", "start", "end", "published_on")
BODY = {
    "whole": "一、总体情况\n我局主动公开政府信息126条，其中网站88条、公众号38条。\n"
    "二、主动公开政府信息情况\n详见附表。\n三、收到和处理政府信息公开申请情况\n未收到申请。\n"
    "四、政府信息公开行政复议、行政诉讼情况\n未发生。\n"
    "五、存在的主要问题及改进情况\n公开意识有待加强。下一步将组织学习。\n六、其他需要报告的事项\n无。\n",
    "short": "一、总体情况\n我局主动公开政府信息126条，其中网站88条、公众号38条。\n"
    "二、存在的主要问题及改进情况\n公开意识有待加强。下一步将组织学习。\n三、其他需要报告的事项\n无。\n",
}


def entries(name):
    """The fields of each line of a set, as they were written."""
    for line in (HERE / name).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            yield [field.replace("\\n", "\n") for field in line.split("\t")]


def read(entry):
    """(fact, values that are right, value read) of one entry; nothing is empty."""
    head, tail, body, *labels = entry
    report = extractor.extract(f"{head}\n{BODY[body]}{tail}\n")
    period = report.period
    facts = (report.issuer, report.report_year, period.start, period.end, report.published_on)
    for name, label, fact in zip(NAMES, labels, facts, strict=True):
        yield name, label.split("|"), "" if fact is None or fact.value is None else str(fact.value)


@pytest.mark.parametrize(
    ("name", "heads", "most_missing"),
    [
        ("heads_first.tsv", 50, 1),
        ("heads_second.tsv", 50, 6),
        ("heads_third.tsv", 66, 1),
        ("heads_fourth.tsv", 20, 0),
        ("heads_fifth.tsv", 19, 0),
        ("heads_sixth.tsv", 16, 0),
        ("heads_seventh.tsv", 95, 0),
        ("heads_eighth.tsv", 13, 0),
    ],
)
def test_no_header_fact_is_wrong_and_few_are_missing(name, heads, most_missing):
    wrong, missing = [], Counter()
    found = list(entries(name))
    for entry in found:
        for fact, labels, value in read(entry):
            if value and value not in labels:
                wrong.append((entry[0][:40], fact, value))
            missing[fact] += not value and "" not in labels
    assert len(found) == heads
    assert wrong == []
    assert missing.total() <= most_missing, missing
