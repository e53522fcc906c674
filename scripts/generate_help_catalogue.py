"""Bring the catalogue of the Chinese help in step with the commands; with --check only compare.

New texts stand in help.po with an empty translation; a text that no command says any more goes.
"""

import io
import sys
from datetime import UTC, datetime

import typer.main
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from extractor.cli.app import app
from extractor.cli.languages import CATALOGUE, to_translate

_MADE = datetime(2000, 1, 1, tzinfo=UTC)
SOURCE = CATALOGUE.with_suffix(".po")


def catalogue() -> Catalog:
    """What the commands say, with the translations that are there."""
    known = read_po(io.BytesIO(SOURCE.read_bytes())) if SOURCE.exists() else Catalog()
    made = Catalog(locale="zh_CN", project="extractor", charset="utf-8", fuzzy=False)
    for text in dict.fromkeys(to_translate(typer.main.get_command(app))):
        message = known.get(text)
        made.add(text, str(message.string) if message else "")
    return made


def as_bytes(made: Catalog) -> tuple[bytes, bytes]:
    """The catalogue for people and the one that is read at run time."""
    source, compiled = io.BytesIO(), io.BytesIO()
    write_po(source, made, omit_header=True, width=0)
    # A header of its own, since Babel's holds the day on which it was written.
    header = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    final = header + source.getvalue().lstrip()
    read = read_po(io.BytesIO(final))
    read.creation_date = _MADE  # else the minute of this run, and the file is never in step
    write_mo(compiled, read)
    return final, compiled.getvalue()


def main(arguments: list[str]) -> int:
    """1 where --check finds the files out of step, or a text without a translation."""
    made = catalogue()
    source, compiled = as_bytes(made)
    missing = [str(each.id) for each in made if each.id and not each.string]
    if "--check" in arguments:
        is_old = not SOURCE.exists() or (SOURCE.read_bytes(), CATALOGUE.read_bytes()) != (source, compiled)
        if is_old:
            print("help.po or help.mo is out of step: run make generate", file=sys.stderr)
        for text in missing:
            print(f"{SOURCE.name}: not translated: {text}", file=sys.stderr)
        return 1 if is_old or missing else 0
    SOURCE.parent.mkdir(parents=True, exist_ok=True)
    SOURCE.write_bytes(source)
    CATALOGUE.write_bytes(compiled)
    if missing:
        print(f"{len(missing)} texts are not translated yet: see {SOURCE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
