"""What `make demo` does: read a folder with the command line, show the result, say where it is.

A document that is refused makes `extractor extract` exit with 1. A fixture may be there to be refused, so
the demo accepts that; a fault of ours (an error that extractor/errors.py does not name) it does not.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from extractor import errors


def main(source: str, out: str) -> int:
    """Run the demo on the folder ``source``, writing into ``out``; the exit code."""
    print(f"$ extractor extract {source} --out {out}\n", flush=True)
    command = [sys.executable, "-m", "extractor", "extract", source, "--out", out]
    code = subprocess.run(command, check=False).returncode
    if code not in (0, 1):
        return code
    failed = {path.name: json.loads(path.read_text("utf-8")) for path in Path(out).glob("*.error.json")}
    reports = sorted(path for path in Path(out).glob("*.json") if path.name not in failed)
    faults = [name for name, record in failed.items() if not hasattr(errors, record["error"])]
    if faults or not reports:
        print(
            f"\nthe demo failed: {', '.join(faults) or 'no Report was written'}; see above", file=sys.stderr
        )
        return 1
    print(f"\n{len(reports)} Reports are in {out}/NAME.json, the texts their offsets refer to in NAME.txt.")
    if failed:
        print(f"Refused, as they should be (hence exit code 1 of extract): {', '.join(sorted(failed))}")
    script = os.path.relpath(Path(sys.executable).parent / "extractor")
    print(f"One in full: {script} extract {source}/{reports[0].stem}.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
