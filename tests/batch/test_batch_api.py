"""``batch run --batch-api`` against a scripted service over real HTTP."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest
from batch_service import Service, completion, good, running
from click_runner import runner

from extractor.batch.patient_service import PatientService
from extractor.errors import EndpointError
from extractor.llm.batch_api import BatchState

TEXT = """栖云县禾坪乡人民政府{year}年政府信息公开工作年度报告
所列数据统计期限自{year}年1月1日起至{year}年12月31日止。
一、总体情况
{year}年，我乡通过门户网站公开信息{number}条。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
一是栏目更新不及时。
六、其他需要报告的事项
无。
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr("extractor.batch.asking_in_batches._QUIET_S", 0.3)
    reports = tmp_path / "in"
    reports.mkdir()
    for number, year in enumerate((2021, 2022, 2023)):
        (reports / f"{year}.txt").write_text(TEXT.format(year=year, number=118 + number), encoding="utf-8")
    return tmp_path


@pytest.fixture
def batch(folder, monkeypatch):
    cli = runner(monkeypatch, folder)

    def run(url, *arguments):
        for name, value in settings(folder, url).items():
            monkeypatch.setenv(name, value)
        return cli("batch", *arguments, "--db", "s.sqlite")

    return run


@pytest.fixture
def status(batch):
    return lambda url: json.loads(batch(url, "status", "--json").out)


def settings(folder, url):
    return {
        "EXTRACTOR_BASE_URL": url,
        "EXTRACTOR_MODEL": "m",
        "EXTRACTOR_API_KEY": "sk-0123456789",
        "EXTRACTOR_CACHE_DIR": str(folder / "cache"),
        "EXTRACTOR_POLL_S": "0.1",
    }


def begin(folder, url, *arguments):
    """The command in a process of its own, to be killed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EXTRACTOR_")}
    command = [sys.executable, "-m", "extractor", "batch", *arguments, "--db", "s.sqlite"]
    return subprocess.Popen(
        command,
        cwd=folder,
        env=kept | settings(folder, url),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


RUN = ("run", "in", "--engine", "model", "--batch-api", "--workers", "1")


def test_questions_of_all_documents_are_handed_in_together_and_each_once(batch, status):
    service = Service()
    with running(service) as url:
        run = batch(url, *RUN)
        told = status(url)
    assert run.code == 0, run.err
    assert (told["done"], told["by_rule"], told["failed"]) == (3, 0, 0)
    keys = [request["custom_id"] for request in service.requests]
    assert len(keys) == len(set(keys)) > 3
    assert service.live == 1, "one question is asked at once, to learn how the endpoint wants to be asked"
    assert told["calls"] == len(keys) + service.live
    assert not any("stream" in request["body"] for request in service.requests)


def test_batch_is_found_again_and_not_paid_twice_after_a_kill(folder, batch, status):
    service = Service(polls=10_000)
    with running(service) as url:
        process = begin(folder, url, *RUN)
        for _ in range(1200):
            time.sleep(0.1)
            if service.seen:
                break
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert service.seen, "the batch was handed in"
        service.polls = 0
        time.sleep(0.1)
        run = batch(url, "resume")
        told = status(url)
    assert run.code == 0, run.err
    assert told["done"] == 3
    keys = [request["custom_id"] for request in service.requests]
    assert len(keys) == len(set(keys))


class Vanishing(Service):
    """Takes a batch, and then is away before anybody has heard of its id."""

    def create(self, asked):
        self.loses_the_next_id = True
        self.odd["batches"] = [(503, {"error": {"message": "away"}})] * 1000
        return super().create(asked)


def test_batch_that_was_not_found_while_the_service_was_away_is_found_after_a_stop(folder, batch, status):
    service = Vanishing()
    with running(service) as url:
        for arguments, sent in ((RUN, signal.SIGKILL), (("resume",), signal.SIGINT)):
            process = begin(folder, url, *arguments)
            before = len(service.odd.get("batches", ()))
            for _ in range(1200):
                time.sleep(0.05)
                if len(service.odd.get("batches", ())) not in (before, 1000):
                    break
            process.send_signal(sent)
            process.wait()
            assert len(service.odd["batches"]) < 1000, "somebody has asked for the batch"
        service.odd.clear()
        run = batch(url, "resume")
        told = status(url)
    assert run.code == 0, run.err
    assert told["done"] == 3
    keys = [request["custom_id"] for request in service.requests]
    assert len(keys) == len(set(keys)), "nothing is handed in twice"


def test_requests_that_failed_in_passing_are_handed_in_again_and_bad_ones_are_holes(batch, status):
    tries = {}

    def answer(body):
        asked = body["messages"][-1]["content"]
        tries[asked] = tries.get(asked, 0) + 1
        if len(tries) % 3 == 1 and tries[asked] == 1:
            return 503, {"error": {"message": "overloaded"}}
        if len(tries) == 2:
            return 400, {"error": {"message": "data_inspection_failed", "code": "data_inspection_failed"}}
        return good(body)

    service = Service(answer)
    with running(service) as url:
        batch(url, *RUN)
        told = status(url)
    assert told["done"] + told["by_rule"] == 3
    assert told["failed"] == 0
    assert len(service.batches) >= 2


def test_what_an_expired_batch_did_is_kept_and_one_whose_id_was_never_heard_is_found_by_its_mark(
    batch, status
):
    done = []

    def answer(body):
        if len(done) < 2 or service.ends_as == "completed":
            done.append(body)
            return good(body)
        service.ends_as = "completed"
        return None

    service = Service(answer)
    service.ends_as, service.loses_the_next_id = "expired", True
    with running(service) as url:
        run = batch(url, *RUN)
        told = status(url)
    assert run.code == 0, run.err
    assert told["done"] == 3
    first = service.files["file-1"]
    assert len(service.batches) == 2, "the lost one was found, not handed in again"
    assert len(service.requests) == len(first) + 1, "the one that the service never came to"


def test_run_ends_with_the_words_of_a_service_that_refuses_the_batch(batch, status):
    service = Service()
    service.ends_as, service.errors = "failed", ["Enqueued token limit reached for m"]
    with running(service) as url:
        run = batch(url, *RUN)
        told = status(url)
    assert run.code in (1, 2)
    assert "Enqueued token limit reached" in run.err
    assert (told["done"], told["waiting"]) == (0, 3)


def talks_of(*years):
    """Talk in place of answers to questions that were asked about these years' documents."""
    return lambda body: (
        (200, completion("我想想"))
        if any(f"{year}年" in str(body["messages"]) for year in years)
        else good(body)
    )


def test_document_with_useless_replies_is_asked_again_and_the_others_are_done(batch, status):
    service = Service(talks_of(2022))
    with running(service) as url:
        run = batch(url, *RUN)
        told = status(url)
        assert run.code == 1, run.err
        assert (told["done"], told["by_rule"]) == (2, 1)
        assert told["calls"] == len(service.requests) + service.live
        before = len(service.requests) + service.live
        service.answer = good
        run = batch(url, "resume")
        told = status(url)
    assert run.code == 0, run.err
    assert (told["done"], told["by_rule"]) == (3, 0)
    assert 0 < len(service.requests) + service.live - before <= 2, "what is open alone"


def test_run_ends_before_more_is_handed_in_when_a_whole_batch_is_of_no_use(folder, batch, status):
    for year in range(2000, 2018):
        (folder / "in" / f"{year}.txt").write_text(TEXT.format(year=year, number=year), encoding="utf-8")
    service = Service(lambda body: (200, completion("我想想")))
    with running(service) as url:
        run = batch(url, *RUN)
        told = status(url)
        assert run.code == 1, run.err
        assert "24 replies in a row were of no use" in run.err
        assert told["state"] == "interrupted"
        first = len(service.batches)
        service.answer = good
        run = batch(url, "resume")
        told = status(url)
    assert first <= 2
    assert run.code == 0, run.err
    assert told["done"] == 21


def test_cut_off_replies_are_paid_for_and_leave_the_documents_by_rule_only(batch, status):
    service = Service(lambda body: (200, completion('{"x', "length")))
    with running(service) as url:
        run = batch(url, *RUN)
        told = status(url)
    assert run.code == 1, run.err
    assert told["by_rule"] + told["done"] == 3
    assert told["calls"] == len(service.requests) + service.live


LOGIN = "<html><head><title>Please log in</title></head></html>"


@pytest.mark.parametrize(
    ("place", "odd"),
    [
        ("content", LOGIN),
        ("content", (200, {"error": {"message": "no session"}})),
        ("batch", LOGIN),
        ("batch", (200, {"error": {"message": "no session"}})),
        ("batches", LOGIN),
    ],
    ids=["content page", "content error", "batch page", "batch error", "batches page"],
)
def test_answer_of_another_kind_is_asked_for_again_and_nothing_is_paid_twice(batch, status, place, odd):
    service = Service()
    service.odd[place] = [odd, odd]
    with running(service) as url:
        run = batch(url, *RUN)
        told = status(url)
    assert run.code == 0, run.err
    assert told["done"] == 3
    keys = [request["custom_id"] for request in service.requests]
    assert len(keys) == len(set(keys))


def test_run_ends_resumable_where_the_replies_stay_out_of_reach_and_resume_fetches_them(batch, status):
    service = Service()
    service.odd["content"] = [LOGIN] * 100
    with running(service) as url:
        run = batch(url, *RUN)
        assert run.code == 1, run.err
        assert "a web page (Please log in) in place of the replies" in run.err
        assert status(url)["state"] == "interrupted"
        handed_in, live = len(service.requests), service.live
        service.odd.clear()
        run = batch(url, "resume")
        told = status(url)
    assert run.code == 0, run.err
    assert told["done"] == 3
    assert (len(service.requests), service.live) == (handed_in, live), "nothing was asked twice"


def rewriting(change):
    """A service whose lines are changed, entry by entry."""
    service = Service()
    whole = service.content

    def content(file_id):
        if file_id in service.files:
            return whole(file_id)
        entries = [json.loads(line) for line in whole(file_id).splitlines()]
        return "\n".join(json.dumps(change(entry), ensure_ascii=False) for entry in entries)

    service.content = content
    return service


def with_body(change):
    return lambda entry: {
        **entry,
        "response": {**entry["response"], "body": change(entry["response"]["body"])},
    }


def without_usage(body):
    return {key: value for key, value in body.items() if key != "usage"}


@pytest.mark.parametrize(
    "change",
    [
        with_body(json.dumps),
        lambda entry: {**entry, "custom_id": entry["custom_id"].upper()},
        with_body(without_usage),
    ],
    ids=["body as a text", "ids in upper case", "no usage"],
)
def test_lines_in_another_dress_are_read_and_paid_once(folder, batch, status, change):
    (folder / "extractor.toml").write_text("[prices.m]\ninput = 1000\noutput = 1000\n", encoding="utf-8")
    service = rewriting(change)
    with running(service) as url:
        run = batch(url, *RUN)
        told = status(url)
    assert run.code == 0, run.err
    assert (told["done"], told["calls"]) == (3, len(service.requests) + service.live)
    assert told["cost"] > 0.04 * len(service.requests), "none of them is free"


def test_replies_without_usage_that_a_resume_fetches_are_priced_too(folder, batch, status):
    (folder / "extractor.toml").write_text("[prices.m]\ninput = 1000\noutput = 0\n", encoding="utf-8")
    service = rewriting(with_body(without_usage))
    service.odd["content"] = [LOGIN] * 100
    with running(service) as url:
        assert batch(url, *RUN).code == 1
        before = status(url)["cost"]
        service.odd.clear()
        assert batch(url, "resume").code == 0
        told = status(url)
    assert told["cost"] > before + 0.04 * len(service.requests)


def test_replies_without_usage_of_a_journal_of_an_earlier_version_are_priced_by_their_requests(
    folder, batch, status
):
    (folder / "extractor.toml").write_text("[prices.m]\ninput = 1000\noutput = 0\n", encoding="utf-8")
    service = rewriting(with_body(without_usage))
    service.odd["content"] = [LOGIN] * 100
    with running(service) as url:
        assert batch(url, *RUN).code == 1
        before = status(url)["cost"]
        with sqlite3.connect(folder / "s.sqlite") as store:  # as it was noted before
            store.execute("UPDATE journal SET detail = json_remove(detail, '$.tokens') WHERE stage = 'batch'")
        service.odd.clear()
        assert batch(url, "resume").code == 0
        told = status(url)
    assert told["cost"] > before + 0.04 * len(service.requests)


@pytest.mark.parametrize("word", ["succeeded", "SUCCESS", "batch.completed", "ready"])
def test_batch_is_over_under_whatever_name_once_all_is_there(batch, status, word):
    service = Service()
    service.ends_as = word
    with running(service) as url:
        run = batch(url, *RUN)
        told = status(url)
    assert run.code == 0, run.err
    assert told["done"] == 3


def test_batch_that_was_canceled_ends_the_wait(batch, status):
    service = Service(answer=lambda _body: None)
    service.ends_as = "canceled"
    with running(service) as url:
        run = batch(url, *RUN)
    assert run.code == 1
    assert len(service.batches) == 3, "handed in again, three times at most"


def test_unknown_status_without_files_is_told_once_and_waited_for_a_day_at_most(monkeypatch):
    monkeypatch.setattr("extractor.batch.patient_service._LONGEST_S", 0.2)
    told: list[str] = []

    class Api:
        def state(self, name: str) -> BatchState:
            return BatchState(name, "brewing tea leaf", 0, 3, (), "", "")

    post = SimpleNamespace(api=Api(), poll_s=0.02, say=told.append)
    with pytest.raises(EndpointError, match="still 'brewing tea leaf'"):
        PatientService(post, threading.Event()).ended("b1")
    assert sum("nobody knows the status" in words for words in told) == 1


@pytest.mark.parametrize(
    "change",
    [
        with_body(lambda body: "see attachment"),
        lambda entry: {**entry, "custom_id": f"x-{entry['custom_id'][:8]}"},
    ],
    ids=["words for a body", "other ids"],
)
def test_what_may_have_been_answered_is_counted_and_never_handed_in_again(batch, status, change, monkeypatch):
    # One batch of all three, however slowly they come: after one without an answer none is handed in.
    monkeypatch.setattr("extractor.batch.asking_in_batches._QUIET_S", 5.0)
    service = rewriting(change)
    with running(service) as url:
        run = batch(url, *RUN)
        told = status(url)
    assert run.code == 1, run.err
    keys = [request["custom_id"] for request in service.requests]
    assert len(keys) == len(set(keys)) > 3
    assert told["calls"] == len(keys) + service.live


def test_lines_that_cannot_be_read_are_failed_replies_and_unknown_ids_are_no_answers(batch, status):
    service = Service()
    whole = service.content

    def content(file_id):
        lines = whole(file_id).splitlines()
        if not lines:
            return ""
        strange = json.dumps({"custom_id": "unknown", "response": {"status_code": 200, "body": {}}})
        return "\n".join(["not a line", strange, *lines[1:]])

    service.content = content
    with running(service) as url:
        run = batch(url, *RUN)
        told = status(url)
        asked = [request["custom_id"] for request in service.requests]
    assert run.code == 1, run.err
    assert told["by_rule"] >= 1
    assert len(asked) == len(set(asked)), "what may have been answered is not handed in again"
    first = len(service.files["file-1"])
    assert (
        f"{first - 1} of {first} answered (1 replies of unknown ids, 1 lines that cannot be read" in run.err
    )


def test_refused_key_in_part_of_a_batch_ends_the_run_and_resume_asks_for_those_alone(batch, status):
    asked = {}

    def answer(body):
        place = asked.setdefault(body["messages"][-1]["content"], len(asked))
        return good(body) if place % 2 else (401, {"error": {"message": "token expired"}})

    service = Service(answer)
    with running(service) as url:
        run = batch(url, *RUN)
        assert run.code == 1, run.err
        assert "token expired" in run.err
        first = len(service.requests)
        service.answer = good
        run = batch(url, "resume")
        told = status(url)
    assert run.code == 0, run.err
    assert told["done"] == 3
    assert len(service.requests) - first < first


@pytest.mark.parametrize(
    ("place", "odd"), [("files", (404, {"error": {"message": "Not Found"}})), ("batches", (402, {}))]
)
def test_service_without_a_batch_api_is_paid_one_question_however_often_it_is_resumed(batch, place, odd):
    service = Service()
    service.odd[place] = [odd] * 100
    with running(service) as url:
        run = batch(url, *RUN)
        assert run.code == 1, run.err
        for _ in range(2):
            assert batch(url, "resume").code != 0
    assert service.live == 1


def test_requests_that_stay_rejected_are_asked_again_by_resume(batch, status):
    seen = []

    def answer(body):
        seen.append(body["messages"][-1]["content"])
        is_first = seen[-1] == seen[0]
        return (422, {"error": {"message": "Unprocessable"}}) if is_first else good(body)

    service = Service(answer)
    with running(service) as url:
        run = batch(url, *RUN)
        told = status(url)
        assert run.code == 1, run.err
        assert "422: Unprocessable" in run.err
        assert told["done"] == 2
        service.answer = good
        run = batch(url, "resume")
        told = status(url)
    assert run.code == 0, run.err
    assert (told["done"], told["by_rule"]) == (3, 0)
