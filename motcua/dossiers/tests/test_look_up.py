"""Looking a dossier up by code and secret, by many at once."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection

from motcua.accounts.models import User
from motcua.dossiers import actions
from motcua.dossiers.models import LookupGuard
from motcua.dossiers.rules.codes import bare
from motcua.dossiers.tests import factories
from motcua.lib.refusals import Refused

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_tries_side_by_side_are_counted_one_after_the_other(citizen: User) -> None:
    dossier = factories.filed(by=citizen, now=NOW)
    LookupGuard.objects.create(bare_code=bare(dossier.code), failures=9, last_failure_at=NOW)
    answers: list[str] = []

    def guess() -> None:
        try:
            actions.look_up(typed_code=dossier.code, typed_secret="0000", now=NOW)
        except Refused as refusal:
            answers.append(refusal.code)
        connection.close()

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["locked"] * 7 + ["wrong_lookup"]
