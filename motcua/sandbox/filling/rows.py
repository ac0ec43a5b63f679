"""Writes the temporary tables that the copying statements join: who, where, which code, which number, which file."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection

from motcua.accounts import identity
from motcua.accounts.models import Person, SealedNumber, User
from motcua.dossiers.models import CodeCounter, Dossier, NumberBook, Result
from motcua.files.models import StoredFile
from motcua.files.queries import read
from motcua.lib.codes import lookup_secret
from motcua.procedures.models import ProcedureVersion
from motcua.workflow.models import Instance

from . import blobs, copying
from .choosing import Catalogue, Chosen
from .draw import Copy, say_day
from .people import Invented, invented

CHUNK = 5_000
TABLES = """
CREATE TEMP TABLE fill_person (k int, name text, sort_key text, birth text, sex text, index text, cipher bytea)
    ON COMMIT DROP;
CREATE TEMP TABLE fill_proto (proto int, dossier_id bigint, instance_id bigint, version bigint, code text,
    citizen bigint, name text, reference text, files bigint[]) ON COMMIT DROP;
CREATE TEMP TABLE fill_cast (place int, old bigint, text text, new bigint, name text) ON COMMIT DROP;
CREATE TEMP TABLE fill_office (place int, old bigint, new bigint) ON COMMIT DROP;
CREATE TEMP TABLE fill_competent (place int, new bigint) ON COMMIT DROP;
CREATE TEMP TABLE fill_state (proto int, place int, state jsonb) ON COMMIT DROP;
CREATE TEMP TABLE fill_paper (version bigint, number int, key text, name text, originals int, copies int)
    ON COMMIT DROP;
CREATE TEMP TABLE fill_file (n int, old bigint, number int, key text) ON COMMIT DROP;
CREATE TEMP TABLE fill_clone (n int, proto int, place int, version bigint, process bigint, procedure text,
    weeks interval, moved interval, code text, secret bytea, number text, files bool, owner_name text,
    owner_key text, owner_birth text, folded text, submitter_name text, owner_number bigint, owner_person bigint,
    submitter_number bigint, submitter_person bigint, filer bigint) ON COMMIT DROP;
"""


def copy_rows(table: str, rows: Iterable[Sequence[object]]) -> None:
    """Send rows by COPY. Texts hold no tabs, line ends or backslashes; None is NULL."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as sink:
        lines: list[str] = []
        for row in rows:
            lines.append("\t".join(["\\N" if value is None else str(value) for value in row]))
            if len(lines) == CHUNK:
                sink.write("\n".join(lines) + "\n")
                lines = []
        if lines:
            sink.write("\n".join(lines) + "\n")


def _bytes(value: bytes) -> str:
    return "\\\\x" + value.hex()


def _highest(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608 - our own tables
        return int(cursor.fetchone()[0])


class Frame:
    """Everything around the copies: the people, and the ids that all rows get beforehand."""

    def __init__(self, catalogue: Catalogue, chosen: Sequence[Chosen], drawn: Sequence[Copy], *, seed: int) -> None:
        self.catalogue, self.chosen, self.drawn = catalogue, chosen, drawn
        count = 1 + max(max(copy.owner, copy.submitter) for copy in drawn)
        self.people: list[Invented] = list(invented(count, seed=seed))
        # Those who may file over the portal have signed in there; `draw` takes them from the front.
        self.online = 1 + max((max(c.owner, c.submitter) for c in drawn if c.is_online), default=-1)
        self.numbers, self.persons, self.users = (
            _highest(model._meta.db_table) + 1 for model in (SealedNumber, Person, User)
        )
        self.files: list[tuple[int, int, int, str]] = []
        self.books: dict[tuple[int, str, int], int] = {}
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
        copy_rows(
            "fill_person",
            ((k, p.name, p.sort_key, p.birth, p.sex, p.index, _bytes(p.cipher)) for k, p in enumerate(self.people)),
        )

    def clashes(self) -> bool:
        """Tell whether one of the identity numbers is known here already."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM fill_person p JOIN accounts_sealednumber s ON s.index = p.index)"
            )
            return bool(cursor.fetchone()[0])

    def write_people(self) -> None:
        """Write sealed numbers of all, and persons with users for those of the portal."""
        nobody = make_password(None)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO accounts_sealednumber (id, kind, cipher, index) "
                "SELECT %s + k, 'personal_id', cipher, index FROM fill_person",
                [self.numbers],
            )
            cursor.execute(
                "INSERT INTO accounts_person (id, public_id, kind, full_name, sort_key, birth, sex, identity_id) "
                "SELECT %s + k, gen_random_uuid(), 'person', name, sort_key, birth, sex, %s + k "
                "FROM fill_person WHERE k < %s",
                [self.persons, self.numbers, self.online],
            )
            cursor.execute(
                "INSERT INTO accounts_user (id, username, kind, person_id, full_name, sort_key, password, is_active, "
                "assurance) SELECT %s + p.k, 'vneid:' || a.public_id, 'citizen', a.id, p.name, p.sort_key, %s, true, 2 "
                "FROM fill_person p JOIN accounts_person a ON a.id = %s + p.k WHERE p.k < %s",
                [self.users, nobody, self.persons, self.online],
            )

    def write_files(self) -> int:
        """Write an object of its own for each file of each copy that carries files."""
        contents = {
            file.pk: read(file)
            for file in StoredFile.objects.filter(pk__in=[pk for one in self.chosen for pk in one.prototype.files])
        }
        return blobs.write((key, contents[old]) for _, old, _, key in self.files)

    def write_books(self) -> None:
        """Raise the running numbers of the books that results were entered in."""
        for (agency, book, year), last in self.books.items():
            NumberBook.objects.update_or_create(agency_id=agency, book=book, year=year, defaults={"last": last})


def fill(frame: Frame, *, now: datetime) -> dict[str, Any]:
    """Write the temporary tables; return what the statements' `%(name)s` stand for."""
    rows = ProcedureVersion.objects.values_list("pk", "process_id", "procedure__code")
    processes = {pk: (process, code) for pk, process, code in rows}
    _write_prototypes(frame)
    _write_places(frame)
    _write_papers(frame)
    # Everything is read beforehand: a connection that receives rows answers no questions.
    known = _Known(
        processes=processes,
        own=_definitions(frame),
        counters=_counters(),
        results={result.dossier_id: result for result in Result.objects.filter(dossier__in=_ids(frame))},
    )
    frame.books = {(book.agency_id, book.book, book.year): book.last for book in NumberBook.objects.all()}
    copy_rows("fill_clone", _clones(frame, known))
    copy_rows("fill_file", frame.files)
    highest = {table.name: _highest(table.name) for table in copying.TABLES}
    with connection.cursor() as cursor:
        for table in ("clone", "proto", "cast", "office", "competent", "state", "paper", "file", "person"):
            cursor.execute(f"ANALYZE fill_{table}")
        cursor.execute(
            "SELECT 1 + greatest((SELECT max(number) FROM fill_paper), (SELECT max(number) FROM dossiers_paper "
            "WHERE dossier_id IN (SELECT dossier_id FROM fill_proto)), 0)"
        )
        return {**highest, "papers": int(cursor.fetchone()[0]), "now": now}


def _write_prototypes(frame: Frame) -> None:
    rows = []
    for number, one in enumerate(frame.chosen):
        dossier, citizen = one.prototype.dossier, one.prototype.citizen
        person = citizen.person
        reference = person.identity.reference if person is not None and person.identity is not None else "idn:0"
        files = "{" + ",".join(map(str, one.prototype.files)) + "}"
        ids = (number, dossier.pk, dossier.instance_id, dossier.version_id)
        rows.append((*ids, dossier.code, citizen.pk, citizen.full_name, reference, files))
    copy_rows("fill_proto", rows)


def _write_places(frame: Frame) -> None:
    """Write who takes whose part where, and each prototype's process as it stands there."""
    places = frame.catalogue.places
    cast: dict[tuple[int, int], User] = {}
    offices: dict[tuple[int, int], int] = {}
    states = []
    for number, one in enumerate(frame.chosen):
        home = one.prototype.place
        parts = home.part_of()
        instance = Instance.objects.get(business_key=one.prototype.dossier.code)
        for ground in one.grounds:
            there = places[ground.place]
            for user, role in parts.items():
                cast[ground.place, user] = there.staff[role]
            moves = {home.agency.pk: there.agency.pk, home.one_stop.pk: there.one_stop.pk}
            offices |= {(ground.place, old): new for old, new in moves.items()}
            states.append((number, ground.place, _state(instance.state, moves, cast, ground.place)))
    copy_rows("fill_cast", ((place, old, old, new.pk, new.full_name) for (place, old), new in cast.items()))
    copy_rows("fill_office", ((place, old, new) for (place, old), new in offices.items()))
    copy_rows("fill_competent", ((number, place.agency.pk) for number, place in enumerate(places)))
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO fill_state VALUES (%s, %s, %s)", states)


def _state(state: dict[str, Any], moves: Mapping[int, int], cast: Mapping[tuple[int, int], User], place: int) -> str:
    data = dict(state["data"])
    for name in ("helped_at", "received_at", "competent"):
        if data.get(name) in moves:
            data[name] = moves[data[name]]
    people = {}
    for step, user in (state.get("people") or {}).items():
        there = cast.get((place, user))
        people[step] = there.pk if there is not None else user
    return json.dumps({**state, "data": data, "people": people})


def _write_papers(frame: Frame) -> None:
    """Write which papers the procedures ask for whose dossiers have no prototype of their own."""
    wanted = {copy.version for copy in frame.drawn}
    rows = []
    for version, papers in ProcedureVersion.objects.filter(pk__in=wanted).values_list("pk", "papers"):
        required = [paper for paper in papers if paper.get("required") and paper.get("kind") == "submit"][:12]
        rows += [
            (version, number, paper["key"], paper["name"][:2000], paper["originals"] or 0, paper["copies"] or 0)
            for number, paper in enumerate(required, start=1)
        ]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO fill_paper VALUES (%s, %s, %s, %s, %s, %s)", rows)


@dataclass
class _Known:
    """What the rows of the copies need from the database."""

    processes: Mapping[int, tuple[int | None, str]]  # of each version, with its procedure's code
    own: Mapping[int, int]
    counters: dict[tuple[int, int], int]
    results: Mapping[int, Result]


def _definitions(frame: Frame) -> dict[int, int]:
    """Return the process of each prototype by the id of its dossier."""
    found = Dossier.objects.filter(pk__in=_ids(frame), instance__isnull=False)
    return {pk: definition for pk, definition in found.values_list("pk", "instance__definition_id") if definition}


def _counters() -> dict[tuple[int, int], int]:
    """Return the last number of each agency and day that has one, the day counted from 1970."""
    found: dict[tuple[int, int], int] = defaultdict(int)
    epoch = datetime(1970, 1, 1, tzinfo=UTC).date()
    for agency, day, last in CodeCounter.objects.values_list("agency_id", "day", "last"):
        found[agency, (day - epoch).days] = last
    return found


def _clones(frame: Frame, known: _Known) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the copies, numbered in the order of time, and note their files and book numbers."""
    places, people = frame.catalogue.places, frame.people
    sealer = identity.sealer()
    counters = known.counters
    days: dict[int, str] = {}
    for n, copy in enumerate(frame.drawn, start=1):
        prototype = frame.chosen[copy.proto].prototype
        agency = places[copy.place].agency
        day = copy.day
        counters[agency.pk, day] += 1
        said = days.get(day) or days.setdefault(day, say_day(day))
        owner, submitter = people[copy.owner], people[copy.submitter]
        if copy.carries_files:
            frame.files += [
                (n, old, len(frame.files) + place, blobs.new_key(f"20{said}"))
                for place, old in enumerate(prototype.files, start=1)
            ]
        own = prototype.dossier
        process, procedure = known.processes[copy.version]
        yield (
            n,
            copy.proto,
            copy.place,
            copy.version,
            known.own[own.pk] if copy.version == own.version_id else process,
            procedure,
            f"{copy.weeks * 7} days",
            f"{copy.seconds} seconds",
            f"{agency.code}-{said}-{counters[agency.pk, day]:04d}",
            _bytes(sealer.seal(lookup_secret())),
            _number(frame, known.results.get(own.pk), copy, n, agency.pk),
            copy.carries_files,
            owner.name,
            owner.sort_key[:900],
            owner.birth,
            owner.folded if owner is submitter else f"{owner.folded} {submitter.folded}",
            submitter.name,
            frame.numbers + copy.owner,
            frame.persons + copy.owner if copy.owner < frame.online else None,
            frame.numbers + copy.submitter,
            frame.persons + copy.submitter if copy.submitter < frame.online else None,
            frame.users + copy.submitter if copy.is_online else None,
        )


def _ids(frame: Frame) -> list[int]:
    return [one.prototype.dossier.pk for one in frame.chosen]


def _number(frame: Frame, result: Result | None, copy: Copy, n: int, agency: int) -> str:
    """Return the number of a copy's result: the next of the book where it is one of ours, else another system's."""
    if result is None or result.kind == "reference" or result.dated_on is None:
        return f"{n}/TB"
    year = (result.dated_on - timedelta(days=7 * copy.weeks)).year
    key = (agency, result.book, year)
    frame.books[key] = frame.books.get(key, 0) + 1
    return f"{frame.books[key]:02d}/{year}"
