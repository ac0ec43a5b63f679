"""Dossiers that are handled without paper: paper is taken for a written reason only, and counted."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Count

from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.procedures import paperless
from motcua.procedures.models import Paperless

from .models import Dossier, PaperTaken
from .packages import package_of
from .rules.filing import Originals, PaperData
from .rules.meeting import Meeting


def decision_of(dossier: Dossier) -> Paperless | None:
    """Return the decision that held when a dossier was filed: a later one asks nothing of it."""
    return paperless.decision_on(dossier.version.procedure_id, today(dossier.submitted_at))


def check_taking(procedure_id: int, papers: Iterable[PaperData], reason: str, *, on: date) -> Paperless | None:
    """Return the decision against which paper is taken, for a reason that is to be kept; None where nothing is.

    Nothing is asked of the database where nothing came on paper. Raises Refused without a reason.
    """
    if not any(_is_taken(paper) for paper in papers):
        return None
    found = paperless.decision_on(procedure_id, on)
    if found is not None and not reason.strip():
        raise Refused(
            "paperless",
            N_(
                "Thủ tục này không dùng hồ sơ giấy theo Quyết định {number}. "
                "Hãy quét và trả giấy tờ cho người dân, hoặc ghi lý do phải nhận bản giấy."
            ),
            number=found.number,
        )
    return found


def _is_taken(paper: PaperData) -> bool:
    """Tell whether paper stays here: what was shown and given back at once is not taken."""
    is_kept = paper.originals and paper.originals_were != Originals.RETURNED
    return bool(is_kept or paper.copies or paper.photocopies)


def meeting_of(dossier: Dossier) -> Meeting:
    """Return who is to come in person; of a paperless dossier nobody is told to bring originals."""
    meeting = package_of(dossier.version_id).meeting(dossier.case_key)
    if meeting.originals and decision_of(dossier) is not None:
        return replace(meeting, originals=())
    return meeting


def times_taken() -> dict[int, int]:
    """Return how often paper was taken all the same, by the decision's row id."""
    rows = PaperTaken.objects.values_list("decision").annotate(times=Count("pk"))
    return dict(rows)
