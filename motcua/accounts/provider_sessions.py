"""Sessions that the identity provider ends: whoever signed out there is signed out here too."""

from datetime import datetime

from django.db import transaction

from motcua.accounts.models import Binding, Session
from motcua.audit import actions as audit
from motcua.lib.actors import Actor

# Where a session's data keep which session of the provider it came from; empty where the provider did not say.
SID = "provider_sid"


@transaction.atomic
def end_by_provider(*, issuer: str, subject: str, sid: str, now: datetime) -> int:
    """End the sessions of an account, all or those that came from one of the provider's; return how many."""
    people = Binding.objects.filter(issuer=issuer)
    if subject:
        people = people.filter(subject=subject)
    found = Session.objects.filter(user__person__in=people.values("person"), expire_date__gt=now)
    if sid:
        # One person has few sessions; without a subject those of a day are read, which a provider hardly ever asks.
        ended = [one for one in found if one.get_decoded().get(SID) == sid]
    else:
        ended = list(found)
    by = Actor(kind="system", id="vneid", name="VNeID")
    for user_id in sorted({one.user_id for one in ended if one.user_id is not None}):
        audit.record("user.signed_out_by_provider", about=("user", str(user_id)), by=by, at=now)
    Session.objects.filter(pk__in=[one.pk for one in ended]).delete()
    return len(ended)
