"""Looking a party up from the dossier: what is shown, what is kept, what is refused."""

from typing import ClassVar

import pytest
from django.conf import LazySettings
from django.db import connection
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.accounts.tests.factories import official
from motcua.audit.models import Entry
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers.choices import population_calls
from motcua.dossiers.models import Dossier, Party, PopulationCheck
from motcua.dossiers.tests import factories as cases
from motcua.lib.dates import today
from motcua.lib.population import Place, Question, Registered
from motcua.lib.refusals import Unavailable
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.ui.testing import Page, fetch
from motcua.worktime.actions import set_parameter

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "068190012345"


class Register:
    """Plays the database: answers with what the test laid in."""

    entry: ClassVar[Registered | None] = None
    is_down: ClassVar[bool] = False
    asked: ClassVar[list[Question]] = []

    def look_up(self, *, question: Question) -> Registered | None:
        assert not connection.in_atomic_block
        self.asked.append(question)
        if self.is_down:
            raise Unavailable("down")
        return self.entry


@pytest.fixture(autouse=True)
def register(settings: LazySettings) -> type[Register]:
    settings.PORTS = {**settings.PORTS, "population": f"{__name__}.Register"}
    Register.is_down, Register.asked = False, []
    Register.entry = Registered(
        number=NUMBER,
        name="Nguyễn Thị Ân",
        birth="1990-03-05",
        sex="female",
        residence=Place(ward="Xã Đơn Dương"),
        marriage="Chưa kết hôn",
        religion="Phật giáo",
    )
    return Register


@pytest.fixture
def dossier() -> Dossier:
    made = cases.filed(by=people.citizen("Nguyễn Thị An", number=NUMBER))
    Party.objects.filter(dossier=made).update(birth="1990-03-05")
    return made


@pytest.fixture
def officer(commune: Agency) -> User:
    return official("Phạm Văn Bình", (Role.SPECIALIST, commune))


def looked(officer: User, dossier: Dossier, *, expect: int = 200, **data: object) -> Page:
    address = reverse("desk:population", args=[dossier.public_id, "owner"])
    return fetch(sign_in(officer), address, method="post", data=data, expect=expect)


def on_dossier(officer: User, dossier: Dossier) -> str:
    return fetch(sign_in(officer), reverse("desk:dossier", args=[dossier.public_id])).text


def test_a_difference_is_shown_marked_and_nothing_typed_changes(officer: User, dossier: Dossier) -> None:
    assert "Đối chiếu với CSDLQG về dân cư" in on_dossier(officer, dossier)
    page = looked(officer, dossier)
    assert "Nguyễn Thị Ân" in page.text
    assert "Phật giáo" not in page.text, "the package does not need it"
    check = PopulationCheck.objects.get()
    assert (check.agreed, check.differing, check.outcome) == (["birth"], ["name"], "found")
    assert check.agency is not None
    assert set(Party.objects.filter(dossier=dossier).values_list("name", flat=True)) == {"Nguyễn Thị An"}
    shown = on_dossier(officer, dossier)
    assert "đã đối chiếu với CSDLQG về dân cư, có chỗ khác" in shown
    assert "Nguyễn Thị Ân" not in shown, "the answer is kept nowhere"
    lines = Entry.objects.filter(action__startswith="population.", details__check=check.pk).order_by("pk")
    assert [line.action for line in lines] == ["population.asked", "population.answered"]
    assert lines[0].details["blocks"] == "name,sex,birth,residence"
    assert lines[0].agency == check.agency.code
    assert not any("Ân" in str(line.details) or NUMBER in str(line.details) for line in lines)
    (question,) = Register.asked
    assert (question.number, question.birth, question.request) == (NUMBER, "1990-03-05", check.public_id.hex)


def test_what_the_package_does_not_need_takes_a_reason(officer: User, dossier: Dossier) -> None:
    page = looked(officer, dossier, expect=422, beyond=["religion"], reason=" ")
    assert "Hãy ghi lý do" in page.text
    assert not PopulationCheck.objects.exists()
    assert not Register.asked
    page = looked(officer, dossier, beyond=["religion", "nonsense"], reason="Người nộp đề nghị")
    assert "Phật giáo" in page.text
    assert "Chưa kết hôn" not in page.text
    check = PopulationCheck.objects.get()
    assert (check.reason, "religion" in check.blocks) == ("Người nộp đề nghị", True)
    assert Entry.objects.get(action="population.asked", details__check=check.pk).details["beyond"] is True


def test_what_the_package_declares_needs_none(officer: User) -> None:
    need = {"population": {"blocks": ["marriage"], "purpose": "Xác nhận tình trạng hôn nhân"}}
    settings = {"processing_system": "local", "channels": ["direct", "online", "post"], **need}
    dossier = cases.filed(by=people.citizen(number=NUMBER), of=cases.version(settings=settings))
    page = looked(officer, dossier)
    assert "Chưa kết hôn" in page.text
    assert "Xác nhận tình trạng hôn nhân" in page.text


def test_work_goes_on_while_it_is_down(officer: User, dossier: Dossier, register: type[Register]) -> None:
    register.is_down = True
    assert "Hiện không kết nối được" in looked(officer, dossier).text
    assert "chưa đối chiếu được với CSDLQG về dân cư" in on_dossier(officer, dossier)
    register.is_down, register.entry = False, None
    assert "không có ai mang số định danh này" in looked(officer, dossier).text


def test_nobody_is_looked_up_in_bulk(officer: User, dossier: Dossier) -> None:
    set_parameter(key=population_calls.KEY, value="2", basis="Quyết định 5/QĐ-UBND", since=today(cases.NOW))
    for _ in range(2):
        looked(officer, dossier)
    page = looked(officer, dossier, expect=429)
    assert "đã tra cứu 2 lần trong một giờ qua" in page.text
    assert len(Register.asked) == 2


def test_without_a_database_nothing_is_offered(officer: User, dossier: Dossier, settings: LazySettings) -> None:
    settings.PORTS = {name: path for name, path in settings.PORTS.items() if name != "population"}
    assert "CSDLQG" not in on_dossier(officer, dossier)
    assert "chưa nối" in looked(officer, dossier, expect=422).text
