"""Put things into stores, and say what became of them. The owner asks for none of it: whoever issues or verifies does.

Each joins the transaction of the act that it belongs to.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from motcua import audit, statements
from motcua.lib.actors import Actor

from .models import Item, Reuse
from .queries import Offer, kept_sources
from .rules import Facts, ItemState


@transaction.atomic
def keep(facts: Facts, *, by: Actor, now: datetime) -> Item | None:
    """Put something into its owner's store, once; return its item, None where nobody's store is known.

    What was withdrawn and is verified again enters anew, as the same item with the new facts.
    """
    if not facts.has_owner:
        return None
    values = _columns(facts)
    item, is_new = Item.objects.get_or_create(source=facts.source, defaults={**values, "kept_at": now})
    if not is_new and item.state == ItemState.WITHDRAWN:
        Item.objects.filter(pk=item.pk).update(**values, ended_because="", replaced_by=None, kept_at=now)
        item.refresh_from_db()
    elif not is_new:
        return item
    details = {"dossier": facts.dossier_code, "source": facts.source}
    audit.record("item.kept", about=("item", str(item.public_id)), by=by, at=now, details=details)
    return item


@transaction.atomic
def keep_many(facts: Sequence[Facts], *, by: Actor, now: datetime) -> int:
    """Put what was issued or verified earlier into stores; return how many items are new. Run again, it adds nothing.

    One line of the audit trail tells of all: each was recorded when it was issued.
    """
    known = kept_sources(one.source for one in facts)
    new = [one for one in facts if one.has_owner and one.source not in known]
    Item.objects.bulk_create([Item(**_columns(one), source=one.source, kept_at=now) for one in new])
    if new:
        audit.record("store.filled", about=("store", "all"), by=by, at=now, details={"count": len(new)})
    return len(new)


@transaction.atomic
def end(
    *, source: str, state: ItemState, because: str, by: Actor, now: datetime, replaced_by: Item | None = None
) -> None:
    """Say that an item no longer stands, why, and what stands in its place. Harmless where there is none."""
    item = Item.objects.select_for_update().filter(source=source).exclude(state=ItemState.WITHDRAWN).first()
    if item is None:
        return
    item.state, item.ended_at, item.ended_because = state, now, because[:500]
    item.replaced_by = replaced_by
    item.save(update_fields=["state", "ended_at", "ended_because", "replaced_by"])
    audit.record("item.ended", about=("item", str(item.public_id)), by=by, at=now, details={"state": state.value})


@transaction.atomic
def refile(*, source: str, file_id: int, sha256: str, by: Actor, now: datetime) -> None:
    """Let an item point at the file in its own one's place: the same content, whose signatures prove longer."""
    item = Item.objects.select_for_update().filter(source=source).first()
    if item is None:
        return
    item.file_id, item.sha256 = file_id, sha256
    item.save(update_fields=["file", "sha256"])
    audit.record("item.refiled", about=("item", str(item.public_id)), by=by, at=now)


def note_reuse(
    offer: Offer, *, dossier_code: str, procedure_code: str, agency_id: int, by: Actor, now: datetime
) -> None:
    """Write down that an item stood in for a paper of a dossier; part of the transaction that puts it there."""
    statements.insert(
        statements.made(
            Reuse,
            item=offer.item,
            dossier_code=dossier_code,
            procedure_code=procedure_code,
            paper_key=offer.key,
            agency_id=agency_id,
            matched=offer.match,
            by_official=by.kind != "citizen",
            at=now,
        )
    )
    details = {"dossier": dossier_code, "paper": offer.key}
    audit.record("item.reused", about=("item", offer.reference), by=by, at=now, details=details)


def _columns(facts: Facts) -> dict[str, object]:
    return {
        "kind": facts.kind,
        "owner_number_id": facts.number_id,
        "owner_person_id": facts.person_id,
        "name": facts.name,
        "number": facts.number,
        "issuer": facts.issuer[:300],
        "agency_id": facts.agency_id,
        "issued_on": facts.issued_on,
        "valid_from": facts.issued_on,
        "valid_until": facts.valid_until,
        "territory": facts.territory,
        "signature": facts.signature,
        "result_code": facts.result_code,
        "paper_type": facts.paper_type,
        "purpose": facts.purpose[:300],
        "dossier_code": facts.dossier_code,
        "procedure_code": facts.procedure_code,
        "file_id": facts.file_id,
        "sha256": facts.sha256,
        "state": facts.state,
        "ended_at": facts.ended_at,
    }


@transaction.atomic
def follow_document(*, person_id: int, old_number_id: int) -> int:
    """Let the items of an old identity number belong to its bearer, who has another document now; return how many."""
    return Item.objects.filter(owner_number=old_number_id).update(owner_person=person_id)
