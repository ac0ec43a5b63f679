"""Load the schedule, say until when each dossier is kept, and make packages for the archive."""

import tempfile
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from motcua import audit, outbox
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.dossiers.models import Dossier
from motcua.dossiers.models.result import CURRENT
from motcua.dossiers.rules.states import State
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files.rules import Kind
from motcua.lib.actors import SYSTEM
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from . import access, packing
from .events import PackageAsked
from .models import ArchivePackage, Retention, RetentionRule
from .rules import Facts, Rule, ends_on, rule_for

BATCH = 500


@transaction.atomic
def load_rules(rules: Iterable[Rule], *, now: datetime) -> int:
    """Enter the rows that are new; return how many. Raises Refused for one that says another thing than before."""
    added = 0
    for rule in rules:
        values = {"years": rule.years, "basis": rule.basis, "is_sure": rule.is_sure}
        row, is_new = RetentionRule.objects.get_or_create(
            kind=rule.kind, key=rule.key, since=rule.since, defaults=values
        )
        if not is_new and row.rule != rule:
            raise Refused(
                "rule_changed",
                N_("Dòng {kind} “{key}” từ {since} đã có với nội dung khác. Thêm một dòng mới có ngày áp dụng sau."),
                kind=rule.kind.value,
                key=rule.key,
                since=rule.since.isoformat(),
            )
        added += is_new
    if added:
        audit.record("retention.loaded", about=("retention", "rules"), by=SYSTEM, at=now, details={"count": added})
    return added


def set_ends(*, now: datetime) -> int:
    """Say of each dossier that is over until when it is kept; return of how many. One opened again has no end."""
    Retention.objects.filter(dossier__closed_at=None).delete()
    by_rule = {row.rule: row for row in RetentionRule.objects.all()}
    said, after = 0, 0
    known = Retention.objects.values("dossier")
    while True:
        over = Dossier.objects.filter(closed_at__isnull=False, pk__gt=after).exclude(pk__in=known)
        batch = list(over.select_related("version__procedure").order_by("pk")[:BATCH])
        if not batch:
            return said
        after = batch[-1].pk
        made = [one for dossier in batch if (one := _retention(dossier, by_rule, now)) is not None]
        Retention.objects.bulk_create(made, ignore_conflicts=True)
        said += len(made)


def _retention(dossier: Dossier, by_rule: dict[Rule, RetentionRule], now: datetime) -> Retention | None:
    if dossier.closed_at is None:
        return None
    result = dossier.results.filter(CURRENT, state="issued").first()
    procedure = dossier.version.procedure
    facts = Facts(
        result_code=result.result_code if result is not None else "",
        procedure=procedure.code,
        field=procedure.field,
        is_done=dossier.state in {State.COMPLETED, State.DELIVERED},
        closed_on=today(dossier.closed_at),
    )
    rule = rule_for(facts, by_rule)
    if rule is None:
        return None
    end = ends_on(facts.closed_on, rule.years)
    return Retention(dossier=dossier, rule=by_rule[rule], closed_on=facts.closed_on, ends_on=end, set_at=now)


@transaction.atomic
def ask_package(*, dossier_id: int, by: User, now: datetime) -> ArchivePackage:
    """Have the package of a dossier that is over made by the worker; asked twice, it is made once.

    Raises Forbidden for who does not look after it, Refused for one that is not over.
    """
    dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier_id)
    access.require(by, dossier)
    if dossier.closed_at is None:
        raise Refused("not_over", N_("Hồ sơ chưa kết thúc nên chưa nộp lưu trữ được."))
    running = ArchivePackage.objects.filter(dossier=dossier, made_at=None).first()
    if running is not None:
        return running
    made = ArchivePackage.objects.create(dossier=dossier, asked_at=now, asked_by=by)
    details = {"package": made.pk}
    audit.record("archive.package_asked", about=("dossier", dossier.code), by=actor(by), at=now, details=details)
    outbox.publish(PackageAsked(package_id=made.pk))
    return made


def make_package(*, package_id: int, now: datetime) -> None:
    """Write a package, read it back from the store, and keep its receipt only where every hash is right.

    Run again after its worker died, it begins anew. Raises packing.Damaged where what is read is not what was written.
    """
    package = ArchivePackage.objects.select_related("asked_by").filter(pk=package_id, made_at=None).first()
    if package is None:
        return
    dossier = Dossier.objects.with_names().get(pk=package.dossier_id)
    by = actor(package.asked_by)
    with tempfile.TemporaryFile() as kept:
        entries = packing.write(kept, dossier, now)
        kept.seek(0)
        file = files.store_made(data=kept, kind=Kind.ZIP, name=f"{dossier.code}.zip", purpose="archive", by=by, now=now)
    with tempfile.TemporaryFile() as back:
        for piece in stored.stream(file):
            back.write(piece)
        packing.verify(back, entries)
    receipt = {
        "package": file.shown_name,
        "sha256": file.sha256,
        "size": file.size,
        "dossier": dossier.code,
        "agency": dossier.competent_agency.name,
        "verified_at": now.isoformat(),
        "files": [{"path": one.path, "size": one.size, "sha256": one.sha256} for one in entries],
    }
    with transaction.atomic():
        locked = ArchivePackage.objects.select_for_update().filter(pk=package.pk, made_at=None).first()
        if locked is None:  # another run was faster
            files.discard(file_ids=[file.pk])
            return
        files.attach(file_ids=[file.pk], by=by, now=now)
        locked.file, locked.receipt, locked.made_at = file, receipt, now
        locked.save(update_fields=["file", "receipt", "made_at"])
        details = {"package": locked.pk, "files": len(entries)}
        audit.record("archive.package_made", about=("dossier", dossier.code), by=by, at=now, details=details)
