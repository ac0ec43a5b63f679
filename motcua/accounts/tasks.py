"""What happens to sign-ins by timetable."""

from datetime import datetime
from importlib import import_module

from django.conf import settings

from motcua import outbox
from motcua.accounts import clients, demo, guesses, quotas
from motcua.accounts.events import DemoPeopleMade


@outbox.timetable("40 18 * * *", name="accounts.sweep")  # 01:40 in Việt Nam
def sweep(*, now: datetime) -> None:
    """Delete sessions, tokens, counted guesses and uses that are out of date."""
    clients.sweep_tokens(now=now)
    guesses.sweep(now=now)
    quotas.sweep(now=now)
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@outbox.on(DemoPeopleMade, queue="upkeep")
def make_demo_keys(event: DemoPeopleMade) -> None:
    """Give every leader of the demo a signing key; those that exist stay."""
    demo.make_all_keys(now=event.made_at)
