"""The templates of the audit's pages; every text is escaped, every page stands alone."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from extractor.errors import UsageError

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_FOLDER = "extractor.audit.page"


def template(name: str) -> "Template":
    """The template of this name; UsageError where jinja2 is not installed."""
    return _environment().get_template(name)


@cache
def _environment() -> "Environment":
    try:
        from jinja2 import DictLoader, Environment, StrictUndefined
    except ImportError as error:
        raise UsageError("an audit needs jinja2; pip install 'gongkai-extractor[audit]'") from error
    sources = {name: _text(name) for name in ("macros.html", "audit.html", "scores.html")}
    environment = Environment(
        loader=DictLoader(sources),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["style"] = _text("style.css")
    environment.globals["script"] = _text("script.js")
    return environment


def _text(name: str) -> str:
    return (files(_FOLDER) / name).read_text(encoding="utf-8")
