"""Pages that were fetched in place of a report: empty shells, lists, attachments, error pages."""

import re

from extractor.errors import NoReportError
from extractor.ideographs import HAN
from extractor.ingest.html_tree import HtmlPage

_ATTACHMENT = re.compile(
    r"(?:href|src|data|data-src|file|url)\s*[=:]\s*[\"']?([^\"'<>\s]+?\.(?:pdf|docx?|wps|xlsx?|zip|rar|ofd))\b",
    re.I,
)
_ERROR = re.compile(
    r"\b(?:404|403|500|502|503|504)\b|not found|forbidden|bad gateway|internal server error"
    r"|service unavailable"
    r"|找不到(?:该|您|文件|页面|网页)|(?:页面|网页|文章|内容|信息|链接)(?:已)?(?:不存在|被删除|已删除|丢失)"
    r"|无法(?:访问|显示)|访问(?:受限|被拒绝|过于频繁|异常)|系统(?:错误|繁忙|异常|维护)|没有权限|安全验证|请输入验证码",
    re.I,
)
_REPORT_LINK = re.compile(r"年度报告|年报|年度報告")
_CHINESE = re.compile(rf"[{HAN}]")
_SHORT_PAGE = 400
_SHELL = 80
_MANY_REPORTS = 5
_LISTED_SHARE = 0.5


def refuse_if_no_report(page: HtmlPage, text: str, name: str) -> None:
    """Raise NoReportError with the reason; ``text`` is what can be read of the page's own content.

    Called only where no heading or label of the form was found, so that a real report is never lost.
    """
    chinese = len(_CHINESE.findall(text))
    head = f"{page.title} {text[:_SHORT_PAGE]}"
    if chinese < _SHORT_PAGE and (error := _ERROR.search(head)):
        raise NoReportError(f"{name}: an error page (“{error[0]}”), not a report; fetch it again")
    if chinese < _SHORT_PAGE and (attached := _attachments(page)):
        listed = ", ".join(attached[:3])
        raise NoReportError(
            f"{name}: the report is only attached to this page ({listed}); fetch the attachment"
        )
    links = [" ".join("".join(a.itertext()).split()) for a in page.body.iter("a") if a.get("href")]
    reports = sum(bool(_REPORT_LINK.search(link)) for link in links)
    linked = sum(map(len, links))
    everything = len("".join("".join(page.body.itertext()).split()))
    if reports >= _MANY_REPORTS and linked >= _LISTED_SHARE * everything:
        raise NoReportError(
            f"{name}: a list page ({reports} links to reports), not a report; fetch what it lists"
        )
    if chinese < _SHELL:
        _refuse_empty(page, chinese, name)


def _refuse_empty(page: HtmlPage, chinese: int, name: str) -> None:
    if unread := page.unread:
        held = ", ".join(f"{count} in {place}" for place, count in unread.items())
        raise NoReportError(
            f"{name}: {chinese} Chinese characters can be read of this page, not those in elements "
            f"that a browser shows otherwise or not at all ({held}); save it from a browser as text"
        )
    pictures = sum(1 for _ in page.body.iter("img"))
    if pictures and not re.search(r"<script\b", page.source, re.I):
        raise NoReportError(
            f"{name}: a page of {pictures} picture(s) without text; give the pictures themselves"
        )
    why = "its text is fetched by script" if re.search(r"<script\b", page.source, re.I) else "it has no text"
    raise NoReportError(
        f"{name}: an empty page ({chinese} Chinese characters; {why}); save it from a browser"
    )


def _attachments(page: HtmlPage) -> list[str]:
    names = [path.rsplit("/", 1)[-1][-60:] for path in _ATTACHMENT.findall(page.source)]
    return list(dict.fromkeys(names))
