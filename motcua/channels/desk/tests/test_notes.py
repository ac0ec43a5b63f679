"""Remarks between colleagues, and the notices of the desk."""

import pytest
from django.urls import reverse
from django.utils import timezone

from motcua.accounts.absence_queries import seats_of
from motcua.accounts.absences import record_absence
from motcua.accounts.models import User
from motcua.accounts.rules.absences import Wanted
from motcua.accounts.tests import factories as people
from motcua.accounts.tests.factories import official
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers.models import Dossier, Note
from motcua.dossiers.tests import factories as cases
from motcua.lib.dates import today
from motcua.notices import actions as notices
from motcua.notices.models import OfficialNotice
from motcua.notices.rules import OfficialKind
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = "/ban-lam-viec/thong-bao"


@pytest.fixture
def dossier() -> Dossier:
    return cases.filed(by=people.citizen("Nguyễn Thị An"))


@pytest.fixture
def colleague(commune: Agency) -> User:
    return official("Phạm Văn Bình", (Role.SPECIALIST, commune))


def noting(dossier: Dossier) -> str:
    return reverse("desk:note", args=[dossier.public_id])


def test_a_colleague_is_told_and_reads_it_beside_the_dossier(
    receptionist: User, colleague: User, dossier: Dossier
) -> None:
    client = sign_in(receptionist)
    assert colleague.full_name in fetch(client, reverse("desk:dossier", args=[dossier.public_id])).text
    data = {"remark": "Xem giúp giấy chứng sinh", "mentioned": str(colleague.pk)}
    fetch(client, noting(dossier), method="post", data=data, expect=302)
    theirs = sign_in(colleague)
    page = fetch(theirs, TOLD)
    assert page.words(".motcua-desk-nav [aria-current] .motcua-desk-nav__count") == ["1"]
    assert f"Lê Thị Ánh nhắc ông/bà trong trao đổi nội bộ của hồ sơ {dossier.code}." in page.text
    read = page.fields()
    fetch(theirs, TOLD, method="post", data={"den": read["den"]}, expect=302)
    assert OfficialNotice.objects.get().read_at is not None
    assert "Xem giúp giấy chứng sinh" in fetch(theirs, reverse("desk:dossier", args=[dossier.public_id])).text


def test_who_acts_for_somebody_mentioned_is_told_too(
    receptionist: User, colleague: User, dossier: Dossier, commune: Agency
) -> None:
    acts = official("Bùi Văn Thay", (Role.SPECIALIST, commune))
    day = today(timezone.now())
    record_absence(
        user_id=colleague.pk,
        starts=day,
        ends=day,
        reason="leave",
        substitutes=[Wanted(seats_of(colleague, day)[0].pk, acts.pk)],
        by=colleague,
        now=timezone.now(),
    )
    data = {"remark": "Xem giúp", "mentioned": str(colleague.pk)}
    fetch(sign_in(receptionist), noting(dossier), method="post", data=data, expect=302)
    told = OfficialNotice.objects.filter(kind__startswith="mentioned").values_list("user", "kind")
    assert set(told) == {(colleague.pk, "mentioned"), (acts.pk, "mentioned_absent")}
    assert "nhắc Phạm Văn Bình, người ông/bà đang làm thay" in fetch(sign_in(acts), TOLD).text
    # Who is named as well hears it once, in their own name.
    data["mentioned"] = [str(colleague.pk), str(acts.pk)]  # type: ignore[assignment]
    fetch(sign_in(receptionist), noting(dossier), method="post", data=data, expect=302)
    assert OfficialNotice.objects.filter(user=acts, kind="mentioned_absent").count() == 1


def test_the_applicant_never_sees_a_remark(receptionist: User) -> None:
    person = people.citizen("Nguyễn Thị An")
    dossier = cases.filed(by=person)
    fetch(sign_in(receptionist), noting(dossier), method="post", data={"remark": "Chữ khó đọc"}, expect=302)
    assert "Chữ khó đọc" not in fetch(sign_in(person), f"/ho-so/{dossier.code}").text


@pytest.mark.parametrize(("remark", "words"), [("  ", "Hãy viết nội dung"), ("a" * 2100, "dài quá")])
def test_a_remark_needs_words_and_not_too_many(receptionist: User, dossier: Dossier, remark: str, words: str) -> None:
    page = fetch(sign_in(receptionist), noting(dossier), method="post", data={"remark": remark}, expect=422)
    assert words in page.text
    assert not Note.objects.exists()


def test_nobody_from_elsewhere_can_be_mentioned(receptionist: User, dossier: Dossier) -> None:
    elsewhere = people.official("Trần Văn Xa")
    data = {"remark": "Xem giúp", "mentioned": str(elsewhere.pk)}
    fetch(sign_in(receptionist), noting(dossier), method="post", data=data, expect=422)
    assert not OfficialNotice.objects.exists()


def test_what_has_a_key_is_said_once(colleague: User) -> None:
    def say() -> bool:
        return notices.tell_official(
            user_id=colleague.pk,
            kind=OfficialKind.MENTIONED,
            params={"who": "Hệ thống", "code": "H36"},
            about=("", ""),
            now=timezone.now(),
            key="due:1",
        )

    assert [say(), say()] == [True, False]
    assert OfficialNotice.objects.count() == 1
