"""Acting for others: said by whoever acts, given by whoever is acted for, ended by either.

An organisation lets people work for it through its own account or its legal representative. Nobody is looked up by the
number that another typed: it counts once its bearer signs in under the name that was typed with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua import outbox
from motcua.accounts import access, identity
from motcua.accounts.events import MandateChanged
from motcua.accounts.mandate_queries import mandates_as_agent, thing_of
from motcua.accounts.models import Mandate, Person, SealedNumber, User
from motcua.accounts.queries import actor
from motcua.accounts.rules import IdentityKind, UserKind
from motcua.accounts.rules.mandates import DECLARED, GIVEN, MOST_DECLARED, WITH_PAPER, Basis, Part, check_part, last_day
from motcua.accounts.rules.permissions import Thing
from motcua.audit import actions as audit
from motcua.files import actions as files
from motcua.files.models import StoredFile
from motcua.lib.actors import Actor
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Forbidden, Refused
from motcua.lib.text import clean


@dataclass(frozen=True)
class Named:
    """Somebody as typed: name, number (12 digits, or an organisation's tax code) and, where asked, the birth."""

    name: str
    number: str
    birth: str = ""
    is_organisation: bool = False


@dataclass(frozen=True)
class Reaching:
    """How far it goes: for which procedures (all where none is named), from when to when, and what is seen."""

    starts: date
    ends: date | None = None
    procedures: Sequence[str] = ()
    part: Part = Part.FILER
    sees_all: bool = False
    uses_store: bool = False


@transaction.atomic
def declare_mandate(
    *,
    basis: Basis,
    principal: Named,
    reaching: Reaching,
    document: str,
    evidence: StoredFile | None,
    by: User,
    now: datetime,
) -> Mandate:
    """Write down that somebody says to act for another, who need not have an account and is asked for no click.

    `evidence` is a file that `by` sent. It lets them file, and see what they filed so, nothing else; whoever receives
    the dossier looks at the paper. Raises Refused for what is missing or cannot be.
    """
    access.require(by, "mandate.give", _of(by.person_id))
    if access.capacity_of(by) is not None or by.person is None or by.person.is_organisation:
        raise Forbidden("forbidden", N_("Ông/bà không có quyền làm việc này."))
    if basis not in DECLARED:
        raise Refused("basis_unknown", N_("Hãy chọn ông/bà thay mặt theo quan hệ nào."))
    if not clean(document):
        raise Refused("document_missing", N_("Hãy ghi giấy tờ chứng minh: tên, số, ngày, nơi cấp hoặc chứng thực."))
    if basis in WITH_PAPER and evidence is None:
        raise Refused("evidence_missing", N_("Hãy gửi bản chụp giấy ủy quyền hoặc giấy tờ giám hộ."))
    if len([one for one in mandates_as_agent(by, today(now)) if one.given_by_id is None]) >= MOST_DECLARED:
        raise Refused("too_many_mandates", N_("Ông/bà đang thay mặt quá nhiều người. Hãy chấm dứt bớt."))
    mandate = Mandate(
        principal_number=_number(principal, "principal_number"),
        principal_name=_name(principal, "principal_name"),
        principal_birth=principal.birth,
        is_organisation=principal.is_organisation,
        agent_number=_own_number(by.person),
        agent_name=by.person.full_name,
        document=clean(document)[:300],
        evidence=evidence,
    )
    if evidence is not None:
        files.attach(file_ids=[evidence.pk], by=actor(by), now=now)
    return _keep(mandate, basis, reaching, by=by, now=now, action="declared")


@transaction.atomic
def give_mandate(*, basis: Basis, agent: Named, reaching: Reaching, document: str, by: User, now: datetime) -> Mandate:
    """Let somebody act for oneself, or for the organisation that one acts for as its legal representative.

    Whoever is named needs no account yet: it counts from when they sign in. Raises Refused.
    """
    capacity = access.capacity_of(by)
    principal_id = capacity.principal_id if capacity is not None else by.person_id
    access.require(by, "mandate.give", _of(principal_id))
    if principal_id is None:
        raise Forbidden("forbidden", N_("Ông/bà không có quyền làm việc này."))
    principal = Person.objects.select_related("identity").get(pk=principal_id)
    if basis not in ((Basis.MEMBER,) if principal.is_organisation else GIVEN):
        raise Refused("basis_unknown", N_("Hãy chọn người này thay mặt theo quan hệ nào."))
    check_part(reaching.part, sees_all=reaching.sees_all, is_organisation=principal.is_organisation)
    mandate = Mandate(
        principal_number=_own_number(principal),
        principal_name=principal.full_name,
        principal_birth=principal.birth,
        is_organisation=principal.is_organisation,
        agent_number=_number(agent, "agent_number"),
        agent_name=_name(agent, "agent_name"),
        part=reaching.part,
        sees_all=reaching.sees_all,
        uses_store=reaching.uses_store,
        document=clean(document)[:300],
        given_by=by,
    )
    return _keep(mandate, basis, reaching, by=by, now=now, action="given")


@transaction.atomic
def end_mandate(*, public_id: UUID, reason: str, by: User, now: datetime) -> Mandate:
    """End it at once, by whoever acts or whoever is acted for; ended twice it is ended once. Raises Refused."""
    found = Mandate.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
    if found is None or not access.may(by, "mandate.end", thing_of(found)):
        raise Refused("no_such_mandate", N_("Không tìm thấy việc thay mặt này."))
    if found.basis == Basis.LEGAL:
        raise Refused(
            "legal_by_register",
            N_("Người đại diện theo pháp luật ghi theo đăng ký của tổ chức; thay đổi ở đó thì ở đây đổi theo."),
        )
    if found.ended_at is None:
        found.ended_at, found.ended_by, found.end_reason = now, by, clean(reason)[:300]
        found.save(update_fields=["ended_at", "ended_by", "end_reason"])
        about = ("mandate", str(found.public_id))
        audit.record("mandate.ended", about=about, by=actor(by), at=now)
        outbox.publish(MandateChanged(mandate_id=found.pk))
    return found


def note_representative(*, organisation: Person, name: str, number: str, now: datetime) -> None:
    """Let whom an organisation's e-identity names stand for it, and nobody else any more. Joins the sign-in."""
    sealed, organisation_number = identity.seal(IdentityKind.PERSONAL_ID, number), _own_number(organisation)
    legal = Mandate.objects.select_for_update().filter(
        principal_number=organisation_number, basis=Basis.LEGAL, ended_at=None
    )
    about_now = legal.filter(agent_number=sealed, agent_name=clean(name)[:200])
    by = Actor(kind=UserKind.SYSTEM, id="vneid", name="VNeID")
    for before in legal.exclude(pk__in=about_now.values("pk")):
        before.ended_at, before.end_reason = now, "Tài khoản của tổ chức ghi người đại diện khác"
        before.save(update_fields=["ended_at", "end_reason"])
        audit.record("mandate.ended", about=("mandate", str(before.public_id)), by=by, at=now)
    if about_now.exists() or sealed.pk == organisation_number.pk:
        return
    made = Mandate.objects.create(
        principal_number=organisation_number,
        principal_name=organisation.full_name,
        is_organisation=True,
        agent_number=sealed,
        agent_name=clean(name)[:200],
        basis=Basis.LEGAL,
        sees_all=True,
        uses_store=True,
        valid=DateRange(today(now), None),
        made_at=now,
    )
    details = {"basis": Basis.LEGAL.value}
    audit.record("mandate.given", about=("mandate", str(made.public_id)), by=by, at=now, details=details)


def _keep(mandate: Mandate, basis: Basis, reaching: Reaching, *, by: User, now: datetime, action: str) -> Mandate:
    if mandate.principal_number_id == mandate.agent_number_id:
        raise Refused("same_person", N_("Đây là số của chính ông/bà. Hãy ghi số của người kia."))
    last = last_day(basis, born=mandate.principal_birth, starts=reaching.starts, ends=reaching.ends)
    # Kept half open, as every range of days here.
    mandate.valid = DateRange(reaching.starts, last + timedelta(days=1) if last is not None else None)
    mandate.basis, mandate.procedures, mandate.made_at = basis, sorted(set(reaching.procedures)), now
    mandate.save()
    about = ("mandate", str(mandate.public_id))
    audit.record(f"mandate.{action}", about=about, by=actor(by), at=now, details={"basis": basis.value})
    outbox.publish(MandateChanged(mandate_id=mandate.pk))
    return mandate


def _of(person_id: int | None) -> Thing:
    return Thing.of(people=(person_id,))


def _own_number(person: Person) -> SealedNumber:
    if person.identity is None:
        raise Refused("no_number", N_("Tài khoản này chưa có số định danh nên chưa thay mặt ai được."))
    return person.identity


def _number(who: Named, code: str) -> SealedNumber:
    kind = IdentityKind.TAX_CODE if who.is_organisation else IdentityKind.PERSONAL_ID
    try:
        return identity.seal(kind, who.number)
    except Refused as refusal:
        raise Refused(code, refusal.message, **refusal.params) from None


def _name(who: Named, code: str) -> str:
    if not clean(who.name):
        raise Refused(code, N_("Hãy ghi họ tên hoặc tên tổ chức."))
    return clean(who.name)[:200]
