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

INSERT = """
    INSERT INTO audit_entry
        (at, kind, action, about, subjects, actor_kind, actor_id, actor_name, agency, request_id, details)
    VALUES (%s, %s, %s, %s, %s::text[], %s, %s, %s, %s, %s, %s::jsonb)
"""


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
    if not by.kind or not by.id:
        raise ValueError("nobody acts anonymously")
    names = [rules.named(subject) for subject in subjects]
    about = names[0] if kind == "change" else ""
    # A citizen's name is a value; the id says who it was.
    name = "" if by.kind == "citizen" else by.name
    values = [
        at,
        kind,
        action,
        about,
        [] if about else names,
        by.kind,
        by.id,
        name,
        by.agency,
        request_id,
        json.dumps(dict(details), ensure_ascii=False),
    ]
    statements.write(INSERT, values)
