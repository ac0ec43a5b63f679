"""Finds the holder of a private key: the place in front of a reference (`pkcs11:…`, `csc:…`) chooses it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

from django.conf import settings
from django.utils.module_loading import import_string

from motcua.signing.ports import KeyHolder

_permits: ContextVar[Mapping[str, str]] = ContextVar("signing_permits", default=MappingProxyType({}))


def holder_of(reference: str) -> tuple[KeyHolder, str]:
    """Return who holds a key, and by which reference they know it.

    `PORTS["keys.<place>"]` fills each place; references that name none are of `PORTS["signing.keys"]`.
    """
    place, _, inner = reference.partition(":")
    path = settings.PORTS.get(f"keys.{place}") if inner else None
    holder: KeyHolder = import_string(path or settings.PORTS["signing.keys"])()
    return holder, inner if path else reference


def sign_data(*, reference: str, data: bytes) -> bytes:
    """Return the signature of the data by a key, in the session that is open for it if there is one.

    Raises Unavailable where the key cannot be reached, Refused where its owner does not consent.
    """
    holder, inner = holder_of(reference)
    return holder.sign(reference=inner, data=data, permit=_permits.get().get(reference, ""))


@contextmanager
def session(*, reference: str, count: int, secret: str = "") -> Iterator[None]:
    """Sign up to `count` times with one key, its owner asked once; each document stays for itself.

    `secret` is what the owner typed for it (a one-time code), where the holder wants one.
    """
    holder, inner = holder_of(reference)
    permit = holder.open(reference=inner, count=count, secret=secret)
    token = _permits.set({**_permits.get(), reference: permit})
    try:
        yield
    finally:
        _permits.reset(token)
