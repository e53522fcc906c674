"""``model qualify`` over real HTTP, of a model that gives no answer to anything."""

import json

import pytest
from click_runner import runner
from scripted_endpoint import fails, refuses, scripted

DISPUTE = {"text": "栏目更新不及时", "candidates": ["meetings", "disclosed_items"], "answer": "meetings"}


@pytest.mark.parametrize(
    "play", [fails(400, "data_inspection_failed"), refuses()], ids=["filtered", "refused in a field"]
)
def test_no_profile_is_kept_when_a_model_refuses_every_dispute(tmp_path, monkeypatch, play):
    suite = tmp_path / "mine.json"
    suite.write_text(json.dumps({"topics": [DISPUTE] * 3, "roles": [], "trainings": []}), encoding="utf-8")
    cli = runner(monkeypatch, tmp_path)
    with scripted(play) as endpoint:
        monkeypatch.setenv("EXTRACTOR_BASE_URL", endpoint.url)
        monkeypatch.setenv("EXTRACTOR_MODEL", "m")
        monkeypatch.setenv("EXTRACTOR_CACHE_DIR", str(tmp_path / "cache"))
        run = cli("model", "qualify", str(suite))
        assert endpoint.heard, run.err
    assert run.code == 1, run.err
    assert "answered none of the disputes; nothing is kept" in run.err
    assert not list((tmp_path / "cache").rglob("profiles/*.json"))
