"""Who acts for whom: said, given, taken up, ended. Civil Code 91/2015/QH13, articles 136 to 141 and 563."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from motcua.accounts import access, identity
from motcua.accounts.mandate_queries import (
    capacity_by,
    capacity_in,
    mandate_of,
    mandates_as_agent,
    mandates_of_principal,
    people_of,
)
from motcua.accounts.mandates import Named, Reaching, declare_mandate, end_mandate, give_mandate
from motcua.accounts.models import Mandate, User
from motcua.accounts.queries import actor
from motcua.accounts.rules.mandates import Basis, Part, last_day
from motcua.accounts.rules.permissions import Thing
from motcua.accounts.tests import factories
from motcua.audit.models import Entry
from motcua.files import actions as files
from motcua.files.tests.samples import pdf
from motcua.lib.dates import today
from motcua.lib.refusals import Refused

CHILD = Named("Nguyễn Gia Bảo", "068216000001", birth="2016-05-01")
ELDER = Named("Võ Thị Lành", "060150000412", birth="1950")
DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("born", "until"),
    [("2016-05-01", date(2034, 4, 30)), ("2016", date(2033, 12, 31)), ("2012-02-29", date(2030, 2, 27))],
)
def test_a_child_is_represented_until_it_comes_of_age(born: str, until: date) -> None:
    """Civil Code, articles 20, 21 and 136; of an unknown day the earliest counts."""
    assert last_day(Basis.PARENT, born=born, starts=DAY, ends=None) == until
    assert last_day(Basis.PARENT, born=born, starts=DAY, ends=date(2027, 1, 1)) == date(2027, 1, 1)


@pytest.mark.parametrize(("born", "code"), [("2008-11-30", "of_age"), ("", "birth_missing")])
def test_whoever_is_of_age_speaks_for_themself(born: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        last_day(Basis.PARENT, born=born, starts=DAY, ends=None)
    assert refusal.value.code == code


def test_an_authorisation_without_a_time_lasts_a_year() -> None:
    """Civil Code, article 563."""
    assert last_day(Basis.AUTHORISED, born="", starts=DAY, ends=None) == date(2027, 11, 30)
    assert last_day(Basis.AUTHORISED, born="", starts=date(2028, 2, 29), ends=None) == date(2029, 2, 28)
    assert last_day(Basis.SPOUSE, born="", starts=DAY, ends=None) is None


def declared(by: User, *, basis: Basis = Basis.PARENT, principal: Named = CHILD, **more: object) -> Mandate:
    now = timezone.now()
    reaching = Reaching(starts=today(now), **more)  # type: ignore[arg-type]
    file = None
    if basis == Basis.AUTHORISED:
        file = files.store(data=pdf(), name="uy-quyen.pdf", purpose="mandate", by=actor(by), now=now)
    return declare_mandate(
        basis=basis, principal=principal, reaching=reaching, document="Giấy khai sinh 12", evidence=file, by=by, now=now
    )


def given(by: User, agent: User, *, basis: Basis = Basis.AUTHORISED, **more: object) -> Mandate:
    assert agent.person is not None
    assert agent.person.identity is not None
    now = timezone.now()
    reaching = Reaching(**{"starts": today(now), **more})  # type: ignore[arg-type]
    named = Named(agent.full_name, identity.reveal(agent.person.identity))
    return give_mandate(basis=basis, agent=named, reaching=reaching, document="", by=by, now=now)


@pytest.mark.django_db
def test_a_parent_says_so_and_the_child_needs_no_account() -> None:
    parent = factories.citizen("Nguyễn Thị An")
    made = declared(parent)
    (found,) = mandates_as_agent(parent, today(timezone.now()))
    assert (found.pk, found.principal_name, found.given_by_id) == (made.pk, CHILD.name, None)
    capacity = capacity_by(found)
    assert (capacity.sees_all, capacity.uses_store, capacity.principal_id) == (False, False, None)
    assert "item.see" not in capacity.verbs
    assert people_of(made.pk)[1] == []
    lines = Entry.objects.filter(action="mandate.declared", about=f"mandate:{made.public_id}")
    assert [line.details for line in lines] == [{"basis": "parent"}]


@pytest.mark.django_db
def test_what_is_missing_is_said() -> None:
    me = factories.citizen("Nguyễn Thị An", number="068190012345")
    now = timezone.now()
    whole = {
        "basis": Basis.AUTHORISED,
        "principal": ELDER,
        "reaching": Reaching(starts=today(now)),
        "document": "Giấy ủy quyền",
        "evidence": None,
        "by": me,
        "now": now,
    }
    for change, code in (
        ({}, "evidence_missing"),
        ({"document": " "}, "document_missing"),
        ({"basis": Basis.MEMBER}, "basis_unknown"),
        ({"basis": Basis.CHILD, "principal": Named("Lành", "12")}, "principal_number"),
        ({"basis": Basis.CHILD, "principal": Named("", "060150000412")}, "principal_name"),
        ({"basis": Basis.CHILD, "principal": Named("An", "068190012345")}, "same_person"),
        ({"basis": Basis.SPOUSE, "reaching": Reaching(starts=today(now), ends=date(2020, 1, 1))}, "ends_before"),
    ):
        with pytest.raises(Refused) as refusal:
            declare_mandate(**{**whole, **change})  # type: ignore[arg-type]
        assert refusal.value.code == code
    assert not Mandate.objects.exists()


@pytest.mark.django_db
def test_the_name_must_be_that_of_whoever_bears_the_number() -> None:
    """A wrong digit gives nothing to a stranger: neither the mandate nor the news of it."""
    owner, agent = factories.citizen("Trần Văn Bình"), factories.citizen("Nguyễn Thị An", number="068190012345")
    now = timezone.now()
    reaching = Reaching(starts=today(now), sees_all=True)
    wrong = give_mandate(
        basis=Basis.SPOUSE,
        agent=Named("Lê Thị Khác", "068190012345"),
        reaching=reaching,
        document="",
        by=owner,
        now=now,
    )
    assert mandates_as_agent(agent, today(now)) == []
    assert people_of(wrong.pk)[1] == []
    right = given(owner, agent, basis=Basis.SPOUSE)
    assert [one.pk for one in mandates_as_agent(agent, today(now))] == [right.pk]
    assert people_of(right.pk)[1] == [agent.person_id]


@pytest.mark.django_db
def test_it_counts_on_its_days_alone_and_ends_at_once() -> None:
    owner, agent = factories.citizen("Trần Văn Bình"), factories.citizen("Nguyễn Thị An")
    day = today(timezone.now())
    made = given(owner, agent, ends=day + timedelta(days=3))
    assert capacity_in(str(made.public_id), user=agent, on=day) is not None
    assert capacity_in(str(made.public_id), user=agent, on=day + timedelta(days=4)) is None
    assert capacity_in(str(made.public_id), user=agent, on=day - timedelta(days=1)) is None
    assert capacity_in("nonsense", user=agent, on=day) is None
    assert [one.pk for one in mandates_of_principal(owner, day)] == [made.pk]
    _by(owner, made, timezone.now())
    assert capacity_in(str(made.public_id), user=agent, on=day) is None
    # Once more changes nothing.
    assert _by(owner, made, timezone.now()).ended_by_id == owner.pk
    assert Entry.objects.filter(action="mandate.ended", about=f"mandate:{made.public_id}").count() == 1
    assert set(people_of(made.pk)[1]) == {owner.person_id, agent.person_id}


def _by(user: User, mandate: Mandate, now: datetime) -> Mandate:
    return end_mandate(public_id=mandate.public_id, reason="Không cần nữa", by=user, now=now)


@pytest.mark.django_db
def test_a_stranger_neither_sees_nor_ends_nor_takes_it_up() -> None:
    owner, agent, stranger = (factories.citizen(name) for name in ("Bình", "An", "Lạ"))
    made = given(owner, agent)
    for verb in ("mandate.see", "mandate.end", "mandate.take_up"):
        with pytest.raises(Refused, match="no_such_mandate"):
            mandate_of(made.public_id, by=stranger, verb=verb)
    with pytest.raises(Refused):
        mandate_of(made.public_id, by=owner, verb="mandate.take_up")
    with pytest.raises(Refused):
        _by(stranger, made, timezone.now())
    assert mandate_of(made.public_id, by=agent, verb="mandate.take_up") == made


@pytest.mark.django_db
def test_an_organisation_names_its_people_and_the_legal_representative_manages_them() -> None:
    firm = factories.citizen(who=factories.organisation())
    head, clerk, viewer = (factories.citizen(name) for name in ("Phạm Giám Đốc", "Lê Văn Thư", "Trần Kế Toán"))
    assert firm.person is not None
    assert firm.person.identity is not None
    assert head.person is not None
    assert head.person.identity is not None
    now = timezone.now()
    legal = Mandate.objects.create(
        principal_number=firm.person.identity,
        principal_name=firm.full_name,
        is_organisation=True,
        agent_number=head.person.identity,
        agent_name=head.full_name,
        basis=Basis.LEGAL,
        sees_all=True,
        valid=(today(now), None),
        made_at=now,
    )
    legal.refresh_from_db()
    access.act_as(head, capacity_by(legal))
    filer = given(head, clerk, basis=Basis.MEMBER, procedures=["1.004873"])
    assert (filer.principal_name, filer.given_by_id) == (firm.full_name, head.pk)
    with pytest.raises(Refused, match="views_nothing"):
        given(head, viewer, basis=Basis.MEMBER, part=Part.VIEWER)
    looks = given(head, viewer, basis=Basis.MEMBER, part=Part.VIEWER, sees_all=True)
    assert len(mandates_of_principal(head, today(now))) == 3
    with pytest.raises(Refused, match="legal_by_register"):
        _by(head, legal, now)
    _by(head, looks, now)
    # Who works for the organisation names nobody.
    access.act_as(clerk, capacity_by(filer))
    with pytest.raises(Refused, match="forbidden"):
        given(clerk, viewer, basis=Basis.MEMBER)
    assert mandates_of_principal(clerk, today(now)) == []


@pytest.mark.django_db
def test_a_capacity_reaches_what_was_filed_so_and_nothing_of_ones_own() -> None:
    owner, agent = factories.citizen("Trần Văn Bình"), factories.citizen("Nguyễn Thị An")
    narrow = capacity_by(given(owner, agent, procedures=["1.004873"]))
    wide = capacity_by(given(owner, agent, basis=Basis.SPOUSE, sees_all=True, uses_store=True))
    mine, theirs = Thing.of(people=(agent.person_id,)), Thing.of(people=(owner.person_id,), procedure="1.004873")
    filed = Thing.of(mandates=(narrow.mandate_id,), procedure="1.004873")
    other = Thing.of(mandates=(narrow.mandate_id,), procedure="2.000815")
    item = Thing.of(people=(owner.person_id,), in_store=True)
    assert access.may(agent, "dossier.see", mine)
    assert not access.may(agent, "dossier.see", filed)
    for capacity, seen in ((narrow, (False, False, True, False, False)), (wide, (False, True, False, False, True))):
        access.act_as(agent, capacity)
        asked = [access.may(agent, "dossier.see", thing) for thing in (mine, theirs, filed, other)]
        assert (*asked, access.may(agent, "item.see", item)) == seen
        assert not access.may(agent, "item.share", item)
        assert not access.may(agent, "notice.see", mine)
        assert access.reach(agent, "dossier.see").capacity == capacity
