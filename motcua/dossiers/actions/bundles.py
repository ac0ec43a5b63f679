"""Bring a bundle to where its parts are: plan them, begin those that can, tell of what came of each.

One function, called after every change of the bundle or of a part; the second call finds nothing left to do.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from motcua.accounts import identity
from motcua.accounts.models import User
from motcua.accounts.queries import actor, system_user
from motcua.eforms.fields import get
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.lib.dates import today
from motcua.organisations.models import Agency
from motcua.organisations.queries import competent_agency, one_stop_of
from motcua.organisations.rules import Level
from motcua.procedures import queries as procedures
from motcua.workflow import actions as workflow
from motcua.workflow import queries as runs
from motcua.workflow.rules import LIVE, InstanceStatus, Message
from motcua.worktime.rules import Unit, due_at

from .. import bundles
from ..bundles import Part
from ..loading import load
from ..models import BundlePart, ClockStop, Dossier, Party, PartyRole
from ..packages import package_of
from ..paperwork.documents import newest_answers
from ..rules.bundles import OVER, PartRule, Phase, may_begin, news_of, state_of
from ..rules.filing import Filing, PaperData, PartyData
from ..rules.states import BUNDLE_REOPENED, FINAL, Channel, Origin, ResultChannel, State
from ..rules.stops import DECIDED, SUPPLEMENT
from . import _clock
from ._course import lock, move, record
from ._process import cancel, promise, tell
from .filing import put_down

# The next system confirms that it has the part within two working hours (Decree 301/2026/NĐ-CP article 5).
CONFIRM_WITHIN = 2
PURPOSE = "paper"


def settle(*, bundle_id: int, now: datetime) -> None:
    """Plan a bundle's parts, begin those whose time has come, and put the bundle into the state its parts make.

    Not inside a transaction: each part is filed in its own, under a code of its agency.
    """
    by = system_user()
    bundle = load(bundle_id)
    if bundle.state in FINAL:
        _follow(bundle_id, by=by, now=now)
        bundle = load(bundle_id)
    package = package_of(bundle.version_id)
    context = package.form_context(bundle.case_key, bundle.channel, now)
    answers = package.form.names(newest_answers(bundle), context)["answers"]
    _plan(bundle, answers, now=now)
    parts = bundles.parts(bundle)
    where = {part.row.key: part.phase for part in parts}
    results = bundles.results_said(part for part in parts if part.phase is Phase.DONE)
    for part in parts:
        if part.phase is Phase.WAITING and bundle.state not in FINAL and may_begin(part.rule.after, where):
            _begin(bundle, part, answers, results, by=by, now=now)
    _follow(bundle_id, by=by, now=now)


@transaction.atomic
def _plan(bundle: Dossier, answers: Mapping[str, Any], *, now: datetime) -> None:
    """Keep which parts the bundle has, under which versions and with which agencies, as of the day it was filed."""
    locked = lock(bundle.pk)
    if locked.bundle_parts.exists():
        return
    day = today(bundle.submitted_at)
    rows: list[BundlePart] = []
    for rule in bundles.rules_in(bundle.version_id).values():
        if not rule.applies(answers):
            continue
        version = procedures.current(rule.procedure, day)
        agency = _agency(bundle, rule, version.procedure.field, version.settings, answers)
        rows.append(BundlePart(bundle=bundle, number=len(rows) + 1, key=rule.key, version=version, agency=agency))
    BundlePart.objects.bulk_create(rows)


def _agency(
    bundle: Dossier, rule: PartRule, field: str, settings: Mapping[str, Any], answers: Mapping[str, Any]
) -> Agency:
    """Return who decides a part: at the commune that the answers name for it, else at the bundle's own."""
    level = Level(rule.level or str(settings.get("level") or Level.COMMUNE))
    area = get(answers, rule.area) if rule.area else None
    code = str(area) if area else bundle.competent_agency.area.code if bundle.competent_agency.area else ""
    day = today(bundle.submitted_at)
    try:
        return competent_agency(level, field, code if level == Level.COMMUNE else "", on=day)
    except Agency.DoesNotExist:
        # A commune of another province has no agency here: the bundle's own commune takes it, and passes it on.
        own = bundle.competent_agency.area
        return competent_agency(level, field, own.code if own is not None else "", on=day)


def _begin(
    bundle: Dossier, part: Part, answers: Mapping[str, Any], results: Mapping[str, Any], *, by: User, now: datetime
) -> None:
    rule, row = part.rule, part.row
    package = package_of(row.version_id)
    context = package.form_context(rule.case, bundle.channel, now)
    # What the person pledged for the bundle they pledged for each part.
    taken = package.form.pledged(package.form.take(bundles.answered(rule, answers, results), context))
    judged, _ = package.form.judged(taken, context)
    parties = {party.role: party for party in bundle.parties.select_related("identity", "person")}
    submitter = _party(parties[PartyRole.SUBMITTER])
    owner = _party(parties[PartyRole.OWNER])
    filing = Filing(
        version_id=row.version_id,
        agency_id=row.agency_id,
        origin=Origin(bundle.origin),
        channel=Channel(bundle.channel),
        submitter=submitter,
        owner=submitter if owner == submitter else owner,
        answers=judged.answers,
        papers=_papers(bundle, rule, by=by, now=now),
        case_key=rule.case,
        result_channel=ResultChannel(bundle.result_channel),
        result_address=bundle.result_address,
        summary=bundles.filled(rule.summary, answers, results)[:500],
        helped_agency_id=bundle.helped_at_id,
        part_of_id=bundle.pk,
        part_key=row.key,
        mandate_id=parties[PartyRole.SUBMITTER].mandate_id,
    )
    agency = row.agency
    answer_by = None
    if rule.after:
        schedule = _clock.schedule_of(one_stop_of(agency))
        answer_by = due_at(schedule, now, CONFIRM_WITHIN, Unit.WORKING_HOURS).at
    key = (f"bundle-{bundle.pk}-{row.key}", filing.part_key)
    put_down(filing, agency, package, key=key, answer_due_at=answer_by, by=by, now=now)


def _party(party: Party) -> PartyData:
    sealed = party.identity if party.person_id is None else None
    return PartyData(
        name=party.name,
        identity_kind=sealed.kind if sealed is not None else "",
        identity_number=identity.reveal(sealed) if sealed is not None else "",
        person_id=party.person_id,
        is_organisation=party.is_organisation,
        birth=party.birth,
        phone=party.phone,
        email=party.email,
        address=party.address,
        basis=party.basis,
    )


def _papers(bundle: Dossier, rule: PartRule, *, by: User, now: datetime) -> tuple[PaperData, ...]:
    """Return the papers that a part gets of the bundle's: copies of the files, for a file belongs to one dossier."""
    found = []
    for paper in bundle.papers.filter(key__in=rule.papers).order_by("number"):
        rows = paper.files.filter(replaced_at=None).select_related("file").order_by("number")
        copies = [
            files.store(data=stored.read(row.file), name=row.file.shown_name, purpose=PURPOSE, by=actor(by), now=now)
            for row in rows
        ]
        found.append(
            PaperData(
                key=paper.key,
                file_ids=tuple(str(copy.public_id) for copy in copies),
                originals=paper.originals,
                copies=paper.copies,
                photocopies=paper.photocopies,
                originals_were=paper.originals_were,
                name=paper.name,
            )
        )
    return tuple(found)


@transaction.atomic
def _follow(bundle_id: int, *, by: User, now: datetime) -> None:
    """Write into the bundle's history what became of its parts, and move its state and clock with them."""
    bundle = lock(bundle_id)
    parts = bundles.parts(bundle)
    news = [part for part in parts if part.phase != part.row.phase]
    if not parts or (bundle.state in FINAL and not news):
        return
    _receive(bundle, parts, by=by, now=now)
    begun = [part.dossier for part in parts if part.dossier is not None]
    state = state_of(
        {part.row.key: part.phase for part in parts},
        is_received=bundle.accepted_at is not None,
        all_delivered=all(
            part.dossier is not None and part.dossier.state == State.DELIVERED
            for part in parts
            if part.phase is Phase.DONE
        ),
        all_withdrawn=all(one.state == State.WITHDRAWN for one in begun),
    )
    if state != bundle.state:
        if bundle.state in BUNDLE_REOPENED and state != State.DELIVERED:
            _open_again(bundle, news, by=by, now=now)
        _move(bundle, state, by=by, now=now)
    for part in news:
        in_state = State(part.dossier.state) if part.dossier is not None else None
        happening = news_of(part.phase, Phase(part.row.phase), in_state)
        part.row.phase = part.phase
        part.row.save(update_fields=["phase"])
        record(bundle, happening, by=by, now=now, params=_said(part), is_saved=True)
    bundle.revision += bool(news)
    _stand_still(bundle, parts, by=by, now=now)
    bundle.save()


def _said(part: Part) -> dict[str, Any]:
    code = part.dossier.code if part.dossier is not None else ""
    return {"part": part.title, "agency": part.row.agency.name, "code": code, "key": part.row.key}


def _receive(bundle: Dossier, parts: list[Part], *, by: User, now: datetime) -> None:
    """Let the bundle's own limit begin with the first part that was received."""
    accepted = [part.dossier.accepted_at for part in parts if part.dossier is not None and part.dossier.accepted_at]
    if bundle.accepted_at is not None or not accepted:
        return
    move(bundle, State.RECEIVED, now=now)
    bundle.accepted_at = min(accepted)
    _clock.start(bundle, by=by, now=now)
    move(bundle, State.PROCESSING, now=now)


def _move(bundle: Dossier, state: State, *, by: User, now: datetime) -> None:
    if state == State.DELIVERED and bundle.state != State.COMPLETED:
        _move(bundle, State.COMPLETED, by=by, now=now)
    move(bundle, state, now=now)
    if state == State.COMPLETED:
        _clock.finish(bundle, now=now)
        if bundle.instance is not None and bundle.instance.status in LIVE:
            tell(bundle, Message.PARTS_DONE, note="", by=by, now=now)
    elif state in {State.REFUSED, State.STOPPED, State.WITHDRAWN}:
        _clock.finish(bundle, now=now)
        cancel(bundle, outcome="parts_ended", note="", by=by, now=now)


def _open_again(bundle: Dossier, news: list[Part], *, by: User, now: datetime) -> None:
    """Put a locked bundle that was over back into processing, its process where it waits for the parts.

    Where the decision that ended a part was undone, the time between is left out of the bundle's limit as out of the
    part's; for a result that was taken back it is not.
    """
    over_at = bundle.completed_at or bundle.closed_at
    if bundle.instance is None or over_at is None:
        raise ValueError("a bundle that is over has a process and the moment at which it was")
    if bundle.instance.status == InstanceStatus.CANCELLED:
        workflow.revive(instance_id=bundle.instance.pk, now=now)
    elif bundle.instance.status not in LIVE:
        workflow.return_step(instance_id=bundle.instance.pk, step=_where_it_waits(bundle), note="", by=by, now=now)
    bundle.instance.refresh_from_db()
    bundle.state = State.PROCESSING
    bundle.completed_at = bundle.delivered_at = bundle.closed_at = None
    if any(part.row.phase == Phase.ENDED for part in news):
        ClockStop.objects.create(dossier=bundle, reason=DECIDED, started_at=over_at)
        _clock.go_on(bundle, by=by, now=now, reason=DECIDED)
    promise(bundle)


def _where_it_waits(bundle: Dossier) -> str:
    nodes = runs.outline_of(bundle.instance.definition_id).nodes if bundle.instance is not None else {}
    return next(key for key, node in nodes.items() if node.message == Message.PARTS_DONE)


def _stand_still(bundle: Dossier, parts: list[Part], *, by: User, now: datetime) -> None:
    """Let the bundle's limit stand still while a part waits for its applicant; the other parts go on.

    Source: Decree 63/2024/NĐ-CP article 4(7) as amended: the time for completing the dossier is not counted.
    """
    if bundle.accepted_at is None or bundle.completed_at is not None or bundle.state in FINAL:
        return
    waits = any(
        part.dossier is not None and part.dossier.paused_at is not None for part in parts if part.phase not in OVER
    )
    stands = bundle.clock_stops.filter(ended_at=None, reason=SUPPLEMENT).exists()
    if waits and not stands:
        _clock.stop(bundle, reason=SUPPLEMENT, now=now)
    elif stands and not waits:
        _clock.go_on(bundle, by=by, now=now)
