"""Keys at a remote signing service, by both versions of the API of the Cloud Signature Consortium."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import LazySettings

from motcua.connectors.remote_signing import client
from motcua.lib.refusals import Refused, Unavailable
from motcua.sandbox.remote_signing.app import Credential, Service, serve
from motcua.signing import actions, authority
from motcua.signing.authority import is_signature
from motcua.signing.holders import session, sign_data
from motcua.signing.models import SigningKey
from motcua.signing.verify import check_pdf

NOW = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(params=["RemoteKeys", "RemoteKeysV2"])
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def key(settings: LazySettings, tmp_path: Path) -> SigningKey:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    made = actions.make_demo_key(label="a", holder_name="Nguyễn Thị Ánh", now=NOW)
    made.key_reference = f"csc:{made.key_reference}"
    return made


@pytest.fixture
def service(key: SigningKey, settings: LazySettings, tmp_path: Path, version: str) -> Iterator[Service]:
    own = authority.read_key(tmp_path / key.key_reference.removeprefix("csc:"))
    credentials = {
        key.key_reference.removeprefix("csc:"): Credential(own),
        "otp": Credential(own, mode="explicit", pin="1111", otp="222222"),
        "bound": Credential(own, is_bound=True),
        "rsa": Credential(rsa.generate_private_key(public_exponent=65537, key_size=2048)),
    }
    made = Service(credentials, ("motcua", "secret"))
    settings.REMOTE_SIGNING_CLIENT_ID, settings.REMOTE_SIGNING_CLIENT_SECRET = made.client
    settings.PORTS = {**settings.PORTS, "keys.csc": f"motcua.connectors.remote_signing.client.{version}"}
    with serve(made) as server:
        thread = Thread(target=lambda: server.serve_forever(poll_interval=0.05), daemon=True)
        thread.start()
        settings.REMOTE_SIGNING_ADDRESS = f"http://127.0.0.1:{server.server_port}"
        yield made
        server.shutdown()
        thread.join()


def is_its_own(value: bytes, data: bytes, key: SigningKey) -> bool:
    certificate = x509.load_pem_x509_certificates(key.certificate.encode())[0]
    return is_signature(value, data=data, certificate=certificate)


def test_a_remote_key_signs_documents(key: SigningKey, service: Service) -> None:
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out)
    assert check_pdf(actions.sign_pdf(pdf=out.getvalue(), key=key, at=NOW, place="leader")).trusted
    assert sign_data(reference="csc:rsa", data=b"x")


def test_the_owner_of_a_key_is_asked_once_for_a_stack(key: SigningKey, service: Service) -> None:
    """Two hundred after reading, in one session of the key, each result for itself."""
    stack = [f"quyết định {number}".encode() for number in range(40)]
    with session(reference=key.key_reference, count=len(stack)):
        values = [sign_data(reference=key.key_reference, data=data) for data in stack]
        assert service.asked == 1
        with pytest.raises(Unavailable):
            sign_data(reference=key.key_reference, data=b"one more than was consented to")
    assert all(is_its_own(value, data, key) for value, data in zip(values, stack, strict=True))
    sign_data(reference=key.key_reference, data=b"x")
    assert service.asked == 2, "after the session each is asked for by itself"


def test_a_code_typed_once_opens_the_session(key: SigningKey, service: Service, settings: LazySettings) -> None:
    settings.REMOTE_SIGNING_PIN = "1111"
    with session(reference="csc:otp", count=2, secret="222222"):
        assert is_its_own(sign_data(reference="csc:otp", data=b"x"), b"x", key)
    with pytest.raises(Refused, match="consent_denied"), session(reference="csc:otp", count=2, secret="333333"):
        raise AssertionError("a wrong code opens nothing")
    settings.REMOTE_SIGNING_PIN = "9"
    with pytest.raises(Refused, match="consent_denied"):
        sign_data(reference="csc:otp", data=b"x")


def test_consent_that_names_its_hashes_is_asked_for_each(key: SigningKey, service: Service) -> None:
    with session(reference="csc:bound", count=2):
        assert is_its_own(sign_data(reference="csc:bound", data=b"x"), b"x", key)
        assert is_its_own(sign_data(reference="csc:bound", data=b"y"), b"y", key)
    assert service.asked == 2


def test_an_owner_who_says_no_is_told_to_the_signer(key: SigningKey, service: Service) -> None:
    service.faults.refused = True
    with pytest.raises(Refused, match="consent_denied"):
        sign_data(reference=key.key_reference, data=b"x")


def test_a_service_that_is_down_slow_or_strange_is_unavailable(
    key: SigningKey, service: Service, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.faults.down = True
    with pytest.raises(Unavailable):
        sign_data(reference=key.key_reference, data=b"x")
    service.faults.down = False
    with pytest.raises(Unavailable, match="invalid_request"):
        sign_data(reference="csc:khong-co", data=b"x")
    service.faults.slow = 0.3
    monkeypatch.setattr(client, "SECONDS", 0.1)
    with pytest.raises(Unavailable):
        sign_data(reference=key.key_reference, data=b"x")
    service.faults.slow = 0.0
    monkeypatch.undo()
    service.tokens.clear()
    with pytest.raises(Unavailable, match="401"):
        sign_data(reference=key.key_reference, data=b"x")
    assert sign_data(reference=key.key_reference, data=b"x"), "our access is asked for anew"
    settings.REMOTE_SIGNING_ADDRESS = "http://127.0.0.1:9"
    with pytest.raises(Unavailable):
        sign_data(reference=key.key_reference, data=b"x")
