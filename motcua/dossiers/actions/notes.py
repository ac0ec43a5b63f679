"""Say something to colleagues beside a dossier."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from motcua import audit
from motcua.accounts.absence_queries import away_on
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.notices import actions as notices
from motcua.notices.rules import OfficialKind

from .. import access, queries
from ..loading import load
from ..models import Dossier, Note

MOST = 2000


@transaction.atomic
def add_note(*, dossier_id: int, text: str, mentioned: Collection[int] = (), by: User, now: datetime) -> Note:
    """Keep a remark that only officials see, and tell those who are mentioned; whoever acts for the absent of them too.

    The dossier itself does not change: nobody who works on it meanwhile is refused for it. Raises Refused without
    words, with too many, and for somebody who holds no post at the agencies of this dossier.
    """
    dossier = load(dossier_id)
    access.require(by, "dossier.annotate", dossier)
    if not text.strip():
        raise Refused("note_empty", N_("Hãy viết nội dung trao đổi."))
    if len(text) > MOST:
        raise Refused("note_long", N_("Nội dung trao đổi dài quá {most} ký tự."), most=MOST)
    named = set(mentioned) - {by.pk}
    colleagues = {user.pk for user in queries.colleagues(dossier, today(now))} if named else set()
    if named - colleagues:
        raise Refused("no_colleague", N_("Người được nhắc không làm việc ở các cơ quan của hồ sơ này."))
    note = Note.objects.create(dossier=dossier, at=now, by=by, text=text.strip(), mentioned=sorted(named))
    audit.record("dossier.annotated", about=("dossier", dossier.code), by=actor(by), at=now)
    about = ("dossier", str(dossier.public_id))
    params = {"who": by.full_name, "code": dossier.code}
    for user_id in sorted(named):
        notices.tell_official(user_id=user_id, kind=OfficialKind.MENTIONED, params=params, about=about, now=now)
    for user_id, absent in _instead(dossier, named - {by.pk}, but={by.pk, *named}, now=now):
        told = {**params, "absent": absent}
        notices.tell_official(user_id=user_id, kind=OfficialKind.MENTIONED_ABSENT, params=told, about=about, now=now)
    return note


def _instead(dossier: Dossier, named: Collection[int], *, but: Collection[int], now: datetime) -> list[tuple[int, str]]:
    """Return who acts today for those of these who are away, at the dossier's agencies, each with whom; none `but`."""
    away, agencies = away_on(today(now)), set(access.agencies_of(dossier, "dossier.annotate"))
    found = {
        (who, absent)
        for (absent, _role, agency), people in away.acting.items()
        if absent in named and agency in agencies
        for who in people
        if who not in but
    }
    names = dict(User.objects.filter(pk__in={absent for _who, absent in found}).values_list("pk", "full_name"))
    return [(who, names[absent]) for who, absent in sorted(found)]
