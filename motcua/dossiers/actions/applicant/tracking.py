"""Look a dossier up by code and secret, without sign-in."""

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from motcua.accounts import quotas
from motcua.accounts.models import User
from motcua.accounts.rules.quotas import LOOK_UPS
from motcua.lib.codes import lookup_secret
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.sealing import Sealer

from ... import access, queries
from ...models import Dossier, LookupGuard
from ...rules import codes
from ...rules.history import Happening
from .._course import lock, record

TRIES = 10
LONGEST = 50  # characters that any code has, without its dots
LOCKED_FOR = timedelta(hours=1)


def look_up(*, typed_code: str, typed_secret: str, now: datetime, line: str = "") -> Dossier:
    """Return the dossier behind a code and its secret; `line` is where the try comes from (`quotas.line_of`).

    Raises Refused, in the same words for an unknown code and a wrong secret; ten wrong tries lock the code for an
    hour, also for codes that do not exist, so that the answer tells nothing. Who tries one secret over many codes is
    stopped by the count of the line.
    """
    if line:
        quotas.require_left(LOOK_UPS, line, now=now)
    bare = codes.bare(codes.normalise(typed_code))
    if not bare or len(bare) > LONGEST:
        raise Refused("bad_code", N_("Mã hồ sơ có dạng H36.12-261123-0001. Hãy xem lại trên giấy tiếp nhận."))
    with transaction.atomic():
        # Who tries many secrets at once waits until the try before is counted.
        guard = LookupGuard.objects.select_for_update().filter(bare_code=bare).first()
        if guard is not None and guard.failures >= TRIES and now < guard.last_failure_at + LOCKED_FOR:
            raise Refused(
                "locked", N_("Mã hồ sơ này bị tạm khóa tra cứu vì nhập sai nhiều lần. Hãy thử lại sau 1 giờ.")
            )
        dossier = Dossier.objects.with_names().select_related("received_at").filter(bare_code=bare).first()
        if dossier is not None and hmac.compare_digest(
            secret_of(dossier).encode(), typed_secret.strip().upper().encode(errors="replace")
        ):
            if guard is not None:
                guard.delete()
            return dossier
        _count(bare, guard, now=now)
        if line:
            quotas.spend(LOOK_UPS, line, now=now)
    raise Refused("wrong_lookup", N_("Mã hồ sơ hoặc mã tra cứu không đúng. Hãy xem lại trên giấy tiếp nhận."))


def secret_of(dossier: Dossier) -> str:
    """Return the look-up secret, for printing on the applicant's own papers."""
    return _sealer().open(bytes(dossier.sealed_secret))


@transaction.atomic
def give_secret(*, dossier_id: int, by: User, now: datetime, card_number: str = "") -> str:
    """Return the look-up secret for the slip that is about to be printed; it is never told twice.

    The first time after filing at a counter it is the one the dossier was filed with; any other time it is a new one,
    and the one before is void: whoever lost their slip gets another, whoever found it has nothing.

    `card_number` is that of a card read at the counter: its bearer gets the slip of their own dossier at any counter.
    """
    dossier = lock(dossier_id)
    if card_number and queries.is_party(dossier, card_number):
        access.require(by, "dossier.reprint_by_card", dossier)
    else:
        access.require(by, "dossier.print_slip", dossier)
    if queries.has_untold_secret(dossier):
        secret = secret_of(dossier)
    else:
        secret = lookup_secret()
        dossier.sealed_secret = _sealer().seal(secret)
        dossier.save(update_fields=["sealed_secret"])
    # The page from which it is printed stays open: what is typed there must not look overtaken.
    record(dossier, Happening.SLIP_PRINTED, by=by, now=now, is_saved=True)
    return secret


def forget_wrong_tries(*, now: datetime) -> int:
    """Delete counts of wrong tries that lock nothing any more; return how many. Anybody may make one, of any code."""
    return LookupGuard.objects.filter(last_failure_at__lte=now - LOCKED_FOR).delete()[0]


def _sealer() -> Sealer:
    return Sealer.from_text(settings.IDENTITY_KEYS, settings.IDENTITY_INDEX_KEY)


def _count(bare: str, guard: LookupGuard | None, *, now: datetime) -> None:
    if guard is not None and now >= guard.last_failure_at + LOCKED_FOR:
        LookupGuard.objects.filter(pk=guard.pk).update(failures=1, last_failure_at=now)
        return
    row, is_new = LookupGuard.objects.get_or_create(bare_code=bare, defaults={"failures": 1, "last_failure_at": now})
    if not is_new:
        LookupGuard.objects.filter(pk=row.pk).update(failures=F("failures") + 1, last_failure_at=now)
