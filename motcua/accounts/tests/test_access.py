"""The permission table, asked."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.accounts import access, identity, queries
from motcua.accounts.models import ApiClient, Appointment, SealedNumber, User
from motcua.accounts.rules import IdentityKind
from motcua.accounts.rules.permissions import TABLE, Thing
from motcua.accounts.tests import factories
from motcua.lib.refusals import Forbidden, Refused
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places

pytestmark = pytest.mark.django_db


def dossier_of(user: User) -> Thing:
    """A dossier of this person, received at the centre, for the department."""
    return Thing.of(people=[user.person_id], agencies=[places.centre().pk, places.department().pk])


def test_the_owner_sees_the_dossier_and_another_citizen_does_not(citizen: User, second_citizen: User) -> None:
    thing = dossier_of(citizen)
    assert access.may(citizen, "dossier.see", thing)
    assert not access.may(second_citizen, "dossier.see", thing)
    assert not access.may(AnonymousUser(), "dossier.see", thing)


def test_those_whose_agency_has_to_do_with_it_see_it(
    citizen: User, receptionist: User, specialist: User, stranger: User, tech_admin: User
) -> None:
    thing = dossier_of(citizen)
    assert access.may(receptionist, "dossier.see", thing)
    assert access.may(specialist, "dossier.see", thing)
    assert not access.may(stranger, "dossier.see", thing)
    assert not access.may(tech_admin, "dossier.see", thing), "who runs the system does not read dossiers"


def test_reception_does_not_decide_and_the_specialist_does_not_sign(
    citizen: User, receptionist: User, specialist: User, leader: User
) -> None:
    """Decree 118/2025/NĐ-CP, articles 17-19; Decree 30/2020/NĐ-CP, article 13."""
    thing = dossier_of(citizen)
    assert access.may(receptionist, "dossier.receive", thing)
    assert not access.may(receptionist, "dossier.appraise", thing)
    assert not access.may(specialist, "result.sign", thing)
    assert access.may(leader, "result.sign", thing)


def test_a_step_is_open_to_the_post_it_asks_for_until_somebody_has_it(specialist: User, leader: User) -> None:
    department = places.department()
    open_step = Thing.of(agencies=[department.pk], role=Role.SPECIALIST)
    taken = Thing.of(agencies=[department.pk], role=Role.SPECIALIST, users=[leader.pk])
    assert access.may(specialist, "task.complete", open_step)
    assert not access.may(leader, "task.complete", open_step)
    assert not access.may(specialist, "task.complete", taken)


def test_a_leader_above_sees_what_is_below(supervisor: User, citizen: User) -> None:
    assert access.may(supervisor, "dossier.see", dossier_of(citizen))
    assert access.reach(supervisor, "dossier.see").subtrees == {places.committee().path}


def test_a_client_needs_its_scope_and_stays_in_its_agency(api_client: ApiClient, citizen: User) -> None:
    inside = dossier_of(citizen)
    outside = Thing.of(agencies=[places.commune().pk])
    assert access.may(api_client.user, "dossier.file", inside)
    assert not access.may(api_client.user, "dossier.file", outside)
    reader = factories.api_client(places.department(), scopes=["dossiers:read"])
    assert not access.may(reader.user, "dossier.file", inside)
    assert access.may(reader.user, "dossier.see", inside)


def test_a_post_ends_with_its_last_day(specialist: User) -> None:
    Appointment.objects.filter(user=specialist).update(valid=DateRange(date(2025, 7, 1), date(2026, 1, 1)))
    assert queries.posts_of(specialist, date(2025, 12, 31))
    assert queries.posts_of(specialist, date(2026, 1, 1)) == []
    assert not access.may_enter(specialist, "dossier.appraise", on=date(2026, 6, 1))


def test_nobody_holds_the_same_post_twice_on_one_day(specialist: User) -> None:
    held = Appointment.objects.get(user=specialist)
    with pytest.raises(IntegrityError):
        Appointment.objects.create(user=specialist, post=held.post, valid=DateRange(date(2026, 1, 1), None))


def test_require_refuses_with_a_sentence(second_citizen: User, citizen: User) -> None:
    with pytest.raises(Forbidden):
        access.require(second_citizen, "dossier.see", dossier_of(citizen))


def test_an_unknown_verb_is_a_bug(citizen: User) -> None:
    with pytest.raises(LookupError):
        access.may(citizen, "dossier.eat")


def test_who_left_may_do_nothing(citizen: User) -> None:
    thing = dossier_of(citizen)
    assert access.may(citizen, "dossier.see", thing)
    citizen.is_active = False
    assert not access.may(citizen, "dossier.see", thing)


def test_a_number_is_kept_once_and_never_in_clear() -> None:
    first = identity.seal(IdentityKind.PERSONAL_ID, "068190012345")
    assert identity.seal(IdentityKind.PERSONAL_ID, "068 190 012 345") == first
    assert identity.reveal(first) == "068190012345"
    assert identity.find("068.190.012.345") == first
    assert identity.reveal_all({first.reference, "idn:0", "nonsense"}) == {first.reference: "068190012345"}
    row = SealedNumber.objects.values_list("cipher", "index").get()
    assert b"068190012345" not in bytes(row[0])
    assert "068190012345" not in row[1]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (IdentityKind.PERSONAL_ID, "12345678901"),
        (IdentityKind.TAX_CODE, "0100109107"),
        (IdentityKind.OLD_ID, "12345678"),
        (IdentityKind.PASSPORT, "<script>"),
    ],
)
def test_a_malformed_number_is_refused(kind: IdentityKind, value: str) -> None:
    with pytest.raises(Refused):
        identity.seal(kind, value)


PERSONAL = ("dossier.", "paper.", "result.", "identity.", "task.", "letter.", "opinion.", "certification.", "draft.")


@pytest.mark.parametrize("role", [Role.TECH_ADMIN, Role.SECURITY_OFFICER])
def test_who_runs_the_system_or_guards_it_has_no_row_that_shows_a_dossier(role: Role) -> None:
    theirs = {row.verb for row in TABLE if role in row.who}
    assert theirs
    assert [verb for verb in sorted(theirs) if verb.startswith(PERSONAL)] == []


@pytest.mark.parametrize(("role", "besides"), [(Role.INSPECTOR, set()), (Role.ARCHIVE_KEEPER, {"archive.keep"})])
def test_who_only_reads_has_rows_for_reading_alone(role: Role, besides: set[str]) -> None:
    assert {row.verb for row in TABLE if role in row.who} - besides == {
        "dossier.see",
        "dossier.search",
        "paper.see",
        "result.see",
    }
