"""Take back what the system that decides said of a dossier: no second typing, and no second state of our own."""

from datetime import datetime

from django.db import transaction

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .. import access
from ..models import Dossier, ExternalStanding
from ..packages import package_of
from ..rules.external import External, Standing
from ..rules.history import Happening
from ..rules.states import FINAL
from ._course import lock, record


@transaction.atomic
def note_external(
    *, dossier_id: int, standing: Standing, by: User, now: datetime, revision: int | None = None
) -> Dossier:
    """Keep the code and state that the other system gives a dossier; the same news twice is kept once.

    Our own state stays as it is: the steps of the process say what became of the dossier here. Raises Refused where
    we decide ourselves, where the dossier is at an end, and for what `External.check` finds.
    """
    dossier = lock(dossier_id, revision=revision)
    access.require(by, "dossier.note_external", dossier)
    system = External.of(package_of(dossier.version_id).settings)
    if system is None:
        raise Refused("not_external", N_("Thủ tục này giải quyết ngay trên hệ thống này."))
    if dossier.state in FINAL:
        raise Refused("is_over", N_("Hồ sơ đã kết thúc."))
    system.check(standing, now=now, since=dossier.submitted_at)
    _, is_new = ExternalStanding.objects.get_or_create(
        dossier=dossier,
        code=standing.code,
        status=standing.status,
        said_at=standing.said_at,
        defaults={"noted_at": now, "noted_by": str(by.pk)},
    )
    if is_new:
        said = {"system": system.name, "status": system.statuses[standing.status]}
        record(dossier, Happening.EXTERNAL_NOTED, by=by, now=now, params=said)
    return dossier
