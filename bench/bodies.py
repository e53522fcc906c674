"""Bodies, years, families and indicators over many stored Reports: processor time and memory.

    python bench/bodies.py 10000

The Reports are those of one invented city, read once and stored again and again under other cities' names.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from extractor import pipeline
from extractor.across import circumstances
from extractor.bodies import families_of, years_of
from extractor.cli.body_files import NO_FILES
from extractor.cli.shelves import StoreShelf
from extractor.evaluation.city.making import make_city
from extractor.indicators import indicators_of
from extractor.records import Document, Report
from extractor.store import Store, open_store, pack, save_document, save_report
from extractor.store.reports import StageKey

_FIRST = "澧砚桐沅苕霁岚鹭枕菱梧榆"
_SECOND = "川岚州渚岫霖溪汀河塘桥湾"


def main() -> None:
    """Fill a store with so many Reports and look at them."""
    wanted = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        began = time.process_time()
        stored = _fill(store, wanted)
        print(f"{stored} Reports stored in {time.process_time() - began:.0f} s of processor time", flush=True)
        _look(store)


def _look(store: Store) -> None:
    shelf = StoreShelf(store, None, machine=False)
    began = time.process_time()
    registry = NO_FILES.registry(shelf.namings(), lambda key: shelf.text(key) or "")
    _tell(f"registry: {len(registry.bodies)} bodies, {len(registry.unsure)} unsure pairs", began)
    began, found = time.process_time(), 0
    for one in years_of(registry, shelf, pipeline.compare_years):
        found += len(one.findings)
    _tell(f"years: {found} findings", began)
    began, cells, found = time.process_time(), 0, 0
    for family in families_of(registry, shelf):
        cells, found = cells + len(family.sums), found + len(family.findings)
    _tell(f"families: {cells} cells added up, {found} findings", began)
    began, values = time.process_time(), 0
    for key, link in registry.attributions.items():
        told = indicators_of(
            shelf.report(key), circumstances(registry.body(key), link.year, NO_FILES.population)
        )
        values += sum(one.value is not None for one in told)
    _tell(f"indicators: {values} values", began)


def _tell(what: str, began: float) -> None:
    """``began``: processor time: other jobs may share the machine."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what}; {time.process_time() - began:.0f} s of processor time, at most {peak} MB", flush=True)


def _fill(store: Store, wanted: int) -> int:
    read = list(_read_city())
    made = 0
    for first in _FIRST:
        for second in _SECOND:
            for report, document, name in read:
                if made == wanted:
                    return made
                _store(store, report, document, (name, f"{first}{second}"), made)
                made += 1
    return made


def _read_city() -> Iterator[tuple[Report, Document, str]]:
    city = make_city(1)
    name = city.bodies[0].place.removesuffix("市")
    for each in city.documents:
        document = pipeline.read_document(each.text.encode(), Path(each.path).name)
        yield pipeline.extract_document(document), document, name


def _store(store: Store, report: Report, document: Document, names: tuple[str, str], number: int) -> None:
    old, new = names
    issuer = report.issuer.model_copy(update={"value": str(report.issuer.value).replace(old, new)})
    sha256 = f"{number:064x}"
    source = report.source.model_copy(update={"sha256": sha256})
    changed = report.model_copy(update={"issuer": issuer, "source": source})
    packed = pack(document.model_copy(update={"source": source}), changed)
    key = StageKey(sha256, "rules", sha256, "bench")
    name = f"{issuer.value}{number}.txt"
    store.write(lambda connection: save_document(connection, sha256, name, 1))
    store.write(lambda connection: save_report(connection, key, packed))


main()
