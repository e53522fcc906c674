"""An invented city over five years with a trouble of every kind: make it, read it, audit it, compare.

Usage: demo_audit.py OUT. Writes OUT/reports (texts), OUT/read (Reports), OUT/audit (page, workbook, sheets).
"""

import shutil
import subprocess
import sys
from pathlib import Path

from extractor.evaluation.city import Trouble, make_city, outcomes, told_by, unexplained

SEED = 0


def main(out: Path) -> int:
    """Run the demo; 1 where a planted trouble is not found or something is said that none explains."""
    shutil.rmtree(out, ignore_errors=True)
    city = make_city(SEED, tuple(Trouble))
    city.write(out / "reports")
    print(
        f"{len(city.documents)} reports of {len(city.bodies)} bodies, {len(city.planted)} troubles planted\n"
    )
    extractor = Path(sys.executable).parent / "extractor"
    _run(extractor, "extract", out / "reports", "--out", out / "read", "--engine", "rules", "--quiet")
    _run(extractor, "audit", out / "read", "--out", out / "audit")
    told = told_by(out / "audit")
    missed = 0
    for planted, found in outcomes(city, told):
        missed += found is None
        print(f"{'✓' if found else '✗'} {planted.body} {planted.year} · {planted.detail}")
        print(f"    {found.check}: {found.message[:90]}" if found else "    not found")
    extra = unexplained(city, told)
    for each in extra:
        print(f"? {each.body} {each.year} · {each.check}: {each.message[:90]}")
    print(f"\n{len(city.planted) - missed} of {len(city.planted)} found, {len(extra)} without a cause")
    print(f"open {out / 'audit' / 'audit.html'}")
    return 1 if missed or extra else 0


def _run(*command: str | Path) -> None:
    print("$", " ".join(["extractor", *map(str, command[1:])]), flush=True)
    done = subprocess.run(command, stdout=subprocess.DEVNULL if "--quiet" in command else None, check=False)
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
