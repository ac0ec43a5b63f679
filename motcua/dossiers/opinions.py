"""Reads of opinions: those of a dossier, and for an asked agency its own, with nothing but what was shared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from motcua.accounts import access as permissions
from motcua.accounts.models import User
from motcua.accounts.rules.permissions import Thing
from motcua.eforms import sealing
from motcua.eforms.showing import Section
from motcua.files.models import StoredFile
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.organisations.queries import agencies_under

from .models import Dossier, Opinion, OpinionAnswer
from .packages import package_of
from .paperwork.documents import newest_answers
from .queries import Sheet, papers_of
from .rules.states import FINAL, State


@dataclass(frozen=True)
class Shared:
    """What an asked agency sees of a dossier."""

    sheets: list[Sheet]
    sections: list[Section]


def thing_of(opinion: Opinion) -> Thing:
    """Return whose a question is: the asked agency's."""
    return Thing.of(agencies=(opinion.recipient_id,))


def may_answer(by: User, opinion: Opinion) -> None:
    """Raise Forbidden unless somebody may answer for the asked agency."""
    permissions.require(by, "opinion.answer", thing_of(opinion))


def of_dossier(dossier: Dossier, *, until: datetime | None = None) -> list[Opinion]:
    """Return the opinions asked on a dossier, each with all versions of its answer, the newest first.

    Not those asked after `until` (`access.read_until`): an answer belongs to who asked.
    """
    found = Opinion.objects.filter(dossier=dossier)
    return list(_with_answers(found if until is None else found.filter(asked_at__lte=until)).order_by("number"))


def _with_answers(found: QuerySet[Opinion]) -> QuerySet[Opinion]:
    answers = OpinionAnswer.objects.select_related("given_by", "file").order_by("-number")
    joined = found.select_related("recipient", "asked_by", "waived_by")
    return joined.prefetch_related(Prefetch("answers", queryset=answers, to_attr="versions"))


def asked_of(by: User, *, is_open: bool, behind: int | None = None, limit: int = 30) -> list[Opinion]:
    """Return what is asked of somebody's agencies: open ones by their time, answered ones the newest first."""
    reach = permissions.reach(by, "opinion.see")
    agencies = reach.agencies | agencies_under(reach.subtrees)
    found = Opinion.objects.filter(recipient__in=agencies, answered_at__isnull=is_open)
    found = found.select_related("dossier__version__procedure", "dossier__competent_agency", "recipient")
    found = found.defer("dossier__search")
    if is_open:
        if behind is not None and (due := Opinion.objects.filter(pk=behind).values_list("due_at", flat=True).first()):
            found = found.filter(due_at__gte=due).exclude(due_at=due, pk__lte=behind)
        return list(found.order_by("due_at", "pk")[:limit])
    if behind is not None:
        found = found.filter(pk__lt=behind)
    return list(found.order_by("-pk")[:limit])


def by_public_id(public_id: UUID, *, by: User, verb: str = "opinion.see") -> Opinion:
    """Return a question of somebody's agency; the same Refused where there is none and where they may not see it."""
    joined = Opinion.objects.select_related("dossier__version__procedure", "dossier__competent_agency")
    found = _with_answers(joined.filter(public_id=public_id)).first()
    if found is None or not permissions.may(by, verb, thing_of(found)):
        raise Refused("no_such_opinion", N_("Không tìm thấy yêu cầu ý kiến này."))
    return found


def is_over(opinion: Opinion) -> bool:
    """Tell whether a question has lost its purpose: the dossier has its result, or ended without one."""
    return opinion.dossier.state in FINAL or opinion.dossier.state == State.COMPLETED


def shared_of(opinion: Opinion, now: datetime) -> Shared:
    """Return the papers and answers that were shared with the asked agency; identity numbers are masked.

    Nothing once the question is over: what is shared for a purpose is read for that purpose only (Law on Protection of
    Personal Data 91/2025/QH15, article 3). The question and the agency's own answers stay.
    """
    if is_over(opinion):
        return Shared([], [])
    keys = set(opinion.shared.get("papers") or ())
    sheets = [sheet for sheet in papers_of(opinion.dossier) if sheet.paper.key in keys]
    sections: list[Section] = []
    if opinion.shared.get("answers"):
        package = package_of(opinion.dossier.version_id)
        context = package.form_context(opinion.dossier.case_key, opinion.dossier.channel, now)
        answers = sealing.masked_answers(package.form, newest_answers(opinion.dossier))
        sections = package.form.summary(answers, context)
    return Shared(sheets, sections)


def file_of(opinion: Opinion, file_id: UUID, now: datetime) -> StoredFile:
    """Return a file that was shared, or that an answer brought; raises Refused for any other."""
    files: Sequence[StoredFile] = [row.file for sheet in shared_of(opinion, now).sheets for row in sheet.files]
    brought = [answer.file for answer in opinion.answers.select_related("file") if answer.file is not None]
    found = next((file for file in [*files, *brought] if file.public_id == file_id), None)
    if found is None:
        raise Refused("no_such_file", N_("Không tìm thấy tệp này."))
    return found
