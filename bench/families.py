"""Planted contradictions in invented cities of three levels over five years: found, and false alarms.

    python bench/families.py CITIES

One city in five is clean. In each of the others one trouble of each kind is planted; a trouble counts as
found where its check names its body and year, a finding as a false alarm where nothing was planted in its
body and year, nor below it. Then 200 cells of one clean city are changed by a few, one at a time, after all
was added up: a sum of its family has to name each.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from extractor import pipeline
from extractor.bodies import Registry, attribute, families_of, naming_of, years_of
from extractor.evaluation.city.making import City, make_city
from extractor.evaluation.city.plants import Planted, Trouble
from extractor.evaluation.city.tree import CityShape
from extractor.records import Naming, PanelFinding, Report, Tables

SHAPE = CityShape(districts=2, townships=4, departments=1, years=5)
CHECKS = {
    Trouble.CARRY: "carry.applications",
    Trouble.IN_FORCE: "carry.in_force",
    Trouble.UNCHANGED: "years.unchanged",
    Trouble.FAMILY: "families.sum",
    Trouble.COPIED: "years.repeated_text",
    Trouble.MISSING: "years.gap",
    Trouble.VERSIONS: "years.versions",
}


class Shelf:
    """The reports of one city in memory."""

    def __init__(self, city: City) -> None:
        self._reports: dict[str, tuple[Report, str, str]] = {}
        for each in city.documents:
            document = pipeline.read_document(each.text.encode(), Path(each.path).name)
            report = pipeline.extract_document(document)
            self._reports[f"{len(self._reports):064d}"] = report, document.text, each.path

    def namings(self) -> Iterator[Naming]:
        return (naming_of(report, key, path) for key, (report, _, path) in self._reports.items())

    @contextmanager
    def changed(self, key: str, rng: Random) -> Iterator[str]:
        """The pointer of one cell other than 0 that is changed by a few meanwhile."""
        kept = self._reports[key]
        cells = [each for each in kept[0].tables.cells() if each[3].value]
        table, row, column, cell = rng.choice(cells)
        by = rng.choice([one for one in (-3, -1, 1, 2, 5) if (cell.value or 0) + one >= 0])
        tables = {
            name: {key: dict(cells or {}) for key, cells in rows.items()}
            for name, rows in kept[0].tables.items()
        }
        tables[table][row][column] = cell.model_copy(update={"value": (cell.value or 0) + by})
        report = kept[0].model_copy(update={"tables": Tables.model_validate(tables)})
        self._reports[key] = report, *kept[1:]
        yield f"/tables/{table}/{row}/{column}"
        self._reports[key] = kept

    def report(self, key: str) -> Report:
        return self._reports[key][0]

    def text(self, key: str) -> str:
        return self._reports[key][1]


def main() -> None:
    """Look at so many cities and print what was found."""
    found, planted, false, clean = Counter[str](), Counter[str](), 0, 0
    families = 0
    for number in range(int(sys.argv[1])):
        is_clean = number % 5 == 0
        city = make_city(1000 + number, () if is_clean else tuple(CHECKS), SHAPE)
        shelf = Shelf(city)
        registry = attribute(shelf.namings(), text_of=shelf.text)
        told, count = _findings(registry, shelf)
        families += count
        if is_clean:
            clean += len(told)
        for each in city.planted:
            planted[each.trouble] += 1
            found[each.trouble] += _is_found(each, told, registry)
        alarms = [one for one in told if not _is_planted(one, city, registry)]
        false += len(alarms)
        for one in alarms:
            print("false alarm:", one.check, one.message[:150])
    for trouble, count in planted.items():
        print(f"{trouble}: {found[trouble]} of {count} found")
    print(f"all: {sum(found.values())} of {sum(planted.values())} found")
    print(f"{families} families and years, {false} false alarms; in clean cities {clean} findings")


def _findings(registry: Registry, shelf: Shelf) -> tuple[list[PanelFinding], int]:
    told = [each for one in years_of(registry, shelf, pipeline.compare_years) for each in one.findings]
    families = list(families_of(registry, shelf))
    return [*told, *(each for one in families for each in one.findings)], len(families)


def _is_found(each: Planted, told: list[PanelFinding], registry: Registry) -> bool:
    return any(
        one.check == CHECKS[each.trouble]
        and registry.bodies[one.body_id].name == each.body
        and (one.year == each.year or each.trouble is Trouble.UNCHANGED)
        for one in told
    )


def _is_planted(one: PanelFinding, city: City, registry: Registry) -> bool:
    name = registry.bodies[one.body_id].name
    return any(
        name in (each.body, *each.echoes) and (one.year == each.year or each.trouble is Trouble.UNCHANGED)
        for each in city.planted
    )


def change_cells(changes: int) -> None:
    """Change one cell of one report at a time and look whether a sum names it."""
    city = make_city(77, (), CityShape(districts=2, townships=3, departments=1, years=3))
    shelf = Shelf(city)
    registry = attribute(shelf.namings(), text_of=shelf.text)
    rng, found, elsewhere = Random(5), 0, 0
    for _ in range(changes):
        key = rng.choice(list(registry.attributions))
        link = registry.attributions[key]
        with shelf.changed(key, rng) as pointer:
            families = [one for one in families_of(registry, shelf) if one.year == link.year]
            told = [each for one in families for each in one.findings]
        near = {link.body_id, registry.bodies[link.body_id].parent_id}
        found += any(pointer in one.message and one.body_id in near for one in told)
        elsewhere += sum(one.body_id not in near for one in told)
    print(f"cells: {found} of {changes} found, {elsewhere} findings of other families")


main()
change_cells(200)
