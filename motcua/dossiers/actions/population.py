"""Look a party up in the population database, for one dossier and one purpose.

Two short transactions with the call between them: that somebody asks is written, and counted, before anything is asked,
so that no call goes unrecorded. Of the answer only is kept which typed facts agreed: no rule was found that lets a
one-stop unit keep a copy, and Law 91/2025/QH15 (principles, by the order of its articles article 3) wants no more than
the purpose needs. There is no cache for the same reason.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from motcua import audit
from motcua.accounts import identity
from motcua.accounts.access import acts_by, posts_today
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.rules import IdentityKind
from motcua.lib import personal_id
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.population import Block, Question, Registered
from motcua.lib.refusals import Refused, Unavailable
from motcua.organisations.directory import directory

from .. import access
from ..choices import population_calls
from ..loading import load
from ..models import Dossier, Party, PopulationCheck
from ..models.population_check import Answered
from ..packages import package_of
from ..paperwork.documents import newest_answers
from ..ports import Population
from ..rules.population import Compared, Need, Typed, compare, person_in
from ..rules.states import OPEN, State

VERB = "identity.look_up"
LONGEST_REASON = 500
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class LookedUp:
    """What came of a look-up. `entry` holds the blocks that the official may see, and is kept nowhere."""

    check: PopulationCheck
    entry: Registered | None
    compared: list[Compared]


def may_look_up(dossier: Dossier, *, by: User) -> bool:
    """Tell whether somebody may look this dossier's parties up now: it is open, and there is a database to ask."""
    return "population" in settings.PORTS and State(dossier.state) in OPEN and access.may(by, VERB, dossier)


def look_up_party(
    *, dossier_id: int, party: str, beyond: Collection[Block], reason: str, by: User, now: datetime
) -> LookedUp:
    """Ask for one party of a dossier and compare the answer with what was typed; nothing typed changes.

    `beyond`: blocks that the package does not declare, which take a reason. Raises Refused without one, for a party
    without a personal number, for a dossier at its end, and for too many calls within an hour. A database that does not
    answer is no refusal: the check says so and work goes on. Never call it inside a transaction.
    """
    if connection.in_atomic_block:
        raise RuntimeError("nobody waits for another system inside a transaction")
    check, question, typed = _begin(dossier_id, party, frozenset(beyond), reason.strip(), by, now)
    service: Population = import_string(settings.PORTS["population"])()
    outcome, entry, compared = Answered.NOBODY, None, []
    try:
        found = service.look_up(question=question)
    except Unavailable:
        outcome = Answered.UNREACHABLE
    else:
        if found is not None:
            blocks = [Block(one) for one in check.blocks]
            outcome, entry = Answered.FOUND, found.only(blocks)
            compared = compare(typed, entry, blocks)
    _end(check, outcome, compared, by, now)
    return LookedUp(check, entry, compared)


@transaction.atomic
def _begin(
    dossier_id: int, party: str, beyond: frozenset[Block], reason: str, by: User, now: datetime
) -> tuple[PopulationCheck, Question, Typed]:
    dossier = load(dossier_id)
    access.require(by, VERB, dossier)
    if "population" not in settings.PORTS:
        raise Refused("no_population", N_("Hệ thống chưa nối với cơ sở dữ liệu quốc gia về dân cư."))
    if State(dossier.state) not in OPEN:
        raise Refused("dossier_closed", N_("Hồ sơ đã kết thúc: không còn việc gì cần tra cứu."))
    package = package_of(dossier.version_id)
    need = Need.of(package.settings)
    beyond -= need.blocks
    if beyond and not reason:
        raise Refused("reason_missing", N_("Hãy ghi lý do cần những dữ liệu ngoài mục đích của thủ tục."))
    if len(reason) > LONGEST_REASON:
        raise Refused("reason_long", N_("Lý do dài quá {most} ký tự."), most=LONGEST_REASON)
    who = next((one for one in access.parties_of(dossier) if one.role == party), None)
    if who is None or who.identity is None or who.identity.kind != IdentityKind.PERSONAL_ID:
        raise Refused("no_number", N_("Hồ sơ không có số định danh cá nhân của người này."))
    _check_pace(by, now)
    blocks = need.blocks | beyond
    agency_id = _agency_of(dossier, by)
    check = PopulationCheck.objects.create(
        dossier=dossier,
        party=party,
        at=now,
        by=by,
        agency_id=agency_id,
        blocks=[block.value for block in Block if block in blocks],
        reason=reason if beyond else "",
        outcome=Answered.ASKED,
    )
    audit.record(
        "population.asked",
        about=("dossier", dossier.code),
        by=actor(by, directory().by_id[agency_id].code if agency_id is not None else ""),
        at=now,
        details={
            "party": party,
            "purpose": dossier.version.procedure.code,
            "blocks": ",".join(check.blocks),
            "beyond": bool(beyond),
            "check": check.pk,
        },
    )
    number = identity.reveal(who.identity)
    typed = typed_of(dossier, who, number)
    question = Question(
        number=number,
        name=who.name,
        birth=typed.birth or str(personal_id.parse(number).birth_year),
        request=check.public_id.hex,
        purpose=dossier.version.procedure.code,
        officer=by.username,
    )
    return check, question, typed


def _check_pace(by: User, now: datetime) -> None:
    # Whoever asks twice at once waits here for themselves, so that none of the calls goes uncounted.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    most = population_calls.calls_on(today(now))
    if PopulationCheck.objects.filter(by=by, at__gt=now - HOUR).count() >= most:
        raise Refused(
            "too_many_calls",
            N_("Ông/bà đã tra cứu {most} lần trong một giờ qua. Hãy đợi, hoặc tiếp tục hồ sơ mà chưa đối chiếu."),
            most=most,
        )


def _agency_of(dossier: Dossier, by: User) -> int | None:
    """Return the agency of the post through which somebody asks."""
    acting = acts_by(by, VERB, access.thing_of(dossier, VERB))
    posts = [acting] if acting is not None else posts_today(by)
    agencies = set(access.agencies_of(dossier, VERB))
    return next((post.agency_id for post in posts if post.agency_id in agencies), None)


def typed_of(dossier: Dossier, party: Party, number: str) -> Typed:
    """Return what a dossier says of a party: as filed, and in the answers about the person with the same number."""
    said = person_in(newest_answers(dossier), number)
    address = party.address or said.get("address") or {}
    return Typed(
        name=party.name,
        birth=party.birth or str(said.get("birth") or ""),
        sex=str(said.get("sex") or ""),
        ethnicity=str(said.get("ethnicity") or ""),
        nationality=str(said.get("nationality") or ""),
        address=address,
    )


@transaction.atomic
def _end(check: PopulationCheck, outcome: Answered, compared: Collection[Compared], by: User, now: datetime) -> None:
    check.outcome = outcome.value
    check.agreed = [one.block.value for one in compared if one.agrees]
    check.differing = [one.block.value for one in compared if one.agrees is False]
    check.save(update_fields=["outcome", "agreed", "differing"])
    audit.record(
        "population.answered",
        about=("dossier", check.dossier.code),
        by=actor(by, check.agency.code if check.agency is not None else ""),
        at=now,
        details={
            "check": check.pk,
            "outcome": outcome.value,
            "agreed": ",".join(check.agreed),
            "differing": ",".join(check.differing),
        },
    )
