"""Header facts of 186 heads that were labelled before any rule read them: none wrong, few not read."""

from collections import Counter

import pytest
from fresh_heads import FIRST, SECOND
from third_heads import FOURTH, THIRD

import extractor

BODY = {
    "whole": "一、总体情况\n我局主动公开政府信息126条，其中网站88条、公众号38条。\n"
    "二、主动公开政府信息情况\n详见附表。\n三、收到和处理政府信息公开申请情况\n未收到申请。\n"
    "四、政府信息公开行政复议、行政诉讼情况\n未发生。\n"
    "五、存在的主要问题及改进情况\n公开意识有待加强。下一步将组织学习。\n六、其他需要报告的事项\n无。\n",
    "short": "一、总体情况\n我局主动公开政府信息126条，其中网站88条、公众号38条。\n"
    "二、存在的主要问题及改进情况\n公开意识有待加强。下一步将组织学习。\n三、其他需要报告的事项\n无。\n",
}


def read(entry):
    """(fact, labelled values, value read) of one entry."""
    head, tail, body, *labels = entry
    report = extractor.extract(f"{head}\n{BODY[body]}{tail}\n")
    period = report.period
    facts = (report.issuer, report.report_year, period.start, period.end, report.published_on)
    names = ("issuer", "year", "start", "end", "published_on")
    for name, label, fact in zip(names, labels, facts, strict=True):
        yield name, label if isinstance(label, list) else [label], fact.value if fact else None


@pytest.mark.parametrize(
    ("entries", "most_missing"),
    [(FIRST, 1), (SECOND, 6), (THIRD, 1), (FOURTH, 0)],
    ids=["first", "second", "third", "fourth"],
)
def test_no_header_fact_is_wrong_and_few_are_missing(entries, most_missing):
    wrong, missing = [], Counter()
    for entry in entries:
        for name, labels, value in read(entry):
            if value is not None and value not in labels:
                wrong.append((entry[0][:40], name, value))
            missing[name] += value is None and None not in labels
    assert wrong == []
    assert missing.total() <= most_missing, missing
