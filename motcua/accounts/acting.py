"""In whose place somebody works in this browser: chosen once, asked again of the mandate at every request."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from motcua.accounts.mandate_queries import capacity_by, capacity_in, mandate_of, mandates_as_agent
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.rules.mandates import Capacity
from motcua.audit import actions as audit
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

KEY = "acting"


def acting(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put on every request in whose place it is: `request.acting`, nothing for most. Pages say it on top."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.acting = SimpleLazyObject(lambda: acting_in(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def acting_in(request: HttpRequest) -> Capacity | None:
    """Return in which capacity a request is, as the mandate stands now; None for one's own and where it has ended."""
    user = request.user
    if not isinstance(user, User) or not user.is_citizen:
        return None
    chosen = request.session.get(KEY)
    return capacity_in(str(chosen), user=user, on=today(timezone.now())) if chosen else None


def has_ended(request: HttpRequest) -> bool:
    """Tell whether this browser works in somebody's place under a mandate that is over; it forgets it then."""
    if request.session.get(KEY) and acting_in(request) is None:
        del request.session[KEY]
        return True
    return False


@transaction.atomic
def take_up(request: HttpRequest, *, mandate: UUID, by: User, now: datetime) -> Capacity:
    """Work for another in this browser from now on. Raises Refused where the mandate is not theirs or not in force."""
    mandate_of(mandate, by=by, verb="mandate.take_up")
    found = next((one for one in mandates_as_agent(by, today(now)) if one.public_id == mandate), None)
    if found is None:
        raise Refused("mandate_over", N_("Việc thay mặt này đã hết hạn hoặc chưa bắt đầu."))
    audit.record("mandate.taken_up", about=("mandate", str(mandate)), by=actor(by), at=now)
    request.session[KEY] = str(mandate)
    return capacity_by(found)


def let_go(request: HttpRequest) -> None:
    """Work for oneself again."""
    request.session.pop(KEY, None)
