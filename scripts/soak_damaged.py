"""Files of every format, damaged in ways that their checksums hide: each is read or refused with a reason."""

import csv
import email.message
import io
import json
import random
import subprocess
import sys
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from extractor import errors

ROOT = Path(__file__).parents[1]
RENDERED = ROOT / "fixtures" / "formats" / "rendered"
ENDINGS = ("csv", "docx", "mhtml", "ods", "xls", "xlsx")
ODD = (
    b"\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff",
    b"<",
    b">",
    b"&#x110000;",
    b'"',
    b"999999999999",
    b"-1",
    b"1e999",
)
"""What a damaged place holds."""
ALLOWED = {"TimeLimit", "MemoryLimit"}
"""Failures that are no DocumentError and no fault of ours: the document was stopped at its limits."""


class DamagedRead(NamedTuple):
    """What came of damaged files."""

    sentence: str
    lost: tuple[str, ...]


def read_damaged(folder: Path, count: int, seed: int) -> DamagedRead:
    """Damage ``count`` files of each format and let ``extractor extract`` read them all."""
    dice, into = random.Random(seed), folder / "damaged"
    into.mkdir()
    files = sound_files()
    for name, raw in files.items():
        for turn in range(count):
            (into / f"{turn:04}-{name}").write_bytes(damaged(raw, name, dice))
    command = [sys.executable, "-m", "extractor", "extract", str(into), "--out", "out", "--engine", "rules"]
    began = time.monotonic()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return judged(folder / "out", sorted(into.iterdir()), done, time.monotonic() - began)


def judged(
    out: Path, given: list[Path], done: "subprocess.CompletedProcess[str]", seconds: float
) -> DamagedRead:
    """What is in the account, and what should not have come of any file."""
    lost = [line for line in done.stderr.splitlines() if "Traceback" in line]
    with (out / "inputs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if done.returncode not in (0, 1):
        lost.append(f"ended with {done.returncode}")
    named = Counter(row["path"] for row in rows)
    lost += [f"{path}: {named[str(path)]} times in the account" for path in given if named[str(path)] != 1]
    lost += [f"{path}: in the account, and not given" for path in sorted(named.keys() - set(map(str, given)))]
    outcomes = Counter(row["outcome"] for row in rows)
    whys: Counter[str] = Counter()
    for path in sorted(out.glob("*.error.json")):
        failure = json.loads(path.read_text(encoding="utf-8"))
        whys[failure["error"]] += 1
        if not is_refusal(failure["error"]):
            lost.append(f"{failure['source']}: {failure['error']} {failure['message'][:200]}")
    counts = ", ".join(f"{count} {name}" for name, count in sorted((outcomes + whys).items()))
    return DamagedRead(f"{len(given)} files in {seconds:.0f} s: {counts}", tuple(lost))


def is_refusal(error: str) -> bool:
    """Whether a failure lies in the document, by the name of its error."""
    known = getattr(errors, error, None)
    return error in ALLOWED or (isinstance(known, type) and issubclass(known, errors.DocumentError))


def sound_files() -> dict[str, bytes]:
    """A sound file of each format, by name."""
    files = {f"a.{each}": next(RENDERED.glob(f"luoyan-2021.{each}")).read_bytes() for each in ENDINGS}
    page, text = _page(), (ROOT / "fixtures" / "reports" / "jishan-2021.txt").read_bytes()
    return {**files, "a.html": page, "a.eml": _mail(page), "a.pdf": _pdf(text.decode("utf-8")), "a.txt": text}


def damaged(raw: bytes, name: str, dice: random.Random) -> bytes:
    """The bytes with a few places spoilt, inside of what is packed where it is packed."""
    ending = name.rpartition(".")[2]
    if ending in ("docx", "xlsx", "ods") and dice.random() < 0.8:
        return _inside_zip(raw, dice)
    if ending == "pdf" and dice.random() < 0.6:
        return _inside_pdf(raw, dice)
    return _spoilt(raw, dice)


def _spoilt(raw: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 5)):
        raw = dice.choice(_WAYS)(raw, dice)
    return raw


def _changed(raw: bytes, dice: random.Random) -> bytes:
    place, odd = dice.randrange(len(raw) + 1), dice.choice(ODD)
    return raw[:place] + odd + raw[place + len(odd) :]


def _put_in(raw: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(raw) + 1)
    return raw[:place] + dice.choice(ODD) * dice.choice((1, 1, 40)) + raw[place:]


def _cut(raw: bytes, dice: random.Random) -> bytes:
    return raw[: dice.randrange(len(raw) // 4, len(raw) + 1)]


def _left_out(raw: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(raw) + 1)
    return raw[:place] + raw[place + dice.randint(1, 400) :]


def _doubled(raw: bytes, dice: random.Random) -> bytes:
    place, size = dice.randrange(len(raw) + 1), dice.randint(1, 3000)
    return raw[:place] + raw[place : place + size] * dice.choice((2, 2, 30)) + raw[place + size :]


def _flipped(raw: bytes, dice: random.Random) -> bytes:
    spoilt = bytearray(raw)
    for _ in range(min(len(spoilt), dice.randint(1, 30))):
        spoilt[dice.randrange(len(spoilt))] ^= 1 << dice.randrange(8)
    return bytes(spoilt)


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _changed, _put_in, _cut, _left_out, _doubled, _flipped,
)  # fmt: skip


def _inside_zip(raw: bytes, dice: random.Random) -> bytes:
    """With parts spoilt and packed again, so that every checksum holds."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in dice.sample(sorted(parts), dice.randint(1, 2)):
        parts[name] = _spoilt(parts[name], dice)
    if dice.random() < 0.1:
        del parts[dice.choice(sorted(parts))]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _inside_pdf(raw: bytes, dice: random.Random) -> bytes:
    """With one packed stream spoilt and packed again."""
    starts = [place for place in range(len(raw)) if raw.startswith(b"stream\n", place)]
    place = dice.choice(starts) + len(b"stream\n")
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(raw[place:])
    except zlib.error:
        return _spoilt(raw, dice)
    return raw[:place] + zlib.compress(_spoilt(content, dice)) + unpacker.unused_data


def _page() -> bytes:
    from extractor.evaluation.noise import generate_documents

    [document] = generate_documents(1, 7, "clean")
    rows = "".join(
        "<tr>" + "".join(f"<td colspan=1 style='mso-x:1'>{cell}</td>" for cell in line.split("\t")) + "</tr>"
        for line in document.text.splitlines()
        if "\t" in line
    )
    lines = "".join(f"<p class=x>{line}</p>" for line in document.text.splitlines() if "\t" not in line)
    return f"<html><head><style>p.x{{color:red}}</style></head><body>{lines}<table>{rows}</table>".encode()


def _mail(page: bytes) -> bytes:
    mail = email.message.EmailMessage()
    mail["subject"], mail["from"], mail["to"] = "2021年年报", "a@example.org", "b@example.org"
    mail.set_content("见附件。")
    mail.add_alternative(page.decode("utf-8"), subtype="html")
    mail.add_attachment(page, maintype="text", subtype="html", filename="年报.html")
    return mail.as_bytes()


def _pdf(text: str) -> bytes:
    from ingest.pdf_writer import Page, pdf  # type: ignore[import-not-found]

    pages, lines = [], [line for line in text.splitlines() if line.strip()]
    for start in range(0, len(lines), 40):
        page = Page()
        for number, line in enumerate(lines[start : start + 40]):
            page.text(50, 60 + 18 * number, line[:60])
        pages.append(page)
    return bytes(pdf(*pages))
