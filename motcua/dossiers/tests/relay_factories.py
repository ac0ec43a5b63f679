"""A relay over commune, department and the province's committee, and everybody on its way."""

from typing import Any

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import done
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.rules import processes
from motcua.procedures.tests.factories import make_procedure

FIELD = "Môi trường"


def relay_version(*, code: str = "", name: str = "", **fields: Any) -> ProcedureVersion:
    """Publish a procedure whose default process is the relay, in a field of the department's."""
    places.committee()
    department = places.department()
    department.fields = [FIELD]
    department.save(update_fields=["fields"])
    named = {"name": name} if name else {}
    procedure = make_procedure(*([code] if code else []), field=FIELD, **named)
    record = {"code": procedure.code, "name": procedure.name, "field": FIELD, "flags": []}
    return factories.version(default=processes.RELAY, procedure=procedure, record=record, **fields)


def line_of(commune_officer: User, commune_leader: User) -> dict[str, User]:
    """Return everybody on the way of a relay, by the step's word."""
    department, committee = places.department(), places.committee()
    return {
        "commune": commune_officer,
        "submits": commune_leader,
        "examines": official("Chuyên Viên Sở", (Role.SPECIALIST, department)),
        "proposes": official("Giám Đốc Sở", (Role.AGENCY_LEADER, department)),
        "signs": official("Chủ Tịch Tỉnh", (Role.AGENCY_LEADER, committee)),
        "issues": official("Văn Thư Tỉnh", (Role.CLERK, committee)),
    }


def to_the_department(dossier: Dossier, line: dict[str, User]) -> None:
    """Receive a relay and have the commune submit it."""
    done(dossier, "accept", line["commune"])
    done(dossier, "approve", line["commune"])
    done(dossier, "done", line["submits"])


def to_the_signer(dossier: Dossier, line: dict[str, User]) -> None:
    """Have the department draft the result and propose it to the committee."""
    actions.draft(dossier_id=dossier.pk, reference=factories.reference(), by=line["examines"], now=factories.NOW)
    done(dossier, "approve", line["examines"])
    done(dossier, "done", line["proposes"])
