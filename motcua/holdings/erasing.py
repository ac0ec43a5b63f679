"""Erase what the person may have erased, at once and for good; and count what there is.

The trail keeps that it was done, which kind and how many, never what it was. Files leave the store when it commits.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction

from motcua import audit
from motcua.accounts import access, sessions
from motcua.accounts.models import Person, User
from motcua.accounts.queries import actor
from motcua.accounts.rules.permissions import Thing
from motcua.dossiers import actions as dossiers
from motcua.dossiers import queries as cases
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.notices import actions as notices
from motcua.notices import queries as inbox
from motcua.vault import queries as vault
from motcua.vault import sharing

from .actions import require_fresh
from .kinds import Held
from .models import OwnCopy

ERASE = "holding.erase"


@transaction.atomic
def erase(held: Held, *, by: User, session: str, is_fresh: bool, now: datetime) -> int:
    """Erase one kind of what is held of somebody; return how many things went. Pressed twice, nothing is left to go.

    `session` is the one that they are in, which stays. Raises Refused for what must be kept, and where they did not
    sign in just now.
    """
    access.require(by, ERASE, Thing.of(people=(by.person_id,)))
    require_fresh(is_fresh)
    if held not in _ERASERS or by.person is None:
        raise Refused("must_be_kept", N_("Loại dữ liệu này phải giữ theo quy định nên không xóa được."))
    count = _ERASERS[held](by, by.person, session, now)
    details = {"kind": held.value, "count": count}
    audit.record("holding.erased", about=("user", str(by.pk)), by=actor(by), at=now, details=details)
    return count


def counts_of(user: User, person: Person) -> dict[Held, int]:
    """Return how much there is of each kind, as far as it is counted; one question each."""
    return {
        Held.DRAFTS: len(cases.drafts_of(user)),
        Held.CONTACT: cases.contacts_kept(person).count(),
        Held.LINKS: sharing.links_of(user).count(),
        Held.UPLOADS: stored.unused(by=actor(user)).count(),
        Held.NOTICES: inbox.read_by(person.pk).count(),
        Held.COPIES: OwnCopy.objects.filter(user=user, finished_at__isnull=False).count(),
        Held.DOSSIERS: cases.count_of_person(person),
        Held.ITEMS: vault.count_of(user),
    }


def _drafts(user: User, person: Person, session: str, now: datetime) -> int:
    return dossiers.drop_drafts(by=user)


def _contact(user: User, person: Person, session: str, now: datetime) -> int:
    return dossiers.forget_contact(person=person)


def _sessions(user: User, person: Person, session: str, now: datetime) -> int:
    return sessions.end_all(user_id=user.pk, by=actor(user), now=now, but=session)


def _links(user: User, person: Person, session: str, now: datetime) -> int:
    return sharing.erase_links(by=user)


def _uploads(user: User, person: Person, session: str, now: datetime) -> int:
    return files.discard_unused(by=actor(user))


def _notices(user: User, person: Person, session: str, now: datetime) -> int:
    return notices.erase_read(person_id=person.pk)


def _copies(user: User, person: Person, session: str, now: datetime) -> int:
    found = list(OwnCopy.objects.select_for_update().filter(user=user, finished_at__isnull=False))
    OwnCopy.objects.filter(pk__in=[copy.pk for copy in found]).delete()
    files.discard(file_ids=[copy.file_id for copy in found if copy.file_id is not None])
    return len(found)


_ERASERS: Mapping[Held, Callable[[User, Person, str, datetime], int]] = {
    Held.DRAFTS: _drafts,
    Held.CONTACT: _contact,
    Held.SESSIONS: _sessions,
    Held.LINKS: _links,
    Held.UPLOADS: _uploads,
    Held.NOTICES: _notices,
    Held.COPIES: _copies,
}
