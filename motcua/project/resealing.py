"""Bring everything that is sealed under the newest key: beside traffic, in small pieces, and from where it stopped.

A seal begins with the mark of its key (`lib.sealing`), so what is left to do is read from the rows themselves: whoever
kills this and begins again goes on. Look-ups by number go by the keyed index, which does not change, and every key of
`MOTCUA_IDENTITY_KEYS` opens: nothing waits for the end but the day on which the old key may be thrown away.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from motcua.accounts import identity
from motcua.eforms.sealing import LOOSE
from motcua.lib.sealing import Sealer, Unopenable

BATCH = 200


@dataclass(frozen=True)
class Column:
    """A column with seals: one in each row (`bytea`), or some among answers (`jsonb`, as `loose:` and base64)."""

    table: str
    name: str
    is_json: bool = False


COLUMNS = (
    Column("accounts_sealednumber", "cipher"),
    Column("accounts_authenticator", "secret_cipher"),
    Column("accounts_webhooksubscription", "secret_cipher"),
    Column("vault_share", "cipher"),
    Column("certifying_electroniccopy", "sealed_code"),
    Column("dossiers_dossier", "sealed_secret"),
    Column("dossiers_consent", "cipher"),
    Column("dossiers_draft", "answers", is_json=True),
    Column("dossiers_draft", "particulars", is_json=True),
    Column("dossiers_answers", "data", is_json=True),
)
_IN_JSON = re.compile(rf"{LOOSE}([A-Za-z0-9_=-]+)")


@dataclass(frozen=True)
class Progress:
    """What one piece did: how many rows are under the newest key now, and the ids of those that no key opens."""

    column: Column
    done: int
    broken: tuple[int, ...] = ()


class SameMark(Exception):
    """Two keys whose seals begin alike: what is left to do could not be told."""


def reseal(sealer: Sealer | None = None, *, batch: int = BATCH) -> Iterator[Progress]:
    """Work column by column, each piece in its own transaction; yield what each did.

    Rows that somebody holds just now are passed over and met again in the next round, until a round finds none. A row
    that no key opens is told and left. Raises SameMark before anything is done.
    """
    sealer = sealer or identity.sealer()
    if len(set(sealer.marks)) != len(sealer.marks):
        raise SameMark
    for column in COLUMNS:
        broken: set[int] = set()
        while True:
            found, after = 0, 0
            while (piece := _piece(column, sealer, after, batch)) is not None:
                after, progress = piece
                fresh = tuple(pk for pk in progress.broken if pk not in broken)
                broken.update(fresh)
                found += progress.done
                yield Progress(column, progress.done, fresh)
            if not found and left(column, sealer) <= len(broken):
                break


def left(column: Column, sealer: Sealer | None = None) -> int:
    """Return how many rows of a column are not under the newest key, those that no key opens among them."""
    sealer = sealer or identity.sealer()
    with connection.cursor() as cursor:
        if column.is_json:
            cursor.execute(f"SELECT {column.name}::text FROM {column.table} WHERE {_has_loose(column)}")  # noqa: S608
            return sum(bool(_old_in(text, sealer)) for [text] in cursor)
        cursor.execute(f"SELECT count(*) FROM {column.table} WHERE {_is_old(column)}", [sealer.mark])  # noqa: S608
        return int(cursor.fetchone()[0])


@transaction.atomic
def _piece(column: Column, sealer: Sealer, after: int, batch: int) -> tuple[int, Progress] | None:
    """Do the next rows above an id; return the last id and what was done, None where there are no more."""
    told: list[Any] = [after] if column.is_json else [sealer.mark, after]
    which = _has_loose(column) if column.is_json else _is_old(column)
    value = f"{column.name}::text" if column.is_json else column.name
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {value} FROM {column.table} WHERE {which} AND id > %s"  # noqa: S608
            f" ORDER BY id LIMIT {batch} FOR UPDATE SKIP LOCKED",
            told,
        )
        rows = cursor.fetchall()
        if not rows:
            return None
        anew: dict[int, bytes | str] = {}
        broken = []
        for pk, kept in rows:
            try:
                changed = _json_anew(kept, sealer) if column.is_json else sealer.seal(sealer.open(bytes(kept)))
            except Unopenable:
                broken.append(pk)
                continue
            if changed is not None:
                anew[pk] = changed
        if anew:
            kind = "text" if column.is_json else "bytea"
            cast = "::jsonb" if column.is_json else ""
            cursor.execute(
                f"UPDATE {column.table} t SET {column.name} = v.value{cast}"  # noqa: S608
                f" FROM unnest(%s::bigint[], %s::{kind}[]) v(id, value) WHERE t.id = v.id",
                [list(anew), list(anew.values())],
            )
    return rows[-1][0], Progress(column, len(anew), tuple(broken))


def _is_old(column: Column) -> str:
    return f"length({column.name}) > 0 AND substring({column.name} FROM 1 FOR 1) <> %s"


def _has_loose(column: Column) -> str:
    return f"position('\"{LOOSE}' IN {column.name}::text) > 0"


def _old_in(text: str, sealer: Sealer) -> list[str]:
    return [found for found in _IN_JSON.findall(text) if not sealer.is_current(_decoded(found))]


def _decoded(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text)
    except (binascii.Error, ValueError):
        return b""


def _json_anew(text: str, sealer: Sealer) -> str | None:
    """Return answers with their loose seals under the newest key, None where they are already. Raises Unopenable."""
    if not _old_in(text, sealer):
        return None

    def anew(match: re.Match[str]) -> str:
        opened = sealer.open(_decoded(match[1]))
        return LOOSE + base64.urlsafe_b64encode(sealer.seal(opened)).decode()

    return _IN_JSON.sub(anew, text)
