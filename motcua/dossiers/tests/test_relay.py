"""A relay: commune, department, province's committee and back, under one limit (Decree 61/2018/NĐ-CP article 19(7))."""

from decimal import Decimal
from typing import Any

import pytest

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.dossiers import access, actions, relays
from motcua.dossiers.form_facts import control_slip
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import done
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.procedures.rules import processes
from motcua.procedures.rules.names import HandledBy, Unit
from motcua.procedures.tests.factories import make_procedure
from motcua.workflow import diagram
from motcua.workflow.rules import parse_budget
from motcua.worktime.rules import Unit as TimeUnit

FORCE = """Bước 1: Người tham gia lập 01 bộ hồ sơ gửi đến Ủy ban nhân dân cấp xã.
Bước 3: Trong thời hạn 05 ngày làm việc, Ủy ban nhân dân cấp xã tổng hợp, trình Chủ tịch Ủy ban nhân dân cấp tỉnh."""
ROLES = frozenset(role.value for role in Role)


def test_the_data_of_a_procedure_say_that_it_passes_over_agencies() -> None:
    """The published steps of 1.010092: the commune gathers, the province's chairman decides, the commune pays."""
    found = processes.match_for(HandledBy.COMMUNE, "commune", steps=FORCE, limit=(13, Unit.WORKING_DAY))
    assert found.process is processes.RELAY
    assert "trình Chủ tịch" in found.words[0]
    alone = processes.match_for(HandledBy.COMMUNE, "commune", steps="Ủy ban nhân dân cấp xã quyết định.")
    assert alone.process is processes.COMMUNE


def test_the_shares_are_of_one_limit() -> None:
    bpmn = processes.drawn(processes.RELAY, (13, Unit.WORKING_DAY)).encode()
    outline = diagram.read(bpmn, roles=ROLES)
    assert sum((parse_budget(step.budget).amount for step in outline.steps()), Decimal(0)) == 13
    shares = [relays.share_of(outline, name) for name in ("commune", "department", "province")]
    assert shares == [(6, TimeUnit.WORKING_DAYS), (4, TimeUnit.WORKING_DAYS), (4, TimeUnit.WORKING_DAYS)]


@pytest.fixture
def dossier(citizen: User) -> Dossier:
    places.committee()
    procedure = make_procedure(field="Môi trường")
    department = places.department()
    department.fields = ["Môi trường"]
    department.save(update_fields=["fields"])
    record = {"code": procedure.code, "name": procedure.name, "field": "Môi trường", "flags": []}
    version = factories.version(default=processes.RELAY, procedure=procedure, record=record)
    return factories.filed(by=citizen, of=version)


@pytest.mark.django_db(transaction=True)
def test_from_the_commune_to_the_province_and_back(
    dossier: Dossier, commune_officer: User, commune_leader: User
) -> None:
    specialist = official("Chuyên Viên Sở", (Role.SPECIALIST, places.department()))
    head = official("Giám Đốc Sở", (Role.AGENCY_LEADER, places.department()))
    chair = official("Chủ Tịch Tỉnh", (Role.AGENCY_LEADER, places.committee()))
    clerk = official("Văn Thư Tỉnh", (Role.CLERK, places.committee()))

    def seen(who: User) -> bool:
        in_lists = access.visible_to(who).filter(pk=dossier.pk).exists()
        assert in_lists == access.may(who, "dossier.see", Dossier.objects.get(pk=dossier.pk))
        return in_lists

    done(dossier, "accept", commune_officer)
    dossier.refresh_from_db()
    promised = dossier.due_at
    assert promised is not None
    assert dossier.competent_agency == places.committee()
    # The decision is the committee's, but it sees nothing before it is there.
    assert [seen(who) for who in (commune_officer, specialist, clerk)] == [True, False, False]
    done(dossier, "approve", commune_officer)
    done(dossier, "done", commune_leader)
    assert [seen(who) for who in (commune_officer, specialist, clerk)] == [True, True, False]
    here = relays.legs(dossier)[-1]
    assert (here.agency, here.given_by, here.taken_by) == (places.department(), commune_leader, None)
    assert here.due_at is not None
    assert here.due_at <= promised
    actions.take(task_id=factories.task(dossier).pk, by=specialist, now=factories.NOW)
    assert relays.legs(dossier)[-1].taken_by == specialist
    # Back to the commune for a better look, and here again: the one limit is not counted anew.
    done(dossier, "return", specialist, "Thiếu xác nhận của thôn")
    dossier.refresh_from_db()
    assert dossier.due_at == promised
    assert not access.may(specialist, "opinion.ask", dossier)
    assert seen(specialist)
    done(dossier, "approve", commune_officer)
    done(dossier, "done", commune_leader)
    actions.draft(dossier_id=dossier.pk, reference=factories.reference(), by=specialist, now=factories.NOW)
    for outcome, who in (("approve", specialist), ("done", head), ("sign", chair), ("issue", clerk)):
        done(dossier, outcome, who)
    assert seen(clerk)
    given: dict[str, Any] = {"agency_id": places.committee().pk, "dossier_ids": [dossier.pk], "now": factories.NOW}
    (made,) = actions.hand_results(by=clerk, **given)
    actions.take_over(public_id=made.public_id, by=commune_officer, now=factories.NOW)
    done(dossier, "deliver", commune_officer, details=actions.Details(recipient="Nguyễn Thị An"))
    commune, department, committee = places.commune(), places.department(), places.committee()
    legs = relays.legs(dossier)
    assert [leg.agency for leg in legs] == [commune, department, commune, department, committee, commune]
    assert all(leg.taken_by is not None for leg in legs)
    assert [leg.number for leg in legs if leg.ended_at is None] == [6]
    # The control slip has every passage, both ways (form 05 of 2018, 06 of 2025).
    slip = control_slip(dossier, now=factories.NOW)
    received = [passage.receiver for passage in slip.passages]
    assert {department.name, committee.name} <= set(received)
    assert received.count(department.name) >= 2
