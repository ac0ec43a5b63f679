"""Pick up what the scanners of counters wrote into their folders."""

import re
from datetime import datetime
from pathlib import Path

from django.conf import settings

from motcua.files import actions as files
from motcua.lib.actors import SYSTEM
from motcua.lib.refusals import Refused
from motcua.organisations.models import Agency
from motcua.organisations.rules import AgencyKind

from ... import folders
from ...models import Dossier
from ...rules.states import FINAL
from .scanning import lay_scan, note_bad_scan

_CODE = re.compile(r"[A-Z]\d[0-9A-Z.]*-\d{6}-\d{3,8}", re.I)


def pick_scans(*, now: datetime) -> dict[str, int]:
    """Lay the files of the scan folders at their units; return how many were taken and how many set aside.

    A file whose name bears the code of an open dossier received there goes into it. What cannot be taken is set aside
    with the reason, which the counter sees too. Nothing happens where no folder is set.
    """
    counts = {"taken": 0, "aside": 0}
    if not settings.SCAN_FOLDER or not Path(settings.SCAN_FOLDER).is_dir():
        return counts
    units = {unit.code: unit for unit in Agency.objects.filter(kind=AgencyKind.ONE_STOP)}
    for found in folders.claim(Path(settings.SCAN_FOLDER)):
        unit = units.get(found.unit)
        if unit is None:
            folders.set_aside(found, f"Không có bộ phận một cửa nào mang mã {found.unit}.")
            counts["aside"] += 1
            continue
        try:
            file = files.store(data=folders.read(found), name=found.name, purpose="scan", by=SYSTEM, now=now)
            lay_scan(unit=unit, file=file, sender=SYSTEM, dossier=_dossier_of(found.name, unit), now=now)
        except Refused as refusal:
            # In the province's language: who reads it is nobody's request.
            why = refusal.message.format(**refusal.params)
            note_bad_scan(unit=unit, name=found.name, problem=why, now=now)
            folders.set_aside(found, why)
            counts["aside"] += 1
        else:
            folders.settle(found)
            counts["taken"] += 1
    return counts


def _dossier_of(name: str, unit: Agency) -> Dossier | None:
    match = _CODE.search(name)
    if match is None:
        return None
    return Dossier.objects.filter(code=match[0].upper(), received_at=unit).exclude(state__in=sorted(FINAL)).first()
