"""A result that the post brings back: noted at the counter, the applicant told, handed out again with its own receipt.

The state of the dossier stays 10: what happens after delivery is a recorded act beside it.
"""

from datetime import datetime

from django.db import transaction

from motcua.accounts import identity
from motcua.accounts.models import User
from motcua.accounts.rules import IdentityKind
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused

from ... import access
from ...models import Dossier, PostReturn, Result
from ...models.result import ResultState
from ...models.telling import How, What
from ...rules.delivery import Confirmed, Handing, channel_of
from ...rules.history import Happening
from ...rules.states import ResultChannel
from .._course import lock, record
from ..applicant.telling import give, owe

VERB = "result.deliver"


@transaction.atomic
def note_post_return(*, dossier_id: int, reason: str, by: User, now: datetime) -> PostReturn:
    """Note that the posted result of a dossier is back at the counter; whoever waits for it is told, or called.

    Raises Refused without a reason and for what was not posted, Conflict where it is noted already.
    """
    dossier = lock(dossier_id)
    access.require(by, VERB, dossier)
    result = _posted(dossier)
    if not reason.strip():
        raise Refused("reason_missing", N_("Hãy ghi lý do bưu chính trả về, như ghi trên bưu gửi."))
    returned = PostReturn.objects.create(result=result, at=now, by=by, reason=reason.strip()[:300])
    event = record(dossier, Happening.POST_RETURNED, by=by, now=now, note=returned.reason)
    owe(dossier, event, What.POST_RETURNED, now=now)
    return returned


def _posted(dossier: Dossier) -> Result:
    """Return the result that went by post last and stands; raises Refused, Conflict where it is back already."""
    result = dossier.results.filter(state=ResultState.ISSUED, delivered_at__isnull=False).order_by("pk").last()
    last = result.post_returns.order_by("pk").last() if result is not None else None
    if last is not None and last.given_at is None:
        raise Conflict("returned_already", N_("Bưu gửi trả về này đã được ghi."))
    how = channel_of(last.confirmed) if last is not None else result.delivered_how if result is not None else ""
    if result is None or how != ResultChannel.POST:
        raise Refused("not_posted", N_("Kết quả hồ sơ này không gửi bưu chính, hoặc đã bị thu hồi."))
    return result


@transaction.atomic
def hand_out_again(*, dossier_id: int, handing: Handing, by: User, now: datetime) -> PostReturn:
    """Hand out a result that the post brought back; who takes it knows that it was back.

    Raises Refused for what a receipt cannot be without, and where nothing lies there.
    """
    handing.check()
    dossier = lock(dossier_id)
    access.require(by, VERB, dossier)
    returned = PostReturn.objects.filter(result__dossier=dossier, given_at=None).select_for_update(of=("self",)).first()
    if returned is None:
        raise Refused("nothing_to_deliver", N_("Hồ sơ này chưa có kết quả để trả, hoặc đã trả rồi."))
    number = handing.identity_number
    returned.identity = identity.seal(IdentityKind.PERSONAL_ID, number) if number else None
    returned.given_at, returned.given_by = now, by
    returned.recipient, returned.basis = handing.recipient.strip()[:200], handing.basis.strip()[:300]
    returned.confirmed, returned.post_number = handing.confirmed, handing.post_number.strip()[:60]
    returned.save()
    for telling in dossier.tellings.filter(what=What.POST_RETURNED, given_at=None, dropped_at=None):
        give(dossier, telling, How.ANSWERED if handing.confirmed == Confirmed.POST else How.COUNTER, now=now)
    record(dossier, Happening.HANDED_OUT_AGAIN, by=by, now=now, note=handing.note)
    return returned
