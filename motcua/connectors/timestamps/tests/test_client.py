"""Signatures with a witnessed time (PAdES B-T)."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from django.conf import LazySettings

from motcua.connectors.timestamps.client import TimeStampingService
from motcua.connectors.timestamps.tests.service import Service, serving
from motcua.lib.refusals import Unavailable
from motcua.signing import actions
from motcua.signing.verify import check_pdf

NOW = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
WITNESSED = NOW + timedelta(seconds=3)

pytestmark = pytest.mark.slow


@pytest.fixture
def service(settings: LazySettings) -> Iterator[Service]:
    made = Service(WITNESSED)
    with serving(made.answer) as address:
        settings.TIME_STAMPING_ADDRESS = address
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
    (tmp_path / "trust" / "time.pem").write_text(service.root_pem)
    report = check_pdf(signed)
    (found,) = report.signatures
    assert report.trusted
    assert (found.is_witnessed, found.signed_at) == (True, WITNESSED)


def test_a_witness_nobody_trusts_counts_for_nothing(signed: bytes) -> None:
    (found,) = check_pdf(signed).signatures
    assert found.is_good
    assert (found.is_witnessed, found.signed_at) == (False, NOW)


def other_nonce(service: Service) -> Callable[[bytes], bytes]:
    kept: list[bytes] = []

    def answer(question: bytes) -> bytes:
        kept.append(question)
        return service.answer(kept[0])

    return answer


@pytest.mark.parametrize("answer", [lambda _: b"", lambda _: b"nothing", lambda _: b"\x30\x05\x30\x03\x02\x01\x02"])
def test_a_bad_answer_is_unavailable(settings: LazySettings, answer: Callable[[bytes], bytes]) -> None:
    with serving(answer) as address:
        settings.TIME_STAMPING_ADDRESS = address
        with pytest.raises(Unavailable):
            TimeStampingService().witness(digest=bytes(32))


def test_an_answer_to_another_question_is_unavailable(settings: LazySettings) -> None:
    with serving(other_nonce(Service(NOW))) as address:
        settings.TIME_STAMPING_ADDRESS = address
        assert TimeStampingService().witness(digest=bytes(32))
        with pytest.raises(Unavailable, match="something else"):
            TimeStampingService().witness(digest=bytes(32))


def test_nobody_there_is_unavailable(settings: LazySettings) -> None:
    settings.TIME_STAMPING_ADDRESS = "http://127.0.0.1:9/"
    with pytest.raises(Unavailable):
        TimeStampingService().witness(digest=bytes(32))
