"""Copies whole dossiers by SQL: one INSERT … SELECT per table over the drawn copies and the prototypes' rows.

A copy's row is its prototype's row with other people, another place and an earlier time. What that means for a column
is read from the model: moments move, offices and officials are replaced by those of the copy's place, public ids are
new. Only what is left has to be said here, so that a column added to a model later is copied too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection, models

from motcua.accounts.models import User
from motcua.dossiers.models import (
    Answers,
    ClockStop,
    Dossier,
    DossierEvent,
    DueAdjustment,
    FilingKey,
    Opinion,
    OpinionAnswer,
    Paper,
    PaperFile,
    Party,
    Result,
    SupplementRequest,
)
from motcua.files.models import StoredFile
from motcua.organisations.models import Agency
from motcua.workflow.models import Instance, Task

# Promises fall on the hour that a calendar names; other moments are spread a little.
PROMISES = {"due_at", "original_due_at", "answer_due_at", "before", "after"}
# Columns that hold a user's id as text.
TEXT_USERS = {"actor_id", "asked_by", "given_by", "added_by", "compared_by"}
NEVER = "timestamptz '9999-01-01 00:00:00+00'"


@dataclass(frozen=True)
class Table:
    """One table of the copy: how its rows hang on a prototype, and what its columns become beyond the rule."""

    model: type[models.Model]
    hangs: str
    becomes: Mapping[str, str] = field(default_factory=dict)
    joins: str = ""
    where: str = ""

    @property
    def name(self) -> str:
        """Return the table's name."""
        return self.model._meta.db_table

    @property
    def rows(self) -> str:
        """Return the name of the temporary table of the prototypes' rows."""
        return f"proto_{self.name}"


OF_DOSSIER = "t.dossier_id = f.dossier_id"
OF_INSTANCE = "t.instance_id = f.instance_id"
DOSSIER = "%(dossiers_dossier)s + c.n"
ANSWERS = """replace(replace(p.data::text, '"' || f.reference || '"', '"idn:' || c.owner_number || '"'),
    to_json(f.name)::text, to_json(c.owner_name)::text)::jsonb"""
PARTY = {
    "dossier_id": DOSSIER,
    "name": "CASE p.role WHEN 'owner' THEN c.owner_name ELSE c.submitter_name END",
    "person_id": "CASE p.role WHEN 'owner' THEN c.owner_person ELSE c.submitter_person END",
    "identity_id": "CASE p.role WHEN 'owner' THEN c.owner_number ELSE c.submitter_number END",
    "birth": "CASE p.role WHEN 'owner' THEN c.owner_birth ELSE '' END",
    "phone": "'09' || lpad((hashint8(c.owner_number)::bigint & 99999999)::text, 8, '0')",
}
NUMBERED = "CASE WHEN p.params ? 'number' THEN jsonb_set(p.params, '{number}', to_jsonb(c.number)) ELSE p.params END"
TABLES = (
    Table(
        Instance,
        "t.id = f.instance_id",
        {
            "id": "%(workflow_instance)s + c.n",
            "definition_id": "c.process",
            "business_key": "c.code",
            "case_name": "left(c.owner_key, 200)",
            "case_kind": "c.procedure",
            "state": "s.state",
        },
        joins="JOIN fill_state s ON s.proto = c.proto AND s.place = c.place",
    ),
    Table(
        Dossier,
        "t.id = f.dossier_id",
        {
            "id": DOSSIER,
            "code": "c.code",
            "bare_code": "replace(c.code, '.', '')",
            "sealed_secret": "c.secret",
            "version_id": "c.version",
            "instance_id": "%(workflow_instance)s + c.n",
            "owner_name": "c.owner_name",
            "owner_sort_key": "c.owner_key",
            "search": "to_tsvector('simple', c.folded || ' a' || coalesce(o_competent_agency_id.new, 0))",
        },
    ),
    Table(
        Task,
        OF_INSTANCE,
        {
            "instance_id": "%(workflow_instance)s + c.n",
            "sort_at": f"CASE WHEN p.due_at IS NULL THEN {NEVER} ELSE p.sort_at - c.weeks END",
            "case_code": "c.code",
            "case_name": "left(c.owner_key, 200)",
            "case_kind": "c.procedure",
        },
    ),
    Table(Party, OF_DOSSIER, PARTY),
    Table(Answers, OF_DOSSIER, {"dossier_id": DOSSIER, "data": ANSWERS}),
    Table(
        DossierEvent,
        OF_DOSSIER,
        {
            "dossier_id": DOSSIER,
            "actor_name": "CASE WHEN p.actor_id = f.citizen::text THEN c.submitter_name "
            "ELSE coalesce(u_actor_id.name, p.actor_name) END",
            "params": NUMBERED,
        },
    ),
    Table(SupplementRequest, OF_DOSSIER, {"dossier_id": DOSSIER}),
    # A prototype asks for one opinion, and it is answered once.
    Table(Opinion, OF_DOSSIER, {"dossier_id": DOSSIER, "id": "%(dossiers_opinion)s + c.n"}),
    Table(
        OpinionAnswer,
        "t.opinion_id IN (SELECT id FROM dossiers_opinion WHERE dossier_id = f.dossier_id)",
        {"id": "%(dossiers_opinionanswer)s + c.n", "opinion_id": "%(dossiers_opinion)s + c.n"},
    ),
    Table(ClockStop, OF_DOSSIER, {"dossier_id": DOSSIER}),
    Table(DueAdjustment, OF_DOSSIER, {"dossier_id": DOSSIER}),
    Table(
        Paper,
        OF_DOSSIER,
        {"dossier_id": DOSSIER, "id": "%(dossiers_paper)s + c.n * %(papers)s + p.number"},
        where="c.version = f.version AND (p.number > 0 OR c.files)",
    ),
    Table(
        StoredFile,
        "t.id = ANY(f.files)",
        {
            "id": "%(files_storedfile)s + b.number",
            "key": "b.key",
            "name": "replace(p.name, f.code, c.code)",
            "stored_by": "CASE WHEN p.stored_by = 'citizen:' || f.citizen THEN 'citizen:' || c.filer "
            "ELSE p.stored_by END",
        },
        joins="JOIN fill_file b ON b.n = c.n AND b.old = p.id",
    ),
    Table(
        PaperFile,
        "t.paper_id IN (SELECT id FROM dossiers_paper WHERE dossier_id = f.dossier_id)",
        {"paper_id": "%(dossiers_paper)s + c.n * %(papers)s + w.number", "file_id": "%(files_storedfile)s + b.number"},
        joins="JOIN fill_file b ON b.n = c.n AND b.old = p.file_id JOIN proto_dossiers_paper w ON w.id = p.paper_id",
    ),
    Table(
        Result,
        OF_DOSSIER,
        {
            "dossier_id": DOSSIER,
            "number": "CASE WHEN p.number = '' THEN '' ELSE c.number END",
            "token": "replace(gen_random_uuid()::text, '-', '')",
            "draft_id": "%(files_storedfile)s + d.number",
            "file_id": "%(files_storedfile)s + b.number",
            "delivered_to": "CASE WHEN p.delivered_to = '' THEN '' ELSE c.owner_name END",
        },
        joins="LEFT JOIN fill_file b ON b.n = c.n AND b.old = p.file_id "
        "LEFT JOIN fill_file d ON d.n = c.n AND d.old = p.draft_id",
    ),
    Table(
        FilingKey,
        OF_DOSSIER,
        {"dossier_id": DOSSIER, "key": "gen_random_uuid()::text"},
        # The timetable forgets them after seven days.
        where="p.created_at - c.weeks - c.moved > %(now)s::timestamptz - interval '7 days'",
    ),
)
# Papers of another procedure of the same form: those that its package asks for.
OTHER_PAPERS = """
    INSERT INTO dossiers_paper (id, public_id, dossier_id, number, key, name, originals, copies, note, compared_by)
    SELECT %(dossiers_paper)s + c.n * %(papers)s + w.number, gen_random_uuid(), %(dossiers_dossier)s + c.n,
        w.number, w.key, w.name, w.originals, w.copies, '', ''
    FROM fill_clone c JOIN fill_proto f ON f.proto = c.proto JOIN fill_paper w ON w.version = c.version
    WHERE c.version <> f.version
"""
# In the order of time, in which the trail itself was written.
AUDIT = """
    INSERT INTO audit_aside
        (id, at, kind, action, about, subjects, actor_kind, actor_id, actor_name, agency, request_id, details)
    SELECT nextval(pg_get_serial_sequence('audit_entry', 'id')),
        p.at - c.weeks - c.moved, p.kind, p.action, 'dossier:' || c.code, p.subjects, p.actor_kind,
        CASE WHEN p.actor_id = f.citizen::text THEN coalesce(c.filer::text, p.actor_id)
             ELSE coalesce(u.new::text, p.actor_id) END,
        coalesce(u.name, p.actor_name), p.agency, '', p.details
    FROM fill_clone c JOIN fill_proto f ON f.proto = c.proto JOIN proto_audit p ON p.proto = c.proto
        LEFT JOIN fill_cast u ON u.place = c.place AND u.text = p.actor_id
    WHERE c.files OR p.action <> 'dossier.declaration_made'
"""
COUNTERS = """
    INSERT INTO dossiers_codecounter (agency_id, day, last)
    SELECT a.new, to_date(split_part(c.code, '-', 2), 'YYMMDD') AS day, max(split_part(c.code, '-', 3)::int)
    FROM fill_clone c JOIN fill_competent a ON a.place = c.place GROUP BY 1, 2
    ON CONFLICT (agency_id, day) DO UPDATE SET last = greatest(dossiers_codecounter.last, excluded.last)
"""


def expression(column: "models.Field[object, object]") -> tuple[str, str]:
    """Return what a column becomes by the rule, and the join that this needs."""
    name = column.column
    plain = f"p.{name}"
    if isinstance(column, models.UUIDField):
        return "gen_random_uuid()", ""
    if isinstance(column, models.DateTimeField):
        return f"{plain} - c.weeks" + ("" if name in PROMISES else " - c.moved"), ""
    if isinstance(column, models.DateField):
        return f"({plain} - c.weeks)::date", ""
    if isinstance(column, models.ForeignKey) and column.related_model is Agency:
        join = f"LEFT JOIN fill_office o_{name} ON o_{name}.place = c.place AND o_{name}.old = {plain}"
        return f"coalesce(o_{name}.new, {plain})", join
    if isinstance(column, models.ForeignKey) and column.related_model is User:
        join = f"LEFT JOIN fill_cast u_{name} ON u_{name}.place = c.place AND u_{name}.old = {plain}"
        return (
            f"CASE WHEN {plain} = f.citizen THEN coalesce(c.filer, f.citizen) ELSE coalesce(u_{name}.new, {plain}) END",
            join,
        )
    if name in TEXT_USERS:
        join = f"LEFT JOIN fill_cast u_{name} ON u_{name}.place = c.place AND u_{name}.old::text = {plain}"
        return (
            f"CASE WHEN {plain} = f.citizen::text THEN coalesce(c.filer, f.citizen)::text "
            f"ELSE coalesce(u_{name}.new::text, {plain}) END"
        ), join
    return plain, ""


def take_rows(table: Table) -> int:
    """Put the prototypes' rows of a table aside; return how many a prototype has at most."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE {table.rows} ON COMMIT DROP AS "  # noqa: S608 - names from this module
            "SELECT f.proto, row_number() OVER (PARTITION BY f.proto ORDER BY t.id) - 1 AS rank, t.* "
            f"FROM {table.name} t JOIN fill_proto f ON {table.hangs}"
        )
        cursor.execute(f"ANALYZE {table.rows}")
        cursor.execute(f"SELECT coalesce(max(rank), 0) + 1 FROM {table.rows}")  # noqa: S608
        return int(cursor.fetchone()[0])


def statement(table: Table, width: int) -> str:
    """Return the INSERT of a table, `%(name)s` standing for the highest id before it. `width` is rows a prototype."""
    becomes = {"id": f"%({table.name})s + c.n * {width} + p.rank", **table.becomes}
    columns, values, joins = [], [], []
    for column in table.model._meta.concrete_fields:
        value, join = expression(column)
        if column.column in becomes:
            value = becomes[column.column]
        # A join that an expression of ours names stays.
        alias = join.split(" ")[3] if join else ""
        if join and f"{alias}." in value + "".join(becomes.values()):
            joins.append(join)
        columns.append(f'"{column.column}"')
        values.append(value)
    where = f"WHERE {table.where}" if table.where else ""
    return (
        f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT {', '.join(values)} "  # noqa: S608
        f"FROM fill_clone c JOIN fill_proto f ON f.proto = c.proto JOIN {table.rows} p ON p.proto = c.proto "
        f"{table.joins} {' '.join(joins)} {where}"
    )


def names() -> Sequence[str]:
    """Return the tables that are written row by row and therefore go without indexes meanwhile."""
    return [table.name for table in TABLES]
