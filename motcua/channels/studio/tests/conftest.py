"""A procedure with its default package, and those who change it."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from motcua.accounts.models import User
from motcua.lib.actors import SYSTEM
from motcua.lib.dates import today
from motcua.procedures.actions import import_records
from motcua.procedures.tests.test_records import COLLECTED

CODE = "1.000001"


def record(**values: Any) -> dict[str, Any]:
    clear = [{**method, "duration": 3, "unit": "Ngày làm việc"} for method in COLLECTED["methods"]]
    return {**COLLECTED, "methods": clear, **values}


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def day(now: datetime) -> date:
    return today(now)


@pytest.fixture
def code(db: None, now: datetime) -> str:
    import_records(found=[(1, record())], on=date(2026, 1, 5), say=lambda *_: None, by=SYSTEM, now=now)
    return CODE


@pytest.fixture
def admin(business_admin: User, code: str) -> Client:
    return signed_in(business_admin)


@pytest.fixture
def officer(procedure_control_officer: User, code: str) -> Client:
    return signed_in(procedure_control_officer)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
