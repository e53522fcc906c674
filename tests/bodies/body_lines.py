"""Reports by name, year and path, for the tests of bodies."""

from extractor.records import Naming


def namings(*lines):
    """One Report a line: (name, year) or (name, year, path)."""
    return [
        Naming(report=f"{index:064d}", name=name, year=year, path=(*more, "")[0])
        for index, (name, year, *more) in enumerate(lines)
    ]
