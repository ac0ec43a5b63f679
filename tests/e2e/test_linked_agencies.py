"""Several agencies for one person: the bundles of a birth and of a death, each filed once."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from motcua.accounts.tests import factories as people
from motcua.dossiers import actions
from motcua.dossiers.actions import Missing
from motcua.dossiers.models import Dossier, Draft
from motcua.dossiers.packages import package_of
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories as cases
from motcua.eforms.units import UNITS
from motcua.files.tests.samples import encode, page_photo
from motcua.lib.dates import today
from motcua.organisations.models import Agency
from motcua.organisations.rules import AgencyKind, Level
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.packages.folders import read_folder
from tests.e2e.axe import look
from tests.e2e.desks import entered, go_through, open_dossier
from tests.journeys.test_package_runs import officials, published, walk
from tests.journeys.test_packages import ROOT, Units, sample_of

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.long, pytest.mark.django_db(transaction=True)]
BIRTH, DEATH = ROOT / "packages" / "2.002621", ROOT / "packages" / "2.002622"
AT_A_DESK = ("phone", "desk")


@pytest.fixture(autouse=True)
def country(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> None:
    """All units, read from the file; keys of this test alone."""
    monkeypatch.setattr(UNITS, "ward", Units().ward)
    monkeypatch.setattr(UNITS, "find", Units().find)
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"


def linked(folder: Path, now: datetime) -> tuple[ProcedureVersion, Agency, Agency]:
    """Publish a bundle with the real packages of its parts; return it, the police and the insurer."""
    for part in read_folder(folder).about["bundle"]["parts"]:
        published(ROOT / "packages" / part["procedure"], now=now)
    commune = places.commune()
    police = places.agency(
        "G01.036.201",
        "Công an xã Đơn Dương",
        kind=AgencyKind.POLICE,
        level=Level.COMMUNE,
        area=commune.area,
        one_stop=commune.one_stop,
        fields=["Đăng ký, quản lý cư trú"],
    )
    insurer = places.agency(
        "G12.036",
        "Bảo hiểm xã hội tỉnh Lâm Đồng",
        kind=AgencyKind.INSURANCE,
        one_stop=places.centre(),
        fields=["Thực hiện chính sách BHYT", "Thực hiện chính sách BHXH"],
    )
    return published(folder, now=now), police, insurer


def of_a_birth(now: datetime) -> dict[str, Any]:
    """Return what is said of a child born a week ago."""
    answers: dict[str, Any] = sample_of(BIRTH)["answers"]
    answers["child"]["birth"] = (today(now) - timedelta(days=7)).isoformat()
    return answers


def of_a_death(now: datetime) -> dict[str, Any]:
    """Return what is said of one who lived in the commune and died three days ago."""
    answers: dict[str, Any] = sample_of(DEATH)["answers"]
    answers["died_on"] = (today(now) - timedelta(days=3)).isoformat()
    answers["notice"]["issued_on"] = (today(now) - timedelta(days=2)).isoformat()
    area = places.commune().area
    assert area is not None
    answers["deceased"]["last_address"]["ward"] = area.code
    return answers


def typed_at_home(version: ProcedureVersion, answers: dict[str, Any], now: datetime) -> None:
    """Answer all questions of the person's draft: each kind of question has its journey elsewhere."""
    draft = Draft.objects.get()
    package = package_of(version.pk)
    taken = package.form.take(answers, package.form_context("", "online", now))
    actions.save_draft(public_id=draft.public_id, answers=taken, by=draft.user, now=now)


def file_on_a_phone(
    page: Page, url: str, version: ProcedureVersion, answers: dict[str, Any], papers: dict[str, Path], now: datetime
) -> None:
    """File a bundle; looked at are the pages that are the bundle's own."""
    name = "linked" if version.procedure.code == BIRTH.name else "death"
    page.goto(f"{url}/thu-tuc/{version.procedure.code}")
    look(page, f"{name}-01-procedure", sizes=["phone"])
    page.goto(f"{url}/nop-ho-so/{version.procedure.code}")
    look(page, f"{name}-02-start", sizes=["phone"])
    page.click("text=Bắt đầu")
    page.check("#f-on_behalf-2")
    page.click("#go-on")
    page.wait_for_selector("#f-requester-full_name")
    look(page, f"{name}-03-requester", sizes=["phone"])
    typed_at_home(version, answers, now)
    draft = page.url.partition("/to-khai/")[0]
    page.goto(f"{draft}/giay-to")
    for key, picture in papers.items():
        page.set_input_files(f"[data-paper={key}] input[type=file]:not([capture])", str(picture))
        expect(page.locator(f"[data-paper={key}] li")).to_have_count(1)
    look(page, f"{name}-04-papers", sizes=["phone"])
    page.click("#go-on")
    area = places.commune().area
    assert area is not None
    page.select_option("#f-area", area.code)
    page.check("#f-result_channel")
    look(page, f"{name}-05-where", sizes=["phone"])
    page.click("#go-on")
    page.wait_for_selector("#confirm")
    look(page, f"{name}-06-review", sizes=["phone"])
    page.check("#confirm")
    page.click("text=Nộp hồ sơ >> nth=-1")
    page.wait_for_selector(".motcua-receipt")
    look(page, f"{name}-07-receipt", sizes=["phone"])


def begun(bundle: Dossier, key: str) -> Dossier:
    return bundle.parts.get(part_key=key)


def test_the_birth_bundle(browser: Browser, live_server: LiveServer, tmp_path: Path) -> None:
    """Decree 63/2024 as amended by 301/2026, articles 3 to 6: one declaration, three agencies, each its own result."""
    now = timezone.now()
    version, police, insurer = linked(BIRTH, now)
    citizen = people.citizen("Nguyễn Thị An", number="068190012345")
    picture = tmp_path / "giay.jpg"
    picture.write_bytes(encode(page_photo()))
    page = entered(browser, live_server, citizen, "phone")
    file_on_a_phone(page, live_server.url, version, of_a_birth(now), {"birth_certificate": picture}, now)
    bundle = Dossier.objects.get()
    run_due_jobs()
    home = f"{live_server.url}/ho-so/{bundle.code}"
    parts = page.locator("ol.motcua-list > li")
    page.goto(home)
    expect(parts).to_have_count(3)
    expect(parts.nth(1)).to_contain_text("Bắt đầu khi có kết quả của phần “Đăng ký khai sinh”")
    look(page, "linked-08-filed", sizes=AT_A_DESK)

    worker, leader = officials(places.commune(), now=now)
    birth = begun(bundle, "birth")
    desk = entered(browser, live_server, worker)
    open_dossier(desk, birth)
    expect(desk.locator("section[aria-labelledby=parts]")).to_contain_text("chờ phần trước")
    look(desk, "linked-09-birth", sizes=AT_A_DESK)
    desk.locator("main").get_by_role("button", name="Tiếp nhận").first.click()
    expect(desk.locator("main")).to_contain_text("Tiếp nhận lúc")
    walk(birth, citizen=citizen, worker=worker, leader=leader, has_template=True, now=timezone.now())
    run_due_jobs()
    page.goto(home)
    expect(parts.nth(0)).to_contain_text(birth.results.get().number)
    expect(parts.nth(1)).to_contain_text("Công an xã Đơn Dương")
    look(page, "linked-10-birth-done", sizes=AT_A_DESK)

    # One part asks; the other has its result meanwhile.
    residence, insurance = begun(bundle, "residence"), begun(bundle, "insurance")
    officer, head = officials(police, now=now)
    now = timezone.now()
    go_through(residence, "accept", officer, now=now)
    actions.ask_supplement(
        task_id=cases.task(residence).pk,
        items=[Missing("paper:kinship", "Chụp sổ hộ khẩu cũ hoặc giấy chứng nhận kết hôn")],
        reason="Chưa tra được quan hệ của cháu với chủ hộ.",
        by=officer,
        now=now,
    )
    theirs = entered(browser, live_server, officer)
    open_dossier(theirs, residence)
    expect(theirs.locator("section[aria-labelledby=parts]")).to_contain_text("Đăng ký khai sinh")
    look(theirs, "linked-11-residence", sizes=AT_A_DESK)
    clerk, chief = officials(insurer, now=now)
    walk(insurance, citizen=citizen, worker=clerk, leader=chief, has_template=False, now=timezone.now())
    run_due_jobs()
    page.goto(home)
    expect(parts.nth(1)).to_contain_text("bổ sung")
    expect(parts.nth(2)).to_contain_text("17/XN")
    expect(page.locator(".govuk-notification-banner")).to_contain_text("Đăng ký thường trú")
    look(page, "linked-12-asked", sizes=AT_A_DESK)
    page.locator(".govuk-notification-banner a").click()
    look(page, "linked-13-part", sizes=AT_A_DESK)
    page.click("text=Bổ sung ngay")
    page.set_input_files("input[type=file]:not([capture]) >> nth=0", str(picture))
    look(page, "linked-14-supplement", sizes=AT_A_DESK)
    page.click("text=Gửi phần bổ sung")
    page.wait_for_selector(".motcua-timeline")
    walk(residence, citizen=citizen, worker=officer, leader=head, has_template=False, now=timezone.now())
    run_due_jobs()
    bundle.refresh_from_db()
    assert bundle.state == State.DELIVERED
    assert bundle.paused_at is None
    page.goto(home)
    expect(page.locator("main")).not_to_contain_text("Xem và làm việc cơ quan đề nghị")
    look(page, "linked-15-all", sizes=AT_A_DESK)
    page.goto(f"{live_server.url}/tra-cuu/{bundle.code}/{actions.secret_of(bundle)}")
    expect(page.locator("main")).to_contain_text("Cấp thẻ bảo hiểm y tế")
    look(page, "linked-16-tracking", sizes=AT_A_DESK)
    page.goto(f"{home}?lang=en")
    expect(page.locator("main")).to_contain_text("The parts of the bundle")
    look(page, "linked-17-english", sizes=AT_A_DESK)
    for one in (page, desk, theirs):
        one.context.close()


def decided_elsewhere(page: Page, dossier: Dossier, name: str, facts: list[str]) -> None:
    """Read what is to be copied into the agency's own system, and write down that it decided there."""
    open_dossier(page, dossier)
    page.click("[data-shortcut=e]")
    for words in facts:
        expect(page.locator("section[aria-labelledby=data]")).to_contain_text(words)
    look(page, name, sizes=AT_A_DESK)
    page.fill("#code", "CT-2026-00017")
    page.select_option("#status", "decided")
    page.click("button[data-shortcut=a]")
    expect(page.locator("section[aria-labelledby=said]")).to_contain_text("CT-2026-00017")


def test_the_death_bundle(browser: Browser, live_server: LiveServer, tmp_path: Path) -> None:
    """Decree 63/2024 art. 14 as amended by 301/2026 art. 10: the register, the residence, the funeral money."""
    now = timezone.now()
    version, police, insurer = linked(DEATH, now)
    citizen = people.citizen("Nguyễn Thị An", number="068190012345")
    picture = tmp_path / "giay.jpg"
    picture.write_bytes(encode(page_photo()))
    page = entered(browser, live_server, citizen, "phone")
    answers = of_a_death(now)
    file_on_a_phone(page, live_server.url, version, answers, {"death_notice": picture}, now)
    bundle = Dossier.objects.get()
    run_due_jobs()
    home = f"{live_server.url}/ho-so/{bundle.code}"
    parts = page.locator("ol.motcua-list > li")

    # The commune: the first part, and the one that the others wait for.
    worker, leader = officials(places.commune(), now=now)
    death = begun(bundle, "death")
    desk = entered(browser, live_server, worker)
    open_dossier(desk, death)
    desk.locator("main").get_by_role("button", name="Tiếp nhận").first.click()
    expect(desk.locator("main")).to_contain_text("Tiếp nhận lúc")
    look(desk, "death-08-commune", sizes=AT_A_DESK)
    walk(death, citizen=citizen, worker=worker, leader=leader, has_template=True, now=timezone.now())
    run_due_jobs()
    extract = death.results.get().number
    page.goto(home)
    expect(parts.nth(0)).to_contain_text(extract)
    expect(parts.nth(1)).to_contain_text("Công an xã Đơn Dương")
    expect(parts.nth(2)).to_contain_text("Bảo hiểm xã hội tỉnh Lâm Đồng")
    look(page, "death-09-registered", sizes=AT_A_DESK)

    # Two agencies at once, each in its own system: whom it is about they have from the one declaration.
    dead = answers["deceased"]
    known = {
        "residence": (police, [dead["full_name"], dead["identity"], dead["last_address"]["detail"], extract]),
        "money": (insurer, [dead["full_name"], dead["identity"], answers["insurance_code"], answers["payee"], extract]),
    }
    death.refresh_from_db()
    due: dict[str, Any] = {"death": death.due_at}
    for key, (agency, facts) in known.items():
        part = begun(bundle, key)
        assert part.competent_agency == agency
        officer, head = officials(agency, now=now)
        now = timezone.now()
        go_through(part, "accept", officer, now=now)
        theirs = entered(browser, live_server, officer)
        decided_elsewhere(theirs, part, f"death-10-{key}", facts)
        theirs.context.close()
        part.refresh_from_db()
        due[key] = part.due_at
        walk(part, citizen=citizen, worker=officer, leader=head, has_template=False, now=timezone.now())
        run_due_jobs()
    assert due["death"] <= due["residence"] < due["money"], "one working day, one after that, eight: each its own"

    page.goto(home)
    for number, title in enumerate(("Đăng ký khai tử", "Xóa đăng ký thường trú", "Giải quyết mai táng phí, tử tuất")):
        expect(parts.nth(number)).to_contain_text(title)
        expect(parts.nth(number)).to_contain_text("Đã trả kết quả")
    expect(parts.nth(1)).to_contain_text("17/XN")
    expect(parts.nth(2)).to_contain_text("17/XN")
    look(page, "death-11-all", sizes=AT_A_DESK)
    bundle.refresh_from_db()
    assert bundle.state == State.DELIVERED
    for one in (page, desk):
        one.context.close()
