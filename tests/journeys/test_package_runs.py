"""Each hand-made package from filing to delivery: the real record, the real process, a signature where one is owed."""

import gzip
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import LazySettings

from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.tests import factories as people
from motcua.dossiers import actions
from motcua.dossiers.actions import Details, Receipt, Reference
from motcua.dossiers.models import Dossier
from motcua.dossiers.packages import package_of
from motcua.dossiers.paperwork.documents import newest_answers
from motcua.dossiers.rules.filing import PaperData
from motcua.dossiers.rules.states import Channel, State
from motcua.dossiers.tests import factories
from motcua.eforms.units import UNITS
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.lib.actors import SYSTEM
from motcua.lib.dates import today
from motcua.organisations.models import Agency
from motcua.organisations.rules import AgencyKind, Level, Role
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.procedures import queries
from motcua.procedures.actions import import_records, load_package
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.packages.folders import dated_in, read_folder
from motcua.procedures.rules.files import ADDED, records_in
from motcua.signing.actions import make_demo_key
from motcua.signing.verify import check_pdf
from motcua.workflow.models import Task

from .test_packages import FOLDERS, ROOT, Units, sample_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DATA = ROOT / "motcua" / "procedures" / "data"
RECORDS = DATA / "procedures.jsonl.gz"
BUNDLES = ("2.002621", "2.002622")
OUTCOMES = {
    "receive": "accept",
    "assign": "assign",
    "appraise": "approve",
    "applicant_check": "confirm",
    "in_person": "came",
    "generic": "done",
    "review": "approve",
    "sign": "sign",
    "issue": "issue",
    "deliver": "deliver",
}
IN_A_COMMUNE = {"1.000656", "1.001193", "1.001612", "1.004873", "1.004884", "2.000635", "2.000815"}


@pytest.fixture(autouse=True)
def country(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> None:
    """All units, read from the file; keys of this test alone."""
    monkeypatch.setattr(UNITS, "ward", Units().ward)
    monkeypatch.setattr(UNITS, "find", Units().find)
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"


def published(folder: Path, *, now: datetime = NOW) -> ProcedureVersion:
    """Import the real record of the procedure and load its package over it."""
    known = [one for _, one in records_in(ADDED)] if "2.00262" in folder.name else []
    if folder.name not in {one["code"] for one in known}:
        with gzip.open(RECORDS, "rt") as lines:
            known = [json.loads(next(line for line in lines if f'"{folder.name}"' in line[:40]))]
    found = [(1, one) for one in known if one["code"] == folder.name]
    day = today(now)
    import_records(found=found, on=day, say=lambda *_: None, by=SYSTEM, now=now)
    for path in (folder, *dated_in(folder)) if folder.is_dir() else ():
        load_package(folder=read_folder(path), on=day, by=SYSTEM, now=now)
    return queries.current(folder.name, day)


def officials(agency: Agency, *, now: datetime = NOW) -> tuple[User, User]:
    """Return one who does the work, holding several posts as in life, and one who signs."""
    assert agency.one_stop is not None
    work = [(role, agency) for role in (Role.DISPATCHER, Role.SPECIALIST, Role.CLERK)]
    worker = people.official("Ya Thuyên", (Role.RECEPTIONIST, agency.one_stop), *work)
    leader = people.official("Cil Múp", (Role.DIVISION_HEAD, agency), (Role.AGENCY_LEADER, agency))
    label = f"user:{leader.username}"
    make_demo_key(label=label, holder_name="Cil Múp", capacity="Chủ tịch", agency_name=agency.name, now=now)
    name, code = agency.name, agency.code
    make_demo_key(label="seal", holder_name=name, agency_name=name, agency_code=code, is_seal=True, now=now)
    return worker, leader


def papers_of(folder: Path, sample: dict[str, Any], citizen: User) -> tuple[PaperData, ...]:
    """Return what the sample hands in: on paper, or as a file where it is filed online."""
    if sample["channel"] != "online":
        return tuple(PaperData(key=key, originals=1) for key in sample["papers"])
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page(page_size=(595, 842))
    document.save(out)
    found = []
    for key in sample["papers"]:
        file = files.store(data=out.getvalue(), name=f"{key}.pdf", purpose="paper", by=actor(citizen), now=NOW)
        found.append(PaperData(key=key, file_ids=(str(file.public_id),)))
    return tuple(found)


def walk(
    dossier: Dossier, *, citizen: User, worker: User, leader: User, has_template: bool, now: datetime = NOW
) -> list[tuple[str, str]]:
    """Do every step as it comes; return (kind, who)."""
    done: list[tuple[str, str]] = []
    while (task := Task.objects.undone().filter(instance=dossier.instance_id).first()) is not None:
        if task.kind == "wait":
            receipt = Receipt(number="0012", paid_on=today(now), amount=1_200_000)
            dossier = actions.payment_done(dossier_id=dossier.pk, receipt=receipt, by=worker, now=now)
            done.append((task.kind, worker.username))
            continue
        by = {"applicant": citizen, "agency_leader": leader, "division_head": leader}.get(task.role, worker)
        details = Details(assignee_id=worker.pk if task.kind == "assign" else None, recipient=citizen.full_name)
        if task.kind == "in_person":
            meeting = package_of(dossier.version_id).meeting(dossier.case_key)
            details = Details(present=meeting.who, compared=tuple(key for key, _name in meeting.originals))
        if task.kind == "appraise" and not has_template:
            details = Details(reference=Reference(number="17/XN", dated_on=today(now), book="Sổ ngoài"))
        dossier = actions.complete(
            task_id=task.pk, outcome=OUTCOMES[task.kind], note="", by=by, now=now, details=details
        )
        done.append((task.kind, by.username))
        assert len(done) < 20, done
    return done


@pytest.mark.parametrize("folder", [one for one in FOLDERS if one.name not in BUNDLES], ids=lambda path: path.name)
def test_a_package_runs_from_filing_to_delivery(folder: Path) -> None:
    sample = sample_of(folder)
    version = published(folder)
    agency = places.department() if version.procedure.handled_by == "province" else places.commune()
    citizen = people.citizen("Nguyễn Thị An", number="068190012345")
    worker, leader = officials(agency)
    dossier = factories.filed(
        by=citizen,
        of=version,
        now=NOW,
        agency=agency,
        channel=Channel(sample["channel"]),
        case_key=sample["case"],
        answers=sample["answers"],
        papers=papers_of(folder, sample, citizen),
    )
    run_due_jobs()
    declaration = dossier.papers.get(number=0).files.get().file
    assert stored.read(declaration).startswith(b"%PDF")
    assert dossier.processing_system == version.settings["processing_system"]
    has_template = version.result["kind"] == "template"
    done = walk(dossier, citizen=citizen, worker=worker, leader=leader, has_template=has_template)
    dossier.refresh_from_db()
    assert dossier.state == State.DELIVERED
    result = dossier.results.get()
    assert result.name == version.result["name"]
    if has_template:
        assert result.file is not None
        report = check_pdf(stored.read(result.file))
        # Decree 30/2020 art. 13: the competent person's signature, then the agency's.
        assert report.trusted
        assert [signature.field for signature in report.signatures] == ["leader", "agency"]
    if folder.name in IN_A_COMMUNE and sample["channel"] != "online":
        hands = [who for (_, who), (_, before) in zip(done, [("", ""), *done], strict=False) if who != before]
        assert hands == [worker.username, leader.username, worker.username], "receive; sign; issue and deliver"


# What the part's own form asks for and nobody has: where a newborn moves from, and the number it gets with its birth.
OPEN_IN_PARTS = {"moving_from", "moving_from.province", "applicant.identity"}


# The number of the person it is about, wherever a part's own form asks for it: given once, and it reaches each agency.
NUMBERS = {"2.002622": {"death": "deceased", "residence": "removed", "money": "deceased"}}


@pytest.mark.parametrize("code", BUNDLES)
def test_a_bundle_runs_from_one_filing_to_all_results(code: str) -> None:
    folder = ROOT / "packages" / code
    sample, rules = sample_of(folder), read_folder(folder).about["bundle"]["parts"]
    for part in rules:
        published(ROOT / "packages" / part["procedure"])
    version = published(folder)
    commune = places.commune()
    police = places.agency(
        "G01.036.201",
        "Công an xã",
        kind=AgencyKind.POLICE,
        level=Level.COMMUNE,
        area=commune.area,
        one_stop=commune.one_stop,
        fields=["Đăng ký, quản lý cư trú"],
    )
    insurer = places.agency(
        "G12.036",
        "Bảo hiểm xã hội",
        kind=AgencyKind.INSURANCE,
        one_stop=places.centre(),
        fields=["Thực hiện chính sách BHYT", "Thực hiện chính sách BHXH"],
    )
    citizen = people.citizen("Nguyễn Thị An", number="068190012345")
    worker, leader = officials(commune)
    bundle = factories.filed(
        by=citizen,
        of=version,
        agency=commune,
        channel=Channel(sample["channel"]),
        answers=sample["answers"],
        papers=papers_of(folder, sample, citizen),
    )
    run_due_jobs()
    for part in rules:
        dossier = bundle.parts.get(part_key=part["key"])
        package = package_of(dossier.version_id)
        context = package.form_context(dossier.case_key, dossier.channel, NOW)
        problems = {problem.path for problem in package.form.check(newest_answers(dossier), context)}
        assert problems <= OPEN_IN_PARTS, part["key"]
        if person := NUMBERS.get(code, {}).get(part["key"]):
            assert newest_answers(dossier)[person]["identity"] == sample["answers"]["deceased"]["identity"]
        if part["key"] != rules[0]["key"]:
            agency = police if part["key"] == "residence" else insurer
            assert dossier.competent_agency == agency
            worker, leader = officials(agency)
        has_template = package.result["kind"] == "template"
        walk(dossier, citizen=citizen, worker=worker, leader=leader, has_template=has_template)
        run_due_jobs()
    bundle.refresh_from_db()
    assert bundle.state == State.DELIVERED
    assert bundle.papers.get(number=0).files.exists()
    birth_number = bundle.parts.get(part_key=rules[0]["key"]).results.get().number
    assert all(birth_number in one.summary for one in bundle.parts.exclude(part_key=rules[0]["key"]))
