"""Looking a dossier up by code and secret, by many at once."""

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection

from motcua.accounts.models import User
from motcua.accounts.rules.quotas import LOOK_UPS
from motcua.dossiers import actions
from motcua.dossiers.actions.applicant import tracking
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


@pytest.mark.django_db
def test_one_line_cannot_try_a_secret_over_many_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "LOOK_UPS", replace(LOOK_UPS, most=5))
    codes = [f"H36.12-261124-{number:04}" for number in range(6)]

    def refusal_of(code: str, line: str) -> str:
        with pytest.raises(Refused) as refused:
            actions.look_up(typed_code=code, typed_secret="ABCD", now=NOW, line=line)
        return refused.value.code

    assert [refusal_of(code, "203.0.113.9") for code in codes] == ["wrong_lookup"] * 5 + ["too_many"]
    assert refusal_of(codes[5], "203.0.113.10") == "wrong_lookup"


@pytest.mark.django_db(transaction=True)
def test_looking_up_rightly_uses_nothing_up(citizen: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "LOOK_UPS", replace(LOOK_UPS, most=1))
    dossier = factories.filed(by=citizen, now=NOW)
    secret = tracking.secret_of(dossier)
    for _ in range(3):
        assert actions.look_up(typed_code=dossier.code, typed_secret=secret, now=NOW, line="203.0.113.9") == dossier
