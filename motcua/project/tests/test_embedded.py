"""The embedded server is shared by our processes, and closed to everybody else's."""

import multiprocessing
import stat
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import psycopg
import pytest

from motcua.project import embedded

QUICK = {"fsync": "off", "shared_buffers": "16MB"}


@pytest.fixture
def place(tmp_path: Path) -> embedded.Place:
    # The database's account must be let through to the folder even where only root may enter it.
    tmp_path.chmod(0o700)
    return embedded.Place(data=tmp_path / "postgres", settings=QUICK)


def hold(place: embedded.Place, entered: Event, leave: Event) -> None:
    with embedded.running(place):
        entered.set()
        leave.wait(60)


@pytest.mark.slow
def test_last_process_stops_the_server(place: embedded.Place) -> None:
    spawn = multiprocessing.get_context("spawn")
    entered, leave = spawn.Event(), spawn.Event()
    other = spawn.Process(target=hold, args=(place, entered, leave))
    with embedded.running(place):
        other.start()
        assert entered.wait(60)
    assert embedded.is_running(place), "the other process still uses it"
    leave.set()
    other.join(60)
    assert not embedded.is_running(place)


@pytest.mark.slow
def test_killed_process_leaves_the_server_to_the_next(place: embedded.Place) -> None:
    spawn = multiprocessing.get_context("spawn")
    entered, leave = spawn.Event(), spawn.Event()
    other = spawn.Process(target=hold, args=(place, entered, leave))
    other.start()
    assert entered.wait(60)
    other.kill()
    other.join(60)
    assert embedded.is_running(place)
    begun = time.monotonic()
    with embedded.running(place):
        assert time.monotonic() - begun < 5
    assert not embedded.is_running(place)


@pytest.mark.slow
def test_roles_and_the_closed_socket(place: embedded.Place) -> None:
    with embedded.running(place):
        assert stat.S_IMODE(place.socket_folder.stat().st_mode) == 0o700
        with psycopg.connect(place.url("motcua_owner")) as owner:
            owner.execute("CREATE TABLE made_by_owner (id int)")
        with psycopg.connect(place.url("motcua_app")) as app:
            app.execute("INSERT INTO made_by_owner VALUES (1)")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("CREATE TABLE made_by_app (id int)")
        with psycopg.connect(place.url("motcua_app")) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("TRUNCATE made_by_owner")


def test_folder_of_somebody_else_is_refused(place: embedded.Place, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    place.socket_folder.symlink_to(tmp_path / "elsewhere")
    try:
        with pytest.raises(embedded.Unusable, match="belongs to somebody else"), embedded.running(place):
            pass
    finally:
        place.socket_folder.unlink()
