"""What the case does later."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from motcua import outbox
from motcua.accounts.events import AbsenceChanged, DocumentChanged
from motcua.organisations.directory import steady

from . import actions
from .events import DossierChanged, ExportAsked, PapersScanned, ScansToSign
from .rules.form_events import GIVING


@outbox.task(queue="documents", gathers=True)
def make_declarations(*, dossier_ids: list[int]) -> None:
    """Write the applicants' declarations from the answers."""
    with steady():
        actions.make_declarations(dossier_ids=dossier_ids, now=timezone.now())


@outbox.task(queue="documents", gathers=True)
def give_forms(*, event_ids: list[int]) -> None:
    """Draw the statutory forms that events give, keep them, and sign those whose key is at hand."""
    with steady():
        for event_id in event_ids:
            actions.give_form(event_id=event_id, now=timezone.now())
            actions.sign_form(event_id=event_id, now=timezone.now())


@outbox.task(queue="documents")
def settle_bundle(*, bundle_id: int) -> None:
    """Begin the parts of a bundle whose time has come, and let the bundle follow its parts."""
    with steady():
        actions.settle(bundle_id=bundle_id, now=timezone.now())


@outbox.task(queue="outside")
def make_lasting(*, dossier_id: int) -> None:
    """Raise the signatures of what agencies gave in a dossier to what proves them for years."""
    actions.make_lasting(dossier_id=dossier_id, now=timezone.now())


@outbox.task(queue="outside")
def raise_file(*, lasting_id: int) -> None:
    """Raise the signatures of one file, or renew its archive time stamp."""
    actions.raise_file(lasting_id=lasting_id, now=timezone.now())


@outbox.on(DossierChanged)
def follow(event: DossierChanged) -> None:
    """Tell the applicant what happened; new answers become a declaration, some events give a statutory form."""
    told = actions.tell(event_id=event.event_id, now=timezone.now())
    happening = told.happening
    if told.bundle_id is not None:
        settle_bundle.defer(bundle_id=told.bundle_id)
    if happening in actions.GIVES_ANSWERS:
        make_declarations.defer(dossier_ids=[event.dossier_id])
    if happening in actions.GIVES_SIGNED:
        make_lasting.defer(dossier_id=event.dossier_id)
    if happening in GIVING:
        give_forms.defer(event_ids=[event.event_id])


@outbox.on(ExportAsked, queue="documents")
def write_export(event: ExportAsked) -> None:
    """Write a list that somebody takes away."""
    with steady():
        actions.write_export(export_id=event.export_id, now=timezone.now())


@outbox.on(PapersScanned, queue="reading")
def read_scans(event: PapersScanned) -> None:
    """Read the words of scans that joined a dossier."""
    with steady():
        actions.read_scans(dossier_id=event.dossier_id, now=timezone.now())


@outbox.on(ScansToSign, queue="documents")
def sign_scans(event: ScansToSign) -> None:
    """Sign the scans that an official accepted."""
    with steady():
        actions.sign_scans(user_id=event.user_id, now=timezone.now())


@outbox.timetable("*/15 * * * *", name="dossiers.expire_supplements")
def expire_supplements(*, now: datetime) -> None:
    """End what the applicant did not complete in time."""
    actions.expire_supplements(now=now)


@outbox.timetable("*/15 * * * *", name="dossiers.sign_waiting_forms")
def sign_waiting_forms(*, now: datetime) -> None:
    """Sign forms that waited for a seal their unit has got since."""
    actions.sign_waiting_forms(now=now)


@outbox.timetable("*/15 * * * *", name="dossiers.resume_scan_signing")
def resume_scan_signing(*, now: datetime) -> None:
    """Sign scans whose signature was asked for long ago and is not there: its job is lost or was given up."""
    with steady():
        actions.resume_scan_signing(now=now)


@outbox.timetable("*/15 * * * *", name="dossiers.resume_lasting")
def resume_lasting(*, now: datetime) -> None:
    """Raise signatures whose job is lost or was given up, and renew archive time stamps that end soon."""
    for lasting_id in actions.lasting_due(now=now):
        raise_file.defer(lasting_id=lasting_id)


@outbox.timetable("20 19 * * *", name="dossiers.take_up_known")  # 02:20 in Việt Nam
def take_up_known(*, now: datetime) -> None:
    """Remember the bytes of signed files that were given out before anything did."""
    actions.take_up_known()


@outbox.timetable("* * * * *", name="dossiers.pick_scans")
def pick_scans(*, now: datetime) -> None:
    """Pick up what the counters' scanners wrote into their folders."""
    actions.pick_scans(now=now)


@outbox.timetable("10 * * * *", name="dossiers.watch_opinions")
def watch_opinions(*, now: datetime) -> None:
    """Remind agencies whose time to answer is nearly over, and tell of those who are late."""
    actions.watch_opinions(now=now)


@outbox.timetable("5 * * * *", name="dossiers.accept_silence")
def accept_silence(*, now: datetime) -> None:
    """Go on where an applicant had the time to check a draft and said nothing."""
    actions.accept_silence(now=now)


@outbox.timetable("*/15 * * * *", name="dossiers.warn")
def warn(*, now: datetime) -> None:
    """Warn of what is about to be late: whoever can act, then their superior; and of what lies with the absent."""
    actions.warn(now=now)
    actions.tell_uncovered(now=now)


@outbox.on(AbsenceChanged)
def tell_absence(event: AbsenceChanged) -> None:
    """Tell who acts for somebody absent."""
    actions.tell_absence(absence_id=event.absence_id, now=timezone.now())


@outbox.timetable("30 21 * * *", name="dossiers.tell_what_is_due")  # 04:30 in Việt Nam
def tell_what_is_due(*, now: datetime) -> None:
    """Tell those who answer for an agency what will be overdue, and whose certificate ends."""
    actions.tell_what_is_due(now=now)
    actions.tell_ending_keys(now=now)


@outbox.timetable("40 18 * * *", name="dossiers.sweep")  # 01:40 in Việt Nam
def sweep(*, now: datetime) -> None:
    """Throw away what is old: drafts, sources of scans, keys, wrong tries; let old forms and results be signed."""
    actions.sweep_drafts(older_than=now - timedelta(days=settings.DRAFTS_KEPT_DAYS))
    actions.forget_filing_keys(now=now)
    actions.forget_wrong_tries(now=now)
    actions.sweep_exports(now=now)
    actions.sweep_scan_sources(now=now)
    actions.take_up_unsigned(now=now)
    actions.take_up_results(now=now)


@outbox.on(DocumentChanged)
def follow_a_new_document(event: DocumentChanged) -> None:
    """Let dossiers that a counter took by somebody's old document stay theirs."""
    actions.follow_document(person_id=event.person_id, old_number_id=event.old_number_id)
