"""Tables whose rows a model names: numbers, columns and sums stay with code."""

import re
from collections import Counter

import pytest
from engine_doubles import ADVICE, REPORTS, read, report_of
from rapidfuzz import fuzz

from extractor.errors import FailureKind, ModelError
from extractor.judging.engines import Engine
from extractor.records import Usage

NONE = "都不是"
PRINTED = re.compile(r"^\d+\. (.+)$", re.MULTILINE)


class NamingDoor:
    """Names printed rows as ``name`` says and answers nothing else."""

    def __init__(self, name):
        self.name, self.prompts, self.usage = name, {}, Usage()
        self.asked, self.unanswered, self.last_failure = 1, Counter(), None

    def for_document(self):
        return self

    def close(self):
        pass

    def ask_all(self, questions):
        return [
            self.answer(q) if q.task == "rows" else ModelError(FailureKind.NOT_ASKED, "") for q in questions
        ]

    def answer(self, question):
        printed = PRINTED.findall(question.messages[-1].content)
        fields = question.answer.model_fields
        names = [next(iter(fields.values())).annotation.__args__] * len(printed)
        said = [self.name(row, list(options)) for row, options in zip(printed, names, strict=True)]
        return question.answer.model_validate(dict(zip(fields, said, strict=True)))


def honest(printed, options):
    """The name that is most like the words next to the figures."""
    nearest = printed.rpartition("/")[2]
    likeness = {name: fuzz.partial_ratio(name, nearest) for name in options if name != NONE}
    best = max(likeness, key=likeness.get)
    return best if likeness[best] >= 70 else NONE


def confused(printed, options):
    """Takes one reason of refusal for another, which breaks no sum."""
    name = honest(printed, options)
    swaps = {"属于国家秘密": "危及三安全一稳定", "本机关不掌握相关政府信息": "没有现成信息需要另行制作"}
    both = swaps | {b: a for a, b in swaps.items()}
    other = both.get(name, name)
    return other if other in options else name


def tables_of(name, path):
    return report_of(read(path), Engine("model", "m", NamingDoor(name), ADVICE))


def values_of(report):
    return {
        (table, row, column): cell.value
        for table, rows in report.tables
        for row, cells in (rows or {}).items()
        for column, cell in (cells or {}).items()
    }


@pytest.mark.parametrize(
    "name", ["heshu-2020", "lanting-2020", "shuangzhan-2020", "luoyan-2021", "anzhu-2022"]
)
def test_tables_are_those_of_the_rules_when_the_model_names_the_rows_rightly(name):
    """Doubled characters, dropped blanks, separators and glued cells are left to code."""
    path = REPORTS / f"{name}.txt"
    report = tables_of(honest, path)
    by_rule = report_of(read(path))
    assert values_of(report) == values_of(by_rule)
    readings = [(each.table, each.reading) for each in by_rule.run.readings]
    assert [(each.table, each.reading) for each in report.run.readings] == [
        (table, f"model, {reading}") for table, reading in readings
    ]
    assert not [f for f in report.findings if f.check == "model.disagrees" and "/tables/" in f.where[0]]


@pytest.mark.parametrize(
    "name", ["songwu-2022", "yanbei-2023", "dongliao-2023", "jishan-2021", "luoyan-2021"]
)
@pytest.mark.parametrize("mind", [honest, confused, lambda _, options: options[0], lambda _, __: NONE])
def test_no_value_is_silently_wrong_when_rows_are_named_wrongly(name, mind):
    path = REPORTS / f"{name}.txt"
    report = tables_of(mind, path)
    warned = {where for finding in report.findings for where in finding.where}
    by_rule = values_of(report_of(read(path)))
    wrong = [place for place, value in values_of(report).items() if value != by_rule[place]]
    for table, row, column in wrong:
        assert {f"/tables/{table}/{row}", f"/tables/{table}/{row}/{column}"} & warned, (table, row, column)


def test_rows_out_of_the_order_of_the_form_are_not_believed():
    report = tables_of(confused, REPORTS / "luoyan-2021.txt")
    swapped = report.tables.applications["unable_not_held"]
    honestly = tables_of(honest, REPORTS / "luoyan-2021.txt").tables.applications["unable_no_existing"]
    assert [c.value for c in swapped.values()] != [c.value for c in honestly.values()]
