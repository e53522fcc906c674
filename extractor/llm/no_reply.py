"""What comes with status 200 in place of a reply: a web page, another protocol, an error in words."""

import html
import re
from collections.abc import Mapping
from typing import Any

from extractor.errors import FailureKind, ModelError
from extractor.llm.reply_reading import protocol_of

INSTEAD = "the endpoint answered 200 with"
CHECK = "; check EXTRACTOR_BASE_URL"
_WORDS = ("status_msg", "error_msg", "msg", "message", "errmsg", "detail")
_CODES = ("status_code", "error_code", "code", "errcode")
"""Under which bodies of other protocols tell what is wrong: MiniMax, Baidu, gateways (code, msg), Tencent."""
_FINE = frozenset({"", "0", "200", "ok", "success"})
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)


class UpstreamError(Exception):
    """An error that the endpoint put where a reply should be; never leaves the client."""

    def __init__(self, error: object) -> None:
        self.body = error
        told = error if isinstance(error, Mapping) else {}
        code = next((str(told[key]) for key in ("code", "status") if told.get(key)), "")
        number = int(code) if code.isdecimal() else 0
        self.is_numbered = 100 <= number < 600
        """It names a status; else its words alone say what it is."""
        self.status = number if self.is_numbered else 500
        words = told.get("message")
        names = [told[key] for key in ("code", "type") if isinstance(told.get(key), str)]
        said = [str(words or error), *(name for name in names if words and not name.isdecimal())]
        super().__init__(" · ".join(" ".join(part.split()) for part in said))


def no_reply(chunk: object, body: str) -> ModelError:
    """The failure of a body that is JSON and no reply."""
    protocol = protocol_of(chunk) if isinstance(chunk, Mapping) else ""
    if protocol:
        wanted = "EXTRACTOR_BASE_URL must be the address of its OpenAI-compatible interface"
        message = f"{INSTEAD} a reply of {protocol}; {wanted}"
    else:
        message = f"{INSTEAD} JSON that is no reply{_said(chunk)}{CHECK}"
    return ModelError(FailureKind.NOT_AN_ENDPOINT, message, body[:2000])


def web_page(text: str) -> str:
    """What a web page is called in a message; empty for a text that is none."""
    if not re.match(r"\s*<(!doctype|html|head|body|\?xml)", text, re.IGNORECASE):
        return ""
    title = _TITLE.search(text[:20_000])
    words = " ".join(html.unescape(title[1]).split())[:80] if title else ""
    return f"a web page ({words})" if words else "a web page"


def _said(chunk: object) -> str:
    """Words in a body that is no reply, in brackets."""
    words = (
        [chunk[key] for key in _WORDS if isinstance(chunk.get(key), str)] if isinstance(chunk, dict) else []
    )
    return f" ({' '.join(words[0].split())[:120]})" if words and words[0].strip() else ""


def raise_told(chunk: Mapping[str, Any]) -> None:
    """Raise UpstreamError where a body without a reply tells in words of its own what is wrong."""
    inside = chunk.get("base_resp")
    for told in (inside if isinstance(inside, Mapping) else {}, chunk):
        words = next((told[key] for key in _WORDS if told.get(key) and isinstance(told[key], str)), None)
        code = next((told[key] for key in _CODES if isinstance(told.get(key), int | str)), None)
        has_failed = told.get("success") is False
        if words and (has_failed or (code is not None and str(code).lower() not in _FINE)):
            other = "500" if has_failed else "400"
            status = str(code) if str(code).isdecimal() and 400 <= int(str(code)) < 600 else other
            raise UpstreamError(
                {"message": f"{words} (in a reply with status 200, code {code})", "code": status}
            )
