"""Settings with which a system that is open to others must not start."""

from collections.abc import Iterator, Mapping, Set
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# What `deploy/env` holds where a province writes its own.
PLACEHOLDER = "CHANGE_ME"
# Of libpq's ways to connect, those that encrypt and know whom they talk to.
VERIFYING = frozenset({"verify-ca", "verify-full"})
# The programs that answer the network, or read what it sent.
SERVING = frozenset({"web", "worker"})


def require_safe(
    environment: Mapping[str, str],
    *,
    is_secure: bool,
    is_demo: bool,
    is_debug: bool,
    outside: Mapping[str, str],
    plain: Set[str] = frozenset(),
    command: str = "",
) -> None:
    """Raise ImproperlyConfigured, naming all that is wrong.

    `outside` are the addresses of other systems by the name of their setting, `scheme://host/…`; `plain` the hosts that
    may be asked without encryption, because a line of the province's own leads there; `command` is what starts.
    """
    found = list(_of_the_demo(environment, is_secure=is_secure, is_demo=is_demo, is_debug=is_debug))
    found += _unwritten(environment)
    if not is_demo:
        found += _in_clear(outside, plain)
        if command in SERVING and environment.get("MOTCUA_OWNER_DATABASE_URL"):
            found.append(
                "MOTCUA_OWNER_DATABASE_URL is for the commands that change tables: whoever took web or worker over"
                " could rewrite the audit trail with it. It belongs in a file of its own (docs/howto/deploy.md)"
            )
    if found:
        raise ImproperlyConfigured("; ".join(found))


def _of_the_demo(environment: Mapping[str, str], *, is_secure: bool, is_demo: bool, is_debug: bool) -> Iterator[str]:
    if is_secure and is_debug:
        yield "MOTCUA_DEBUG=1 shows traces with people's data: never with an https address"
    if is_secure and is_demo and environment.get("MOTCUA_SHOWCASE") != "1":
        yield (
            "MOTCUA_DEMO=1 has passwords that everybody knows: with an https address only as a showcase without"
            " anybody's data, MOTCUA_SHOWCASE=1"
        )


def _unwritten(environment: Mapping[str, str]) -> Iterator[str]:
    for name, value in sorted(environment.items()):
        if (name.startswith("MOTCUA_") or name == "DATABASE_URL") and PLACEHOLDER in value:
            yield f"{name} still says {PLACEHOLDER}: write your own"


def _in_clear(outside: Mapping[str, str], plain: Set[str]) -> Iterator[str]:
    for name, address in sorted(outside.items()):
        where = urlsplit(address)
        host = where.hostname or ""
        if where.scheme in {"https", "unix", ""} or is_near(host) or host in plain:
            continue
        yield f"{name} leads to {host} without encryption: https, or add {host} to MOTCUA_PLAIN_HOSTS"


def is_near(host: str) -> bool:
    """Tell whether a host is this machine itself; an empty one is a socket on it."""
    if host in {"", "localhost"} or host.startswith("/"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def way_to_database(database: Mapping[str, Any]) -> str:
    """Return the address of a database as `require_safe` reads it: https where the connection is verified."""
    scheme = "https" if database["OPTIONS"].get("sslmode") in VERIFYING else "postgresql"
    return "" if database["HOST"].startswith("/") else f"{scheme}://{database['HOST']}"
