"""Other people's ids: every address that names an object, asked with a real one by every persona.

`test_matrix.py` asks who gets through each door. Here everybody who gets through asks for one and the same dossier,
draft, file and step; who may have it, the permission table says. An address that is in no list below fails.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from motcua.accounts import access as accounts
from motcua.accounts import clients
from motcua.accounts.absences import record_absence, thing_of
from motcua.accounts.doors import Door
from motcua.accounts.mandate_queries import capacity_by
from motcua.accounts.mandate_queries import thing_of as mandate_thing
from motcua.accounts.models import Absence, ApiClient, Mandate, User
from motcua.accounts.queries import actor
from motcua.accounts.rules.mandates import Capacity
from motcua.accounts.rules.permissions import ApiScope, Thing
from motcua.accounts.tests import factories as people
from motcua.dossiers import access, actions
from motcua.dossiers.models import Dossier, Draft, Export, Letter, Opinion
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.relay_factories import line_of, relay_version, to_the_department
from motcua.files import actions as files
from motcua.files.tests.samples import pdf
from motcua.holdings.models import Correction, OwnCopy
from motcua.holdings.queries import thing_of as copy_thing
from motcua.lib.dates import today
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.vault.access import thing_of as item_thing
from motcua.vault.models import Item
from motcua.workflow.models import Task
from tests.architecture.test_doors import addresses, doors_of
from tests.journeys.planting import acts, agents_of, begun_letter, held_things, kept_item
from tests.journeys.test_matrix import NOBODY, ask, methods_of, verdict

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# What each address does with the object that it names: a verb of the permission table.
OF_A_DRAFT = "draft.edit"
OF_A_DOSSIER = {
    "portal:filing_done": "dossier.see",
    "portal:dossier": "dossier.see",
    "portal:proof": "dossier.see",
    "portal:supplement": "dossier.supplement",
    "portal:check_draft": "result.check_draft",
    "portal:draft_page": "result.check_draft",
    "portal:withdraw": "dossier.withdraw",
    "portal:correct": "holding.correct",
    # Asked about this dossier; its package for the archive.
    "desk:correction": "correction.answer",
    "desk:archive_file": "archive.keep",
    "desk:archive_receipt": "archive.keep",
    "portal:result": "result.see",
    "portal:paper_file": "paper.see",
    "portal:given_form": "paper.see",
    "portal:letter": "paper.see",
    "desk:dossier": "dossier.see",
    "desk:file": "paper.see",
    "desk:page": "paper.see",
    "desk:result": "result.see",
    "desk:result_preview": "result.see",
    "desk:result_page": "result.see",
    "desk:given_form": "paper.see",
    "desk:control_slip": "paper.see",
    "desk:process": "dossier.see",
    "desk:external": "dossier.note_external",
    "desk:type_answers": "dossier.type_answers",
    "desk:note": "dossier.annotate",
    "desk:letters": "paper.see",
    "desk:begin_letter": "letter.write",
    "desk:letter": "paper.see",
    "desk:save_letter": "letter.write",
    "desk:send_letter": "letter.write",
    "desk:print_letter": "paper.see",
    "desk:return_letter": "result.sign",
    "desk:note_difficulty": "dossier.see",
    "desk:whole": "paper.see",
    "desk:population": "identity.look_up",
    "desk:term": "dossier.see",
    "desk:draft": "result.draft",
    "desk:paid": "dossier.record_payment",
    "desk:custody": "dossier.see",
    "desk:call": "dossier.call",
    "desk:ask_opinion": "opinion.ask",
    "desk:waive_opinion": "opinion.waive",
    "desk:answer_file": "paper.see",
    "desk:decide": "dossier.decide",
    "desk:decline_refusal": "dossier.refuse_as_head",
    "desk:supplement": "dossier.supplement",
    "desk:withdraw": "dossier.withdraw",
    "counter:received": "dossier.print_slip",
    "counter:scan": "paper.scan",
    "counter:arrange": "paper.scan",
    "counter:scan_paper": "paper.scan",
    "counter:scan_lying": "paper.scan",
    "counter:scan_device": "paper.scan",
    "counter:scan_sign": "paper.scan",
    "counter:scan_sheet": "paper.scan",
    "counter:slip": "dossier.print_slip",
    "counter:fees": "dossier.collect_fee",
    "counter:deliver": "result.deliver",
}
# What an asked agency has to do with a question; here it is asked of the department.
OF_AN_OPINION = {"desk:opinion": "opinion.answer", "desk:opinion_file": "opinion.answer"}
# A list as a file; here the receptionist asked for it.
OF_AN_EXPORT = {"desk:export_file": "desk.fetch_export"}
# An official's absence; here the commune officer's.
OF_AN_ABSENCE = {"desk:absence": "absence.record"}
# An item of a store; here the citizen's.
OF_AN_ITEM = {"portal:store_item": "item.see", "portal:store_file": "item.see", "portal:share": "item.share"}
# A copy of all that is held of somebody; here of the citizen.
OF_A_COPY = {"portal:own_copy": "holding.see"}
# Who acts for whom; here the citizen lets two people act, one for what they file so, one for everything.
OF_A_MANDATE = {
    "portal:begin_acting": "mandate.take_up",
    "portal:end_mandate": "mandate.end",
    "portal:mandate_evidence": "mandate.see",
}
# An official's account; here the commune officer's.
OF_AN_ACCOUNT = {"desk:official": "account.administer"}
OF_A_STEP = {
    "desk:end": "task.complete",
    "desk:take": "task.take",
    "desk:reassign": "dossier.assign",
    "desk:ask_payment": "task.complete",
    "desk:return_to": "task.complete",
}
# Named objects that anybody may ask for: the catalogue, what one has the secret of, and a printed token.
OF_ANYBODY = {
    "portal:procedure",
    "portal:full_text",
    "portal:filing_start",
    "portal:track_by_qr",
    "portal:shared",
    # Of whoever was named in it alone: tried with its own tests.
    "portal:consent",
    "portal:erase_own",
    "portal:verify_result",
    "counter:file",
    "counter:moved_file",
    "desk:difficulty",
    "counter:pile",
    # Objects of another app, tried with its own tests.
    "counter:certified",
    "counter:electronic_scan",
    "counter:electronic_sheet",
    "counter:copy_slip",
    "portal:certified_copy",
    "counter:take",
    "counter:hand_over_printed",
    "counter:print_receipt",
    "counter:annul_receipt",
    # Of whoever showed their card just now.
    "counter:reprint",
}
OPERATIONS = {
    "dossiers/<code>": "dossier.see",
    "dossiers/<code>/events": "dossier.see",
    "files/<file_id>": "paper.see",
    "dossiers/<code>/opened": "dossier.read_notice",
    "dossiers/<code>/payments": "dossier.record_payment",
    "dossiers/<code>/supplement": "dossier.supplement",
    "tasks/<task_id>/complete": "task.complete",
    "dossiers/<code>/opinions": "opinion.ask",
    "dossiers/<code>/opinions/<number>/waiver": "opinion.waive",
    "dossiers/<code>/external": "dossier.note_external",
}
# Of the asked agency, not of the dossier's.
OPERATIONS_OF_AN_OPINION = {
    "opinions/<opinion_id>": "opinion.see",
    "opinions/<opinion_id>/files/<file_id>": "opinion.see",
    "opinions/<opinion_id>/answers": "opinion.answer",
}
# The catalogue; what one has the secret of; one's own subscription (test_webhooks).
OPERATIONS_OF_ANYBODY = {
    "procedures/<code>",
    "procedures/<code>/form",
    "tracking/<code>",
    "webhooks/<webhook_id>",
}
# What the one who may sees at once, in the state in which the dossier is here.
SHOWN = {
    "portal:dossier",
    "portal:filing_done",
    "portal:paper_file",
    "portal:store_item",
    "portal:store_file",
    "portal:share",
    "portal:correct",
    "desk:correction",
    "desk:dossier",
    "desk:file",
    "desk:page",
    "desk:control_slip",
    "desk:absence",
    "desk:official",
    "desk:letters",
    "desk:letter",
    "desk:print_letter",
}
# What nobody can do in that state, and so is refused to the one who may as well.
NOT_NOW = {"portal:supplement", "portal:check_draft", "portal:draft_page"}
PERSONAS = (
    *("citizen", "second_citizen", "organisation_user", "commune_officer", "commune_leader", "receptionist"),
    *("specialist", "dispatcher", "supervisor", "tech_admin", "stranger", "inspector", "post_clerk"),
)
# What an agency still does with a relay that it has handed on; and what was written there since.
READ_ON = frozenset({"dossier.see", "paper.see"})
OF_LATER = {"desk:letter", "desk:save_letter", "desk:send_letter", "desk:print_letter"}
NAMED = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass
class Case:
    """One dossier of a commune, at its reception, with a paper; and a draft of the same person."""

    dossier: Dossier
    draft: Draft
    values: dict[str, Any] = field(default_factory=dict)
    # In which capacity somebody walks who acts for the citizen, by the user's id.
    capacities: dict[int, Capacity] = field(default_factory=dict)

    def task(self) -> Task:
        return factories.task(self.dossier)

    def thing_of_draft(self) -> Thing:
        code = self.draft.version.procedure.code
        return Thing.of(users=(self.draft.user_id,), mandates=(self.draft.mandate_id,), procedure=code)


@pytest.fixture
def case(citizen: User, receptionist: User, commune_officer: User) -> Case:
    now = timezone.now()
    file = files.store(data=pdf(), name="giay.pdf", purpose="paper", by=actor(citizen), now=now)
    version = factories.version(papers=[{"key": "proof", "name": "Giấy tờ chứng minh", "required": True}])
    dossier = factories.filed(by=citizen, of=version, now=now, papers=(factories.paper("proof", str(file.public_id)),))
    draft, _is_new = actions.begin_draft(version_id=factories.version().pk, by=citizen, now=now)
    found = Case(dossier, draft)
    found.values = {
        "draft": draft.public_id,
        "code": dossier.code,
        "public_id": dossier.public_id,
        "task_id": found.task().public_id,
        "file_id": file.public_id,
        "file": file.public_id,
        "upload": NOBODY,
        "page": 1,
        "party": "owner",
        "paper": "proof",
        "scan_id": NOBODY,
        "number": 1,
        "event": dossier.events.get().pk,
        "opinion": Opinion.objects.create(
            dossier=dossier,
            number=1,
            recipient=places.department(),
            question="Ý kiến về hồ sơ này",
            shared={"papers": ["proof"]},
            asked_at=now,
            asked_by=citizen,
            due_at=now,
        ).public_id,
        "step": "request",
        "user_id": commune_officer.pk,
        "absence": record_absence(
            user_id=commune_officer.pk, starts=today(now), ends=today(now), reason="trip", by=commune_officer, now=now
        ).public_id,
        "export": Export.objects.create(
            user=receptionist, kind="csv", wanted={}, title="Việc của tôi", asked_at=now, expires_at=now
        ).public_id,
    }
    found.values["item"] = kept_item(citizen, dossier, now)
    found.values |= held_things(dossier, citizen, receptionist, now)
    found.values["letter"] = begun_letter(dossier, receptionist, now).public_id
    found.values["opinion_id"] = found.values["opinion"]
    narrow, wide = agents_of(citizen, now)
    found.capacities = {user.pk: capacity_by(mandate) for user, mandate in (narrow, wide)}
    found.values["mandate"] = narrow[1].public_id
    return found


def pages() -> list[tuple[str, Door, list[str]]]:
    """Return the name, the door and the names in the address of every page that names an object."""
    found = []
    for app in ("portal", "desk", "counter"):
        for resolver in get_resolver().url_patterns:
            if not isinstance(resolver, URLResolver) or resolver.namespace != app:
                continue
            named = {str(one.pattern): one.name for one in resolver.url_patterns if isinstance(one, URLPattern)}
            for address, view in addresses(resolver):
                (door,) = doors_of(view)
                assert door is not None
                if given := NAMED.findall(address):
                    found.append((f"{app}:{named[address]}", door, given))
    return found


def may(user: User | None, name: str, door: Door, case: Case) -> bool:
    """Say from the permission table whether somebody may do this with the object; each time anew."""
    if user is None:
        return False
    user = User.objects.get(pk=user.pk)
    if (capacity := case.capacities.get(user.pk)) is not None:
        accounts.act_as(user, capacity)
    if not (user.is_citizen if door.kind == "citizen" else user.is_official and accounts.may_enter(user, door.verb)):
        return False
    if name.startswith("portal:filing_") and name not in OF_A_DOSSIER:
        return accounts.may(user, OF_A_DRAFT, case.thing_of_draft())
    if name in OF_AN_OPINION:
        return accounts.may(user, OF_AN_OPINION[name], Thing.of(agencies=(places.department().pk,)))
    if name in OF_AN_EXPORT:
        owner = Export.objects.get(public_id=case.values["export"]).user_id
        return accounts.may(user, OF_AN_EXPORT[name], Thing.of(users=(owner,)))
    if name in OF_AN_ABSENCE:
        absence = Absence.objects.get(public_id=case.values["absence"])
        return accounts.may(user, OF_AN_ABSENCE[name], thing_of(absence, today(timezone.now())))
    if name in OF_AN_ITEM:
        return accounts.may(user, OF_AN_ITEM[name], item_thing(Item.objects.get(public_id=case.values["item"])))
    if name in OF_A_COPY:
        return accounts.may(user, OF_A_COPY[name], copy_thing(OwnCopy.objects.get(public_id=case.values["copy"])))
    if name in OF_A_MANDATE:
        verb = OF_A_MANDATE[name]
        return accounts.may(user, verb, mandate_thing(Mandate.objects.get(public_id=case.values["mandate"]), verb))
    if name in OF_AN_ACCOUNT:
        return accounts.may(user, OF_AN_ACCOUNT[name])
    if name in OF_A_DOSSIER:
        return access.may(user, OF_A_DOSSIER[name], case.dossier)
    task = case.task()
    if name == "desk:take":
        return accounts.may(user, "task.take", access.task_thing(task))
    if name == "desk:reassign":
        return accounts.may(user, "dossier.assign", Thing.of(agencies=(task.agency_id,)))
    return access.may_do(user, task)


def test_every_object_against_every_persona(request: pytest.FixtureRequest, case: Case) -> None:
    visitors: dict[str, User | None] = {"nobody": None}
    visitors |= {name: request.getfixturevalue(name) for name in PERSONAS}
    dispatcher = people.official("Lê Phân Công", (Role.DISPATCHER, places.commune()))
    visitors["commune_dispatcher"] = dispatcher
    clients_of = {who: Client() for who in visitors}
    for pk, capacity in case.capacities.items():
        agent = User.objects.get(pk=pk)
        visitors[agent.full_name], clients_of[agent.full_name] = agent, Client()
        acts(clients_of[agent.full_name], agent, capacity)
    wrong, asked = [], 0
    for name, door, given in pages():
        if name in OF_ANYBODY:
            continue
        known = OF_A_DOSSIER | OF_A_STEP | OF_AN_OPINION | OF_AN_EXPORT | OF_AN_ABSENCE | OF_AN_ITEM | OF_AN_ACCOUNT
        known |= OF_A_COPY | OF_A_MANDATE
        is_known = name in known or (name.startswith("portal:filing_") and "draft" in given)
        assert is_known, f"{name}: say in a list of this file what it does with the object that it names"
        address = reverse(name, kwargs={one: case.values[one] for one in given})
        # Those who may not come first: what the others do changes whose the step is.
        said = {who: may(user, name, door, case) for who, user in visitors.items()}
        for who, user in sorted(visitors.items(), key=lambda one: said[one[0]]):
            allowed = said[who] and may(user, name, door, case)
            before = Dossier.objects.get(pk=case.dossier.pk).revision
            status, location = ask(user, address, clients_of[who])
            asked += 1
            kept_out = status >= 400 or verdict(status, location).startswith("to ")
            # Whoever acts for another is led to where they say for whom they go on.
            kept_out = kept_out or (status == 302 and location.startswith(f"{settings.ACTING_PAGE}?"))
            changed = Dossier.objects.get(pk=case.dossier.pk).revision != before
            if allowed:
                fault = (status in {401, 403} and name not in NOT_NOW) or (name in SHOWN and status != 200)
            else:
                fault = not kept_out or changed
            if fault or status >= 500:
                wrong.append(f"{name}, {who}: {status}, although the table says {'yes' if allowed else 'no'}")
            if name.startswith("portal:filing_") and allowed:
                break
    assert wrong == []
    assert asked > 200


def operations() -> list[tuple[str, str, Door]]:
    """Return method, pattern and door of every operation that names an object."""
    found = []
    for address, view in addresses(get_resolver()):
        pattern = address.removeprefix("api/v1/")
        if pattern != address and NAMED.search(pattern):
            for door, method in zip(doors_of(view), methods_of(view), strict=True):
                assert door is not None
                found.append((method, pattern, door))
    return found


def may_call(user: User, pattern: str, case: Case) -> bool:
    """Say from the permission table whether a program may do this with the object."""
    if pattern in OPERATIONS_OF_AN_OPINION:
        asked = Thing.of(agencies=(places.department().pk,))
        return accounts.may(user, OPERATIONS_OF_AN_OPINION[pattern], asked)
    if OPERATIONS[pattern] == "task.complete":
        return access.may_do(user, case.task())
    return access.may(user, OPERATIONS[pattern], case.dossier)


def test_every_operation_with_an_object_against_every_agency(case: Case) -> None:
    now, everything = timezone.now(), [scope.value for scope in ApiScope]
    around: dict[str, ApiClient] = {
        "its agency": people.api_client(places.commune(), client_id="xa", scopes=everything),
        "the province": people.api_client(places.committee(), client_id="tinh", scopes=everything),
        "a department": people.api_client(places.department(), client_id="so", scopes=everything),
        "its agency, reading": people.api_client(
            places.commune(), client_id="doc", scopes=[ApiScope.DOSSIERS_READ.value]
        ),
    }
    listed = operations()
    assert len(listed) >= 7
    wrong = []
    for method, pattern, door in listed:
        if pattern in OPERATIONS_OF_ANYBODY:
            continue
        assert pattern in OPERATIONS | OPERATIONS_OF_AN_OPINION, (
            f"{pattern}: say in a list of this file what it does with the object it names"
        )
        path = NAMED.sub(lambda name: str(case.values[name[1]]), pattern)
        for who, client in around.items():
            given = clients.give_token(client_id=client.client_id, secret=people.SECRET, scopes=[], now=now)
            assert given is not None
            found = clients.by_token(given.text, now=now)
            assert found is not None
            user = found.client.user
            allowed = door.scope in found.scopes and may_call(user, pattern, case)
            answer = Client().generic(
                method,
                f"/api/v1/{path}",
                "{}",
                content_type="application/json",
                headers={"Authorization": f"Bearer {given.text}"},
            )
            # An empty body is refused (422) to whoever may; another's object is as if it were not there.
            expected = {200, 422} if allowed else {404} if door.scope in found.scopes else {403}
            if method == "POST" and not allowed and door.scope in found.scopes:
                expected = {404, 422}
            if answer.status_code not in expected:
                wrong.append(f"{method} {pattern}, {who}: {answer.status_code}, not {expected}")
    assert wrong == []


def addresses_of(case: Case) -> list[tuple[str, str, str]]:
    """Return name, address and verb of every page of the officials that names the dossier or something in it."""
    return [
        (name, reverse(name, kwargs={one: case.values[one] for one in given}), OF_A_DOSSIER.get(name, "task.complete"))
        for name, door, given in pages()
        if door.kind != "citizen" and (name in OF_A_DOSSIER or name in OF_A_STEP)
    ]


def test_a_relay_against_the_agencies_on_its_way(
    case: Case, commune_officer: User, commune_leader: User, stranger: User
) -> None:
    """Who had it reads what it had, who is to have it and strangers nothing: said here, not asked of `access`."""
    line = line_of(commune_officer, commune_leader)
    owner = User.objects.get(pk=case.draft.user_id)
    version = relay_version(papers=[{"key": "proof", "name": "Giấy tờ chứng minh", "required": True}])
    file = files.store(data=pdf(), name="giay.pdf", purpose="paper", by=actor(owner), now=factories.NOW)
    handed_in = (factories.paper("proof", str(file.public_id)),)
    case.dossier = dossier = factories.filed(by=owner, of=version, papers=handed_in)
    Letter.objects.filter(public_id=case.values["letter"]).update(dossier=dossier)
    Correction.objects.filter(public_id=case.values["correction"]).update(dossier=dossier)
    to_the_department(dossier, line)
    case.values |= {"code": dossier.code, "public_id": dossier.public_id, "task_id": case.task().public_id}
    case.values |= {"file_id": file.public_id, "file": file.public_id, "event": dossier.events.earliest("pk").pk}
    nothing: frozenset[str] = frozenset()
    said = {
        "had it": (commune_leader, READ_ON),
        "is to have it": (line["issues"], nothing),
        "is none": (stranger, nothing),
    }
    wrong = []
    for who, (user, reads) in said.items():
        client = Client()
        for name, address, verb in addresses_of(case):
            before = Dossier.objects.get(pk=dossier.pk).revision
            status, location = ask(user, address, client)
            kept_out = status >= 400 or verdict(status, location).startswith("to ")
            changed = Dossier.objects.get(pk=dossier.pk).revision != before
            is_read = verb in reads and name not in OF_LATER
            fault = (status != 200 and name in SHOWN) if is_read else not kept_out
            if fault or changed or status >= 500:
                wrong.append(f"{name}, who {who}: {status}")
    here = Client()
    for name, address, _verb in addresses_of(case):
        if name in SHOWN and ask(line["examines"], address, here)[0] != 200:
            wrong.append(f"{name}, who has it")
    assert wrong == []
