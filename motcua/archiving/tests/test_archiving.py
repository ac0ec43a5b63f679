"""Until when dossiers are kept, what is due, and the package with its receipt that is read back."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.tests import factories as people
from motcua.archiving import actions, packing, queries
from motcua.archiving.models import ArchivePackage, Retention, RetentionRule
from motcua.archiving.queries import Pile
from motcua.archiving.rules import Facts, Rule, RuleKind, ends_on, hand_in_by, read_rule, rule_for
from motcua.dossiers import actions as dossiers
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import factories
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files.tests.samples import pdf
from motcua.lib.refusals import Forbidden, Refused
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.ui.testing import fetch

SINCE = date(2025, 7, 1)
MANY = "068190012345"


def rule(kind: RuleKind, key: str = "", years: int | None = 10, since: date = SINCE) -> Rule:
    return Rule(kind, key, years, since, "Luật", is_sure=False)


def test_the_most_particular_rule_of_its_day_counts() -> None:
    """Law on archives 33/2024/QH15: periods by kind of record, which change on days."""
    rules = [
        rule(RuleKind.ALL, years=10),
        rule(RuleKind.ENDED, years=5),
        rule(RuleKind.FIELD, "Hộ tịch", years=None),
        rule(RuleKind.PROCEDURE, "1.001193", years=70),
        rule(RuleKind.RESULT, "KQ1", years=50),
        rule(RuleKind.RESULT, "KQ1", years=20, since=date(2027, 1, 1)),
    ]

    def years(code: str, procedure: str, field: str, on: date = date(2026, 11, 30), *, has: bool = True) -> object:
        found = rule_for(Facts(code, procedure, field, has, on), rules)
        return found.years if found is not None else "none"

    assert years("KQ1", "1.001193", "Hộ tịch") == 50
    assert years("KQ1", "1.001193", "Hộ tịch", date(2027, 1, 1)) == 20
    assert years("", "1.001193", "Hộ tịch") == 70
    assert years("", "", "Hộ tịch") is None
    assert years("", "1.001193", "Hộ tịch", has=False) == 5
    assert years("", "", "Xây dựng", has=False) == 5
    assert years("", "", "Xây dựng") == 10
    assert years("", "", "Xây dựng", date(2025, 6, 30)) == "none"


def test_years_are_full_years_after_the_one_in_which_it_ended() -> None:
    assert ends_on(date(2026, 1, 2), 5) == date(2031, 12, 31)
    assert ends_on(date(2026, 1, 2), None) is None
    assert hand_in_by(date(2026, 1, 2)) == date(2027, 12, 31)


@pytest.mark.parametrize(
    "change",
    [{"years": 7}, {"kind": "x"}, {"key": "a"}, {"basis": ""}, {"since": "mai"}, {"is_sure": "no"}, {"kind": "field"}],
)
def test_a_row_that_says_no_rule_is_refused(change: dict[str, object]) -> None:
    row = {"kind": "all", "key": "", "years": 10, "since": SINCE, "basis": "Luật", "is_sure": False}
    assert read_rule(row) == rule(RuleKind.ALL)
    with pytest.raises(Refused):
        read_rule({**row, **change})


@pytest.fixture
def keeper(db: None) -> User:
    return people.official("Lưu Thị Trữ", (Role.ARCHIVE_KEEPER, places.commune()))


@pytest.fixture
def over(citizen: User) -> Dossier:
    """A dossier with a paper that ended last year."""
    at = datetime(2025, 8, 4, 2, tzinfo=UTC)
    file = files.store(data=pdf(), name="giay.pdf", purpose="paper", by=actor(citizen), now=at)
    made = factories.filed(
        by=citizen,
        of=factories.version(papers=[factories.PROOF]),
        now=at,
        answers={"content": "Xin xác nhận", "identity": MANY},
        papers=(factories.paper("proof", str(file.public_id)),),
    )
    dossiers.withdraw(dossier_id=made.pk, reason="Không cần nữa", by=citizen, now=at, revision=None)
    return Dossier.objects.get(pk=made.pk)


@pytest.mark.django_db(transaction=True)
def test_what_is_over_gets_its_end_once_and_one_opened_again_loses_it(over: Dossier, citizen: User) -> None:
    running = factories.filed(by=citizen, now=timezone.now())
    call_command("load_retention", verbosity=0)
    call_command("load_retention", verbosity=0)
    assert RetentionRule.objects.count() == 4
    kept = Retention.objects.get()
    assert (kept.dossier, kept.rule.kind, kept.ends_on) == (over, "ended", date(2030, 12, 31))
    assert actions.set_ends(now=timezone.now()) == 0
    assert not queries.kept_until([running.pk])
    Dossier.objects.filter(pk=over.pk).update(closed_at=None)
    actions.set_ends(now=timezone.now())
    assert not Retention.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_row_is_never_changed() -> None:
    actions.load_rules([rule(RuleKind.ALL)], now=timezone.now())
    with pytest.raises(Refused) as refusal:
        actions.load_rules([rule(RuleKind.ALL, years=20)], now=timezone.now())
    assert refusal.value.code == "rule_changed"
    with pytest.raises(CommandError):
        call_command("load_retention", file=Path("khong-co.yaml"))


@pytest.mark.django_db(transaction=True)
def test_the_keeper_sees_what_is_due_and_gets_a_package_with_its_receipt(
    over: Dossier, keeper: User, stranger: User
) -> None:
    """Law on archives 33/2024/QH15, article 17: handed in within a year from the year in which it ended."""
    call_command("load_retention", verbosity=0)
    client, page = Client(), reverse("desk:archive")
    client.force_login(keeper)
    assert over.code in fetch(client, page).text
    assert over.code not in fetch(client, f"{page}?muc=het-han").text
    assert [one.dossier for one in queries.kept(keeper, Pile.OVER, date(2031, 1, 1))] == [over]
    assert not queries.kept(keeper, Pile.OVER, date(2030, 12, 31)).exists()
    fetch(client, page, method="post", data={"dossier": over.pk}, expect=302)
    actions.ask_package(dossier_id=over.pk, by=keeper, now=timezone.now())
    assert "Đang lập" in fetch(client, page).text
    run_due_jobs()
    assert over.code not in fetch(client, page).text, "in the archive it is due no more"
    made = ArchivePackage.objects.get()
    content = fetch(client, reverse("desk:archive_file", args=[made.public_id])).content
    receipt = json.loads(fetch(client, reverse("desk:archive_receipt", args=[made.public_id])).content)
    assert receipt["sha256"] == hashlib.sha256(content).hexdigest()
    package = zipfile.ZipFile(io.BytesIO(content))
    for one in receipt["files"]:
        assert hashlib.sha256(package.read(one["path"])).hexdigest() == one["sha256"]
    mets = Xml.fromstring(package.read(f"{over.code}/METS.xml"))  # noqa: S314 (ours)
    space = {"m": packing.METS}
    told = {
        file.find("m:FLocat", space).get(f"{{{packing.XLINK}}}href"): file.get("CHECKSUM")  # type: ignore[union-attr]
        for file in mets.findall(".//m:file", space)
    }
    assert len(told) >= 1
    for path, digest in told.items():
        assert hashlib.sha256(package.read(f"{over.code}/{path}")).hexdigest() == digest
    described = json.loads(package.read(f"{over.code}/metadata/descriptive/dossier.json"))
    assert described["answers"][0]["identity"] == MANY, "in twenty years nobody has our table of numbers"
    strange = Client()
    strange.force_login(stranger)
    assert strange.get(reverse("desk:archive_file", args=[made.public_id])).status_code in {403, 404}
    with pytest.raises(Forbidden):
        actions.ask_package(dossier_id=over.pk, by=stranger, now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_a_package_that_is_not_what_was_written_gets_no_receipt(
    over: Dossier, keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = actions.ask_package(dossier_id=over.pk, by=keeper, now=timezone.now())
    write = packing.write

    def lying(into: io.BytesIO, dossier: Dossier, now: datetime) -> list[packing.Entry]:
        first, *rest = write(into, dossier, now)
        return [packing.Entry(first.path, first.size, "0" * 64), *rest]

    monkeypatch.setattr(packing, "write", lying)
    with pytest.raises(packing.Damaged):
        actions.make_package(package_id=asked.pk, now=timezone.now())
    asked.refresh_from_db()
    assert (asked.file, asked.receipt) == (None, {})
    monkeypatch.undo()
    actions.make_package(package_id=asked.pk, now=timezone.now())
    actions.make_package(package_id=asked.pk, now=timezone.now())
    asked.refresh_from_db()
    assert asked.file is not None
    assert stored.is_whole(asked.file)


@pytest.mark.django_db(transaction=True)
def test_what_is_not_over_is_not_handed_in(citizen: User, keeper: User) -> None:
    running = factories.filed(by=citizen, now=timezone.now())
    with pytest.raises(Refused) as refusal:
        actions.ask_package(dossier_id=running.pk, by=keeper, now=timezone.now())
    assert refusal.value.code == "not_over"


@pytest.mark.django_db(transaction=True)
def test_the_list_asks_the_same_for_many_as_for_one(over: Dossier, citizen: User, keeper: User) -> None:
    call_command("load_retention", verbosity=0)
    client = Client()
    client.force_login(keeper)
    fetch(client, reverse("desk:archive"))
    with CaptureQueriesContext(connection) as few:
        fetch(client, reverse("desk:archive"))
    at = datetime(2025, 9, 4, 2, tzinfo=UTC)
    for _each in range(3):
        more = factories.filed(by=citizen, of=over.version, now=at)
        dossiers.withdraw(dossier_id=more.pk, reason="Không cần", by=citizen, now=at, revision=None)
    actions.set_ends(now=timezone.now())
    with CaptureQueriesContext(connection) as many:
        page = fetch(client, reverse("desk:archive"))
    assert len(page.select("tbody tr")) == 4
    assert len(many) == len(few)
