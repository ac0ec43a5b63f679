"""What happens to the way an official signs in, the official is told: who did not do it must know."""

import pytest
from django.utils import timezone

from motcua.accounts import second_factor
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.rules import second_factor as rules
from motcua.notices.models import OfficialNotice
from motcua.notices.rules import OfficialKind
from motcua.notices.wording import official_words
from motcua.outbox.testing import run_due_jobs

pytestmark = pytest.mark.django_db


def told(user: User, kind: OfficialKind) -> str:
    notice = OfficialNotice.objects.get(user=user, kind=kind)
    return official_words(OfficialKind(notice.kind), notice.params)


def test_an_official_is_told_what_happens_to_their_second_factor(specialist: User, tech_admin: User) -> None:
    now, secret = timezone.now(), rules.new_secret()
    code = rules.code_at(secret, rules.step_at(now))
    codes = second_factor.add_app(user_id=specialist.pk, secret=secret, code=code, name="", now=now)
    second_factor.check_code(user=specialist, code=codes[3], device="", now=now)
    reason = "Mất điện thoại, đã gặp và xem thẻ"
    second_factor.reset(user_id=specialist.pk, reason=reason, by=actor(tech_admin), now=now)
    run_due_jobs()
    assert "Vừa thêm một cách xác thực" in told(specialist, OfficialKind.FACTOR_ADDED)
    assert "còn 9 mã" in told(specialist, OfficialKind.RECOVERY_USED)
    words = told(specialist, OfficialKind.FACTORS_RESET)
    assert tech_admin.full_name in words
    assert reason in words
