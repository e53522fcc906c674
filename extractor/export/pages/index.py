"""The page that lists the pages: bodies, documents, and what became of every file."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractor.export.account import Account, FileOutcome
from extractor.export.pages.markup import element, page, shown
from extractor.export.reasons import reason_in_chinese

_OUTCOMES = {
    FileOutcome.READ: "已读 read",
    FileOutcome.DUPLICATE: "重复 duplicate",
    FileOutcome.FAILED: "未读成 failed",
    FileOutcome.SKIPPED: "跳过 skipped",
    FileOutcome.WAITING: "尚未读 waiting",
}


class ListedDocument(NamedTuple):
    """One document in the list."""

    path: str
    href: str
    issuer: str
    year: str
    form: str
    errors: int
    warnings: int
    doubtful: int
    """Cells in conflict or with several readings."""
    corrections: int


class ListedBody(NamedTuple):
    """One body in the list."""

    name: str
    href: str
    reports: int


def index_page(
    listed: Sequence[ListedDocument], bodies: Sequence[ListedBody], accounts: Iterable[Account]
) -> str:
    """The whole page."""
    return page("政府信息公开工作年度报告数据集", _parts(listed, bodies, list(accounts)))


def _parts(
    listed: Sequence[ListedDocument], bodies: Sequence[ListedBody], accounts: Sequence[Account]
) -> Iterator[str]:
    yield element("h1", "政府信息公开工作年度报告数据集")
    counted = Counter(account.outcome for account in accounts)
    told = "，".join(f"{label} {counted[one]}" for one, label in _OUTCOMES.items() if counted[one])
    unread = [one for one in accounts if one.outcome not in (FileOutcome.READ, FileOutcome.DUPLICATE)]
    if accounts:
        yield element("p", f"{len(accounts)} 个文件 files：{told}")
    links = [("#bodies", "机关 bodies"), ("#reports", "报告 reports")]
    links += [("#unread", "未读成的文件 not read")] if unread else []
    yield element("nav", "".join(element("a", name, href=href) for href, name in links))
    yield element("h2", f"机关 Bodies（{len(bodies)}）", id="bodies")
    items = (
        element("li", element("a", shown(one.name), href=one.href) + f" <small>{one.reports}</small>")
        for one in bodies
    )
    yield element("ul", "".join(items), class_="names")
    yield element("h2", f"报告 Reports（{len(listed)}）", id="reports")
    yield element("div", _table(listed), class_="wide")
    if unread:
        yield element("h2", f"未读成的文件 Files that were not read（{len(unread)}）", id="unread")
        yield element("div", _unread(unread), class_="wide")


def _table(listed: Sequence[ListedDocument]) -> str:
    heads = ("文件", "发布机关", "年度", "表式", "错误", "提醒", "存疑的格", "人工改定")
    lines = []
    for one in listed:
        words = (one.issuer, one.year, one.form)
        figures = (one.errors, one.warnings, one.doubtful, one.corrections)
        lines.append(
            element(
                "tr",
                element("td", element("a", shown(one.path), href=one.href))
                + "".join(element("td", shown(word)) for word in words)
                + "".join(element("td", str(figure), class_="n") for figure in figures),
            )
        )
    head = element("thead", element("tr", "".join(element("th", each) for each in heads)))
    return element("table", head + "".join(lines))


def _why(reason: str) -> str:
    """Chinese first; the words that the account has behind it, where they are others."""
    chinese = reason_in_chinese(reason)
    return shown(chinese) + (f' <small lang="en">{shown(reason)}</small>' if chinese != reason else "")


def _unread(accounts: Sequence[Account]) -> str:
    lines = (
        element(
            "tr",
            element("td", shown(one.path))
            + element("td", _OUTCOMES[one.outcome])
            + element("td", _why(one.reason)),
        )
        for one in accounts
    )
    head = "".join(element("th", each) for each in ("文件", "去向", "原因"))
    return element("table", element("thead", element("tr", head)) + "".join(lines))
