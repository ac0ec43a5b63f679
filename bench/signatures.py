"""Part (k): signatures per second by kind and by where the key lives, beside the raw RSA rate of the same key.

One process signs one after the other, as a worker does; each figure is of the same RSA-2048 key and the same page. What
stands for outside services (time, revocation, remote signing) answers from this machine at once, so that our own work
is measured. B-LT is never made by itself: the answers on revocation and the archive time stamp come in one revision.
`python -m bench.signatures` measures this part alone: it needs no province.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from shutil import which
from threading import Thread
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PIN = "123456"


def measure(seconds: float) -> dict[str, Any]:
    """Return signatures per second of each kind, measured in a process of its own for some seconds each."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.signatures", str(seconds)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=600,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Measure and print one line of JSON."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "motcua.project.settings", "MOTCUA_DATA": folder, "MOTCUA_DEMO": ""}
        import django  # noqa: PLC0415 - the settings read the environment

        django.setup()
        print(json.dumps(_rates(Path(folder), seconds, stack)))


def _rates(folder: Path, seconds: float, stack: ExitStack) -> dict[str, Any]:
    import pikepdf  # noqa: PLC0415
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import padding, rsa  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from motcua.sandbox.remote_signing import app as remote  # noqa: PLC0415
    from motcua.sandbox.trust import app as trust  # noqa: PLC0415
    from motcua.sandbox.trust.service import Service, time_witness  # noqa: PLC0415
    from motcua.signing import authority, lasting  # noqa: PLC0415
    from motcua.signing.actions import sign_pdf  # noqa: PLC0415
    from motcua.signing.holders import sign_data  # noqa: PLC0415
    from motcua.signing.models import SigningKey  # noqa: PLC0415
    from motcua.signing.rules import Level  # noqa: PLC0415

    now, keys = timezone.now(), Path(settings.SIGNING_KEYS)
    issuer = authority.demo_issuer(keys / "demo-authority", Path(settings.SIGNING_TRUST), now)
    own = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    begins = now - timedelta(hours=1)
    certificate = authority.demo_certificate(
        issuer=issuer, key=own.public_key(), holder=authority.name_of("Nguyễn Thị Ánh"), begins=begins, years=2
    )
    authority.write_key(keys / "own.key", own)
    witness = time_witness(keys / "demo-authority", issuer, begins=begins, ends=now + timedelta(days=900))
    address = stack.enter_context(_served(trust.serve(Service(witness, [issuer], timezone.now))))
    client = ("bench", "bench")
    stand_in = remote.Service({"own": remote.Credential(own)}, client)
    settings.REMOTE_SIGNING_ADDRESS = stack.enter_context(_served(remote.serve(stand_in)))
    settings.REMOTE_SIGNING_CLIENT_ID, settings.REMOTE_SIGNING_CLIENT_SECRET = client
    settings.TIME_STAMPING_ADDRESS, settings.REVOCATION_LIST_ADDRESS = f"{address}/time", f"{address}/crl/0"
    settings.PORTS |= {
        "signing.time": "motcua.connectors.timestamps.client.TimeStampingService",
        "signing.revocation": "motcua.connectors.revocation.client.RevocationServices",
        "keys.csc": "motcua.connectors.remote_signing.client.RemoteKeys",
        "keys.pkcs11": "motcua.connectors.tokens.holder.TokenKeys",
    }
    places = {"software": "own.key", "csc": "csc:own"} | _token(folder, keys / "own.key", settings)

    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page(page_size=(595, 842))
    document.save(out)
    page = out.getvalue()
    chain = authority.pem(certificate) + authority.pem(issuer.certificate)
    about = {"label": "own", "holder_name": "Nguyễn Thị Ánh", "certificate": chain}
    own_times = {"valid_from": certificate.not_valid_before_utc, "valid_to": certificate.not_valid_after_utc}

    def sign(key: SigningKey, *, is_timed: bool) -> bytes:
        return sign_pdf(pdf=page, key=key, at=timezone.now(), place="leader", is_timed=is_timed)

    def last(key: SigningKey) -> None:
        raised = lasting.raise_pdf(pdf=sign(key, is_timed=False), now=timezone.now())
        if raised.report.level != Level.LTA:
            raise SystemExit(f"raised to {raised.report.level} only")

    raw = _per_second(lambda: own.sign(b"x", padding.PKCS1v15(), hashes.SHA256()), seconds)
    found: dict[str, Any] = {"raw RSA-2048": {"software": raw}}
    for place, reference in places.items():
        key = SigningKey(key_reference=reference, **about, **own_times)

        def by_key(reference: str = reference) -> bytes:
            return sign_data(reference=reference, data=b"x")

        found["raw RSA-2048"][f"{place}, through the port"] = _per_second(by_key, seconds)
        kinds: dict[str, Callable[[], object]] = {
            "B-B": lambda key=key: sign(key, is_timed=False),  # type: ignore[misc]
            "B-T": lambda key=key: sign(key, is_timed=True),  # type: ignore[misc]
            "B-B raised to B-LTA": lambda key=key: last(key),  # type: ignore[misc]
        }
        found[place] = {kind: _per_second(work, seconds) for kind, work in kinds.items()}
    return found


def _per_second(work: Callable[[], object], seconds: float) -> float:
    work()
    count, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        work()
        count += 1
    return round(count / (time.perf_counter() - begun), 1)


def _token(folder: Path, key: Path, settings: Any) -> dict[str, str]:
    """Return the place of the same key in a SoftHSM token; nothing where that is not installed."""
    library = next(Path("/usr/lib").rglob("libsofthsm2.so"), None)
    if library is None or which("softhsm2-util") is None:
        return {}
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    for order in (
        ["--init-token", "--free", "--label", "bench", "--so-pin", PIN, "--pin", PIN],
        ["--import", str(key), "--token", "bench", "--label", "own", "--id", "01", "--pin", PIN],
    ):
        subprocess.run(["softhsm2-util", *order], check=True, capture_output=True)
    settings.PKCS11_MODULE, settings.PKCS11_TOKEN, settings.PKCS11_PIN = str(library), "bench", PIN
    return {"softhsm": "pkcs11:own"}


@contextmanager
def _served(server: Any) -> Iterator[str]:
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.05), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


if __name__ == "__main__":
    main()
