"""A trust service with authorities of its own on this machine, for tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

from motcua.sandbox.trust.app import serve
from motcua.sandbox.trust.service import Service, witness_certificate
from motcua.signing import authority
from motcua.signing.authority import Issuer


@dataclass
class Clock:
    """A clock that a test sets."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    def __call__(self) -> datetime:
        """Return the time it shows."""
        return self.now


def service(folder: Path, *, clock: Callable[[], datetime], witness_days: int = 1000) -> Service:
    """Return the trust service of the demo authority of a folder, trusted in its folder `trust`."""
    now = clock()
    issuer = authority.demo_issuer(folder / "demo-authority", folder / "trust", now)
    return Service(new_witness(issuer, now, days=witness_days), [issuer], clock)


def new_witness(issuer: Issuer, now: datetime, *, days: int) -> Issuer:
    """Return a time-stamping authority whose certificate lives for some days."""
    key = authority.new_key()
    begins = max(now - timedelta(days=1), issuer.certificate.not_valid_before_utc)
    certificate = witness_certificate(key, issuer, begins=begins, ends=now + timedelta(days=days))
    return Issuer(certificate, key)


@contextmanager
def served(made: Service) -> Iterator[str]:
    """Serve it over HTTP on this machine; give the address."""
    with serve(made) as server:
        thread = Thread(target=lambda: server.serve_forever(poll_interval=0.05), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
