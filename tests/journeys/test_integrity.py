"""The integrity check finds nothing in a sound system, and finds each kind of damage."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.dossiers import actions
from motcua.dossiers.actions import Details, Missing
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import factories
from motcua.files.models import StoredFile
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.project.integrity import CHECKS, check

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW


@pytest.fixture
def dossiers() -> list[Dossier]:
    """One dossier in each of several states."""
    citizen = people.citizen()
    commune = places.commune()
    assert commune.one_stop is not None
    officer = people.official(
        "Ya Thuyên", (Role.RECEPTIONIST, commune.one_stop), (Role.SPECIALIST, commune), (Role.CLERK, commune)
    )
    chairman = people.official("Cil Múp", (Role.AGENCY_LEADER, commune))
    version = factories.version()
    made = [factories.filed(by=citizen, of=version) for _ in range(4)]

    def do(dossier: Dossier, outcome: str, by: User, details: Details | None = None) -> None:
        task = factories.task(dossier)
        actions.complete(task_id=task.pk, outcome=outcome, note="Lý do", by=by, now=NOW, details=details)

    do(made[1], "supplement", officer, Details(missing=(Missing("other", "Ghi rõ"),)))
    do(made[2], "refuse", officer, factories.grounds())
    do(made[3], "accept", officer)
    do(made[3], "approve", officer, Details(reference=factories.reference()))
    do(made[3], "sign", chairman)
    do(made[3], "issue", officer)
    run_due_jobs()
    return made


def damage(sql: str) -> None:
    """Do what no program of ours does."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_sound_system_is_found_sound(dossiers: list[Dossier]) -> None:
    assert list(check(with_files=True)) == []
    call_command("check_integrity")


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM dossiers_answers",
        "DELETE FROM dossiers_dossierevent WHERE kind = 'filed'",
        "UPDATE dossiers_codecounter SET last = 1",
        "UPDATE workflow_instance SET status = 'finished', ended_at = now() WHERE status = 'running'",
        "UPDATE workflow_task SET status = 'cancelled', done_at = now() WHERE status = 'open'",
        "UPDATE dossiers_result SET state = 'draft'",
        "UPDATE files_storedfile SET attached_at = NULL",
        "UPDATE dossiers_dossier SET paused_at = now() WHERE state = 1",
        "UPDATE dossiers_dossier SET code = code || '7'",
        "UPDATE dossiers_filingkey SET dossier_id = (SELECT min(id) FROM dossiers_dossier)",
        # Promised for another day, and nobody wrote down why; a step of the promise's way taken out.
        "UPDATE dossiers_dossier SET due_at = due_at + interval '1 day' WHERE due_at IS NOT NULL",
        "DELETE FROM dossiers_dueadjustment",
        # Handed over while it still waits to be handed over; decided while a demand for money is open.
        "UPDATE dossiers_result SET delivered_at = issued_at",
        "UPDATE dossiers_dossierevent SET kind = 'payment_asked' WHERE kind = 'result_drafted'",
    ],
)
@pytest.mark.usefixtures("dossiers")
def test_damage_is_found(sql: str) -> None:
    damage(sql)
    with pytest.raises(CommandError):
        call_command("check_integrity", no_files=True)


@pytest.mark.usefixtures("dossiers")
def test_a_changed_file_is_found() -> None:
    file = StoredFile.objects.first()
    assert file is not None
    damage(f"UPDATE files_storedfile SET sha256 = repeat('0', 64) WHERE id = {file.pk}")  # noqa: S608
    assert [finding.offenders for finding in check(with_files=True)] == [(str(file.public_id),)]


def test_every_check_is_a_query_that_runs(db: None) -> None:
    with connection.cursor() as cursor:
        for sql in CHECKS.values():
            cursor.execute(f"EXPLAIN {sql}")
