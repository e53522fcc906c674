import pytest

from extractor.errors import SettingsError
from extractor.ingest import DEFAULT_MAX_BYTES
from extractor.settings import Settings, load


def test_flag_beats_environment_beats_file(tmp_path):
    (tmp_path / "extractor.toml").write_text(
        'model = "file"\nmax_bytes = 1\nengine = "rules"\n', encoding="utf-8"
    )
    environ = {"EXTRACTOR_MODEL": "environment", "EXTRACTOR_MAX_BYTES": "2"}
    settings = load({"max_bytes": 3, "engine": None}, environ, tmp_path)
    assert (settings.max_bytes, settings.model, settings.engine) == (3, "environment", "rules")


def test_defaults_hold_when_nothing_is_set(tmp_path):
    assert load({}, {"EXTRACTOR_MODEL": " ", "EXTRACTOR_REAL_REPORTS": "x"}, tmp_path) == Settings()
    assert Settings().max_bytes == DEFAULT_MAX_BYTES, "the two doors refuse the same files"


def test_key_is_hidden_when_settings_are_printed(tmp_path):
    settings = load({}, {"EXTRACTOR_API_KEY": "sk-secret"}, tmp_path)
    assert settings.api_key is not None
    assert settings.api_key.get_secret_value() == "sk-secret"
    assert "sk-secret" not in f"{settings} {settings!r} {settings.model_dump_json()}"


def test_settings_are_frozen():
    with pytest.raises(ValueError, match="frozen"):
        Settings().model = "other"


@pytest.mark.parametrize(
    ("flags", "environ", "file", "said"),
    [
        pytest.param({"max_bytes": 0}, {}, "", "--max-bytes: 0", id="flag"),
        pytest.param({}, {"EXTRACTOR_MAX_BYTES": "many"}, "", "EXTRACTOR_MAX_BYTES: 'many'", id="variable"),
        pytest.param({}, {"EXTRACTOR_BASE_URL": "ftp://x"}, "", "http://", id="address"),
        pytest.param(
            {}, {}, '# mine\nengine = "magic"', r"line 2 \(engine\): 'magic'", id="line of the file"
        ),
        pytest.param(
            {}, {}, 'modell = "x"', r"line 1 \(modell\): unknown setting; known: engine", id="unknown"
        ),
        pytest.param({}, {}, "engine = \n", "at line 1", id="no TOML"),
        pytest.param({}, {}, 'api_key = "k"', "EXTRACTOR_API_KEY", id="key in a file"),
    ],
)
def test_error_names_the_origin_when_a_setting_is_wrong(tmp_path, flags, environ, file, said):
    if file:
        (tmp_path / "extractor.toml").write_text(file, encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        load(flags, environ, tmp_path)
