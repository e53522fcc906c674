"""The same reports, weights and endpoint: langextract beside the engines of this product, both printed.

    python bench/langextract.py --env DIR --base-url URL --model NAME REPORT.txt --gold LABELS.json …

langextract runs in its own environment ``DIR`` (made on the first run with ``python -m venv`` and
``pip install langextract==1.7.1``, whose openai provider speaks to any compatible endpoint), as a child
process, so that neither side meets the other's dependencies. Its prompt and example are the plain ones of
its README, in Chinese; its extractions count as right where they overlap a label of the same kind by half.
Reports and labels are not part of this repository's fixtures; figures printed here come from whatever is
given.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from extractor.evaluation.gold import load_gold
from extractor.judging.engines import Engine
from extractor.llm import Endpoint
from extractor.llm.client import ModelClient
from extractor.llm.profile import Profile
from extractor.pipeline import extract_document, read_document
from extractor.records import Report

VERSION = "1.7.1"
KINDS = ("counts", "trainings", "issues", "remedies")
LEAST_OVERLAP = 0.5
Place = tuple[int, int]

CHILD = """
import json, sys, time, langextract as lx
ask = json.load(sys.stdin)
said = "全年公开信息41条。举办业务培训2次。存在公开不及时的问题。下一步将配齐人员。"
example = lx.data.ExampleData(text=said, extractions=[
    lx.data.Extraction(extraction_class="counts", extraction_text="公开信息41条"),
    lx.data.Extraction(extraction_class="trainings", extraction_text="举办业务培训2次"),
    lx.data.Extraction(extraction_class="issues", extraction_text="公开不及时"),
    lx.data.Extraction(extraction_class="remedies", extraction_text="配齐人员")])
began = time.time()
result = lx.extract(text_or_documents=ask["text"], examples=[example], fetch_urls=False,
    prompt_description="按出现顺序抽取：counts 数量，trainings 已举办的培训，"
        "issues 存在的问题，remedies 改进措施。照抄原文。",
    config=lx.factory.ModelConfig(model_id=ask["model"], provider="OpenAILanguageModel",
        provider_kwargs={"api_key": "none", "base_url": ask["base_url"], "temperature": 0}),
    max_char_buffer=1000, max_workers=1, show_progress=False, use_schema_constraints=False)
found = [[e.extraction_class, e.char_interval.start_pos, e.char_interval.end_pos]
         for e in result.extractions or [] if e.char_interval and e.char_interval.start_pos is not None]
json.dump({"seconds": time.time() - began, "found": found, "all": len(result.extractions or [])}, sys.stdout)
"""


def main() -> int:
    """Run both on each report; 0 unless an argument is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument(
        "--gold", nargs="+", type=Path, required=True, help="labels, in the order of the reports"
    )
    parser.add_argument("--env", type=Path, default=Path("out/langextract-env"))
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--model", required=True)
    options = parser.parse_args()
    python = _environment(options.env)
    print(
        f"{'report':<22}{'engine':<13}{'seconds':>8}" + "".join(f"{kind:>11}" for kind in KINDS) + "   (F1)"
    )
    for path, labels in zip(options.reports, options.gold, strict=True):
        gold, text = load_gold(labels, path.read_bytes())
        wanted = {kind: [(g.start, g.end) for g in getattr(gold, kind) or ()] for kind in KINDS}
        for name, seconds, found in (
            *_ours(path, options),
            _theirs(python, _prose(path, text), options),
        ):
            figures = "".join(f"{_f1(found[kind], wanted[kind]):>11}" for kind in KINDS)
            print(f"{path.stem:<22}{name:<13}{seconds:>8.1f}{figures}")
    return 0


def _environment(folder: Path) -> Path:
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        wanted = f"langextract[openai]=={VERSION}"
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", wanted], check=True)
    return python


def _ours(path: Path, options: argparse.Namespace) -> list[tuple[str, float, dict[str, list[Place]]]]:
    document = read_document(path.read_bytes(), path.name)
    rows: list[tuple[str, float, dict[str, list[Place]]]] = []
    with ModelClient(Endpoint(base_url=options.base_url, model=options.model)) as client:
        profile = Profile(model=options.model)
        engines = (
            None,
            Engine("hybrid", options.model, client, profile),
            Engine("model", options.model, client, profile),
        )
        for engine in engines:
            began = time.monotonic()
            report = extract_document(document, engine=engine)
            rows.append((report.run.engine, time.monotonic() - began, _places(report)))
    return rows


def _places(report: Report) -> dict[str, list[Place]]:
    facts = report.narrative
    return {kind: [(f.evidence.start, f.evidence.end) for f in getattr(facts, kind)] for kind in KINDS}


def _prose(path: Path, text: str) -> tuple[str, list[int]]:
    """The prose sections in one piece, and the offset of each of its characters in the canonical text."""
    report = extract_document(read_document(path.read_bytes(), path.name))
    bodies = [s.body for s in report.sections if s.key in ("overview", "problems", "other")]
    offsets = [at for body in bodies for at in range(body.start, body.end)]
    return "".join(text[at] for at in offsets), offsets


def _theirs(
    python: Path, prose: tuple[str, list[int]], options: argparse.Namespace
) -> tuple[str, float, dict[str, list[Place]]]:
    text, offsets = prose
    ask = json.dumps({"text": text, "model": options.model, "base_url": options.base_url})
    done = subprocess.run([str(python), "-c", CHILD], input=ask, capture_output=True, text=True, check=False)
    found: dict[str, list[Place]] = {kind: [] for kind in KINDS}
    if done.returncode:
        print(f"langextract failed: {(done.stderr.strip().splitlines() or ['?'])[-1][:200]}", file=sys.stderr)
        return "langextract", 0.0, found
    said: dict[str, Any] = json.loads(done.stdout[done.stdout.index("{") :])
    for kind, start, end in said["found"]:
        if kind in found and start < end <= len(offsets):
            found[kind].append((offsets[start], offsets[end - 1] + 1))
    return "langextract", said["seconds"], found


def _f1(found: list[Place], wanted: list[Place]) -> str:
    """F1 of one-to-one pairs that overlap by half, greedily; n/a where neither side has any."""
    if not found and not wanted:
        return "n/a"
    left, right = list(wanted), 0
    for place in found:
        best = max(left, key=lambda other: _overlap(place, other), default=None)
        if best is not None and _overlap(place, best) >= LEAST_OVERLAP:
            left.remove(best)
            right += 1
    return f"{2 * right / (len(found) + len(wanted)):.2f}"


def _overlap(one: Place, other: Place) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]))


if __name__ == "__main__":
    sys.exit(main())
