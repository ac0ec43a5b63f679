"""Short ways to PostgreSQL, for what runs with every filing and every step.

There the ORM takes longer to word a question than the server to answer it. Tables, constraints and migrations stay the
models'; only the wording of a few hot statements is kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from types import NoneType
from typing import Any, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, DataError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, CharField, Field, Model, TextField, UUIDField
from django.db.models.base import ModelState
from psycopg import RawCursor
from psycopg.pq import TransactionStatus

__all__ = ["alone", "columns", "drawn", "insert", "keys", "loaded", "made", "row", "rows", "together", "write"]

M = TypeVar("M", bound=Model)
# Division by zero: how `alone` lets a statement break that touched other rows than it should.
BROKEN = "22012"


@dataclass
class _Batch:
    texts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    wanted: list[tuple[int, Exception]] = field(default_factory=list)
    reserve: dict[type[Model], list[int]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return f"WITH {', '.join(self.texts)}"

    @property
    def counts(self) -> list[str]:
        return [f"(SELECT count(*) FROM counted{number})" for number in range(1, len(self.wanted) + 1)]  # noqa: S608

    @property
    def condition(self) -> str:
        return f"{self.counts[0]} = {self.wanted[0][0]}" if self.wanted else "true"


_open: ContextVar[_Batch | None] = ContextVar("statements_open", default=None)


def _asked(sql: str, values: Sequence[Any]) -> Any:
    """Return a cursor that has run a statement: Django's while queries are counted, else the driver's own.

    Django's would pass through a dozen functions more, and psycopg takes texts without numbered places apart anew.
    """
    here: Any = connections[DEFAULT_DB_ALIAS]  # itself, not the proxy, which looks for it at each word
    if here.queries_logged or here.execute_wrappers:
        cursor = here.cursor()
        cursor.execute(sql, values)
        return cursor
    if here.connection is None:
        here.ensure_connection()
    if here.needs_rollback:
        here.validate_no_broken_transaction()
    with here.wrap_database_errors:
        return RawCursor(here.connection).execute(_numbered(sql), values)


@lru_cache(maxsize=500)
def _numbered(sql: str) -> str:
    """Return a text with `$1` and so on for each `%s`."""
    first, *others = sql.split("%s")
    return (first + "".join(f"${number}{text}" for number, text in enumerate(others, start=1))).replace("%%", "%")


def rows(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return what a query finds."""
    return _asked(sql, values).fetchall()  # type: ignore[no-any-return]


def row(sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
    """Return the first row that a query finds, or None."""
    return _asked(sql, values).fetchone()  # type: ignore[no-any-return]


def columns(model: type[Model], alias: str) -> str:
    """Return a model's columns for a SELECT, in the order in which `loaded` takes them."""
    return ", ".join(f'{alias}."{each.column}"' for each in model._meta.concrete_fields)


def loaded(model: type[M], values: Sequence[Any]) -> M:
    """Return the model object of a row read with `columns`; for models whose values need no conversion (no JSON)."""
    found = _new(model, dict(zip(_making(model).names, values, strict=True)))
    found._state.adding, found._state.db = False, DEFAULT_DB_ALIAS
    return found


def made(model: type[M], **values: Any) -> M:
    """Return a new object of a model as its constructor would, signals aside, in a fraction of the time.

    Raises KeyError for what is no column of the model.
    """
    plan, found = _making(model), _new(model, {})
    given = found.__dict__
    for name, value in values.items():
        if name in plan.related:
            given[plan.related[name]] = value.pk if value is not None else None
            found._state.fields_cache[name] = value
        else:
            given[plan.columns[name]] = value
    for name, default, is_made_anew in plan.defaults:
        if name not in given:
            given[name] = default() if is_made_anew else default
    return found


@dataclass(frozen=True)
class _Making:
    names: tuple[str, ...]
    columns: dict[str, str]
    related: dict[str, str]
    defaults: tuple[tuple[str, Any, bool], ...]


@lru_cache(maxsize=200)
def _making(model: type[Model]) -> _Making:
    fields = model._meta.concrete_fields
    names = {each.attname: each.attname for each in fields}
    defaults = (
        (each.attname, each.default, callable(each.default))
        if each.has_default()
        else (each.attname, each.get_default(), False)
        for each in fields
    )
    return _Making(
        names=tuple(names),
        columns=names | {"pk": model._meta.pk.attname},
        related={each.name: each.attname for each in fields if each.is_relation},
        defaults=tuple(defaults),
    )


def _new(model: type[M], values: dict[str, Any]) -> M:
    found = model.__new__(model)
    found.__dict__.update(values, _state=ModelState())
    return found


def write(sql: str, values: Sequence[Any], *, count: int | None = None, otherwise: Exception | None = None) -> None:
    """Run one INSERT, UPDATE or DELETE without RETURNING, or leave it to the open `together`.

    Raises `otherwise` where it does not touch `count` rows.
    """
    batch = _open.get()
    if batch is None:
        touched = _asked(sql, values).rowcount
        if otherwise is not None and touched != count:
            raise otherwise
        return
    if otherwise is not None and count is not None:
        batch.wanted.append((count, otherwise))
        batch.texts.append(f"counted{len(batch.wanted)} AS ({sql} RETURNING 1)")
    else:
        batch.texts.append(f"write{len(batch.texts)} AS ({sql})")
    batch.values.extend(values)


@contextmanager
def together(reserved: Iterable[tuple[type[Model], int]] = ()) -> Iterator[None]:
    """Send everything written inside as one statement at the end: one way to the server, one plan, all or nothing.

    Nothing inside sees what was written inside, and no row may be written twice. An inner one joins the outer. `keys`
    gives out inside the keys that were `reserved` (see `drawn`).
    """
    if _open.get() is not None:
        yield
        return
    with _gathering(reserved) as batch:
        yield
    if batch.texts:
        _send(batch)


@contextmanager
def alone(reserved: Iterable[tuple[type[Model], int]] = ()) -> Iterator[None]:
    """`together` as a transaction of its own. Where nothing is asked inside, the one statement is the transaction.

    Then the server is spoken to once, not three times: to begin, to write and to end. Inside another transaction it is
    a part of that.
    """
    if connection.in_atomic_block or connection.queries_logged or _open.get() is not None:
        with transaction.atomic(), together(reserved):
            yield
        return
    with transaction.atomic():
        with _gathering(reserved) as batch:
            yield
        raw: Any = connection.connection
        if batch.texts and (len(batch.wanted) > 1 or raw.pgconn.transaction_status != TransactionStatus.IDLE):
            _send(batch)
        elif batch.texts:
            _send_as_transaction(batch, raw)


@contextmanager
def _gathering(reserved: Iterable[tuple[type[Model], int]]) -> Iterator[_Batch]:
    batch = _Batch()
    for model, key in reserved:
        batch.reserve.setdefault(model, []).append(key)
    token = _open.set(batch)
    try:
        yield batch
    finally:
        _open.reset(token)


def _send(batch: _Batch) -> None:
    found = row(f"{batch.text} SELECT {', '.join(batch.counts) or '1'}", batch.values) or ()
    for (wanted, otherwise), here in zip(batch.wanted, found, strict=False):
        if here != wanted:
            raise otherwise


def _send_as_transaction(batch: _Batch, raw: Any) -> None:
    """Send a batch that expects one count at most. What would be found wrong after its end has to break it."""
    raw.autocommit = True
    try:
        row(f"{batch.text} SELECT 1 / (CASE WHEN {batch.condition} THEN 1 ELSE 0 END)", batch.values)
    except DataError as error:
        if batch.wanted and getattr(error.__cause__, "sqlstate", "") == BROKEN:
            raise batch.wanted[0][1] from None
        raise
    finally:
        if raw.pgconn.transaction_status == TransactionStatus.IDLE:
            raw.autocommit = False


def keys(*models: type[Model]) -> list[int]:
    """Return a new primary key for each, so that rows may refer to one another before they are written."""
    batch = _open.get()
    if not models or (batch is not None and all(batch.reserve.get(model) for model in models)):
        return [batch.reserve[model].pop() for model in models] if batch is not None else []
    return list(row(f"SELECT {drawn(*models)}") or ())


def drawn(*models: type[Model]) -> str:
    """Return columns that draw a new primary key for each, to be asked for along with something else."""
    return ", ".join(f"nextval(pg_get_serial_sequence('{model._meta.db_table}', 'id'))" for model in models)


def insert(*objects: Model, through: dict[str, str] | None = None, is_awaited: bool = True) -> None:
    """Insert new rows of one model as `save` would, signals aside; rows without keys get theirs, except in `together`.

    `through` gives the SQL of columns that the server computes: {"search": "to_tsvector('simple', %s)"}. Such a field
    is read anew where it is asked for. Without `is_awaited` a commit of its own does not wait for the disk: a power cut
    right after may undo it, unless a later commit that relies on it was awaited.
    """
    if not objects:
        return
    first = objects[0]
    through = through or {}
    text, fields = _insert(type(first), first.pk is not None, len(objects), tuple(through.items()))
    here = connections[DEFAULT_DB_ALIAS]  # itself, not the proxy: it is asked for each value
    values = [_prepared(each, plain, made, here) for made in objects for each, plain in fields]
    later = "" if is_awaited or connection.in_atomic_block else ", set_config('synchronous_commit', 'off', true)"
    if first.pk is None and _open.get() is None:
        for made, key in zip(objects, rows(f"{text} RETURNING id{later}", values), strict=True):
            made.pk = key[0]
    else:
        write(text, values)
    for made in objects:
        made._state.adding = False
        made._state.db = "default"
        for name in through:
            made.__dict__.pop(name)


# Values that Django hands on as they are after half a dozen calls for each. Only its own kinds of fields are known
# here: others may do what they like.
AS_IT_IS: dict[type["Field[Any, Any]"], type] = {CharField: str, TextField: str, BooleanField: bool, UUIDField: UUID}


def _plain(field: "Field[Any, Any]") -> frozenset[type]:
    """Return the types of values that a field stores as they are."""
    found = {AS_IT_IS[type(field)]} if type(field) in AS_IT_IS else set()
    if field.null and not getattr(field, "auto_now", False) and not getattr(field, "auto_now_add", False):
        found.add(NoneType)
    return frozenset(found)


def _prepared(field: "Field[Any, Any]", plain: frozenset[type], made: Model, here: BaseDatabaseWrapper) -> Any:
    value = made.__dict__.get(field.attname, made)
    return value if type(value) in plain else field.get_db_prep_save(field.pre_save(made, add=True), here)


@lru_cache(maxsize=200)
def _insert(
    model: type[Model], has_key: bool, count: int, through: tuple[tuple[str, str], ...]
) -> tuple[str, list[tuple["Field[Any, Any]", frozenset[type]]]]:
    computed = dict(through)
    fields = [each for each in model._meta.concrete_fields if has_key or not each.primary_key]
    one = f"({', '.join(computed.get(each.attname, '%s') for each in fields)})"
    columns = ", ".join(f'"{each.column}"' for each in fields)
    text = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES {", ".join([one] * count)}'  # noqa: S608
    return text, [(each, _plain(each)) for each in fields]
