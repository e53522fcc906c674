import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_builder import applications, balanced, cell, disputes, report, row
from scripts_by_path import generate_checks_doc

from extractor.records import CellBasis, Narrative
from extractor.validate import check_report, registered_checks, registered_year_checks
from extractor.validate.check_registry import check, year_check

PROSE = (
    "共⟦收到政府信息公开申请41件⟧，均已办结。⟦被申请行政复议9件⟧。代表建议⟦127件⟧，已解决⟦79件⟧，⟦占62.4%⟧，"
    "未解决⟦48件⟧，⟦占37.8%⟧。公开⟦信息261条⟧，其中网站⟦50条⟧，其他方式⟦60条⟧。2月30日开会。"
)


def everything_wrong():
    cells = {
        ("new", "natural"): cell(40, CellBasis.CONFLICT),
        ("granted", "legal"): cell(1, CellBasis.AMBIGUOUS, alternatives=(0, 1)),
        ("partial", "natural"): cell(2, CellBasis.REPAIRED, raw="22", reason="doubled"),
    }
    filled = applications({"new": row(39, 40), "processed": row(38), "carried_out": row(1)}, cells)
    return report(PROSE, applications=filled, disputes=disputes((1, 0, 0, 0, 0)), period_year=2020)


def test_findings_are_the_same_when_checked_twice():
    made, text = everything_wrong()
    assert check_report(made, text) == check_report(made, text)


def test_findings_do_not_depend_on_findings_already_there():
    made, text = everything_wrong()
    once = check_report(made, text)
    assert check_report(made.model_copy(update={"findings": once}), text) == once


@given(seed=st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_findings_do_not_depend_on_the_order_of_counts(seed):
    made, text = everything_wrong()
    counts = list(made.narrative.counts)
    random.Random(seed).shuffle(counts)
    shuffled = made.model_copy(update={"narrative": Narrative(counts=tuple(counts))})

    def without_indexes(findings):
        return sorted((each.check, each.message, each.evidence) for each in findings)

    assert without_indexes(check_report(shuffled, text)) == without_indexes(check_report(made, text))


@given(
    new=st.integers(0, 500),
    partial=st.integers(0, 50),
    carried=st.integers(0, 20),
    left=st.integers(0, 20),
)
@settings(max_examples=50, deadline=None)
def test_no_sum_fails_when_table_balances(new, partial, carried, left):
    granted = new + carried - partial - left
    if granted < 0:
        return
    filled = balanced(new=new, granted=granted, partial=partial, carried_in=carried, carried_out=left)
    made, text = report(f"共⟦收到政府信息公开申请{new}件⟧。", applications=filled)
    assert check_report(made, text) == ()


@given(name=st.sampled_from(sorted(applications())), gap=st.integers(1, 30))
@settings(max_examples=30, deadline=None)
def test_some_sum_fails_when_one_total_is_off(name, gap):
    if name == "other":
        return
    filled = balanced()
    total = filled[name]["total"]
    filled[name] = filled[name] | {"total": cell(int(total.value) + gap)}
    made, text = report(applications=filled)
    pointers = {p for each in check_report(made, text) if each.severity == "error" for p in each.where}
    assert f"/tables/applications/{name}/total" in pointers


def test_every_doubtful_cell_is_named_by_a_finding():
    made, text = everything_wrong()
    named = {pointer for each in check_report(made, text) for pointer in each.where}
    for key in ("new/natural", "granted/legal", "partial/natural"):
        assert f"/tables/applications/{key}" in named


def test_messages_are_one_line_with_chinese_before_english():
    made, text = everything_wrong()
    for each in check_report(made, text):
        chinese, _, english = each.message.partition(" / ")
        assert "\n" not in each.message
        assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese)
        assert english.isascii() or any(sign.isalpha() for sign in english)


def test_evidence_is_quoted_exactly():
    made, text = everything_wrong()
    for each in check_report(made, text):
        assert all(text[span.start : span.end] == span.quote for span in each.evidence)


@pytest.mark.parametrize("each", [*registered_checks(), *registered_year_checks()], ids=lambda each: each.id)
def test_check_is_documented_in_three_parts(each):
    title = each.doc.split("\n", 1)[0]
    assert " · " in title
    assert all(f"{part}: " in each.doc for part in ("Compares", "Skipped", "Example"))


def test_page_of_checks_is_in_step_with_the_docstrings():
    module = generate_checks_doc()
    assert module.PAGE.read_text(encoding="utf-8") == module.page(), "run make generate"


@pytest.mark.parametrize("decorate", [check, year_check])
def test_registered_check_stays_a_function_of_its_own(decorate, monkeypatch):
    monkeypatch.setattr("extractor.validate.check_registry._CHECKS", {})
    monkeypatch.setattr("extractor.validate.check_registry._YEAR_CHECKS", {})

    def run(*_given):
        """无 · Nothing."""
        return ()

    assert decorate("own.check")(run) is run
    with pytest.raises(ValueError, match=r"own\.check is registered twice"):
        decorate("own.check")(run)
