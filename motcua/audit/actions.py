"""Writes the audit trail."""

import json
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime

import structlog
from django.db import connection, transaction

from motcua import statements
from motcua.audit import rules
from motcua.lib.actors import Actor

COLUMNS = "at, kind, action, about, subjects, actor_kind, actor_id, actor_name, agency, request_id, details"
INSERT = f"""
    INSERT INTO audit_entry ({COLUMNS}) VALUES (%s, %s, %s, %s, %s::text[], %s, %s, %s, %s, %s, %s::jsonb)
"""  # noqa: S608
INSERT_EACH = f"""
    INSERT INTO audit_entry ({COLUMNS})
    SELECT %s, 'change', %s, about, '{{}}', %s, %s, %s, %s, %s, %s::jsonb FROM unnest(%s::text[]) about
"""  # noqa: S608


def record(
    action: str,
    *,
    about: tuple[str, str],
    by: Actor,
    at: datetime,
    details: Mapping[str, rules.Detail] | None = None,
) -> None:
    """Write that a change was made, in the transaction that makes it. `details` holds ids and codes, never values.

    Raises RuntimeError outside a transaction, ValueError where a detail looks like personal data.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() belongs inside the transaction of the change it tells of")
    rules.check_details(details or {})
    _insert("change", action, [about], by, at, _request_id(), details or {})


def record_each(
    action: str,
    *,
    about: Sequence[tuple[str, str]],
    by: Actor,
    at: datetime,
    details: Mapping[str, rules.Detail] | None = None,
) -> None:
    """Write for each of many things that the same change was made to it; otherwise as `record`."""
    if not connection.in_atomic_block:
        raise RuntimeError("record_each() belongs inside the transaction of the changes it tells of")
    rules.check_details(details or {})
    names = [rules.named(thing) for thing in about]
    said = json.dumps(dict(details or {}), ensure_ascii=False)
    statements.write(INSERT_EACH, [at, action, *_who(by), _request_id(), said, names])


def viewed(subjects: Sequence[tuple[str, str]], *, by: Actor, why: str, request_id: str = "", at: datetime) -> None:
    """Write that a request showed personal data of these subjects, in a short transaction of its own.

    Call it before the page is sent and outside any transaction, so that it stands even where the page then fails.
    Raises RuntimeError inside a transaction. Without subjects nothing was shown and nothing is written.
    """
    if not subjects:
        return
    # One statement is a transaction by itself, without the two round trips of a BEGIN and a COMMIT.
    own = transaction.atomic(durable=True) if connection.in_atomic_block else nullcontext()
    with own:
        _insert("view", why, subjects, by, at, request_id or _request_id(), {})


def _request_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


def _insert(
    kind: str,
    action: str,
    subjects: Sequence[tuple[str, str]],
    by: Actor,
    at: datetime,
    request_id: str,
    details: Mapping[str, rules.Detail],
) -> None:
    names = [rules.named(subject) for subject in subjects]
    about = names[0] if kind == "change" else ""
    values = [
        at,
        kind,
        action,
        about,
        [] if about else names,
        *_who(by),
        request_id,
        json.dumps(dict(details), ensure_ascii=False),
    ]
    statements.write(INSERT, values)


def _who(by: Actor) -> tuple[str, str, str, str]:
    if not by.kind or not by.id:
        raise ValueError("nobody acts anonymously")
    # A citizen's name is a value; the id says who it was.
    return by.kind, by.id, "" if by.kind == "citizen" else by.name, by.agency
