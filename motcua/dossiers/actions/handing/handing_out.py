"""Hand a result out at the counter or by post, with its receipt."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.accounts import identity
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.rules import IdentityKind
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.workflow import queries as workflow
from motcua.workflow.rules import TaskKind

from ...models import Delivery, Dossier
from ...rules.delivery import Handing, channel_of
from .._course import lock
from ..issuing.results import current, deliver


@transaction.atomic
def hand_out(*, dossier_id: int, handing: Handing, evidence: UUID | None = None, by: User, now: datetime) -> Dossier:
    """Deliver a dossier's result and keep who took it and how they confirmed it.

    Raises Refused for what the receipt cannot be without, and where the dossier does not wait for delivery.
    """
    handing.check()
    dossier = lock(dossier_id)
    undone = workflow.undone(dossier.instance_id) if dossier.instance_id is not None else []
    task = next((one for one in undone if one.kind == TaskKind.DELIVER), None)
    result = current(dossier)
    if task is None or result is None:
        raise Refused("nothing_to_deliver", N_("Hồ sơ này chưa có kết quả để trả, hoặc đã trả rồi."))
    sealed = identity.seal(IdentityKind.PERSONAL_ID, handing.identity_number) if handing.identity_number else None
    done = deliver(
        task_id=task.pk,
        recipient=handing.recipient.strip(),
        how=channel_of(handing.confirmed),
        note=handing.note,
        is_here=handing.is_here,
        by=by,
        now=now,
    )
    file = None
    if evidence is not None:
        (file,) = stored.sent(public_ids=[evidence], by=actor(by))
        files.attach(file_ids=[file.pk], by=actor(by), now=now)
    Delivery.objects.create(
        result=result,
        at=now,
        by=by,
        recipient=handing.recipient.strip()[:200],
        identity=sealed,
        is_other=handing.is_other,
        basis=handing.basis.strip()[:300],
        confirmed=handing.confirmed,
        post_number=handing.post_number.strip()[:60],
        evidence=file,
    )
    return done
