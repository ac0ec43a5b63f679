"""A relay: commune, department, province's committee and back, under one limit (Decree 61/2018/NĐ-CP article 19(7))."""

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Case, Value, When
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.tests.factories import api_client, official
from motcua.dossiers import access, actions, machine_queries, queries, relays
from motcua.dossiers.choices import relay_results
from motcua.dossiers.models import Dossier, GivenForm, PaperFile
from motcua.dossiers.models.result import ResultKind
from motcua.dossiers.paperwork.form_facts import control_slip
from motcua.dossiers.piles import inbox
from motcua.dossiers.rules.history import Happening
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import done
from motcua.dossiers.tests.relay_factories import line_of, relay_version, to_the_department, to_the_signer
from motcua.dossiers.tests.test_given_forms import signed_in
from motcua.files import actions as files
from motcua.files.tests.samples import pdf
from motcua.lib.dates import today
from motcua.lib.refusals import Refused
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.procedures.rules import processes
from motcua.procedures.rules.names import HandledBy, Unit
from motcua.signing.actions import make_demo_key
from motcua.ui.testing import fetch
from motcua.workflow import diagram
from motcua.workflow.rules import parse_budget
from motcua.worktime.actions import set_parameter
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
    return factories.filed(by=citizen, of=relay_version())


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


@pytest.fixture
def line(commune_officer: User, commune_leader: User) -> dict[str, User]:
    return line_of(commune_officer, commune_leader)


@pytest.mark.django_db(transaction=True)
def test_what_the_signer_sends_back_goes_to_whom_it_names_and_keeps_the_limit(
    dossier: Dossier, line: dict[str, User]
) -> None:
    done(dossier, "accept", line["commune"])
    dossier.refresh_from_db()
    promised = dossier.due_at
    done(dossier, "approve", line["commune"])
    done(dossier, "done", line["submits"])
    to_the_signer(dossier, line)
    with pytest.raises(Refused) as refused:
        done(dossier, "reject", line["signs"], "Không đủ điều kiện", factories.grounds())
    assert refused.value.code == "unknown_outcome", "who refuses sends it back: the notice is the department's to draft"
    with pytest.raises(Refused) as refused:
        done(dossier, "return", line["signs"])
    assert refused.value.code == "reason_missing"
    done(dossier, "return", line["signs"], "Chưa rõ nguồn gốc đất")
    dossier.refresh_from_db()
    task = factories.task(dossier)
    assert (task.step, task.agency_id, task.assignee) == ("examine", places.department().pk, line["examines"])
    assert dossier.due_at == promised
    assert not access.may(line["signs"], "opinion.ask", dossier), "it is elsewhere now"
    # The department sends it on to the commune, whose leader sends it back to the specialist there.
    done(dossier, "return", line["examines"], "Thiếu xác nhận của thôn")
    done(dossier, "approve", line["commune"])
    done(dossier, "return", line["submits"], "Ghi rõ diện tích")
    done(dossier, "approve", line["commune"])
    done(dossier, "done", line["submits"])
    done(dossier, "approve", line["examines"])
    done(dossier, "return", line["proposes"], "Sửa dự thảo")
    done(dossier, "approve", line["examines"])
    for outcome, who in (("done", "proposes"), ("sign", "signs"), ("issue", "issues")):
        done(dossier, outcome, line[who])
    dossier.refresh_from_db()
    assert (dossier.state, dossier.due_at) == (State.COMPLETED, promised)
    commune, department, committee = places.commune(), places.department(), places.committee()
    ways = [commune, department, committee, department, commune, department, committee, commune]
    assert [leg.agency for leg in relays.legs(dossier)] == ways
    assert dossier.reached == [agency.pk for agency in ways]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stage", ["commune", "examines", "signs"])
def test_not_eligible_at_each_stage_is_a_notice_that_the_province_signs(
    dossier: Dossier, line: dict[str, User], stage: str, settings: LazySettings, tmp_path: Path
) -> None:
    """Decree 61/2018 art. 19(8): a written notice within the limit, by who decides, handed over like a result."""
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    chair, name = line["signs"], places.committee().name
    label = f"user:{chair.username}"
    make_demo_key(label=label, holder_name=chair.full_name, capacity="Chủ tịch", agency_name=name, now=factories.NOW)
    done(dossier, "accept", line["commune"])
    if stage == "commune":
        done(dossier, "reject", line["commune"], "Đất đang tranh chấp", factories.grounds())
    else:
        done(dossier, "approve", line["commune"])
    done(dossier, "done", line["submits"])
    if stage == "signs":
        to_the_signer(dossier, line)
        done(dossier, "return", line["signs"], "Không đủ điều kiện: đất trong quy hoạch")
    # The department judges by itself, whatever the commune proposed.
    done(dossier, "reject", line["examines"], "Đất trong quy hoạch", factories.grounds())
    assert dossier.results.get().kind == ResultKind.NOTICE
    for outcome, who in (("done", "proposes"), ("sign", "signs"), ("issue", "issues")):
        done(dossier, outcome, line[who])
    dossier.refresh_from_db()
    assert dossier.state == State.COMPLETED
    notice = dossier.results.get()
    assert (notice.kind, notice.content["reason"]) == (ResultKind.NOTICE, "Đất trong quy hoạch")
    done(dossier, "deliver", line["commune"], details=actions.Details(recipient="Nguyễn Thị An"))
    assert relays.legs(dossier)[-1].agency == places.commune()


@pytest.mark.django_db(transaction=True)
def test_every_agency_of_a_relay_finds_it_by_name_from_when_it_came_there(
    dossier: Dossier, line: dict[str, User]
) -> None:
    def found(who: User) -> bool:
        return bool(inbox.search(who, "nguyen thi an").lines)

    done(dossier, "accept", line["commune"])
    assert [found(line[who]) for who in ("commune", "examines", "issues")] == [True, False, False]
    done(dossier, "approve", line["commune"])
    done(dossier, "done", line["submits"])
    assert [found(line[who]) for who in ("commune", "examines", "issues")] == [True, True, False]
    to_the_signer(dossier, line)
    # Handed on: the department goes on reading what it took part in, but works on it no more.
    assert [found(line[who]) for who in ("commune", "examines", "issues")] == [True, True, True]
    # Whose post has ended reads nothing of it.
    line["examines"].appointments.update(valid=DateRange(date(2020, 1, 1), date(2026, 1, 1)))
    assert not found(User.objects.get(pk=line["examines"].pk))


def may_do(who: User, dossier: Dossier) -> set[str]:
    verbs = ("dossier.see", "paper.see", "dossier.annotate", "result.see", "letter.write", "opinion.ask")
    return {verb for verb in verbs if access.may(who, verb, Dossier.objects.get(pk=dossier.pk))}


@pytest.mark.django_db(transaction=True)
def test_who_handed_it_on_keeps_what_it_had_and_reads_the_decision_in_the_end(
    dossier: Dossier, line: dict[str, User]
) -> None:
    """Law 91/2025/QH15, article 3: personal data serve the purpose they were given for, the task of who has it now."""
    examines, stays = line["examines"], {"dossier.see", "paper.see"}
    to_the_department(dossier, line)
    here = stays | {"dossier.annotate", "result.see", "letter.write", "opinion.ask"}
    assert may_do(examines, dossier) == here
    # The commune takes part in what is still to come: it received the dossier and hands the result out.
    assert may_do(line["submits"], dossier) == stays
    actions.add_note(dossier_id=dossier.pk, text="Đã kiểm tra", by=examines, now=factories.NOW)
    assert access.read_until(examines, Dossier.objects.get(pk=dossier.pk)) is None
    to_the_signer(dossier, line)
    later = factories.NOW + timedelta(days=1)
    actions.add_note(dossier_id=dossier.pk, text="Hỏi thêm Sở Tài chính", by=line["issues"], now=later)
    file = files.store(data=pdf(), name="sau.pdf", purpose="paper", by=actor(line["issues"]), now=later)
    actions.make_declarations(dossier_ids=[dossier.pk], now=factories.NOW)
    paper = dossier.papers.get(number=0)
    row = PaperFile.objects.create(paper=paper, file=file, number=9, added_at=later, added_by="1")
    dossier = Dossier.objects.get(pk=dossier.pk)
    assert may_do(examines, dossier) == stays
    until = access.read_until(examines, dossier)
    assert until is not None
    assert [note.text for note in queries.notes(dossier, until=until)] == ["Đã kiểm tra"]
    assert row not in [one for sheet in queries.papers_of(dossier, until=until) for one in sheet.files]
    client = signed_in(examines)
    page = fetch(client, reverse("desk:dossier", args=[dossier.public_id])).text
    assert "Đã kiểm tra" in page
    assert "Hỏi thêm Sở Tài chính" not in page
    fetch(client, reverse("desk:file", args=[dossier.public_id, file.public_id]), expect=404)
    fetch(signed_in(line["issues"]), reverse("desk:file", args=[dossier.public_id, file.public_id]))
    done(dossier, "sign", line["signs"])
    assert may_do(examines, dossier) == stays
    done(dossier, "issue", line["issues"])
    assert may_do(examines, dossier) == stays | {"result.see"}
    # A province may decide otherwise for what is issued from a day on.
    set_parameter(
        key=relay_results.KEY, value=relay_results.UNREAD, basis="Quyết định 5/QĐ-UBND", since=today(factories.NOW)
    )
    assert may_do(examines, dossier) == stays


@pytest.mark.django_db(transaction=True)
def test_who_handed_it_on_takes_with_it_what_was_there_and_the_result(dossier: Dossier, line: dict[str, User]) -> None:
    """Law 91/2025/QH15, article 3: no later answer, form or paper on its page, in its zip or through its program."""
    examines, later = line["examines"], factories.NOW + timedelta(days=1)
    to_the_department(dossier, line)
    to_the_signer(dossier, line)
    actions.make_declarations(dossier_ids=[dossier.pk], now=factories.NOW)
    received = dossier.events.get(kind=Happening.RECEIVED)
    actions.give_form(event_id=received.pk, now=factories.NOW)
    # What came while it was with the committee: an answer mended, a form given, a paper and a word of an official.
    dossier.answers.create(number=2, data={"content": "Xin xác nhận lần hai"}, given_at=later, given_by="1")
    stored = [
        files.store(data=pdf(), name=f"sau-{number}.pdf", purpose="paper", by=actor(line["issues"]), now=later)
        for number in (1, 2, 3)
    ]
    declaration = dossier.papers.get(number=0)
    declaration.files.update(replaced_at=later)
    declaration.files.create(file=stored[0], number=9, added_at=later, added_by="1")
    more = dossier.papers.create(number=9, key="more", name="Giấy tờ bổ sung sau")
    more.files.create(file=stored[1], number=1, added_at=later, added_by="1")
    told: dict[str, Any] = {"actor_kind": "official", "actor_id": "1", "actor_name": "Ai", "state": dossier.state}
    asked = dossier.events.create(at=later, kind=Happening.SUPPLEMENT_REQUESTED, **told)
    dossier.events.create(at=later, kind=Happening.SUPPLEMENTED, note="Lời nhắn về sau", **told)
    given = {"form_set": "x", "number": "02", "title": "Phiếu yêu cầu bổ sung", "made_at": later}
    GivenForm.objects.create(dossier=dossier, event=asked, kind="supplement", file=stored[2], **given)

    def page_of(who: User) -> str:
        return fetch(signed_in(who), reverse("desk:dossier", args=[dossier.public_id])).text

    def zip_of(who: User) -> list[str]:
        answer = fetch(signed_in(who), reverse("desk:whole", args=[dossier.public_id]))
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            return [name.partition("-")[2] for name in archive.namelist()]

    of_later = ("Xin xác nhận lần hai", "Giấy tờ bổ sung sau", "Lời nhắn về sau", "đã bổ sung hồ sơ")
    theirs, here = page_of(examines), page_of(line["signs"])
    assert [words in theirs for words in of_later] == [False] * 4
    assert [words in here for words in of_later] == [True] * 4
    assert "Xin xác nhận" in theirs
    assert "Văn bản trả lời" not in theirs, "the draft of another agency's decision"
    assert len(zip_of(examines)) == 3, "the declaration as it was, the slip of reception, the list"
    assert len(zip_of(line["signs"])) == 5
    form = reverse("desk:given_form", args=[dossier.public_id, asked.pk])
    fetch(signed_in(examines), form, expect=404)
    fetch(signed_in(line["signs"]), form)
    fetch(signed_in(examines), reverse("desk:given_form", args=[dossier.public_id, received.pk]))
    program = api_client(places.department(), client_id="so").user
    of_program = machine_queries.contents_of(program, Dossier.objects.get(pk=dossier.pk))
    assert of_program.answers["content"] == "Xin xác nhận"
    assert more not in [sheet.paper for sheet in of_program.sheets]
    # The way on and the end stay, without what officials said to it.
    done(dossier, "sign", line["signs"])
    dossier.events.update(at=Case(When(kind=Happening.RESULT_SIGNED, then=Value(later)), default="at"))
    done(dossier, "issue", line["issues"])
    dossier.events.filter(kind=Happening.ISSUED).update(at=later, note="Lời nhắn về sau")
    dossier = Dossier.objects.get(pk=dossier.pk)
    events = machine_queries.events_of(program, dossier, after_id=None, limit=100)
    assert {event.kind for event in events if event.at > factories.NOW} == {Happening.ISSUED}
    assert all(event.note != "Lời nhắn về sau" for event in events)
    assert machine_queries.contents_of(program, dossier).results
    theirs = page_of(examines)
    assert "17/XN-UBND" in theirs
    assert [words in theirs for words in of_later] == [False] * 4


@pytest.mark.django_db(transaction=True)
def test_the_last_who_appraises_is_asked_for_the_result_and_none_goes_on_to_be_signed_without(
    dossier: Dossier, line: dict[str, User]
) -> None:
    def shown(who: User) -> str:
        return fetch(signed_in(who), reverse("desk:dossier", args=[dossier.public_id])).content.decode()

    done(dossier, "accept", line["commune"])
    in_its_form = f"v{factories.task(dossier).pk}-approve-file"
    assert in_its_form not in shown(line["commune"]), "the department drafts"
    done(dossier, "approve", line["commune"])
    done(dossier, "done", line["submits"])
    assert f"v{factories.task(dossier).pk}-approve-file" in shown(line["examines"])
    done(dossier, "return", line["examines"], "Thiếu xác nhận của thôn")
    assert "Bước sau trả lại hồ sơ" in shown(line["commune"])
    done(dossier, "approve", line["commune"])
    assert "Bước sau trả lại hồ sơ" not in shown(line["submits"])
    done(dossier, "done", line["submits"])
    done(dossier, "approve", line["examines"])
    with pytest.raises(Refused) as refused:
        done(dossier, "done", line["proposes"])
    assert refused.value.code == "no_draft_yet"
    actions.draft(dossier_id=dossier.pk, reference=factories.reference(), by=line["examines"], now=factories.NOW)
    done(dossier, "done", line["proposes"])
    assert factories.task(dossier).step == "sign"
