"""Signatures with a witnessed time (PAdES B-T)."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from django.conf import LazySettings

from motcua.connectors.timestamps.client import TimeStampingService
from motcua.lib.refusals import Unavailable
from motcua.sandbox.tests import trust
from motcua.sandbox.trust.service import Service
from motcua.signing import actions
from motcua.signing.verify import check_pdf

NOW = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
WITNESSED = NOW + timedelta(seconds=3)

pytestmark = pytest.mark.slow


@pytest.fixture
def service(settings: LazySettings, tmp_path: Path) -> Iterator[Service]:
    """A time witness below a root of its own."""
    made = trust.service(tmp_path / "time", clock=lambda: WITNESSED)
    with trust.served(made) as address:
        settings.TIME_STAMPING_ADDRESS = f"{address}/time"
        yield made


@pytest.fixture
def signed(service: Service, settings: LazySettings, tmp_path: Path, db: None) -> bytes:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    settings.PORTS = {**settings.PORTS, "signing.time": "motcua.connectors.timestamps.client.TimeStampingService"}
    key = actions.make_demo_key(label="a", holder_name="Nguyễn Thị Ánh", now=NOW)
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out)
    return actions.sign_pdf(pdf=out.getvalue(), key=key, at=NOW, place="leader")


def test_the_witnessed_time_counts(signed: bytes, service: Service, tmp_path: Path) -> None:
    root = tmp_path / "time" / "trust" / "motcua-demo-root.pem"
    (tmp_path / "trust" / "time.pem").write_text(root.read_text())
    report = check_pdf(signed)
    (found,) = report.signatures
    assert report.trusted
    assert (found.is_witnessed, found.signed_at) == (True, WITNESSED)


def test_a_witness_nobody_trusts_counts_for_nothing(signed: bytes) -> None:
    (found,) = check_pdf(signed).signatures
    assert found.is_good
    assert (found.is_witnessed, found.signed_at) == (False, NOW)


@pytest.mark.parametrize("answer", [b"", b"nothing", b"\x30\x05\x30\x03\x02\x01\x02"])
def test_a_bad_answer_is_unavailable(service: Service, monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    monkeypatch.setattr(service, "stamp", lambda _: answer)
    with pytest.raises(Unavailable):
        TimeStampingService().witness(digest=bytes(32))


def test_an_answer_to_another_question_is_unavailable(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[bytes] = []
    stamp = service.stamp

    def again(question: bytes) -> bytes:
        kept.append(question)
        return stamp(kept[0])

    monkeypatch.setattr(service, "stamp", again)
    assert TimeStampingService().witness(digest=bytes(32))
    with pytest.raises(Unavailable, match="something else"):
        TimeStampingService().witness(digest=bytes(32))


def test_nobody_there_is_unavailable(settings: LazySettings) -> None:
    settings.TIME_STAMPING_ADDRESS = "http://127.0.0.1:9/"
    with pytest.raises(Unavailable):
        TimeStampingService().witness(digest=bytes(32))
