"""Write docs/commands.md (the command line) and docs/report.md (the schema); with --check only compare."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from extractor.cli.app import app
from extractor.resources import schema_text

DOCS = Path(__file__).resolve().parent.parent / "docs"
_WRITTEN = "This page is written by `scripts/generate_reference.py`; run `make generate`.\n"


def commands_page() -> str:
    """Every command with its arguments, options and defaults."""
    lines = ["# Commands", "", _WRITTEN]
    lines += ["Exit codes: 0 all done, 1 some documents failed, 2 wrong usage or settings.", ""]
    for name, command in _commands("extractor", typer.main.get_command(app)):
        lines += [f"## {name}", "", *_help(command), ""]
        rows = [_row(parameter) for parameter in command.params if not getattr(parameter, "hidden", False)]
        if rows:
            lines += ["| argument or option | what it does |", "| --- | --- |", *rows, ""]
    return "\n".join(lines).rstrip() + "\n"


def _commands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    for key, below in getattr(command, "commands", {}).items():
        yield from _commands(f"{name} {key}", below)


def _help(command: Any) -> Iterator[str]:
    for part in (command.help or "").split("\n\n"):
        text = " ".join(part.split())
        tries = re.fullmatch(r"(Try|Or|Start with): (.+)", text)
        yield f"{tries[1]}: `{tries[2]}`\n" if tries else f"{_plain(text)}\n"


def _row(parameter: Any) -> str:
    about = parameter.help or ""
    if parameter.param_type_name != "option":
        return f"| `{_plain(parameter.metavar or parameter.name)}` | {_plain(about)} |"
    value = f" {parameter.metavar}" if parameter.metavar else ""
    names = ", ".join((*parameter.opts, *parameter.secondary_opts))
    told = f" Default: `{parameter.default}`." if _is_said(parameter.default, about) else ""
    return f"| `{_plain(names + value)}` | {_plain(about)}{told} |"


def _is_said(default: object, about: str) -> bool:
    is_value = isinstance(default, str | int | float) and not isinstance(default, bool)
    return is_value and default != "" and "Default" not in about


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def report_page() -> str:
    """The schema of a Report, field by field."""
    schema = json.loads(schema_text("report"))
    lines = ["# The Report, field by field", "", _WRITTEN]
    lines += [
        "The schema is [report.schema.json](../schemas/report.schema.json); how to read it says the "
        "[guide](guide.md). Offsets are half-open, in code points of the text; amounts are in 万元.",
        "",
    ]
    lines += ["## Report", "", *_fields(schema)]
    for name, definition in sorted(schema["$defs"].items()):
        lines += [f"## {name}", "", definition.get("description", "").split("\n\n")[0], ""]
        lines += [_choices(definition), ""] if "enum" in definition else _fields(definition)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def _choices(definition: dict[str, Any]) -> str:
    return "One of " + ", ".join(f"`{value}`" for value in definition["enum"]) + "."


def _fields(definition: dict[str, Any]) -> list[str]:
    if "properties" not in definition:
        return [""]
    rows = [
        f"| `{name}` | {_type(field)} | {_plain(field.get('description', ''))} |"
        for name, field in definition["properties"].items()
    ]
    return ["| field | type | what it says |", "| --- | --- | --- |", *rows, ""]


def _type(field: dict[str, Any]) -> str:
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_type(each) for each in field["anyOf"]))
    if field.get("type") == "array":
        return f"list of {_type(field['items'])}" if "items" in field else "list"
    if field.get("type") == "object":
        inner = field.get("additionalProperties")
        return f"map to {_type(inner)}" if isinstance(inner, dict) else "object"
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    form = f" ({field['format']})" if "format" in field else ""
    return f"{field.get('type', 'any')}{form}"


def main(arguments: list[str]) -> int:
    """1 where a page is out of step and --check asks."""
    for name, page in (("commands.md", commands_page()), ("report.md", report_page())):
        path = DOCS / name
        if "--check" not in arguments:
            path.write_text(page, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != page:
            print(f"docs/{name} is out of step: run make generate", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
