"""Which errors of a driver are waited for, and what the others are called."""

from pathlib import Path

import pytest
from sqlalchemy import exc

from extractor.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
)
from extractor.store import open_store, open_store_to_read


def test_a_store_where_nothing_may_be_written_names_the_file_or_the_folder(tmp_path, monkeypatch):
    path = tmp_path / "s.sqlite"
    open_store(str(path)).close()
    closed = set()
    # whoever runs the tests may be root, to whom no right is denied
    monkeypatch.setattr("extractor.store.database.os.access", lambda what, _how: Path(what) not in closed)
    for what in (path, tmp_path):
        closed.clear()
        closed.add(what)
        with pytest.raises(StoreReadOnlyError) as caught:
            open_store(str(path))
        said = str(caught.value)
        assert f"{what} 不可写" in said
        assert f"written to {what}," in said
        assert "\n" not in said
        open_store_to_read(str(path)).close()


def test_a_folder_is_no_store(tmp_path):
    with pytest.raises(StoreError, match=r"是文件夹.*name a file in it"):
        open_store(str(tmp_path))


@pytest.fixture
def store(tmp_path):
    opened = open_store(str(tmp_path / "s.sqlite"), patience_s=0.0)
    yield opened
    opened.close()


def of_server(message, state=None, name="OperationalError"):
    """An error as psycopg raises it: with a state where the server said something."""
    made = type(name, (Exception,), {"__module__": "psycopg.errors"})(message)
    made.sqlstate = state
    return made


def raised(store, orig, kind=exc.OperationalError, *, is_lost=False):
    """The error of the product for a statement that fails so; a store without patience waits for nothing."""

    def work(connection):
        raise kind("SELECT 1", {}, orig, connection_invalidated=is_lost)

    with pytest.raises(StoreError) as caught:
        store.write(work)
    return caught.value


@pytest.mark.parametrize(
    "orig",
    [
        pytest.param(Exception("database is locked"), id="locked"),
        pytest.param(Exception("the database is busy"), id="busy"),
        pytest.param(of_server("closed", "08006"), id="connection lost"),
        pytest.param(of_server("starting up", "57P03"), id="starting"),
        pytest.param(of_server("deadlock detected", "40P01"), id="deadlock"),
        pytest.param(of_server("could not serialize", "40001"), id="serialisation"),
        pytest.param(of_server("lock timeout", "55P03"), id="lock timeout"),
        pytest.param(of_server("connection refused"), id="nobody answers"),
    ],
)
def test_what_passes_is_waited_for(store, orig):
    assert isinstance(raised(store, orig), StoreBusyError)


def test_a_connection_that_the_driver_gave_up_is_made_again(store):
    assert isinstance(raised(store, Exception("gone"), is_lost=True), StoreBusyError)


def test_what_passes_is_tried_again_until_it_has_passed(tmp_path):
    tries = []

    def work(connection):
        tries.append(1)
        if len(tries) < 3:
            raise exc.OperationalError("SELECT 1", {}, Exception("database is locked"))
        return "done"

    patient = open_store(str(tmp_path / "p.sqlite"), patience_s=20)
    assert (patient.write(work), len(tries)) == ("done", 3)
    patient.close()


@pytest.mark.parametrize(
    "orig",
    [
        pytest.param(of_server('password authentication failed for user "me"'), id="wrong password"),
        pytest.param(of_server('database "none" does not exist'), id="no database"),
        pytest.param(of_server("fe_sendauth: no password supplied"), id="no password"),
        pytest.param(of_server("syntax error", "42601"), id="refused by the server"),
        pytest.param(of_server("lock not available", "55000"), id="another state of its class"),
        pytest.param(of_server("cancelled", "57014"), id="a statement cancelled"),
        pytest.param(Exception("no such table"), id="sqlite"),
    ],
)
def test_what_does_not_pass_is_not_waited_for(store, orig):
    error = raised(store, orig)
    assert type(error) is StoreError
    assert "nothing of this step was written" in str(error)


def test_a_text_that_the_driver_refuses_is_not_waited_for(store):
    assert type(raised(store, of_server("NUL"), exc.DataError)) is StoreError
    assert isinstance(raised(store, of_server("closed"), exc.InterfaceError), StoreBusyError)


@pytest.mark.parametrize(
    ("orig", "kind"),
    [
        pytest.param(Exception("database or disk is full"), StoreFullError, id="full"),
        pytest.param(of_server("No space left on device", "XX000"), StoreFullError, id="no space"),
        pytest.param(of_server("could not extend", "53100", "DiskFull"), StoreFullError, id="by its class"),
        pytest.param(Exception("attempt to write a readonly database"), StoreReadOnlyError, id="read only"),
        pytest.param(Exception("database disk image is malformed"), StoreDamagedError, id="damaged"),
    ],
)
def test_errors_are_called_what_they_are(store, orig, kind):
    assert isinstance(raised(store, orig), kind)


def test_an_error_without_words_is_named_by_its_class(store):
    assert "Silent" in str(raised(store, type("Silent", (Exception,), {})("")))
