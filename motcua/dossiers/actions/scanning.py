"""Scans of papers that came on paper: they join the dossier after the person has gone."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .. import access
from ..models import Dossier
from ..rules.filing import PaperData
from ..rules.history import Happening
from ..rules.states import FINAL
from ._course import lock, record
from .reception import add_papers


@transaction.atomic
def add_scans(*, dossier_id: int, scans: Mapping[str, Sequence[str]], by: User, now: datetime) -> Dossier:
    """Add scanned files to a dossier's papers, by the paper's key; what was counted at the counter stays counted.

    Raises Refused without a file, for a paper that the dossier does not have, and for a dossier at its end.

    Source: Circular 01/2023/TT-VPCP art. 8(1)-(2): what comes on paper is digitised at reception, original by original.
    """
    dossier = lock(dossier_id)
    access.require(by, "paper.scan", dossier)
    if dossier.state in FINAL:
        raise Refused("is_over", N_("Hồ sơ đã kết thúc."))
    given = {key: tuple(ids) for key, ids in scans.items() if ids}
    if not given:
        raise Refused("no_scan", N_("Hãy chọn ít nhất một bản quét."))
    known = set(dossier.papers.values_list("key", flat=True))
    if set(given) - known:
        raise Refused("no_such_paper", N_("Hồ sơ không có giấy tờ này."))
    add_papers(dossier, tuple(PaperData(key=key, file_ids=ids) for key, ids in given.items()), by=by, now=now)
    record(dossier, Happening.PAPER_ADDED, by=by, now=now)
    return dossier
