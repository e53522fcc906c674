"""Sentences of a document that talk to a machine: no model sees them and nothing is read from them by rule.

A planted number is printed, so that no check of quotes can tell it from a real one. What gives it away
is the sentence around it: a report tells what was done, it does not give orders to its reader's tools.
"""

import re
from collections.abc import Sequence

from extractor.records import Document, Finding, Folded, Severity, Suspect

_ORDER = re.compile(
    r"(?:忽略|无视|忘记|忘掉|不要理会|不必理会|跳过|覆盖)(?:掉)?"
    r"(?:以上|上面|上述|之前|前面|此前|所有|全部|系统|其他)[^。\n]{0,16}"
    r"(?:要求|指令|指示|内容|提示|规则|说明|命令|文字|设定)"
    r"|(?:所有|全部|一切|任何)(?:的)?(?:数字|数值|数据|数量|答案|字段|单元格|格子)"
    r"(?:都|均|一律|全)?(?:是|为|填|写|改|等于|替换|输出)"
    r"|系统提示|提示词|作为(?:一个|一名)?(?:AI|人工智能|语言模型|大模型|助手)|你(?:现在)?是一(?:个|名)"
    r"|(?:请|务必|必须)(?:你)?(?:直接)?(?:输出|回答|返回|填写(?=[^。\n《]{0,12}\d))"
    r"|(?:给|致)[^。\n]{0,6}(?:程序|机器|模型|AI)[^。\n]{0,6}(?:说明|指令|提示|留言)"
    r"|system ?prompt|ignore (?:all|any|the|previous|above)|disregard (?:all|the|previous|above)"
    r"|you are (?:now|an? )|as an ai|all (?:numbers|values|figures) (?:are|must|should)",
    re.IGNORECASE,
)
_STOPS = ("。", "!", "?", "！", "？")
_BOUND = (*_STOPS, "\n")


def injections(text: str) -> list[tuple[int, int]]:
    """Stretches ``[start, end)`` of ``text`` that give orders to whoever reads it by machine."""
    found: list[tuple[int, int]] = []
    for match in _ORDER.finditer(text):
        start = max((text.rfind(mark, 0, match.start()) for mark in _BOUND), default=-1) + 1
        ends = [end for mark in _BOUND if (end := text.find(mark, match.end())) >= 0]
        end = min(ends, default=len(text))
        end += text[end : end + 1] in _STOPS
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def without_injections(prose: Folded) -> Folded:
    """Prose of the same length with every order blanked out, for whoever reads it, rule or model."""
    return (
        prose.model_copy(update={"text": blank_injections(prose.text)}) if injections(prose.text) else prose
    )


def injection_findings(document: Document, whole: Folded, orders: Sequence[tuple[int, int]]) -> list[Finding]:
    """A finding for each sentence that gives orders to machines; ``orders`` are those of ``whole``."""
    return [
        Finding(
            check="document.orders",
            severity=Severity.WARNING,
            message="文中有指使机器的句子,未予采信 / It gives orders to machines; nothing was read from it",
            evidence=(whole.span(document.text, start, end),),
            suspect=Suspect.ISSUER,
        )
        for start, end in orders
        if end > start
    ]


def blank_injections(text: str) -> str:
    """``text`` of the same length with every order blanked out."""
    characters = list(text)
    for start, end in injections(text):
        characters[start:end] = " " * (end - start)
    return "".join(characters)
