"""Who is away, who may act for them, and that it begins and ends by its dates."""

from datetime import timedelta

import pytest
from django.utils import timezone

from motcua.accounts import absence_queries as queries
from motcua.accounts import absences as actions
from motcua.accounts import access
from motcua.accounts.models import Absence, Substitute, User
from motcua.accounts.rules.absences import SignsAs, Wanted, check_days, check_substitute, signs_as
from motcua.accounts.rules.permissions import Thing
from motcua.accounts.tests.factories import official
from motcua.lib.dates import today
from motcua.lib.refusals import Forbidden, Refused
from motcua.organisations.models import Post
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places

NOW = timezone.now()
TODAY = today(NOW)
NEXT = TODAY + timedelta(days=1)
PAPER = "Quyết định 12/QĐ-SNNMT ngày 01/11/2026"
ANYBODY = Wanted(1, 2)


def test_a_signature_passes_only_by_a_document() -> None:
    """Decree 30/2020/NĐ-CP, article 13: a deputy signs KT., the head of a unit TUQ. within a written content."""
    deputy, unit_head = frozenset({Role.AGENCY_LEADER}), frozenset({Role.DIVISION_HEAD})
    assert signs_as(Role.SPECIALIST, deputy) == SignsAs.NONE
    for who in (deputy, unit_head):
        with pytest.raises(Refused, match="basis_missing"):
            check_substitute(Role.AGENCY_LEADER, who, ANYBODY)
    written = Wanted(1, 2, basis=PAPER)
    assert check_substitute(Role.AGENCY_LEADER, deputy, written) == SignsAs.KT
    with pytest.raises(Refused, match="scope_missing"):
        check_substitute(Role.AGENCY_LEADER, unit_head, written)
    assert check_substitute(Role.AGENCY_LEADER, unit_head, Wanted(1, 2, PAPER, "Giấy xác nhận")) == SignsAs.TUQ


@pytest.mark.parametrize(
    ("role", "holds", "code"),
    [
        (Role.SPECIALIST, set(), "other_unit"),
        (Role.SPECIALIST, {Role.CLERK}, "wrong_post"),
        (Role.DIVISION_HEAD, {Role.SPECIALIST}, "wrong_post"),
        (Role.AGENCY_LEADER, {Role.SPECIALIST}, "wrong_post"),
        (Role.PROCEDURE_CONTROL_OFFICER, {Role.PROCEDURE_CONTROL_OFFICER}, "not_replaced"),
    ],
)
def test_not_everybody_can_act_for_everybody(role: Role, holds: set[Role], code: str) -> None:
    with pytest.raises(Refused, match=code):
        check_substitute(role, frozenset(holds), ANYBODY)


def test_days_that_cannot_be_meant_are_refused() -> None:
    assert check_days(TODAY, TODAY, today=TODAY) == (TODAY, TODAY)
    for starts, ends, code in (
        (None, TODAY, "days_missing"),
        (NEXT, TODAY, "ends_before"),
        (TODAY - timedelta(days=3), TODAY - timedelta(days=1), "over_already"),
        (TODAY, TODAY + timedelta(days=400), "days_strange"),
        (TODAY - timedelta(days=60), NEXT, "days_strange"),
    ):
        with pytest.raises(Refused, match=code):
            check_days(starts, ends, today=TODAY)


@pytest.fixture
def colleague(db: None) -> User:
    return official("Bùi Văn Thay", (Role.SPECIALIST, places.department()))


def post_of(user: User) -> Post:
    return next(iter(queries.seats_of(user, TODAY)))


def away(user: User, *wanted: Wanted, by: User | None = None, starts: int = 0, ends: int = 2) -> Absence:
    return actions.record_absence(
        user_id=user.pk,
        starts=TODAY + timedelta(days=starts),
        ends=TODAY + timedelta(days=ends),
        reason="leave",
        substitutes=wanted,
        by=by or user,
        now=NOW,
    )


def again(user: User) -> User:
    """Return the same person as the next request reads them."""
    return User.objects.get(pk=user.pk)


def test_a_substitute_may_do_the_steps_of_the_absent_and_only_in_those_days(specialist: User, colleague: User) -> None:
    department = places.department()
    theirs = Thing.of(users=[specialist.pk], agencies=[department.pk], role=Role.SPECIALIST)
    assert not access.may(colleague, "task.complete", theirs)
    found = away(specialist, Wanted(post_of(specialist).pk, colleague.pk), ends=1)
    for day, expected in ((-1, False), (0, True), (1, True), (2, False)):
        acts = again(colleague)
        assert access.may(acts, "task.complete", theirs, on=TODAY + timedelta(days=day)) is expected
    elsewhere = Thing.of(users=[specialist.pk], agencies=[places.centre().pk], role=Role.SPECIALIST)
    assert not access.may(again(colleague), "task.complete", elsewhere)
    seat = (specialist.pk, "specialist", department.pk)
    assert access.reach(again(colleague), "task.see").acting == {seat}
    assert queries.away_on(TODAY).instead(*seat) == [colleague.pk]
    # Ended early: today is the last day, and nothing of it is left to call off.
    actions.end_absence(absence=found.public_id, by=specialist, now=NOW)
    assert access.may(again(colleague), "task.complete", theirs)
    assert not access.may(again(colleague), "task.complete", theirs, on=NEXT)
    with pytest.raises(Refused, match="over_already"):
        actions.end_absence(absence=found.public_id, by=specialist, now=NOW + timedelta(days=1))


def test_overlapping_self_cyclic_and_foreign_choices_are_refused(
    specialist: User, colleague: User, stranger: User, clerk: User
) -> None:
    seat = post_of(specialist).pk
    for who, code in ((specialist, "oneself"), (stranger, "other_unit"), (clerk, "wrong_post")):
        with pytest.raises(Refused, match=code):
            away(specialist, Wanted(seat, who.pk))
    with pytest.raises(Refused, match="no_such_post"):
        away(specialist, Wanted(post_of(clerk).pk, colleague.pk))
    away(specialist, Wanted(seat, colleague.pk))
    with pytest.raises(Refused, match="away_already"):
        away(specialist, starts=2, ends=9)
    with pytest.raises(Refused, match="away_too"):
        away(colleague, Wanted(post_of(colleague).pk, specialist.pk), starts=1)
    # Falling ill oneself is no choice: then nobody acts for either.
    away(colleague, starts=0, ends=0)
    assert queries.away_on(TODAY).uncovered == [
        (pk, "specialist", places.department().pk) for pk in sorted([specialist.pk, colleague.pk])
    ]
    assert queries.away_on(NEXT).instead(specialist.pk, "specialist", places.department().pk) == [colleague.pk]


def test_those_who_answer_for_the_unit_record_too_and_nobody_else(
    specialist: User, colleague: User, division_head: User, stranger: User
) -> None:
    for who in (colleague, stranger):
        with pytest.raises(Forbidden):
            away(specialist, by=who)
    found = away(specialist, by=division_head)
    with pytest.raises(Refused, match="not_found"):
        actions.end_absence(absence=found.public_id, by=stranger, now=NOW)
    seat = post_of(specialist).pk
    actions.name_substitute(absence=found.public_id, wanted=Wanted(seat, colleague.pk), by=division_head, now=NOW)
    with pytest.raises(Refused, match="acts_already"):
        actions.name_substitute(absence=found.public_id, wanted=Wanted(seat, colleague.pk), by=specialist, now=NOW)
    other = official("Người Thứ Ba", (Role.SPECIALIST, places.department()))
    actions.name_substitute(absence=found.public_id, wanted=Wanted(seat, other.pk), by=specialist, now=NOW)
    days = {row.user_id: row.valid.upper for row in Substitute.objects.filter(absence=found)}
    assert days == {colleague.pk: NEXT, other.pk: TODAY + timedelta(days=3)}
    assert [one.pk for one in queries.listed_for(division_head, TODAY)] == [found.pk]
    assert list(queries.listed_for(stranger, TODAY)) == []


def test_only_a_leader_gives_their_signature_away(leader: User, division_head: User) -> None:
    seat = post_of(leader).pk
    wanted = Wanted(seat, division_head.pk, PAPER, "Giấy xác nhận")
    with pytest.raises(Forbidden):
        away(leader, wanted, by=division_head)
    away(leader, wanted)
    acting = again(division_head)
    assert access.may(acting, "result.sign", Thing.of(agencies=[places.department().pk]))
    post = access.acts_by(acting, "result.sign", Thing.of(agencies=[places.department().pk]))
    assert post is not None
    assert (post.for_user, post.signs_as) == (leader.pk, "TUQ.")
    # Handed on no further (Decree 30/2020, article 13(3)).
    third = official("Người Thứ Ba", (Role.DIVISION_HEAD, places.department()))
    found = Absence.objects.get(user=leader)
    with pytest.raises(Forbidden):
        actions.name_substitute(
            absence=found.public_id, wanted=Wanted(seat, third.pk, PAPER, "Giấy"), by=acting, now=NOW
        )


def test_who_is_away_does_not_change_how_many_questions_a_reader_costs(
    specialist: User, colleague: User, django_assert_num_queries: object
) -> None:
    away(specialist, Wanted(post_of(specialist).pk, colleague.pk))
    fresh = again(colleague)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(access.posts_today(fresh)) == 2
