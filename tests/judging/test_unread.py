"""What only the second reader takes for a statement is a finding at its place; what a rule took is none."""

from prose_samples import document_of, folded

from extractor.judging.unread_statements import unread
from extractor.narrative import read_narrative, views_of
from extractor.records import Narrative, SectionKey

TEXT = "一是公开内容不够全面，更新不够及时。二是工作人员业务能力有待提高。"


def test_stretch_no_rule_took_is_a_warning_at_its_place() -> None:
    document, prose = document_of(TEXT), {SectionKey.PROBLEMS: folded(TEXT)}
    found = unread(views_of(document, prose), Narrative(), 2022)
    assert found
    assert {(each.check, str(each.severity)) for each in found} == {("narrative.unread", "warning")}
    assert {each.where for each in found} == {("/narrative/issues",)}
    read = "".join(document.text[s.start : s.end] for each in found for s in each.evidence)
    assert "不够全面" in read
    assert "能力有待提高" in read


def test_what_a_rule_took_is_no_finding() -> None:
    document, prose = document_of(TEXT), {SectionKey.PROBLEMS: folded(TEXT)}
    facts = read_narrative(document, prose, 2022)
    assert facts.issues
    assert unread(views_of(document, prose), facts, 2022) == []


def test_nothing_is_found_where_there_is_no_prose() -> None:
    assert unread({}, Narrative(), 2022) == []
