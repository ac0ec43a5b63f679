"""What happens to sign-ins by timetable."""

from datetime import datetime
from importlib import import_module

from django.conf import settings

from motcua import outbox
from motcua.accounts import clients, signin


@outbox.timetable("40 18 * * *", name="accounts.sweep")  # 01:40 in Việt Nam
def sweep(*, now: datetime) -> None:
    """Delete sessions, tokens and counted guesses that are out of date."""
    clients.sweep_tokens(now=now)
    signin.sweep(now=now)
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
