"""Commands whose model cannot be asked: one line, the right exit code, nothing that looks done."""

import json
from pathlib import Path

import pytest
from click_runner import runner
from scripted_endpoint import Endpoint, fails, page, says, scripted, silent

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
def cli(monkeypatch, tmp_path):
    """The real commands, in a folder of their own."""
    return runner(monkeypatch, tmp_path)


@pytest.fixture
def reports(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number, year in enumerate((2021, 2022, 2023)):
        text = TEXT.format(year=year, number=118 + number)
        (folder / f"{year}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def many(reports):
    """Fifteen documents, about each of which two questions are asked."""
    for year in range(2000, 2012):
        (reports / f"{year}.txt").write_text(TEXT.format(year=year, number=year), encoding="utf-8")
    return reports


@pytest.fixture
def at(monkeypatch, tmp_path):
    def use(endpoint: Endpoint | str) -> None:
        monkeypatch.setenv("EXTRACTOR_BASE_URL", endpoint if isinstance(endpoint, str) else endpoint.url)
        monkeypatch.setenv("EXTRACTOR_MODEL", "m")
        monkeypatch.setenv("EXTRACTOR_API_KEY", "sk-0123456789")
        monkeypatch.setenv("EXTRACTOR_CACHE_DIR", str(tmp_path / "cache"))

    return use


def smallest(schema, named):
    """The least value that fits a schema."""
    if "$ref" in schema:
        return smallest(named[schema["$ref"].rpartition("/")[2]], named)
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    if schema.get("type") == "object":
        return {key: smallest(value, named) for key, value in schema.get("properties", {}).items()}
    return {"array": [], "string": "公开", "integer": 1, "boolean": True}.get(schema.get("type"))


def answers(handler, request):
    schema = request["response_format"]["json_schema"]["schema"]
    says(json.dumps(smallest(schema, schema.get("$defs", {})), ensure_ascii=False))(handler, request)


def after(number, then):
    """Good answers, and another behaviour after so many."""
    calls = []

    def play(handler, request):
        calls.append(1)
        (answers if len(calls) <= number else then)(handler, request)

    return play


filtered = says("", "content_filter")
USELESS = [
    pytest.param(says("我不知道"), "not_json", id="talk"),
    pytest.param(says('{"other": 1}'), "schema_mismatch", id="wrong shape"),
    pytest.param(says(""), "empty", id="empty"),
    pytest.param(says('{"x', "length"), "truncated", id="cut off"),
]
NO_ENDPOINT = [
    pytest.param(page(), "a web page", id="web page"),
    pytest.param(lambda handler, _: handler.whole(200, "", {}), "an empty body", id="empty body"),
    pytest.param(lambda handler, _: handler.whole(200, {"status": "ok"}), "no reply", id="other JSON"),
]


def counted(status):
    return status["done"], status["by_rule"], status["failed"], status["waiting"]


REFUSALS = [
    pytest.param(fails(401, "Incorrect API key provided"), "EXTRACTOR_API_KEY", id="key"),
    pytest.param(fails(404, "The model `m` does not exist"), "EXTRACTOR_MODEL", id="model"),
    pytest.param(fails(400, "Unrecognized request argument: foo"), "400", id="parameter"),
    pytest.param(fails(400, "unknown schema"), "unknown schema", id="schema"),
]


@pytest.mark.parametrize(("play", "told"), REFUSALS)
def test_extract_ends_with_one_line_when_the_endpoint_refuses(cli, reports, at, play, told):
    with scripted(play) as endpoint:
        at(endpoint)
        run = cli("extract", reports, "--engine", "model", "--out", "out", "--quiet")
        assert len(endpoint.heard) <= 4
    assert run.code == 2
    assert told in run.err
    assert run.err.count("\n") == 1
    assert not list(reports.parent.rglob("out/*.json"))


def test_extract_ends_with_one_line_when_nobody_is_there(cli, reports, at):
    at("http://127.0.0.1:9/v1")
    run = cli("extract", reports, "--engine", "model", "--out", "out", "--quiet")
    assert (run.code, run.err.count("\n")) == (2, 1)
    assert "cannot be reached" in run.err


def test_extract_keeps_what_is_done_and_ends_with_1_when_the_key_is_refused_in_the_middle(cli, reports, at):
    with scripted(answers) as endpoint:
        at(endpoint)
        cli("extract", reports / "2021.txt", "--engine", "model", "--out", "first")
        calls_of_one = len(endpoint.heard)
    with scripted(after(calls_of_one, fails(401, "key revoked"))) as endpoint:
        at(endpoint)
        run = cli(
            "extract", reports, "--engine", "model", "--out", "out", "--jsonl", "all.jsonl", "--refresh"
        )
    assert run.code == 1
    assert len((reports.parent / "all.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert "2 of 3 were not read" in run.err
    assert f"paid for until then: {calls_of_one} calls, {100 * calls_of_one} tokens in" in run.err
    assert json.loads((reports.parent / "out" / "2021.json").read_text(encoding="utf-8"))


def test_document_whose_model_step_failed_is_by_rule_only_and_counted(cli, reports, at):
    with scripted(filtered) as endpoint:
        at(endpoint)
        run = cli("extract", reports, "--engine", "model", "--out", "out")
    assert run.code == 1
    assert "3 by rule only" in run.err
    assert "without a usable answer (refused" in run.err
    report = json.loads((reports.parent / "out" / "2021.json").read_text(encoding="utf-8"))
    assert report["run"]["by_rule_only"]
    assert report["narrative"]["counts"][0]["value"] == 118


def test_what_was_paid_is_told_when_the_key_is_refused_within_the_first_document(cli, reports, at):
    with scripted(after(1, fails(401, "key revoked"))) as endpoint:
        at(endpoint)
        run = cli("extract", reports, "--engine", "model", "--out", "out", "--quiet")
    assert run.code == 2
    assert run.err.count("\n") == 1
    assert "nothing was read; paid for until then: 1 call, 100 tokens in, 10 out, no price known" in run.err


@pytest.mark.parametrize(("play", "kind"), USELESS)
def test_extract_names_and_counts_documents_with_useless_replies_and_asks_them_again(
    cli, reports, at, play, kind
):
    with scripted(after(1, play)) as endpoint:
        at(endpoint)
        run = cli("extract", reports / "2021.txt", "--engine", "model", "--out", "out")
    assert run.code == 1
    assert "1 model incomplete" in run.err
    assert f"1 of 2 questions without a usable answer ({kind} 1)" in run.err
    with scripted(answers) as endpoint:
        at(endpoint)
        run = cli("extract", reports / "2021.txt", "--engine", "model", "--out", "out")
        assert len(endpoint.heard) == 1, "what was answered is kept"
    assert run.code == 0, run.err


@pytest.mark.parametrize(("play", "kind"), USELESS)
def test_run_ends_when_only_useless_replies_come(cli, many, at, play, kind):
    with scripted(after(3, play)) as endpoint:
        at(endpoint)
        run = cli("extract", many, "--engine", "model", "--out", "out")
        assert len(endpoint.heard) == 3 + 9
    assert run.code == 1
    assert "replies in a row were of no use" in run.err
    assert kind in run.err


@pytest.mark.parametrize(("play", "told"), NO_ENDPOINT)
def test_run_ends_when_something_else_answers_in_the_middle(cli, reports, at, play, told):
    with scripted(after(3, play)) as endpoint:
        at(endpoint)
        run = cli("extract", reports, "--engine", "model", "--out", "out", "--quiet")
        assert len(endpoint.heard) == 3 + 4, "tried again, then over"
    assert run.code == 1
    assert told in run.err
    assert "2 of 3 were not read; paid for until then: 3 calls" in run.err


def test_probe_says_why_each_mode_failed_and_keeps_nothing(cli, reports, at):
    with scripted(fails(400, "guided decoding is switched off on this server")) as endpoint:
        at(endpoint)
        run = cli("model", "probe")
    assert run.code == 1
    assert "json_schema" in run.err
    assert "guided decoding is switched off" in run.err
    assert not (reports.parent / "cache").exists()


def test_probe_says_a_reason_once_and_what_the_model_gave(cli, reports, at):
    with scripted(says("我想想 再说")) as endpoint:
        at(endpoint)
        run = cli("model", "probe")
    assert run.code == 1
    assert run.err.count("wrong shape") == run.err.count("我想想 再说") == 1
    assert "json_schema, tools, json, md_json: not_json" in run.err
    assert "asking again" not in run.err


def test_probe_says_that_the_model_chose_otherwise_than_it_was_told(cli, reports, at):
    with scripted(says('{"word": "黄杏"}')) as endpoint:
        at(endpoint.url)
        run = cli("model", "probe")
    assert run.code == 0
    assert (
        "json_schema, tools, json, md_json: asked for one of two words, the model chose the other (黄杏)"
        in run.err
    )
    assert json.loads(run.out)["chose_wrong"]["tools"] == "黄杏"


def test_probe_prefers_a_mode_in_which_the_model_does_what_it_is_told(cli, reports, at):
    def play(handler, request):
        is_schema = (request.get("response_format") or {}).get("type") == "json_schema"
        says('{"word": "黄杏"}' if is_schema else '{"word": "青梅"}')(handler, request)

    with scripted(play) as endpoint:
        at(endpoint.url)
        run = cli("model", "probe")
    assert json.loads(run.out)["mode"] == "tools"


def test_probe_ends_at_the_first_call_when_the_key_is_refused(cli, reports, at):
    with scripted(fails(401, "Incorrect API key")) as endpoint:
        at(endpoint)
        run = cli("model", "probe")
        assert len(endpoint.heard) == 1
    assert (run.code, run.err.count("\n")) == (1, 1)


def test_probe_holds_for_the_host_however_its_address_is_written(cli, reports, at, monkeypatch):
    def play(handler, request):
        if "temperature" in request:
            fails(400, "'temperature' does not support 0 with this model")(handler, request)
        elif "response_format" in request and "json_schema" in request["response_format"]:
            answers(handler, request)
        else:
            says('{"word": "青梅"}')(handler, request)

    with scripted(play) as endpoint:
        at(endpoint)
        assert cli("model", "probe").code == 0
        probed = len(endpoint.heard)
        at(endpoint.url.replace("127.0.0.1", "localhost") + "/")
        cli("extract", reports / "2021.txt", "--engine", "model", "--out", "out")
        asked = [one.request for one in endpoint.heard[probed:]]
    assert asked
    assert not any("temperature" in request for request in asked)


def test_budget_without_a_price_is_refused(cli, reports, at):
    at("http://endpoint.example/v1")
    run = cli("extract", reports, "--max-cost", "1", "--engine", "model")
    assert run.code == 2
    assert "prices" in run.err


def test_batch_asks_again_once_the_key_is_right(cli, reports, at):
    with scripted(fails(401, "Incorrect API key")) as endpoint:
        at(endpoint)
        run = cli("batch", "run", reports, "--db", "s.sqlite", "--engine", "model")
    assert run.code == 2
    assert "EXTRACTOR_API_KEY" in run.err
    with scripted(answers) as endpoint:
        at(endpoint)
        run = cli("batch", "resume", "--db", "s.sqlite")
        assert run.code == 0, run.err
        assert endpoint.heard
    status = json.loads(cli("batch", "status", "--db", "s.sqlite", "--json").out)
    assert (status["done"], status["by_rule"], status["failed"]) == (3, 0, 0)


@pytest.mark.parametrize(
    ("play", "kind", "again"),
    [
        pytest.param(says("我不知道"), "not_json", ("resume",), id="talk, resume"),
        pytest.param(says(""), "empty", ("retry", "--failed"), id="empty, retry"),
    ],
)
def test_batch_asks_again_what_a_model_left_open_that_turned_useless(cli, reports, at, play, kind, again):
    with scripted(after(1, play)) as endpoint:
        at(endpoint)
        run = cli("batch", "run", reports, "--db", "s.sqlite", "--engine", "model")
    assert run.code == 1
    assert "3 by rule only" in run.err
    status = json.loads(cli("batch", "status", "--db", "s.sqlite", "--json").out)
    assert counted(status) == (0, 3, 0, 0)
    assert list(status["failures"].values()) == [3]
    assert kind in str(status["failures"])
    with scripted(answers) as endpoint:
        at(endpoint)
        run = cli("batch", *again, "--db", "s.sqlite")
        heard = len(endpoint.heard)
    assert (run.code, heard) == (0, 5), run.err
    status = json.loads(cli("batch", "status", "--db", "s.sqlite", "--json").out)
    assert counted(status) == (3, 0, 0, 0)


def test_batch_ends_when_only_useless_replies_come(cli, many, at):
    with scripted(after(5, says("我不知道"))) as endpoint:
        at(endpoint)
        run = cli("batch", "run", many, "--db", "s.sqlite", "--engine", "model")
        assert len(endpoint.heard) <= 5 + 24 + 3 + 8
    assert run.code == 1
    assert "24 replies in a row were of no use" in run.err
    assert "go on with" in run.err
    status = json.loads(cli("batch", "status", "--db", "s.sqlite", "--json").out)
    assert status["state"] == "interrupted"
    with scripted(answers) as endpoint:
        at(endpoint)
        assert cli("batch", "resume", "--db", "s.sqlite").code == 0
    status = json.loads(cli("batch", "status", "--db", "s.sqlite", "--json").out)
    assert counted(status) == (15, 0, 0, 0)


def test_batch_counts_what_is_by_rule_only_pays_for_it_and_asks_again(cli, reports, at):
    with scripted(filtered) as endpoint:
        at(endpoint)
        run = cli("batch", "run", reports, "--db", "s.sqlite", "--engine", "model")
        heard = len(endpoint.heard)
    assert run.code == 1
    assert "3 by rule only" in run.err
    status = json.loads(cli("batch", "status", "--db", "s.sqlite", "--json").out)
    assert (status["state"], status["done"], status["by_rule"]) == ("finished", 0, 3)
    assert (status["calls"], status["input_tokens"]) == (heard, 100 * heard)
    cli("export", "--db", "s.sqlite", "--out", "data", "--format", "jsonl")
    with scripted(answers) as endpoint:
        at(endpoint)
        run = cli("batch", "resume", "--db", "s.sqlite")
    assert run.code == 0, run.err
    assert "asked again" in run.err
    status = json.loads(cli("batch", "status", "--db", "s.sqlite", "--json").out)
    assert (status["done"], status["by_rule"]) == (3, 0)


@pytest.mark.parametrize(
    ("play", "told"),
    [
        pytest.param(fails(401, "Incorrect API key"), "EXTRACTOR_API_KEY", id="refused"),
        pytest.param(says("我不知道"), "were of no use", id="never of use"),
        pytest.param(filtered, "answered none of", id="never answered"),
    ],
)
def test_figures_of_a_model_that_never_answered_are_not_stored(cli, reports, at, play, told):
    project = Path(__file__).parents[2]
    with scripted(play) as endpoint:
        at(endpoint)
        run = cli(
            *("eval", "run", "--suite", "recorded", "--engine", "model", "--limit", 1),
            *("--project", project, "--out", "runs"),
        )
    assert run.code == 2
    assert told in run.err
    assert not list(reports.parent.rglob("runs/*.json"))


def test_figures_of_a_model_that_was_asked_nothing_are_said_to_be_those_of_the_rules(cli, reports, at):
    project = Path(__file__).parents[2]
    with scripted(answers) as endpoint:
        at(endpoint)
        for engine in ("rules", "hybrid"):
            run = cli(
                *("eval", "run", "--suite", "hostile", "--engine", engine, "--limit", 1),
                *("--project", project, "--out", "runs"),
            )
            assert run.code == 0, run.err
        assert not endpoint.heard, "nothing is disputed in this document"
    assert "0 questions arose; these are the figures of the rules" in run.err
    shown = cli("eval", "compare", *sorted(reports.parent.rglob("runs/*.json")))
    assert "no question arose" in " ".join(shown.out.split())


def test_probe_waits_no_longer_than_the_settings_say(cli, at, monkeypatch):
    monkeypatch.setenv("EXTRACTOR_TIMEOUT_S", "0.3")
    with scripted(silent(1.5)) as endpoint:
        at(endpoint)
        run = cli("model", "probe")
        heard = len(endpoint.heard)
    assert (run.code, heard) == (1, 2), run.err
    assert "did not answer in time" in run.err


def test_secret_in_the_address_is_not_printed(cli, reports, at):
    at("http://someone:pw-Secret-0123@127.0.0.1:9/v1?api_key=par-Secret-4567")
    run = cli("extract", reports, "--engine", "model", "--out", "out")
    assert run.code == 2
    assert "127.0.0.1:9" in run.err
    assert "Secret" not in run.err + run.out


def test_budget_holds_where_null_comes_before_each_reply(cli, reports, at, tmp_path):
    (tmp_path / "extractor.toml").write_text("[prices.m]\ninput = 1\noutput = 1\n", encoding="utf-8")

    def null_first(handler, request):
        handler.begin_stream()
        for data in ("null", "[]", "5"):
            handler.raw(data)
        handler.event({"content": "{}"})
        handler.event({}, "stop")
        handler.usage(5000, 10)

    with scripted(null_first) as endpoint:
        at(endpoint)
        run = cli("extract", reports, "--engine", "model", "--out", "out", "--max-cost", "0.02")
        heard = len(endpoint.heard)
    assert run.code in (1, 2)
    assert "budget" in run.err
    assert f"{heard} calls" in run.err
    assert "Retry" not in run.err
