"""Runs: an engine over a suite, stored so that every printed figure can be computed again."""

import hashlib
import json
import platform
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from extractor.errors import ExtractorError, RunStoppedError, UsageError
from extractor.evaluation.agreement import Agreement
from extractor.evaluation.confidence import Trust, is_prose, trust_of
from extractor.evaluation.metrics import Figure, figures_of, parse
from extractor.evaluation.scoring import ScoredDocument, score_failure, score_report
from extractor.evaluation.suites import Case, LoadedSuite
from extractor.ingest import read_bytes
from extractor.records import Document, Record, Report

Engine = Callable[[Document], Report]
"""Reads one Document; raises ExtractorError where it cannot."""
RUN_VERSION: Literal["1.0"] = "1.0"


class EngineInfo(Record):
    """What read the documents."""

    name: str
    version: str = Field(default="", description="Version of the package")
    model: str | None = None
    sampling: Mapping[str, str] = Field(default_factory=dict, description="Temperature, seed and the like")


class RunInfo(Record):
    """Where a run came from."""

    suite: str
    split: str | None
    limit: int | None = None
    """Documents of the suite at most; None: all."""
    suite_sha256: str
    engine: EngineInfo
    prompts: Mapping[str, str] = Field(description="Prompt to hash, as the Reports say")
    code_sha256: str = Field(description="Hash of the package's source files")
    python: str
    started: str
    seconds: float
    repeats: int


class EvalRun(Record):
    """One run of one engine over one suite."""

    run_version: Literal["1.0"] = RUN_VERSION
    info: RunInfo
    documents: tuple[ScoredDocument, ...]
    skipped: tuple[str, ...] = ()
    figures: dict[str, Figure]
    trust: Trust
    agreement: Agreement | None = None
    """Of the two readers who labelled the suite, where there are two."""

    @property
    def title(self) -> str:
        """Suite, engine and model on one line."""
        model = f" ({self.info.engine.model})" if self.info.engine.model else ""
        return f"{self.info.suite} · {self.info.engine.name}{model}"

    @property
    def asked(self) -> int:
        """Questions put to a model."""
        return sum(each.asked for each in self.documents)

    @property
    def asked_nothing(self) -> bool:
        """A model was to be asked and no question arose: the figures are those of the rules."""
        answered = sum(each.usage.calls + each.usage.cached_calls for each in self.documents)
        return self.info.engine.model is not None and not (self.asked or answered)

    @property
    def unanswered(self) -> dict[str, int]:
        """Questions without a usable answer, by kind of failure."""
        total: Counter[str] = Counter()
        for each in self.documents:
            total.update(each.unanswered)
        return dict(total.most_common())

    @property
    def witnesses(self) -> dict[str, int]:
        """Topics of counts by ``group/who/right|wrong``, over all documents."""
        total: Counter[str] = Counter()
        for each in self.documents:
            total.update(each.witnesses)
        return dict(sorted(total.items()))

    @property
    def prose_trust(self) -> Trust:
        """Risk against coverage of the prose alone."""
        return trust_of(parse(self.documents), is_prose)

    @property
    def by_rule_only(self) -> int:
        """Documents whose model step failed."""
        return sum(each.by_rule_only for each in self.documents)

    def repeat(self, index: int) -> tuple[ScoredDocument, ...]:
        """The documents of one repeat."""
        return tuple(each for each in self.documents if each.repeat == index)


def run_suite(loaded: LoadedSuite, engine: Engine, info: EngineInfo, *, repeats: int = 1) -> EvalRun:
    """Read every case ``repeats`` times and score it; a document that fails stays in every denominator."""
    began, started = time.perf_counter(), datetime.now(UTC)
    documents = tuple(
        score_case(case, engine).model_copy(update={"repeat": repeat})
        for repeat in range(repeats)
        for case in loaded.cases
    )
    prompts: dict[str, str] = {}
    for each in documents:
        prompts |= each.prompts
    about = RunInfo(
        suite=loaded.suite.name,
        split=loaded.split,
        limit=loaded.limit,
        suite_sha256=loaded.sha256,
        engine=info,
        prompts=prompts,
        code_sha256=code_sha256(),
        python=platform.python_version(),
        started=started.isoformat(timespec="seconds"),
        seconds=round(time.perf_counter() - began, 2),
        repeats=repeats,
    )
    return EvalRun(
        info=about,
        documents=documents,
        skipped=loaded.skipped,
        figures=figures_of(documents),
        trust=trust_of(parse(documents)),
    )


def score_case(case: Case, engine: Engine) -> ScoredDocument:
    """One reading of one case; what the engine raises on purpose is a failure of the document."""
    try:
        report = engine(read_bytes(case.content, case.file_name))
    except (UsageError, RunStoppedError):
        raise
    except ExtractorError as error:
        scored = score_failure(case.name, f"{error.stage}: {error}", case.gold, case.text)
    else:
        scored = score_report(case.name, report, case.gold, case.text)
    return scored.model_copy(update={"split": case.split, "sha256": case.sha256})


def recomputed(run: EvalRun) -> EvalRun:
    """The run with all figures computed again from what was counted."""
    return run.model_copy(
        update={"figures": figures_of(run.documents), "trust": trust_of(parse(run.documents))}
    )


def drifted(run: EvalRun) -> list[str]:
    """Names of stored figures that come out otherwise when they are computed again."""
    again = recomputed(run)
    names = [name for name in run.figures if run.figures[name] != again.figures.get(name)]
    return names + (["trust"] if run.trust != again.trust else [])


def save_run(run: EvalRun, path: Path) -> None:
    """Write a run as JSON, one document a line."""
    body = json.loads(run.model_dump_json())
    documents = body.pop("documents")
    head = json.dumps(body, ensure_ascii=False, indent=1)
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in documents)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{head[:-2]},\n "documents": [\n{lines}\n]}}\n', encoding="utf-8")


def load_run(path: Path) -> EvalRun:
    """A stored run; UsageError where the file is none."""
    try:
        return EvalRun.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read ({error.strerror}); give a file that eval run wrote"
        ) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path} is no run of this version: {where}: {first['msg']}") from error


def code_sha256() -> str:
    """Hash of all source files of the package, so that a run names the code that made it."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
