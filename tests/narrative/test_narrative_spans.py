"""Whatever the text, every fact quotes it exactly."""

from hypothesis import given, settings
from hypothesis import strategies as st
from prose_samples import document_of, folded

from extractor.header import read_header
from extractor.narrative import read_narrative
from extractor.records import Narrative, SectionKey

WORDS = [
    "公开信息",
    "12",
    "三",
    "余",
    "万",
    "条",
    "件",
    "，",
    "。",
    "；",
    "\n",
    "一是",
    "（一）",
    "1.",
    "存在的问题：",
    "下一步，将",
    "不足",
    "加强",
    "培训会",
    "召开",
    "8月4日",
    "、",
    "2022年",
    "人参加",
    "％",
    "（",
    "）",
    "“",
    "”",
    " ",
    "\u3000",
    "⺠",
    "開",
    "其中",
    "累计",
]


def quotes(narrative: Narrative) -> list[tuple[int, int, str]]:
    facts = (
        *narrative.counts,
        *narrative.trainings,
        *narrative.events,
        *narrative.issues,
        *narrative.remedies,
        *narrative.past_rectifications,
    )
    return [(fact.evidence.start, fact.evidence.end, fact.evidence.quote) for fact in facts]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map("".join).filter(str.strip))
def test_every_fact_quotes_the_text_when_the_text_is_anything(text: str):
    document, prose = document_of(text), folded(text)
    narrative = read_narrative(document, dict.fromkeys(SectionKey, prose), 2022)
    assert all(text[start:end] == quote and quote for start, end, quote in quotes(narrative))
    assert all(set(each.addresses) <= set(range(len(narrative.issues))) for each in narrative.remedies)
    read_header(document, prose)


def test_facts_keep_their_places_when_the_section_is_part_of_a_document():
    before, after = "某县2022年报告\n一、总体情况\n", "\n二、主动公开"
    text = before + "公开信息１２条。" + after
    prose = folded(text).slice(len(before), len(text) - len(after))
    (count,) = read_narrative(document_of(text), {SectionKey.OVERVIEW: prose}, 2022).counts
    assert (count.evidence.start, count.evidence.quote) == (len(before), "公开信息１２条")
