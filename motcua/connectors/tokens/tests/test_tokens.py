"""Keys in a real PKCS#11 token: SoftHSM, as its own library in this process."""

import io
import os
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import which

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.conf import LazySettings

from motcua.connectors.tokens import holder
from motcua.connectors.tokens.holder import TokenKeys
from motcua.lib.refusals import Unavailable
from motcua.signing import actions, authority
from motcua.signing.authority import PrivateKey, is_signature
from motcua.signing.models import SigningKey
from motcua.signing.verify import check_pdf

LIBRARY = next((path for path in Path("/usr/lib").rglob("libsofthsm2.so")), None)
NOW = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
PIN = "123456"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(which("softhsm2-util") is None or LIBRARY is None, reason="softhsm2 is not installed"),
]


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, PrivateKey]]:
    """A token with an RSA and an elliptic-curve key; the library reads where it lies once, when it is first opened."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    made = ["--init-token", "--free", "--label", "motcua", "--so-pin", PIN, "--pin", PIN]
    subprocess.run(["softhsm2-util", *made], check=True, capture_output=True)
    keys: dict[str, PrivateKey] = {
        "chu-tich": rsa.generate_private_key(public_exponent=65537, key_size=2048),
        "con-dau": ec.generate_private_key(ec.SECP256R1()),
    }
    for number, (label, key) in enumerate(keys.items(), 1):
        path = folder / "key.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        taken = ["--import", str(path), "--token", "motcua", "--label", label, "--id", f"0{number}", "--pin", PIN]
        subprocess.run(["softhsm2-util", *taken], check=True, capture_output=True)
    yield keys
    holder.sessions.forget()


@pytest.fixture(autouse=True)
def place(settings: LazySettings, tmp_path: Path) -> None:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    settings.PKCS11_MODULE, settings.PKCS11_TOKEN, settings.PKCS11_PIN = str(LIBRARY), "motcua", PIN
    settings.PORTS = {**settings.PORTS, "keys.pkcs11": "motcua.connectors.tokens.holder.TokenKeys"}


def entered(label: str, key: PrivateKey, folder: Path) -> SigningKey:
    issuer = authority.demo_issuer(folder / "demo-authority", folder / "trust", NOW)
    certificate = authority.demo_certificate(
        issuer=issuer, key=key.public_key(), holder=authority.name_of("Lê Văn Bình"), begins=NOW, years=2
    )
    return actions.add_key(
        label=label,
        holder_name="Lê Văn Bình",
        capacity="Chủ tịch",
        agency_name="",
        agency_code="",
        is_seal=False,
        chain=authority.pem(certificate) + authority.pem(issuer.certificate),
        key_reference=f"pkcs11:{label}",
        now=NOW,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("label", ["chu-tich", "con-dau"])
def test_a_key_in_the_token_signs_documents(label: str, token: dict[str, PrivateKey], tmp_path: Path) -> None:
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out)
    key = entered(label, token[label], tmp_path)
    report = check_pdf(actions.sign_pdf(pdf=out.getvalue(), key=key, at=NOW, place="leader"))
    assert report.trusted
    assert report.signatures[0].name == "Lê Văn Bình"


@pytest.mark.django_db
def test_two_hundred_are_signed_in_one_session_each_for_itself(token: dict[str, PrivateKey], tmp_path: Path) -> None:
    """A leader signs the stack of a day: one login, and what fails of one concerns no other."""
    certificate = entered("chu-tich", token["chu-tich"], tmp_path)
    own = x509.load_pem_x509_certificate(certificate.certificate.encode())
    holder.sessions.forget()
    before, keys = holder.sessions.opened, TokenKeys()
    for number in range(200):
        data = f"quyết định {number}".encode()
        if number == 100:
            with pytest.raises(Unavailable):
                keys.sign(reference="khong-co", data=data, permit="")
            continue
        assert is_signature(keys.sign(reference="chu-tich", data=data, permit=""), data=data, certificate=own)
    assert holder.sessions.opened == before + 1


@pytest.mark.long
def test_threads_share_the_token(token: dict[str, PrivateKey]) -> None:
    public = token["con-dau"].public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    done: list[bytes] = []

    def work() -> None:
        done.extend(TokenKeys().sign(reference="con-dau", data=b"x", permit="") for _ in range(10))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 40


def test_a_token_that_forgot_the_login_is_logged_in_again(token: dict[str, PrivateKey]) -> None:
    keys = TokenKeys()
    keys.sign(reference="chu-tich", data=b"x", permit="")
    held = holder.sessions._kept
    assert held is not None
    held.session.close()
    assert keys.sign(reference="chu-tich", data=b"x", permit="")


def test_a_wrong_pin_or_no_token_is_told(token: dict[str, PrivateKey], settings: LazySettings) -> None:
    holder.sessions.forget()
    settings.PKCS11_TOKEN = "khac"
    with pytest.raises(Unavailable, match="NoSuchToken"):
        TokenKeys().sign(reference="chu-tich", data=b"x", permit="")
    settings.PKCS11_TOKEN, settings.PKCS11_PIN = "motcua", "sai-pin"
    with pytest.raises(Unavailable, match="PinIncorrect"):
        TokenKeys().sign(reference="chu-tich", data=b"x", permit="")
