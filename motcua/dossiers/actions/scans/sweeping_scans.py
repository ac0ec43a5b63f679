"""Throw the sources of scans away, once their pages are papers that somebody checked."""

from datetime import datetime, timedelta

from django.db import transaction

from motcua import audit
from motcua.files import actions as files
from motcua.lib.actors import SYSTEM
from motcua.lib.dates import today

from ...choices.scan_days import days_on
from ...models import Digitisation, Scan
from ...rules.digitisation import is_swept

AT_ONCE = 200


def sweep_scan_sources(*, now: datetime) -> int:
    """Remove scans whose pages were all placed or dropped, and the papers they went to accepted, long enough ago.

    Return how many. How long, the province decides (`scan_days`). A paper that is taken back to be sorted anew keeps
    its sources until then; afterwards it is scanned again.
    """
    limit, swept, after = now - timedelta(days=days_on(today(now))), 0, 0
    while True:
        with transaction.atomic():
            rows = Scan.objects.filter(settled_at__lte=limit, file__isnull=False, pk__gt=after)
            batch = list(
                rows.select_for_update(skip_locked=True, of=("self",))
                .select_related("dossier")
                .order_by("pk")[:AT_ONCE]
            )
            accepted = _accepted(batch)
            gone = [
                scan
                for scan in batch
                if is_swept(
                    {
                        str(where["paper"]): accepted.get((scan.dossier_id, where["paper"]))
                        for where in scan.plan.values()
                    },
                    limit,
                )
            ]
            _throw_away(gone, now)
        if not batch:
            return swept
        swept, after = swept + len(gone), batch[-1].pk


def _accepted(batch: list[Scan]) -> dict[tuple[int | None, str], datetime | None]:
    """Return when each paper of these scans' dossiers was accepted, by dossier and key."""
    rows = Digitisation.objects.filter(paper__dossier__in={scan.dossier_id for scan in batch if scan.dossier_id})
    return {
        (dossier_id, key): at for dossier_id, key, at in rows.values_list("paper__dossier", "paper__key", "accepted_at")
    }


def _throw_away(gone: list[Scan], now: datetime) -> None:
    Scan.objects.filter(pk__in=[scan.pk for scan in gone]).delete()
    files.discard(file_ids=[scan.file_id for scan in gone if scan.file_id is not None])
    for scan in gone:
        about = ("dossier", scan.dossier.code) if scan.dossier is not None else ("scan", str(scan.public_id))
        audit.record("scan.source_swept", about=about, by=SYSTEM, at=now, details={"name": scan.name})
