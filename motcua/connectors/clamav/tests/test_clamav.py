"""Uploads shown to a real clamd, which knows the one harmless file that every scanner reports (EICAR)."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from motcua.files import actions
from motcua.files.models import StoredFile
from motcua.files.rules import FileRefused
from motcua.files.tests import samples
from motcua.lib.actors import SYSTEM

NOW = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
# In two halves, so that no scanner of ours or of anybody's removes this file: https://www.eicar.org/download-anti-malware-testfile/
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD" + b"-ANTIVIRUS-TEST-FILE!$H+H*"
NAME = "Eicar-Test-Signature.UNOFFICIAL"
LIMIT = 1_000_000
PROGRAM = shutil.which("clamd", path="/usr/sbin:/usr/bin") or ""
pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not PROGRAM, reason="clamav-daemon is not installed")]


def harmful_picture() -> bytes:
    """Return a photograph that can be shown, with the test file behind its last byte."""
    return samples.encode(samples.page_photo(400, 500)) + EICAR


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A scanner with one signature; its socket."""
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "known").mkdir()
    (folder / "known" / "eicar.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
    (folder / "clamd.conf").write_text(
        f"Foreground yes\nDatabaseDirectory {folder}/known\nLocalSocket {folder}/socket\nStreamMaxLength {LIMIT}\n"
        f"LogFile {folder}/log\n"
    )
    with subprocess.Popen([PROGRAM, "-c", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL) as running:
        try:
            while not (folder / "socket").exists():
                assert running.poll() is None, (folder / "log").read_text()
                time.sleep(0.05)
            yield folder / "socket"
        finally:
            running.terminate()


@pytest.fixture
def guarded(clamd: Path, settings: LazySettings) -> None:
    settings.CLAMAV = f"unix:{clamd}"
    settings.PORTS = {**settings.PORTS, "malware": "motcua.connectors.clamav.client.Clamd"}


def send(content: bytes, name: str = "giấy chứng sinh.jpg") -> StoredFile:
    return actions.store(data=content, name=name, purpose="dossier", by=SYSTEM, now=NOW)


@pytest.mark.usefixtures("guarded")
def test_a_file_that_the_scanner_knows_is_not_taken() -> None:
    with pytest.raises(FileRefused) as refused:
        send(harmful_picture())
    assert refused.value.code == "file_malware"
    assert refused.value.params["found"] == NAME
    assert not StoredFile.objects.exists()


@pytest.mark.usefixtures("guarded")
def test_other_files_are_taken() -> None:
    assert send(samples.encode(samples.page_photo(400, 500))).pk
    assert send(samples.pdf(3), "đơn.pdf").pk


@pytest.mark.usefixtures("guarded")
def test_without_a_verdict_nothing_is_taken() -> None:
    with pytest.raises(FileRefused) as refused:
        send(samples.pdf(weight=2 * LIMIT), "lớn.pdf")  # longer than the scanner reads
    assert refused.value.code == "file_not_now"
    assert not StoredFile.objects.exists()


def test_a_scanner_that_is_away_lets_nothing_through(settings: LazySettings, tmp_path: Path) -> None:
    settings.PORTS = {**settings.PORTS, "malware": "motcua.connectors.clamav.client.Clamd"}
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    for address in (f"unix:{tmp_path}/none", f"tcp://127.0.0.1:{port}"):
        settings.CLAMAV = address
        with pytest.raises(FileRefused) as refused:
            send(samples.encode(samples.page_photo(400, 500)))
        assert refused.value.code == "file_not_now"
    assert not StoredFile.objects.exists()


def test_without_a_scanner_the_inspection_is_all() -> None:
    assert send(harmful_picture()).pk
