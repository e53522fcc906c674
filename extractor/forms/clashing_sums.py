"""Sums of a form's file that cannot all be true: some cell could be nothing but 0."""

import re
from typing import NoReturn

from extractor.forms.analysis import always_zero
from extractor.forms.form_mistakes import Mistake, error_at
from extractor.forms.form_parts import Edition, Identity, TableForm

_ID = re.compile(r"""\bid\s*=\s*["']([^"']+)["']""")
_SHOWN = 3


def refuse_contradictions(edition: Edition, path: str, text: str) -> None:
    """Raise FormError with the line of the first sum that contradicts those before it."""
    for variants in edition.variants:
        for form in variants:
            if always_zero(form, form.sums):
                _refuse(form, path, text)


def _refuse(form: TableForm, path: str, text: str) -> NoReturn:
    end = next(n for n in range(1, len(form.sums) + 1) if always_zero(form, form.sums[:n]))
    one, cells = form.sums[end - 1], always_zero(form, form.sums[:end])
    named = ", ".join(".".join(cell) for cell in cells[:_SHOWN])
    mistake = Mistake(
        f"勾稽 {one.id} 与前面的关系矛盾：{named} 只能为 0，请核对两边所列的行",
        f"sum {one.id} contradicts those before it: {named} could only be 0; look at the rows of both sides",
    )
    raise error_at(path, _line_of(one, text), mistake)


def _line_of(one: Identity, text: str) -> int | None:
    """The line that declares a sum: the parts of its id are those of the identity, but for row or column."""
    made = one.id.split(".")[1:]
    found = [
        (number, len(parts))
        for number, line in enumerate(text.split("\n"), start=1)
        for declared in _ID.findall(line)
        if (parts := declared.split(".")) and parts[0] == made[0] and set(parts) <= set(made)
    ]
    return max(found, key=lambda each: each[1])[0] if found else None
