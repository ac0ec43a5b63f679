"""Steps done for somebody absent: recorded as such, signed KT. or TUQ., and warned of to whoever is there."""

from datetime import datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from django.conf import LazySettings
from django.utils import timezone

from motcua.accounts.absence_queries import seats_of
from motcua.accounts.absences import record_absence
from motcua.accounts.models import User
from motcua.accounts.rules.absences import Wanted
from motcua.accounts.tests.factories import official
from motcua.audit.models import Entry
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, GivenForm
from motcua.dossiers.paperwork.signers import signatory_of
from motcua.dossiers.piles import inbox
from motcua.dossiers.piles.uncovered import steps_uncovered
from motcua.dossiers.rules.decisions import DecisionKind, Grounds
from motcua.dossiers.rules.form_sets import SignedBy
from motcua.dossiers.rules.history import Happening
from motcua.dossiers.tests import factories as cases
from motcua.dossiers.tests.test_given_forms import text_of
from motcua.dossiers.tests.test_results import document
from motcua.files import queries as files
from motcua.lib.dates import today
from motcua.lib.refusals import Forbidden
from motcua.notices.models import OfficialNotice
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.procedures.rules import processes
from motcua.signing.actions import make_demo_key
from motcua.workflow import queries as workflow
from motcua.workflow.inbox import Pile
from motcua.workflow.models import Task

pytestmark = pytest.mark.django_db(transaction=True)
PAPER = "Quyết định 12/QĐ-UBND ngày 01/11/2026"


@pytest.fixture
def commune() -> Agency:
    return places.commune()


@pytest.fixture
def receptionist(commune: Agency) -> User:
    return official("Lê Thị Ánh", (Role.RECEPTIONIST, one_stop_of(commune)))


@pytest.fixture
def specialist(commune: Agency) -> User:
    return official("Phạm Văn Bình", (Role.SPECIALIST, commune))


@pytest.fixture
def colleague(commune: Agency) -> User:
    return official("Bùi Văn Thay", (Role.SPECIALIST, commune))


def away(user: User, to: User | None = None, *, now: datetime, days: int = 3, **document: str) -> None:
    day = today(now)
    seat = seats_of(user, day)[0]
    record_absence(
        user_id=user.pk,
        starts=day,
        ends=day + timedelta(days=days),
        reason="sick",
        substitutes=[Wanted(seat.pk, to.pk, **document)] if to is not None else [],
        by=user,
        now=now,
    )


def held_by(specialist: User, receptionist: User) -> Dossier:
    dossier = cases.done(cases.filed(), "accept", receptionist)
    actions.take(task_id=cases.task(dossier).pk, by=specialist, now=cases.NOW)
    return dossier


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def ids(user: User) -> list[str]:
    return [line.code for line in inbox.pile(inbox.where_of(user, today(timezone.now())), Pile.MINE).lines]


def test_what_a_substitute_does_says_for_whom(
    specialist: User, colleague: User, receptionist: User, stranger: User
) -> None:
    now = timezone.now()
    dossier = held_by(specialist, receptionist)
    task = cases.task(dossier)
    with pytest.raises(Forbidden):
        actions.complete(task_id=task.pk, outcome="approve", note="", by=colleague, now=now)
    assert ids(again(colleague)) == []
    away(specialist, colleague, now=now)
    acting = again(colleague)
    assert ids(acting) == [dossier.code]
    where = inbox.where_of(acting, today(now))
    assert inbox.counts(where, now=now, soon=now).mine == 1
    assert inbox.procedures_in(where, Pile.MINE)
    with pytest.raises(Forbidden):
        actions.complete(task_id=task.pk, outcome="approve", note="", by=stranger, now=now)
    actions.draft(dossier_id=dossier.pk, reference=cases.reference(), by=acting, now=now)
    actions.complete(task_id=task.pk, outcome="approve", note="Đủ", by=acting, now=now)
    done = Task.objects.get(pk=task.pk)
    assert (done.done_by, done.done_for, done.assignee) == (colleague, specialist, specialist)
    event = dossier.events.get(kind="step_done")
    assert (event.actor_name, event.for_name) == (colleague.full_name, specialist.full_name)
    assert event.by_whom == "Bùi Văn Thay (làm thay Phạm Văn Bình)"
    assert dossier.events.get(kind="result_drafted").for_name == "", "colleagues may draft as themselves"
    lines = Entry.objects.filter(
        about=f"dossier:{dossier.code}", action="dossier.step_done", actor_id=str(colleague.pk)
    )
    assert [line.details for line in lines] == [{"acting_for": f"user:{specialist.pk}"}]
    assert [step.done_for for step in workflow.history(dossier.instance_id or 0)] == [None, specialist]
    # A return goes to whose step it was.
    leader = official("Võ Văn Dũng", (Role.AGENCY_LEADER, places.commune()))
    actions.complete(task_id=cases.task(dossier).pk, outcome="return", note="Sai", by=leader, now=now)
    assert cases.task(dossier).assignee == specialist


def test_a_free_step_taken_at_the_absents_post_stays_with_the_absent(commune: Agency, receptionist: User) -> None:
    now = timezone.now()
    head = official("Trưởng Phòng", (Role.DIVISION_HEAD, commune))
    leader = official("Võ Văn Dũng", (Role.AGENCY_LEADER, commune))
    specialist = official("Phạm Văn Bình", (Role.SPECIALIST, commune))
    dispatcher = official("Lê Phân Công", (Role.DISPATCHER, commune))
    dossier = cases.done(cases.filed(of=cases.version(default=processes.PROVINCE)), "accept", receptionist)
    cases.done(dossier, "assign", dispatcher, details=actions.Details(assignee_id=specialist.pk))
    actions.draft(dossier_id=dossier.pk, reference=cases.reference(), by=specialist, now=now)
    cases.done(dossier, "approve", specialist)
    away(head, leader, now=now)
    taken = actions.take(task_id=cases.task(dossier).pk, by=again(leader), now=now)
    assert (cases.task(taken).kind, cases.task(taken).assignee) == ("review", head)
    actions.complete(task_id=cases.task(dossier).pk, outcome="approve", note="", by=again(leader), now=now)
    assert dossier.events.filter(kind="step_done").latest("pk").for_name == head.full_name


@pytest.mark.parametrize(("role", "how"), [(Role.AGENCY_LEADER, "KT."), (Role.DIVISION_HEAD, "TUQ.")])
def test_an_absent_leaders_signature_says_so(
    role: Role, how: str, commune: Agency, specialist: User, receptionist: User, settings: LazySettings, tmp_path: Path
) -> None:
    """Decree 30/2020/NĐ-CP, article 13, clauses 1 to 3."""
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    now = timezone.now()
    template = """#import "/base.typ": *
#show: document-page.with(title: "Giấy xác nhận")
#civil-end(data)
"""
    chairman = official("Võ Văn Dũng", (Role.AGENCY_LEADER, commune))
    other = official("Trần Thị Phó", (role, commune))
    own = "Phó Chủ tịch" if role == Role.AGENCY_LEADER else "Trưởng phòng"
    for user, title in ((chairman, "Chủ tịch"), (other, own)):
        label = f"user:{user.username}"
        make_demo_key(label=label, holder_name=user.full_name, capacity=title, agency_name=commune.name, now=now)
    dossier = cases.filed(of=cases.version(result={"kind": "template", "name": "Giấy", "template": template}))
    cases.done(dossier, "accept", receptionist)
    cases.done(dossier, "approve", specialist)
    if role == Role.DIVISION_HEAD:
        with pytest.raises(Forbidden):
            actions.sign(task_id=cases.task(dossier).pk, by=again(other), now=now)
    away(chairman, other, now=now, basis=PAPER, scope="Giấy xác nhận")
    actions.sign(task_id=cases.task(dossier).pk, by=again(other), now=now)
    result = dossier.results.get()
    assert (result.signer, result.signer_capacity) == (other, f"{how} Chủ tịch, {own}")
    assert result.file is not None
    text = text_of(files.read(result.file))
    assert f"{how} CHỦ TỊCH" in text
    assert own.upper() in text
    assert {event.for_name for event in dossier.events.filter(kind__startswith="result_")} == {chairman.full_name}


def test_a_result_replaced_for_an_absent_leader_and_form_04_say_so(
    commune: Agency, specialist: User, receptionist: User, settings: LazySettings, tmp_path: Path
) -> None:
    """Decree 30/2020/NĐ-CP, article 13: also where the deputy leads the agency too, the signature is for the head."""
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    now = timezone.now()
    chairman, deputy = (official(name, (Role.AGENCY_LEADER, commune)) for name in ("Võ Văn Dũng", "Trần Thị Phó"))
    for user, title in ((chairman, "Chủ tịch"), (deputy, "Phó Chủ tịch")):
        make_demo_key(label=f"user:{user.username}", holder_name=user.full_name, capacity=title, now=now)
    late = cases.done(cases.filed(), "accept", receptionist)
    actions.reappoint(
        dossier_id=late.pk,
        why=actions.Why.LATE,
        reason="Chờ đo đạc",
        basis="",
        due_on=today(now) + timedelta(days=40),
        by=specialist,
        now=cases.NOW,
    )
    letter = late.events.get(kind=Happening.REAPPOINTED)
    actions.give_form(event_id=letter.pk, now=now)
    dossier = cases.done(cases.filed(), "accept", receptionist)
    cases.done(dossier, "approve", specialist, details=actions.Details(reference=cases.reference()))
    cases.done(dossier, "sign", chairman)
    cases.done(dossier, "issue", official("Văn Thư", (Role.CLERK, commune)))
    cases.done(dossier, "deliver", receptionist, details=actions.Details(is_here=True))
    away(chairman, deputy, now=now, basis=PAPER)
    acting = again(deputy)
    actions.replace(
        dossier_id=dossier.pk,
        kind=DecisionKind.CORRECT,
        grounds=Grounds("Sai họ tên", "Luật Hộ tịch, Điều 27", number="3/QĐ-UBND", dated_on=today(now)),
        file_id=document(acting),
        by=acting,
        now=now,
    )
    new = dossier.results.get(state="issued")
    assert (new.signer, new.signer_capacity) == (deputy, "KT. Chủ tịch, Phó Chủ tịch")
    assert dossier.events.get(kind=Happening.RESULT_REPLACED).for_name == chairman.full_name
    form = actions.sign_form_as_head(form_id=letter.given_form.pk, by=again(deputy), now=now)
    file = GivenForm.objects.get(pk=form.pk).file
    with pypdfium2.PdfDocument(files.read(file)) as pdf:
        pdf.init_forms()  # what a signature shows is a field of a form
        assert pdf[0].render(scale=2).to_pil() is not None
    assert form.signature.signer == SignedBy.LEADER
    line = Entry.objects.filter(about=f"dossier:{late.code}", action="dossier.form_signed").get()
    assert line.details["acting_for"] == f"user:{chairman.pk}"
    # What the substitute enters themself bears the line over the title at once.
    by_deputy = cases.filed(now=now)
    actions.complete(task_id=cases.task(by_deputy).pk, outcome="accept", note="", by=receptionist, now=now)
    actions.reappoint(
        dossier_id=by_deputy.pk,
        why=actions.Why.LATE,
        reason="Chờ đo đạc",
        basis="",
        due_on=today(now) + timedelta(days=40),
        by=again(deputy),
        now=now,
    )
    signs = signatory_of(by_deputy.events.get(kind=Happening.REAPPOINTED), commune)
    assert (signs.name, signs.above.partition(" ")[0]) == (deputy.full_name, "KT.")


def test_warnings_go_to_who_is_there(commune: Agency, specialist: User, colleague: User, receptionist: User) -> None:
    dossier = held_by(specialist, receptionist)
    head = official("Trưởng Phòng", (Role.DIVISION_HEAD, commune))
    last_day = datetime.fromisoformat("2026-11-30T10:00+07:00")
    away(specialist, colleague, now=cases.NOW, days=10)
    actions.tell_absence(absence_id=specialist.absences.get().pk, now=cases.NOW)
    assert actions.tell_absence(absence_id=specialist.absences.get().pk, now=cases.NOW) == 0, "once"
    actions.warn(now=last_day)
    told = OfficialNotice.objects.values_list("user", "kind")
    assert set(told) == {(colleague.pk, "acts_for"), (colleague.pk, "result_soon")}
    # Without anybody to act, those above are told of what lies there, once a day.
    away(colleague, now=last_day, days=1)
    assert actions.tell_uncovered(now=last_day) == 1
    assert actions.tell_uncovered(now=last_day) == 0
    notice = OfficialNotice.objects.get(user=head)
    assert (notice.kind, notice.params["count"]) == ("uncovered", 1)
    lying = steps_uncovered([commune.pk], today(last_day), limit=10)
    assert [one.task.case_code for one in lying] == [dossier.code]
    assert steps_uncovered([one_stop_of(commune).pk], today(last_day), limit=10) == []
    assert actions.tell_uncovered(now=last_day + timedelta(days=3)) == 0, "the colleague is back"
