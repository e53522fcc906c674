"""What a user would write himself in an hour: one schema over the whole document, and langextract."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel

LANGEXTRACT = "1.7.1"
TOPICS = (
    "disclosed_items、documents、interpretations、requests、disputes、fees、trainings、proposals、meetings、"
    "gazette、platforms、service_points、catalogues、participation、oversight、staff、consultations、other"
)
TASK = (
    "从政府信息公开工作年度报告中抽取："
    "counts 一、五、六部分文字中的数量（每个数字一条，不含表格、日期、文号、电话），"
    "trainings 已举办或参加的培训，issues 存在的问题，remedies 改进措施。quote 照抄原文。"
    f"topic 为下列之一：{TOPICS}。"
)


class Fact(NamedTuple):
    """One thing that was said, with its place where it was found."""

    kind: str
    start: int | None
    end: int | None
    value: str = ""
    topic: str = ""


class Said(NamedTuple):
    """What one alternative made of one document."""

    facts: list[Fact]
    warnings: list[str]


class _Count(BaseModel):
    quote: str
    value: float
    topic: str


class _Quote(BaseModel):
    quote: str


class _Report(BaseModel):
    counts: list[_Count]
    trainings: list[_Quote]
    issues: list[_Quote]
    remedies: list[_Quote]


def by_instructor(text: str, base_url: str, model: str, max_tokens: int) -> Said:
    """One call over the whole document with instructor; quotes are looked for as they are."""
    import instructor
    from openai import OpenAI

    key = os.environ.get("EXTRACTOR_API_KEY", "none")
    mode = instructor.Mode.JSON_SCHEMA
    with OpenAI(base_url=base_url, api_key=key, timeout=1800) as sdk:
        client = instructor.from_openai(sdk, mode=mode)
        try:
            said = client.chat.completions.create(
                model=model,
                response_model=_Report,
                max_retries=1,
                temperature=0,
                max_tokens=max_tokens,
                messages=[{"role": "system", "content": TASK}, {"role": "user", "content": text}],
            )
        except Exception as error:  # noqa: BLE001 - whatever it is, the document is lost to this alternative
            return Said([], [f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"])
    facts, missing = [], 0
    for kind in ("counts", "trainings", "issues", "remedies"):
        for item in getattr(said, kind):
            at = text.find(item.quote) if item.quote else -1
            missing += at < 0
            start, end = (at, at + len(item.quote)) if at >= 0 else (None, None)
            value = str(item.value) if isinstance(item, _Count) else ""
            facts.append(Fact(kind, start, end, value, getattr(item, "topic", "")))
    return Said(facts, [f"{missing} quotes are not in the text"] if missing else [])


CHILD = """
import json, os, sys, time, langextract as lx
from langextract.core import tokenizer
ask = json.load(sys.stdin)
said = "2031年全年公开信息41条。举办业务培训2次。存在公开不及时的问题。下一步将配齐人员。"
E = lx.data.Extraction
example = lx.data.ExampleData(text=said, extractions=[
    E(extraction_class="counts", extraction_text="公开信息41条",
      attributes={"value": "41", "topic": "disclosed_items"}),
    E(extraction_class="counts", extraction_text="举办业务培训2次",
      attributes={"value": "2", "topic": "trainings"}),
    E(extraction_class="trainings", extraction_text="举办业务培训2次"),
    E(extraction_class="issues", extraction_text="公开不及时"),
    E(extraction_class="remedies", extraction_text="配齐人员")])
result = lx.extract(text_or_documents=ask["text"], examples=[example], fetch_urls=False,
    prompt_description=ask["task"], tokenizer=tokenizer.UnicodeTokenizer(),
    config=lx.factory.ModelConfig(model_id=ask["model"], provider="OpenAILanguageModel",
        provider_kwargs={"api_key": os.environ.get("EXTRACTOR_API_KEY", "none"), "base_url": ask["base_url"],
                         "temperature": 0}),
    max_char_buffer=1000, max_workers=1, show_progress=False)
found = []
for e in result.extractions or []:
    place = e.char_interval
    more = e.attributes or {}
    found.append([e.extraction_class, place.start_pos if place else None, place.end_pos if place else None,
                  str(more.get("value") or ""), str(more.get("topic") or "")])
print("RESULT" + json.dumps(found))
"""


def by_langextract(text: str, base_url: str, model: str, python: Path) -> Said:
    """langextract in its own environment, with its tokenizer for scripts without spaces."""
    ask = json.dumps({"text": text, "model": model, "base_url": base_url, "task": TASK})
    done = subprocess.run([str(python), "-c", CHILD], input=ask, capture_output=True, text=True, check=False)
    told = [line[:200] for line in done.stderr.splitlines() if "WARN" in line.upper() or "Error" in line]
    if done.returncode or "RESULT" not in done.stdout:
        return Said([], [(done.stderr.strip().splitlines() or ["it said nothing"])[-1][:300]])
    found: list[list[Any]] = json.loads(done.stdout.rpartition("RESULT")[2])
    return Said([Fact(*each) for each in found], told)


def langextract_python(folder: Path) -> Path:
    """The interpreter of langextract's own environment, made where it is not there."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        wanted = f"langextract[openai]=={LANGEXTRACT}"
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", wanted], check=True)
    return python


Name = Literal["rules", "hybrid", "model", "langextract", "instructor only"]
