"""Many documents: planned, read by limited workers, recorded as they go, resumed after anything."""

from extractor.batch.asking_in_batches import BatchApiStep
from extractor.batch.coordinator import Coordinator
from extractor.batch.model_step import CallLedger, ModelStep, PipelineStep
from extractor.batch.posted_questions import Post, PostedQuestions
from extractor.batch.reporting import JsonLines, LiveDisplay, Metrics, PlainLines, Reporter, Silent
from extractor.batch.running import (
    Planned,
    RunOptions,
    Told,
    cancel_run,
    plan_run,
    record_run,
    reopen_by_rule,
    retry_failed,
    work_off,
)
from extractor.batch.status import Status, run_named, status_of
from extractor.batch.worker_identity import code_fingerprint

__all__ = [
    "BatchApiStep",
    "CallLedger",
    "Coordinator",
    "JsonLines",
    "LiveDisplay",
    "Metrics",
    "ModelStep",
    "PipelineStep",
    "PlainLines",
    "Planned",
    "Post",
    "PostedQuestions",
    "Reporter",
    "RunOptions",
    "Silent",
    "Status",
    "Told",
    "cancel_run",
    "code_fingerprint",
    "plan_run",
    "record_run",
    "reopen_by_rule",
    "retry_failed",
    "run_named",
    "status_of",
    "work_off",
]
