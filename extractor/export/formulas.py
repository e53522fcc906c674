"""What a spreadsheet takes for the beginning of a formula, and the apostrophe that keeps it a text."""

_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """A value, with an apostrophe before it where Excel would take it for a formula; numbers stay."""
    if not text.startswith(_BEGINNINGS) or len(text) == 1:
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text


def guarded_name(name: str) -> str:
    """A name that is read again: guarded where Excel might run it, again where it looks guarded already."""
    return f"'{name}" if _is_dangerous(name) else name


def bare_name(name: str) -> str:
    """The name that ``guarded_name`` guarded."""
    return name[1:] if name.startswith("'") and _is_dangerous(name) else name


def _is_dangerous(name: str) -> bool:
    """Whether Excel would run a name, guarded already or not; ``-``, standard input, is text."""
    bare = name.lstrip("'")
    return bare != "-" and bare.startswith(_BEGINNINGS)
