"""What `make demo` does: read a folder with the command line, show the result, say where it is.

A document that is refused makes `extractor extract` exit with 1. Some fixtures are there to be
refused, so the demo accepts 1 and nothing else.
"""

import subprocess
import sys
from pathlib import Path


def main(source: str, out: str) -> int:
    """Run the demo on the folder ``source``, writing into ``out``; the exit code."""
    command = [sys.executable, "-m", "extractor", "extract", source, "--out", out]
    print(f"$ extractor extract {source} --out {out}\n", flush=True)
    code = subprocess.run(command, check=False).returncode
    if code not in (0, 1):
        return code
    refused = sorted(Path(out).glob("*.error.json"))
    reports = sorted(set(Path(out).glob("*.json")) - set(refused))
    if not reports:
        print(f"no Report was written to {out}; see the lines above", file=sys.stderr)
        return 1
    print(f"\n{len(reports)} Reports are in {out}/NAME.json, the texts their offsets refer to in NAME.txt.")
    if refused:
        names = ", ".join(path.name.removesuffix(".error.json") for path in refused)
        print(
            f"{len(refused)} refused, each with a NAME.error.json: {names}.\n"
            "That is expected here (exit code 1 of extract): some fixtures are no reports."
        )
    print(f"One in full: {Path(sys.executable).parent}/extractor extract {source}/{reports[0].stem}.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
