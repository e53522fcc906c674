"""The help of the commands in Chinese or English, as ``--lang`` or LANG says; by default both stand together.

The Chinese texts are a gettext catalogue (``locale/zh_CN``); scripts/generate_help_catalogue.py compiles it
and says what is not translated yet.
"""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from extractor.errors import UsageError
from extractor.ideographs import HAN

if TYPE_CHECKING:
    from gettext import GNUTranslations

CATALOGUE = Path(__file__).parent / "locale" / "zh_CN" / "LC_MESSAGES" / "help.mo"
_CHINESE = re.compile(rf"[{HAN}]")
_TRIES = re.compile(r"(Try|Or|Start with): (.*)", re.S)
_TRIES_IN_CHINESE = {"Try": "示例", "Or": "或", "Start with": "先试"}


def shell_language() -> str:
    """What the shell says its language is, e.g. zh_CN.UTF-8."""
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    # Not in settings.py, which loads too much for a help that is to answer at once.
    return next((value for name in names if (value := os.environ.get(name))), "")  # noqa: TID251


def language_of(arguments: Sequence[str], locale: str) -> tuple[str, list[str]]:
    """``zh``, ``en`` or nothing, as ``--lang`` asks, else as the locale says of Chinese; and the rest."""
    rest = list(arguments)
    for at, word in enumerate(rest):
        if word == "--":
            break
        if word == "--lang" and at + 1 < len(rest):
            return _known(rest[at + 1]), rest[:at] + rest[at + 2 :]
        if word.startswith("--lang="):
            return _known(word.partition("=")[2]), rest[:at] + rest[at + 1 :]
    return ("zh" if locale.lower().startswith("zh") else ""), rest


def _known(asked: str) -> str:
    if (language := asked.lower()[:2]) not in ("zh", "en"):
        raise UsageError(f"--lang {asked}: zh or en")
    return language


def translate(command: Any, language: str) -> None:
    """Put the help of a command and of all below it into ``zh`` or ``en``."""
    if language == "en":
        _change(command, _english_only, lambda text: text)
    elif language == "zh":
        from gettext import GNUTranslations

        with CATALOGUE.open("rb") as file:
            catalogue = GNUTranslations(file)
        _change(command, lambda text: _in_chinese(text, catalogue), catalogue.gettext)
        _chinese_panels()


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a help text, each on one line."""
    return (" ".join(part.split()) for part in text.split("\n\n") if part.strip())


def to_translate(command: Any) -> Iterator[str]:
    """Every English text of a command and of all below it that Chinese help needs, in order."""
    yield "Show this message and exit."
    texts = list(paragraphs(command.help or ""))
    is_first = True
    for text in texts:
        own = is_first and any(_CHINESE.search(other) and not _TRIES.match(other) for other in texts)
        if not (own or _TRIES.match(text) or _is_chinese(text)):
            yield text
        is_first = False
    if command.epilog:
        yield " ".join(command.epilog.split())
    yield from (" ".join(each.help.split()) for each in command.params if getattr(each, "help", None))
    for below in getattr(command, "commands", {}).values():
        yield from to_translate(below)


def _is_chinese(text: str) -> bool:
    return len(_CHINESE.findall(text)) * 5 > len(text)


def _change(command: Any, whole: Any, part: Any, above: Any = None) -> None:
    context = typer.Context(command, parent=above, **command.context_settings)
    if command.help:
        command.help = whole(command.help)
        command.short_help = next(paragraphs(command.help))
    if command.epilog:
        command.epilog = part(" ".join(command.epilog.split()))
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = part(" ".join(parameter.help.split()))
    asks_for_help = command.get_help_option(context)
    asks_for_help.help = part(asks_for_help.help)
    for below in getattr(command, "commands", {}).values():
        _change(below, whole, part, context)


def _english_only(text: str) -> str:
    return "\n\n".join(part for part in paragraphs(text) if not _is_chinese(part))


def _in_chinese(text: str, catalogue: "GNUTranslations") -> str:
    parts = list(paragraphs(text))
    own = next((part for part in parts if _is_chinese(part) and not _TRIES.match(part)), None)
    told = [own or catalogue.gettext(parts[0])]
    for part in parts[1:]:
        if tries := _TRIES.match(part):
            told.append(f"{_TRIES_IN_CHINESE[tries[1]]}：{tries[2]}")
        elif part != own:
            told.append(catalogue.gettext(part))
    return "\n\n".join(told)


def _chinese_panels() -> None:
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
    rich_utils.OPTIONS_PANEL_TITLE = "选项"
    rich_utils.COMMANDS_PANEL_TITLE = "命令"
