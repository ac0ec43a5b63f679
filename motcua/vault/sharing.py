"""Share one item by a link or QR: for a purpose, for a time, to be taken back; the owner sees when it was opened.

The secret stands in the address alone, 128 bits of chance; the database keeps a keyed digest of it, and the sealed
value for the owner's own page. Opening by GET shows nothing personal and changes nothing: programs that preview links
do that. Only a press (POST) shows the item, and is written down.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from motcua import audit
from motcua.accounts import identity
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.lib.actors import Actor
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from . import access, queries
from .models import Item, Share, ShareLook
from .rules import SHARE_DAYS

MOST_OPEN = 20  # links of one item at a time
LINK = Actor(kind="visitor", id="link", name="link")
_PURPOSE = "share:"


@transaction.atomic
def share(*, item_id: UUID, purpose: str, days: int, by: User, now: datetime) -> Share:
    """Make a link to an item that stands. Raises Refused without a purpose, and for what is over or not one's own."""
    item = queries.item_of(item_id, by=by, verb="item.share")
    if not purpose.strip():
        raise Refused("purpose_missing", N_("Hãy ghi chia sẻ để làm gì."))
    if days not in SHARE_DAYS:
        raise Refused("days_unknown", N_("Hãy chọn liên kết dùng được trong bao lâu."))
    if item.state != "current":
        raise Refused("item_over", N_("Giấy tờ này không còn giá trị nên không chia sẻ được."))
    if Share.objects.filter(item=item, revoked_at=None, expires_at__gt=now).count() >= MOST_OPEN:
        raise Refused("too_many_links", N_("Giấy tờ này đang có quá nhiều liên kết. Hãy hủy bớt."))
    secret = secrets.token_urlsafe(16)
    made = Share.objects.create(
        item=item,
        index=_index(secret),
        cipher=identity.sealer().seal(secret),
        purpose=purpose.strip()[:300],
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    about = ("item", str(item.public_id))
    audit.record("item.shared", about=about, by=actor(by), at=now, details={"share": made.pk, "days": days})
    return made


@transaction.atomic
def revoke_share(*, share_id: UUID, by: User, now: datetime) -> Share:
    """Take a link back; pressed twice it is taken back once."""
    found = Share.objects.select_for_update(of=("self",)).select_related("item").filter(public_id=share_id).first()
    if found is None:
        raise Refused("no_such_share", N_("Không tìm thấy liên kết này."))
    item = queries.item_of(found.item.public_id, by=by, verb="item.share")
    if found.revoked_at is None:
        found.revoked_at = now
        found.save(update_fields=["revoked_at"])
        details = {"share": found.pk}
        audit.record("item.unshared", about=("item", str(item.public_id)), by=actor(by), at=now, details=details)
    return found


def secret_of(share: Share) -> str:
    """Return the secret of a link, for its owner's own page."""
    return identity.sealer().open(bytes(share.cipher))


def shares_of(item: Item) -> list[Share]:
    """Return an item's links with their looks, the newest first."""
    return list(Share.objects.filter(item=item).prefetch_related("looks").order_by("-pk")[:50])


def links_of(by: User) -> QuerySet[Share]:
    """Return every link to the items of somebody's own store."""
    return Share.objects.filter(item__in=access.visible_to(by, "item.share"))


@transaction.atomic
def erase_links(*, by: User) -> int:
    """End every link to one's own items and erase them with what they were for and when they were opened."""
    found = list(links_of(by).select_for_update(of=("self",)).order_by("pk"))
    ShareLook.objects.filter(share__in=found).delete()
    Share.objects.filter(pk__in=[link.pk for link in found]).delete()
    return len(found)


def find_share(secret: str, *, now: datetime) -> Share:
    """Return the open link of a secret; raises Refused, in the same words, for one that never was, ended or is revoked.

    Asked for by GET it changes nothing.
    """
    found = Share.objects.select_related("item__file", "item__agency").filter(index=_index(secret[:60])).first()
    if found is None or not found.is_open_at(now):
        raise Refused("no_such_share", N_("Liên kết này không dùng được: đã hết hạn, đã bị chủ hủy, hoặc chép thiếu."))
    return found


def open_share(secret: str, *, takes_file: bool, now: datetime) -> Share:
    """Open a link for whoever holds it, and write down that it was seen; outside any transaction."""
    found = find_share(secret, now=now)
    ShareLook.objects.create(share=found, at=now, took_file=takes_file)
    audit.viewed([("item", str(found.item.public_id))], by=LINK, why="share", at=now)
    return found


def _index(secret: str) -> str:
    return identity.sealer().index(f"{_PURPOSE}{secret}")
