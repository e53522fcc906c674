"""Section five as a model reads it: it names or copies, code cuts and finds."""

from extractor.judging.model_statements import ModelStatements, read_statements_by_model
from extractor.llm.asking import Question
from extractor.narrative.view import ProseView
from extractor.normalise import fold_prose
from extractor.records import Document, SectionKey, Source

LEAD = "全年工作有了进展，但存在栏目分类太细，专职人员偏少，答复口径不一，针对这些不足采取以下措施：\n"
ITEMS = "1、合并栏目，一事一页。\n2、配两名专职人员。\n"


class Clerk:
    """Names every unit by its words, and copies what it is told to copy."""

    def __init__(self, issues: list[str], remedies: list[str]) -> None:
        self.issues, self.remedies = issues, remedies
        self.asked: list[Question] = []

    def ask_all(self, questions):
        self.asked += questions
        return [self.answer(question) for question in questions]

    def answer(self, question):
        if question.task == "problems":
            return question.answer(issues=self.issues, remedies=self.remedies)
        if question.task == "statements":
            kind = (
                "措施"
                if "配" in question.messages[-1].content or "合并" in question.messages[-1].content
                else "标题"
            )
            return question.answer.model_validate({"1": kind})
        return question.answer.model_validate(dict.fromkeys(question.answer.model_fields, "0"))


def read(text: str, clerk: Clerk) -> ModelStatements:
    source = Source(
        name="a.txt", sha256="0" * 64, media_type="text/plain", encoding="utf-8", characters=len(text)
    )
    view = ProseView.of(Document(source=source, text=text), fold_prose(text), SectionKey.PROBLEMS)
    return read_statements_by_model(view, clerk)


def test_problems_in_the_sentence_before_the_items_are_copied_and_located():
    clerk = Clerk(["栏目分类太细", "专职人员偏少", "答复口径不一"], [])
    found = read(LEAD + ITEMS, clerk)
    assert [issue.text for issue in found.issues] == ["栏目分类太细", "专职人员偏少", "答复口径不一"]
    assert all(issue.evidence.end <= len(LEAD) for issue in found.issues)
    assert [remedy.evidence.start for remedy in found.remedies] == [
        len(LEAD) + 2,
        len(LEAD) + len("1、合并栏目，一事一页。\n") + 2,
    ]


def test_what_only_announces_the_items_is_no_remedy_when_the_model_copies_it():
    found = read(LEAD + ITEMS, Clerk(["栏目分类太细"], ["针对这些不足采取以下措施"]))
    assert len(found.remedies) == 2


def test_a_quote_from_another_place_is_a_hole_when_the_sentence_lacks_it():
    found = read(LEAD + ITEMS, Clerk(["合并栏目，一事一页"], []))
    assert found.issues == ()
    assert [hole.task for hole in found.holes] == ["problems"]


def test_each_item_is_asked_about_alone_and_can_only_be_what_an_item_can_be():
    clerk = Clerk([], [])
    read(LEAD + ITEMS, clerk)
    asked = [question for question in clerk.asked if question.task == "statements"]
    assert len(asked) == 2
    assert "其他" not in str(asked[0].answer.model_json_schema())
