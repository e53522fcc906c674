"""Labels of prose that is not part of the project, as gold files: offsets and figures, no sentence.

    .venv/bin/python scripts/label_prose.py ../shared/prose/modern eval/prose/modern

Reads NNN.gold.json beside NNN.txt and writes NNN.json with the hash of the text. With `--disputed` (a folder
of Reports NNN.json of the engine rules) only the counts stay on which the readers of the prose differ; the
others are optional, so that they count neither way.
"""

import argparse
import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

_HEADER = ("issuer", "year", "start", "end", "pub")
_NAMES = {"year": "report_year", "start": "period_start", "end": "period_end", "pub": "published_on"}
_NOT_LABELLED = (None, ".", "")


def labels_of(text: Path, disputed: list[tuple[int, int]] | None) -> dict[str, Any] | None:
    """The gold file of one text; None where nothing of it is disputed."""
    said = json.loads(text.with_suffix(".gold.json").read_text(encoding="utf-8"))
    issuers = str((said.get("header") or {}).get("issuer") or "").split("/")
    lists = {name: said.get(name) for name in ("issues", "remedies", "past_rectifications")}
    gold: dict[str, Any] = {
        "document": text.name,
        "sha256": hashlib.sha256(text.read_bytes()).hexdigest(),
        "annotator": "reader",
        "date": "2026-11-29",
        "header": _header(said.get("header") or {}),
        "may_be": {"header.issuer": issuers[1:]} if issuers[1:] else {},
        "sections": None,
        "tables": None,
        "counts": _counts(said.get("counts")),
        "trainings": _events(said.get("trainings"), "training"),
        "events": _events(said.get("events"), "other"),
        **{name: _places(items) for name, items in lists.items()},
    }
    if disputed is None:
        return gold
    for count in gold["counts"] or ():
        count["optional"] |= not any(a < count["end"] and count["start"] < b for a, b in disputed)
    if not any(not count["optional"] for count in gold["counts"] or ()):
        return None
    return {**gold, "header": None, **dict.fromkeys(("trainings", "events", *lists), None)}


def _header(said: dict[str, Any]) -> dict[str, Any]:
    known = {name: said.get(name) for name in _HEADER if _is_label(name, said.get(name))}
    printed = {name: None if value == "-" else value for name, value in known.items()}
    return {
        "issuer": (printed.get("issuer") or "").split("/")[0] or None,
        "title_span": None,
        "report_year": int(printed["year"] or 0) or None if "year" in printed else None,
        "form": "2021",
        "period": [printed.get("start"), printed.get("end")],
        "published_on": printed.get("pub"),
        "unlabelled": ["form", *(_NAMES.get(name, name) for name in _HEADER if name not in known)],
    }


def _is_label(name: str, value: str | None) -> bool:
    if str(value).endswith("?"):  # the reader was not sure
        return False
    if value in _NOT_LABELLED or name not in ("start", "end", "pub") or value == "-":
        return value not in _NOT_LABELLED
    try:
        date.fromisoformat(str(value))
    except ValueError:  # a month without a day
        return False
    return True


def _counts(items: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    return items and [
        {
            "start": item["start"],
            "end": item["end"],
            "value": item["value"],
            "unit": None,
            "approximate": None,
            "topic": "|".join(item["topics"]),
            "scope": item["scope"],
            "period": "|".join(item["period"]) or None,
            "optional": item["optional"],
        }
        for item in items
    ]


def _events(items: list[dict[str, Any]] | None, kind: str) -> list[dict[str, Any]] | None:
    return (
        None
        if items is None
        else [
            {
                "start": item["start"],
                "end": item["end"],
                "start_date": item.get("start_date"),
                "end_date": item.get("end_date"),
                "participants": item.get("participants"),
                "approximate": bool(item.get("participants_approximate")),
                "place": None,
                "kind": "|".join(item.get("kind") or [kind]),
                "details": "start_date" in item,
                "optional": item["optional"],
            }
            for item in items
        ]
    )


def _places(items: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    return (
        None
        if items is None
        else [{"start": item["start"], "end": item["end"], "optional": item["optional"]} for item in items]
    )


def differing(report: Path) -> list[tuple[int, int]]:
    """Places of the counts of a Report on which its witnesses differ."""
    if not report.is_file():
        return []
    counts = json.loads(report.read_text(encoding="utf-8"))["narrative"]["counts"]
    return [
        (count["evidence"]["start"], count["evidence"]["end"])
        for count in counts
        if len({one["says"] for one in count.get("witnesses", ()) if one["aspect"] == "topic"}) > 1
    ]


def main() -> None:
    """Write the gold files of one folder of texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--disputed", type=Path, metavar="REPORTS")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    written = 0
    for text in sorted(options.texts.glob("*.txt")):
        places = differing(options.disputed / f"{text.stem}.json") if options.disputed else None
        gold = labels_of(text, places)
        if gold is not None:
            lines = (
                f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in gold.items()
            )
            body = "{\n " + ",\n ".join(lines) + "\n}\n"
            (options.out / f"{text.stem}.json").write_text(body, encoding="utf-8")
            written += 1
    print(f"{written} gold files in {options.out}")


if __name__ == "__main__":
    main()
