"""Bundles: one filing, several agencies' parts, each with its own clock, code and result.

Source: Decree 63/2024/NĐ-CP as amended by Decree 301/2026/NĐ-CP, articles 3, 5, 6.
"""

from datetime import date, datetime, timedelta

import pytest

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.dossiers import actions, bundles, queries
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.bundles import PartRule, Phase, Standing, may_begin, news_of, phases, state_of
from motcua.dossiers.rules.history import Happening
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.bundle_factories import begun, insurer, limit, police, through, version
from motcua.dossiers.tests.factories import NOW, done
from motcua.lib.refusals import Refused
from motcua.notices.models import Notice
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.workflow.models import Task

RUN, DONE = Standing(State.PROCESSING, False), Standing(State.COMPLETED, True)
ORDER = [("birth", ()), ("residence", ("birth",)), ("insurance", ("birth",))]


def test_a_part_waits_for_the_result_it_builds_on() -> None:
    where = phases(ORDER, {"birth": RUN})
    assert where == {"birth": Phase.RUNNING, "residence": Phase.WAITING, "insurance": Phase.WAITING}
    assert not may_begin(("birth",), where)
    where = phases(ORDER, {"birth": DONE})
    assert may_begin(("birth",), where)
    assert may_begin((), where)
    # A part that this family did not ask for holds nobody up.
    assert may_begin(("other",), where)


@pytest.mark.parametrize(
    "standing",
    [Standing(State.REFUSED, False), Standing(State.STOPPED, False), Standing(State.COMPLETED, False)],
    ids=["refused", "stopped", "not eligible"],
)
def test_what_builds_on_nothing_is_dropped_and_the_rest_goes_on(standing: Standing) -> None:
    order = [*ORDER, ("apart", ()), ("deeper", ("residence",))]
    where = phases(order, {"birth": standing, "apart": RUN})
    assert where["birth"] is Phase.ENDED
    assert {where[key] for key in ("residence", "insurance", "deeper")} == {Phase.DROPPED}
    assert where["apart"] is Phase.RUNNING
    assert state_of(where, is_received=True, all_delivered=False) is State.PROCESSING


@pytest.mark.parametrize(
    ("where", "received", "delivered", "state"),
    [
        ((Phase.WAITING, Phase.WAITING), False, True, State.REGISTERED),
        ((Phase.DONE, Phase.RUNNING), True, True, State.PROCESSING),
        ((Phase.DONE, Phase.ENDED), True, False, State.COMPLETED),
        ((Phase.DONE, Phase.DONE), True, True, State.DELIVERED),
        ((Phase.ENDED, Phase.DROPPED), True, True, State.STOPPED),
        ((Phase.ENDED, Phase.DROPPED), False, True, State.REFUSED),
    ],
)
def test_a_bundle_is_where_its_parts_are(
    where: tuple[Phase, ...], received: bool, delivered: bool, state: State
) -> None:
    named = dict(zip("abcd", where, strict=False))
    assert state_of(named, is_received=received, all_delivered=delivered) is state


@pytest.mark.parametrize(
    ("phase", "before", "state", "said"),
    [
        (Phase.RUNNING, Phase.WAITING, State.REGISTERED, Happening.PART_BEGUN),
        (Phase.RUNNING, Phase.ENDED, State.PROCESSING, Happening.PART_AGAIN),
        (Phase.RUNNING, Phase.DONE, State.PROCESSING, Happening.PART_AGAIN),
        (Phase.WAITING, Phase.DROPPED, None, Happening.PART_AWAITS),
        (Phase.ENDED, Phase.RUNNING, State.REFUSED, Happening.PART_REFUSED),
        (Phase.ENDED, Phase.RUNNING, State.WITHDRAWN, Happening.PART_WITHDRAWN),
        (Phase.ENDED, Phase.RUNNING, State.STOPPED, Happening.PART_STOPPED),
        (Phase.ENDED, Phase.RUNNING, State.COMPLETED, Happening.PART_ENDED),
        (Phase.DROPPED, Phase.WAITING, None, Happening.PART_DROPPED),
    ],
)
def test_the_history_says_how_a_part_went(phase: Phase, before: Phase, state: State | None, said: Happening) -> None:
    assert news_of(phase, before, state) is said


def test_each_fact_is_asked_for_once() -> None:
    answers = {"child": {"full_name": "Ka Bảo Ngọc", "birth": "2026-11-16"}, "nick": None}
    results = {"birth": {"number": "12", "dated_on": "2026-11-23"}}
    rule = PartRule(
        key="residence",
        procedure="1.004222",
        name="Thường trú",
        answers={"applicant": "child", "none": "nick"},
        computed={"first": "answers.nick == null ? 'không' : answers.nick"},
        words={"request": "Giấy khai sinh số {birth.number} ngày {birth.dated_on} của {child.full_name}"},
        values={"minor": True},
    )
    assert bundles.answered(rule, answers, results) == {
        "applicant": {"full_name": "Ka Bảo Ngọc", "birth": "2026-11-16"},
        "first": "không",
        "request": "Giấy khai sinh số 12 ngày 23/11/2026 của Ka Bảo Ngọc",
        "minor": True,
    }
    assert bundles.filled("số {birth.never} của {child}", answers, results) == "số của"


@pytest.fixture
def registrar(commune_officer: User, commune_leader: User) -> User:
    return official("Làm Hết", *((role, places.commune()) for role in _ALL), (Role.RECEPTIONIST, _one_stop()))


_ALL = (Role.SPECIALIST, Role.AGENCY_LEADER, Role.CLERK)


def _one_stop() -> Agency:
    found = places.commune().one_stop
    assert found is not None
    return found


@pytest.fixture
def bundle(citizen: User) -> Dossier:
    police(), insurer()
    filed = factories.filed(by=citizen, of=version())
    run_due_jobs()
    filed.refresh_from_db()
    return filed


@pytest.mark.django_db(transaction=True)
def test_one_filing_and_its_parts(bundle: Dossier, registrar: User, citizen: User) -> None:
    birth = begun(bundle, "birth")
    assert [one.phase for one in bundles.parts(bundle)] == [Phase.RUNNING, Phase.WAITING, Phase.WAITING]
    assert bundle.state == State.REGISTERED
    assert bundle.answer_due_at is None
    assert birth.competent_agency == bundle.competent_agency
    assert birth.code != bundle.code
    # The person sees one dossier, and is told of one.
    assert [one.code for one in queries.of_person(citizen.person)] == [bundle.code]  # type: ignore[arg-type]
    assert Notice.objects.filter(kind="filed").count() == 1
    through(birth, registrar)
    run_due_jobs()
    bundle.refresh_from_db()
    assert bundle.state == State.PROCESSING
    assert bundle.accepted_at == NOW
    residence, insurance = begun(bundle, "residence"), begun(bundle, "insurance")
    assert residence.competent_agency.name == "Công an xã Đơn Dương"
    assert insurance.competent_agency.name == "Bảo hiểm xã hội tỉnh"
    assert residence.summary == "Giấy khai sinh số 17/XN-UBND"
    # The next system confirms within two working hours of the result (301/2026 art. 5).
    assert residence.answer_due_at is not None
    assert residence.answer_due_at - residence.submitted_at < timedelta(days=4)
    # Each its own clock: one day, then two from its own reception; the group has three.
    assert birth.due_at is not None
    assert bundle.due_at is not None
    assert [birth.due_at.date(), bundle.due_at.date()] == [date(2026, 11, 24), date(2026, 11, 26)]
    # A second run finds nothing to do.
    count, events = Dossier.objects.count(), bundle.events.count()
    actions.settle(bundle_id=bundle.pk, now=NOW)
    assert (Dossier.objects.count(), bundle.events.count()) == (count, events)


@pytest.mark.django_db(transaction=True)
def test_a_refused_birth_drops_what_builds_on_it_and_ends_the_bundle(bundle: Dossier, registrar: User) -> None:
    done(begun(bundle, "birth"), "refuse", registrar, "Đã đăng ký rồi", factories.grounds())
    run_due_jobs()
    bundle.refresh_from_db()
    assert bundle.state == State.REFUSED
    assert [one.phase for one in bundles.parts(bundle)] == [Phase.ENDED, Phase.DROPPED, Phase.DROPPED]
    assert list(bundle.events.order_by("pk").values_list("kind", flat=True)) == [
        "filed",
        "part_begun",
        "part_refused",
        "part_dropped",
        "part_dropped",
    ]
    assert not Task.objects.undone().filter(instance=bundle.instance_id).exists()


@pytest.mark.django_db(transaction=True)
def test_one_refused_part_leaves_the_others_and_one_asked_part_too(bundle: Dossier, registrar: User) -> None:
    through(begun(bundle, "birth"), registrar)
    run_due_jobs()
    officer = official("Công An", (Role.SPECIALIST, places.agency("G01.036.201")))
    insurer_desk = official("Bảo Hiểm", (Role.RECEPTIONIST, places.centre()))
    residence, insurance = begun(bundle, "residence"), begun(bundle, "insurance")
    done(residence, "accept", registrar)
    actions.ask_supplement(
        task_id=factories.task(residence).pk,
        items=[actions.Missing("paper:proof", "Nộp văn bản đồng ý")],
        reason="Thiếu ý kiến của chủ hộ",
        by=officer,
        now=NOW,
    )
    run_due_jobs()
    bundle.refresh_from_db()
    # The group's time stands still (63/2024 art. 4(7)); its state and the other part go on.
    assert bundle.paused_at is not None
    assert bundle.state == State.PROCESSING
    done(insurance, "refuse", insurer_desk, "Đã có thẻ", factories.grounds())
    run_due_jobs()
    assert [one.phase for one in bundles.parts(bundle)] == [Phase.DONE, Phase.RUNNING, Phase.ENDED]
    assert begun(bundle, "residence").state == State.SUPPLEMENT_REQUESTED


@pytest.mark.django_db(transaction=True)
def test_parts_have_the_bundles_rules(bundle: Dossier) -> None:
    birth = begun(bundle, "birth")
    assert bundles.package_for(birth).limits == [limit(1)]
    # The outage stop of the two bundles since 01/09/2026 (301/2026 art. 3(4)) is their parts', too.
    assert "announced_outage" in actions.stops_allowed(birth, now=NOW)
    assert actions.stops_allowed(birth, now=datetime(2026, 8, 31, tzinfo=NOW.tzinfo)) == {}


@pytest.mark.django_db(transaction=True)
def test_a_bundle_is_withdrawn_part_by_part(bundle: Dossier, citizen: User) -> None:
    with pytest.raises(Refused) as refused:
        actions.withdraw(dossier_id=bundle.pk, reason="Đổi ý", by=citizen, now=NOW)
    assert refused.value.code == "of_its_parts"
    actions.withdraw(dossier_id=begun(bundle, "birth").pk, reason="Đổi ý", by=citizen, now=NOW)
    run_due_jobs()
    bundle.refresh_from_db()
    assert bundle.state == State.WITHDRAWN, "nobody refused anything"
    assert bundle.events.filter(kind="part_withdrawn").exists()
