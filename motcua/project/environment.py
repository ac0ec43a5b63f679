"""Tiny typed readers of environment variables: the only place where the settings touch `os.environ`."""

import contextlib
import os
import secrets
import tempfile
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def env(name: str, default: str = "") -> str:
    """Return a variable's text, or the default where it is unset or empty."""
    return os.environ.get(name) or default


def envbool(name: str, default: bool = False) -> bool:
    """Return a variable as yes or no; anything but 1/true/yes and 0/false/no is refused."""
    text = env(name, "1" if default else "0").lower()
    if text in {"1", "true", "yes"}:
        return True
    if text in {"0", "false", "no"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {text!r}")


def envint(name: str, default: int, *, most: int | None = None) -> int:
    """Return a variable as a whole number, no larger than `most`."""
    text = env(name, str(default))
    try:
        number = int(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {text!r}") from None
    if most is not None and not 0 < number <= most:
        raise ImproperlyConfigured(f"{name} must be from 1 to {most}, not {number}")
    return number


def envday(name: str) -> date | None:
    """Return a variable as a day (2027-01-31), None where it is unset or empty."""
    text = env(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a day such as 2027-01-31, not {text!r}") from None


def envlist(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list."""
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


def envsecret(name: str, keys: Path, length: int = 48) -> str:
    """Return a secret: the variable, or one made at first use and kept in the keys folder (mode 600)."""
    if text := env(name):
        return text
    try:
        return _kept_secret(keys / name.lower(), length)
    except OSError as problem:
        raise ImproperlyConfigured(f"the keys folder {keys} cannot be used: {problem.strerror}") from problem


def _kept_secret(path: Path, length: int) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Two processes may come first together: the link lets one win, whole, and both read its value.
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:
            file.write(secrets.token_urlsafe(length))
            file.flush()
            os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text()


def database(url: str) -> dict[str, Any]:
    """Turn `postgresql://user:password@host:port/name?host=/socket` into Django's settings of a database."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }
