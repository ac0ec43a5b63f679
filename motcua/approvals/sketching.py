"""Write at a change over several pages before it is proposed. Nobody else sees a sketch: it leaves no audit line."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from motcua.accounts import access as permissions
from motcua.accounts.models import User
from motcua.approvals.kinds import kind_called
from motcua.approvals.models import Sketch
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict


@transaction.atomic
def begin(*, kind: str, subject: str, content: Mapping[str, Any], on: date, by: User, now: datetime) -> Sketch:
    """Begin anew from a content; what was written before about the thing is thrown away. Raises Forbidden, Refused.

    `on` is the day whose standing thing the sketch would change.
    """
    port = kind_called(kind)
    permissions.require(by, port.propose_verb)
    base = port.base(subject, on)
    values = {"content": dict(content), "base": base, "revision": 1, "saved_at": now}
    return Sketch.objects.update_or_create(owner=by, kind=kind, subject=subject, defaults=values)[0]


@transaction.atomic
def save(*, sketch_id: int, content: Mapping[str, Any], revision: int, by: User, now: datetime) -> Sketch:
    """Keep what was written. Raises Conflict where another page of the same person saved since `revision`."""
    sketch = Sketch.objects.select_for_update().filter(pk=sketch_id, owner=by).first()
    if sketch is None or sketch.revision != revision:
        raise Conflict(
            "sketch_moved_on",
            N_("Bản soạn này vừa được lưu ở một trang khác; hãy tải lại trang rồi ghi lại thay đổi vừa rồi."),
        )
    permissions.require(by, kind_called(sketch.kind).propose_verb)
    sketch.content, sketch.revision, sketch.saved_at = dict(content), revision + 1, now
    sketch.save(update_fields=["content", "revision", "saved_at"])
    return sketch


@transaction.atomic
def drop(*, kind: str, subject: str, by: User) -> None:
    """Throw away what somebody was writing about a thing; nothing happens where there is nothing."""
    Sketch.objects.filter(owner=by, kind=kind, subject=subject).delete()
