"""Whose certificate ends is told in time, and the administrators with them, each once."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.dossiers import actions
from motcua.dossiers.tests import factories
from motcua.notices.models import OfficialNotice
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.signing.actions import make_demo_key

pytestmark = pytest.mark.django_db
NOW = factories.NOW


def test_holder_and_administrators_are_warned_once_for_each_of_the_days(
    commune_leader: User, settings: LazySettings, tmp_path: Path
) -> None:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    settings.KEY_WARNING_DAYS = [60, 30, 7]
    administrator = people.official("Quản Trị", (Role.TECH_ADMIN, places.commune()))
    label = f"user:{commune_leader.username}"
    key = make_demo_key(label=label, holder_name=commune_leader.full_name, now=NOW, years=1)
    make_demo_key(label="seal:X", holder_name="UBND xã", is_seal=True, now=NOW, years=5)
    assert actions.tell_ending_keys(now=NOW) == 0
    told = [
        actions.tell_ending_keys(now=key.valid_to - timedelta(days=left)) for left in (59, 58, 31, 29, 10, 6, 1, -1)
    ]
    assert told == [2, 0, 0, 2, 0, 2, 0, 0]
    assert set(OfficialNotice.objects.values_list("user_id", flat=True)) == {commune_leader.pk, administrator.pk}
    assert OfficialNotice.objects.filter(user=commune_leader).count() == 3
