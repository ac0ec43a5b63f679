"""A part that is opened again by a decision takes its bundle with it, whatever had become of that; its page says so.

Source: Decree 63/2024/NĐ-CP as amended by Decree 301/2026/NĐ-CP, articles 3(2), 5, 6; issue M2 B3, B5.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.dossiers import actions, bundles
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.bundles import Phase
from motcua.dossiers.rules.decisions import Grounds
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.bundle_factories import begun, insurer, police, through, version
from motcua.dossiers.tests.factories import NOW, done
from motcua.notices.models import Notice
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.project.integrity import check
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(days=2)
WHY = Grounds(
    reason="Đã có bản án của tòa", basis="Nghị định 118/2025/NĐ-CP, Điều 21", number="12/QĐ", dated_on=NOW.date()
)


@pytest.fixture
def worker(commune_officer: User, commune_leader: User) -> User:
    """One who does all the work at the three agencies, and decides there."""
    commune = places.commune()
    assert commune.one_stop is not None
    roles = (Role.SPECIALIST, Role.AGENCY_LEADER, Role.CLERK)
    agencies = (commune, police(), insurer())
    desks = ((Role.RECEPTIONIST, commune.one_stop), (Role.RECEPTIONIST, places.centre()))
    return official("Làm Hết", *((role, agency) for role in roles for agency in agencies), *desks)


@pytest.fixture
def bundle(citizen: User, worker: User) -> Dossier:
    filed = factories.filed(by=citizen, of=version())
    return settled(filed)


def settled(bundle: Dossier) -> Dossier:
    run_due_jobs()
    bundle.refresh_from_db()
    assert list(check(with_files=False)) == []
    return bundle


def phases(bundle: Dossier) -> list[Phase]:
    return [part.phase for part in bundles.parts(bundle)]


def stop(dossier: Dossier, by: User) -> None:
    done(dossier, "stop", by, "Thiếu căn cứ", factories.grounds())


def page_of(client: Client, citizen: User, bundle: Dossier) -> str:
    client.force_login(citizen)
    return " ".join(fetch(client, f"/ho-so/{bundle.code}").text.split())


def test_a_stopped_bundle_goes_on_with_its_reopened_part(
    client: Client, bundle: Dossier, worker: User, citizen: User
) -> None:
    birth = begun(bundle, "birth")
    done(birth, "accept", worker)
    stop(birth, worker)
    settled(bundle)
    assert bundle.state == State.STOPPED
    assert phases(bundle) == [Phase.ENDED, Phase.DROPPED, Phase.DROPPED]
    text = page_of(client, citizen, bundle)
    assert "Không có kết quả: Khai sinh, Thường trú, Thẻ BHYT" in text
    assert "Lý do:" in text
    assert "Cơ quan mở lại phần trước thì phần này tự bắt đầu khi có kết quả" in text

    actions.reopen(dossier_id=birth.pk, grounds=WHY, by=worker, now=LATER)
    settled(bundle)
    assert bundle.state == State.PROCESSING
    assert bundle.closed_at is None
    assert phases(bundle) == [Phase.RUNNING, Phase.WAITING, Phase.WAITING]
    kinds = list(bundle.events.order_by("pk").values_list("kind", flat=True))
    assert kinds[-3:] == ["part_again", "part_awaits", "part_awaits"]
    assert Notice.objects.filter(kind="reopened").exists()
    # The time in which nobody worked on it is left out.
    stop_of_clock = bundle.clock_stops.get()
    assert (stop_of_clock.reason, stop_of_clock.ended_at is not None) == ("decided", True)
    assert bundle.due_adjustments.latest("pk").reason == "went_on_resume"
    assert "Không có kết quả" not in page_of(client, citizen, bundle)

    birth.refresh_from_db()
    actions.draft(
        dossier_id=birth.pk, content=None, file_id=None, reference=factories.reference(), by=worker, now=LATER
    )
    for outcome in ("approve", "sign", "issue"):
        done(birth, outcome, worker)
    settled(bundle)
    assert phases(bundle) == [Phase.DONE, Phase.RUNNING, Phase.RUNNING]


def test_a_bundle_with_all_else_handed_out_is_opened_again(bundle: Dossier, worker: User) -> None:
    through(begun(bundle, "birth"), worker)
    settled(bundle)
    insurance, residence = begun(bundle, "insurance"), begun(bundle, "residence")
    done(residence, "accept", worker)
    stop(residence, worker)
    through(insurance, worker)
    settled(bundle)
    assert bundle.state == State.COMPLETED
    for one in (begun(bundle, "birth"), insurance):
        done(one, "deliver", worker, details=actions.Details(recipient="Nguyễn Thị An"))
    settled(bundle)
    assert bundle.state == State.DELIVERED
    actions.reopen(dossier_id=residence.pk, grounds=WHY, by=worker, now=LATER)
    settled(bundle)
    assert bundle.state == State.PROCESSING
    assert (bundle.completed_at, bundle.delivered_at, bundle.closed_at) == (None, None, None)
    stop(residence, worker)
    settled(bundle)
    assert bundle.state == State.DELIVERED


def test_a_result_taken_back_opens_a_completed_bundle(bundle: Dossier, worker: User) -> None:
    through(begun(bundle, "birth"), worker)
    settled(bundle)
    for key in ("residence", "insurance"):
        through(begun(bundle, key), worker)
    settled(bundle)
    assert bundle.state == State.COMPLETED
    actions.recall(dossier_id=begun(bundle, "insurance").pk, grounds=WHY, by=worker, now=LATER)
    settled(bundle)
    assert bundle.state == State.PROCESSING
    assert bundle.clock_stops.count() == 0, "the agency's own mistake is not left out of its limit"
    assert phases(bundle) == [Phase.DONE, Phase.DONE, Phase.RUNNING]


Ending = Callable[[Dossier, User, User], None]


def withdrawn(part: Dossier, worker: User, citizen: User) -> None:
    actions.withdraw(dossier_id=part.pk, reason="Chưa cần thẻ", by=citizen, now=NOW)


def refused(part: Dossier, worker: User, citizen: User) -> None:
    done(part, "refuse", worker, "Đã có thẻ", factories.grounds())


def stopped(part: Dossier, worker: User, citizen: User) -> None:
    done(part, "accept", worker)
    stop(part, worker)


@pytest.mark.parametrize(
    ("end", "kind"), [(withdrawn, "part_withdrawn"), (refused, "part_refused"), (stopped, "part_stopped")]
)
def test_one_part_that_ends_leaves_the_others_and_the_page_says_how(
    client: Client, bundle: Dossier, worker: User, citizen: User, end: Ending, kind: str
) -> None:
    through(begun(bundle, "birth"), worker)
    settled(bundle)
    end(begun(bundle, "insurance"), worker, citizen)
    settled(bundle)
    assert bundle.state == State.PROCESSING
    assert bundle.events.filter(kind=kind).count() == 1
    text = page_of(client, citizen, bundle)
    assert "Không có kết quả: Thẻ BHYT" in text
    assert "Vẫn được giải quyết, ông/bà không phải làm gì: Thường trú" in text
    assert "Ủy ban nhân dân xã Đơn Dương; Công an xã Đơn Dương; Bảo hiểm xã hội tỉnh" in text


def test_a_withdrawn_birth_says_that_what_builds_on_it_is_filed_anew(
    client: Client, bundle: Dossier, worker: User, citizen: User
) -> None:
    withdrawn(begun(bundle, "birth"), worker, citizen)
    settled(bundle)
    text = page_of(client, citizen, bundle)
    assert "Công dân yêu cầu rút hồ sơ" in text
    assert "Vì vậy không làm được: Thường trú, Thẻ BHYT" in text
    assert "Muốn làm tiếp, ông/bà nộp lại hồ sơ liên thông" in text
