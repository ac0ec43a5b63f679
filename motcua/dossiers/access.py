"""Whose a dossier is, in the words of the permission table."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import Max, Q

from motcua.accounts import access
from motcua.accounts.access import Reach
from motcua.accounts.models import User
from motcua.accounts.rules import PostHeld, UserKind
from motcua.accounts.rules.assurance import check_level
from motcua.accounts.rules.mandates import Capacity
from motcua.accounts.rules.permissions import Thing
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Forbidden, Refused
from motcua.organisations.models import Agency
from motcua.organisations.queries import agencies_under, one_stop_of
from motcua.organisations.rules import Role
from motcua.workflow.models import Task
from motcua.workflow.rules import TaskKind

from .choices import relay_results
from .models import Dossier, Party
from .models.dossier import DossierQuerySet
from .packages import package_of
from .rules.filing import Filing

# What the table calls the step of each kind; kinds that are not here need only `task.complete`.
VERBS = {
    TaskKind.RECEIVE: "dossier.receive",
    TaskKind.ASSIGN: "dossier.assign",
    TaskKind.APPRAISE: "dossier.appraise",
    TaskKind.REVIEW: "dossier.review",
    TaskKind.SIGN: "result.sign",
    TaskKind.NUMBER: "result.number",
    TaskKind.ISSUE: "result.issue",
    TaskKind.DELIVER: "result.deliver",
    TaskKind.FINISH: "dossier.finish",
}

# What an agency may still do with a relay after it has handed it on: read how it went on, and the papers as it had them
# (`read_until`). It keeps the file of its own work (Law on archives 33/2024/QH15); what others add afterwards serves
# their task, not its own (Law on the protection of personal data 91/2025/QH15, its principles: within the stated scope
# and purpose only; article 3 by the order of the articles, whose own text was not seen).
READS = frozenset({"dossier.see", "paper.see"})
# And the decision, once it is issued: it closes the file of each agency's own work; a province may decide otherwise
# (`choices.relay_results`, where the law in doubt stands).
READS_IN_THE_END = frozenset({"result.see"})
# What is written in the name of the agency that has it in hand: the unit that received it for that agency takes in,
# passes on and hands out, and decides nothing of the substance (Decree 118/2025/NĐ-CP, articles 17 to 19).
IN_ITS_NAME = frozenset({"letter.write"})


def parties_of(dossier: Dossier) -> list[Party]:
    """Return a dossier's parties with their numbers and persons, read once for each dossier object (one request)."""
    kept: list[Party] | None = dossier.__dict__.get("_parties")
    if kept is None:
        kept = list(dossier.parties.select_related("identity__person", "person").order_by("pk"))
        dossier.__dict__["_parties"] = kept
    return kept


def read_parties(dossiers: Iterable[Dossier]) -> None:
    """Read the parties of many dossiers at once, for `parties_of`."""
    by_id = {dossier.pk: dossier for dossier in dossiers}
    for dossier in by_id.values():
        dossier.__dict__["_parties"] = []
    found = Party.objects.filter(dossier__in=by_id).select_related("identity__person", "person").order_by("pk")
    for party in found:
        by_id[party.dossier_id].__dict__["_parties"].append(party)


def thing_of(dossier: Dossier, verb: str = "dossier.see") -> Thing:
    """Return whose this dossier is: its parties' and the three agencies'.

    Whom the system did not know when a counter took the dossier is known since by the number.
    """
    parties = parties_of(dossier)
    return Thing.of(
        # Whoever filed it for another reaches it in that capacity alone, and as long as that lasts.
        people=[party.known_person_id for party in parties if party.mandate_id is None],
        mandates=[party.mandate_id for party in parties],
        agencies=agencies_of(dossier, verb),
        procedure=package_of(dossier.version_id).version.procedure.code if any(p.mandate_id for p in parties) else "",
    )


def _thing_for(by: User, dossier: Dossier, verb: str) -> Thing:
    """Return whose a dossier is; of which procedure too, where the answer hangs on it."""
    thing = thing_of(dossier, verb)
    if access.capacity_of(by) is None or thing.procedure:
        return thing
    return replace(thing, procedure=package_of(dossier.version_id).version.procedure.code)


def agencies_of(dossier: Dossier, verb: str = "dossier.see") -> tuple[int | None, ...]:
    """Return the agencies that a dossier has to do with, where this is to be done with it.

    A relay is seen by an agency from when it comes there on, and worked on there only while it is there.
    """
    if verb in IN_ITS_NAME:
        return (here_of(dossier),)
    if dossier.reached is None:
        return (dossier.helped_at_id, dossier.received_at_id, dossier.competent_agency_id)
    is_read = verb in READS or (
        verb in READS_IN_THE_END
        and dossier.completed_at is not None
        and relay_results.is_read(today(dossier.completed_at))
    )
    reached = dossier.reached if is_read else dossier.reached[-1:]
    return (dossier.helped_at_id, dossier.received_at_id, *reached)


def here_of(dossier: Dossier) -> int:
    """Return the agency that has a dossier in hand: who decides, of a relay the one where it is."""
    return dossier.reached[-1] if dossier.reached else dossier.competent_agency_id


def is_boundary_free(dossier: Dossier) -> bool:
    """Tell whether a dossier was received by a unit that does not serve the competent agency."""
    agency = dossier.competent_agency
    # A relay begins where it was handed in: its one limit runs from there.
    if dossier.reached is not None or dossier.received_at_id in {None, agency.pk}:
        return False
    try:
        return dossier.received_at_id != one_stop_of(agency).pk
    except Agency.DoesNotExist:
        return False


def read_until(by: User, dossier: Dossier) -> datetime | None:
    """Return until when what came into a dossier may be read by somebody whose agency has handed it on.

    None for everybody else, for whom there is no such end. The caller has checked that they may read it at all.
    """
    if dossier.reached is None or access.may(by, "paper.see", thing_of(dossier, "dossier.annotate")):
        return None
    theirs = [one for one in set(dossier.reached) if access.may(by, "paper.see", Thing.of(agencies=(one,)))]
    ended: datetime | None = dossier.legs.filter(agency__in=theirs).aggregate(last=Max("ended_at"))["last"]
    return ended or dossier.submitted_at


def may(by: User, verb: str, dossier: Dossier) -> bool:
    """Tell whether somebody may do this with this dossier."""
    return access.may(by, verb, _thing_for(by, dossier, verb))


def require(by: User, verb: str, dossier: Dossier) -> None:
    """Raise Forbidden unless somebody may do this with this dossier."""
    access.require(by, verb, _thing_for(by, dossier, verb))
    if by.kind == UserKind.OFFICIAL and acting_by(by, dossier) is None:
        _note(by, dossier, access.acts_by(by, verb, thing_of(dossier, verb)))


def acting_by(by: User, dossier: Dossier) -> PostHeld | None:
    """Return the absent official's post through which somebody acts on a dossier, as the permission check noted it.

    What is asked of one dossier object belongs to one action (`actions._course.record` reads it).
    """
    who, post = dossier.__dict__.get("_acting", (None, None))
    return post if who == by.pk else None


def note_acting(by: User, dossier: Dossier, task: Task) -> None:
    """Note for whom somebody does a step of a dossier."""
    _note(
        by,
        dossier,
        access.acts_at(
            by,
            role=task.role,
            agency_id=task.agency_id,
            holder_id=task.assignee_id,
            is_signature=task.kind == TaskKind.SIGN,
        ),
    )


def note_at(by: User, dossier: Dossier, verb: str, agency_id: int) -> None:
    """Note for whom somebody does this at one of a dossier's agencies; that they may, the caller has asked."""
    _note(by, dossier, access.acts_by(by, verb, Thing.of(agencies=(agency_id,))))


def require_signing(by: User, dossier: Dossier, agency: Agency) -> PostHeld | None:
    """Raise Forbidden unless somebody may sign for an agency; return the absent head in whose place they do."""
    require(by, "result.sign", dossier)
    post = access.acts_at(by, role=Role.AGENCY_LEADER, agency_id=agency.pk, holder_id=None, is_signature=True)
    _note(by, dossier, post)
    return post


def note_signing(by: User, dossier: Dossier) -> None:
    """Note for whom somebody signs for the agency that decides a dossier, where it is no step of its process.

    As in `note_acting`, a leader whom a document names signs KT. or TUQ. (Decree 30/2020/NĐ-CP, article 13).
    """
    agency = dossier.competent_agency_id
    _note(by, dossier, access.acts_at(by, role=Role.AGENCY_LEADER, agency_id=agency, holder_id=None, is_signature=True))


def _note(by: User, dossier: Dossier, post: PostHeld | None) -> None:
    dossier.__dict__["_acting"] = (by.pk, post)


def task_thing(task: Task) -> Thing:
    """Return whose a step is: its holder's, or open to the posts of its role."""
    return Thing.of(users=(task.assignee_id,), agencies=(task.agency_id,), role=task.role)


def may_do(by: User, task: Task) -> bool:
    """Tell whether somebody may end this step."""
    verb = VERBS.get(TaskKind(task.kind))
    thing = task_thing(task)
    return access.may(by, "task.complete", thing) and (
        verb is None or access.may(by, verb, Thing.of(agencies=(task.agency_id,)))
    )


def require_task(by: User, dossier: Dossier, task: Task) -> None:
    """Raise Forbidden unless somebody may end this step of this dossier."""
    if task.kind == TaskKind.APPLICANT_CHECK and by.kind == UserKind.CITIZEN:
        require(by, "result.check_draft", dossier)
        return
    if not may_do(by, task):
        raise Forbidden("forbidden", N_("Ông/bà không có quyền làm việc này."))
    note_acting(by, dossier, task)


def require_filing(by: User, filing: Filing, agency: Agency) -> None:
    """Raise Forbidden unless somebody may file this: people for themselves or another, offices within their reach."""
    package = package_of(filing.version_id)
    thing = Thing.of(
        people=(filing.submitter.person_id,) if filing.mandate_id is None else (),
        mandates=(filing.mandate_id,),
        agencies=(agency.pk, filing.received_agency_id, filing.helped_agency_id),
        procedure=package.version.procedure.code,
    )
    access.require(by, "dossier.file", thing)
    capacity = access.capacity_of(by)
    if capacity is not None:
        package.check_acting(capacity.basis)
    if by.kind == UserKind.CITIZEN:
        check_level(by.assurance, package.assurance)
    if by.kind == UserKind.CITIZEN and filing.submitter.person_id != by.person_id:
        raise Forbidden("forbidden", N_("Ông/bà không có quyền làm việc này."))


def require_may_process(user: User, dossier: Dossier) -> None:
    """Raise Refused unless somebody holds a post that can appraise this dossier."""
    if not access.may(user, "dossier.appraise", Thing.of(agencies=(here_of(dossier),))):
        raise Refused("cannot_process", N_("Người được chọn không có vị trí thụ lý ở cơ quan này."))


def visible_to(by: User, verb: str = "dossier.see") -> DossierQuerySet:
    """Return the dossiers that somebody may see; lists, searches and counts all begin here."""
    reach = access.reach(by, verb)
    dossiers = Dossier.objects.all()
    return dossiers if reach.everything else dossiers.filter(_condition(reach))


def _condition(reach: Reach) -> Q:
    agencies = set(reach.agencies)
    agencies |= agencies_under(reach.subtrees)
    condition = Q(pk__in=[])
    if reach.capacity is not None:
        return _within(reach.capacity)
    if agencies:
        condition |= Q(competent_agency__in=agencies, reached=None) | Q(reached__overlap=sorted(agencies))
        condition |= Q(received_at__in=agencies) | Q(helped_at__in=agencies)
    if reach.people:
        theirs = Q(person__in=reach.people) | Q(identity__person__in=reach.people)
        condition |= Q(pk__in=Party.objects.filter(theirs, mandate=None).values("dossier"))
    return condition


def _within(capacity: Capacity) -> Q:
    """Return the condition for what somebody reaches who acts for another (`Capacity.reaches`)."""
    theirs = Q(mandate=capacity.mandate_id)
    if capacity.sees_all and capacity.principal_id is not None:
        own = Q(person=capacity.principal_id) | Q(person=None, identity=capacity.principal_number_id)
        theirs |= own & Q(mandate=None)
    condition = Q(pk__in=Party.objects.filter(theirs).values("dossier"))
    if capacity.procedures:
        condition &= Q(version__procedure__code__in=sorted(capacity.procedures))
    return condition
