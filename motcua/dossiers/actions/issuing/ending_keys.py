"""Warn whose certificate is about to end: a result that waits for a signature nobody can give is late for nothing."""

from datetime import datetime

from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.queries import allowed
from motcua.lib.dates import today
from motcua.notices import actions as notices
from motcua.notices.rules import OfficialKind
from motcua.signing.queries import ending_keys

ADMINISTERS = "system.see"


def tell_ending_keys(*, now: datetime) -> int:
    """Tell holders of keys that end soon, and the administrators, once for each of the days; return how many."""
    given = 0
    administrators = list(allowed(ADMINISTERS, today(now)).values_list("pk", flat=True))
    for key, days in ending_keys(now):
        username = key.label.removeprefix("user:") if key.label.startswith("user:") else ""
        holder = User.objects.filter(username=username, is_active=True).values_list("pk", flat=True).first()
        for user_id in dict.fromkeys([*([holder] if holder is not None else []), *administrators]):
            given += notices.tell_official(
                user_id=user_id,
                kind=OfficialKind.KEY_ENDS,
                params={"who": key.holder_name, "until": f"{timezone.localtime(key.valid_to):%d/%m/%Y}"},
                about=("signing_key", ""),
                now=now,
                key=f"key_ends:{key.pk}:{days}",
            )
    return given
