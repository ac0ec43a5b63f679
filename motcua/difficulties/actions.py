"""Note a difficulty, and answer the notes about one thing."""

from datetime import datetime

from django.db import transaction

from motcua import audit
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.dossiers.models import Dossier
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Forbidden
from motcua.notices import actions as notices
from motcua.notices.rules import OfficialKind
from motcua.organisations.models import Agency
from motcua.organisations.rules import AgencyKind
from motcua.procedures.models import ProcedureVersion

from . import access, queries
from .models import Answer, Difficulty
from .rules import Target, checked_answer, checked_sentence, target_in


@transaction.atomic
def note(
    *,
    version: ProcedureVersion,
    target: str,
    sentence: str = "",
    responsible: Agency | None = None,
    dossier: Dossier | None = None,
    by: User,
    now: datetime,
) -> Difficulty:
    """Keep that somebody found this hard: `target` is `procedure:`, `paper:<key>` or `field:<path>` of the version.

    Raises Refused for a target that the procedure does not have, Forbidden for who works with no dossiers.
    """
    unit = access.unit_of(by)
    if unit is None:
        raise Forbidden("forbidden", N_("Ông/bà không có quyền làm việc này."))
    access.require_note(by, unit)
    if responsible is None:
        # A one-stop unit decides nothing: the note goes to the agency that does for those who come there.
        is_one_stop = unit.kind == AgencyKind.ONE_STOP
        responsible = queries.decides_at(unit, version.procedure, today(now)) if is_one_stop else unit
    found = target_in(queries.targets_of(version.pk), target)
    kept = Difficulty.objects.create(
        procedure_id=version.procedure_id,
        about=found.about,
        key=found.key,
        name=found.name[:2000],
        sentence=checked_sentence(sentence),
        dossier=dossier,
        unit=unit,
        responsible=responsible,
        at=now,
        by=by,
    )
    audit.record(
        "difficulty.noted",
        about=("difficulty", str(kept.pk)),
        by=actor(by, unit.code),
        at=now,
        details={"procedure": version.procedure.code, "target": found.code[:100]},
    )
    return kept


@transaction.atomic
def answer(*, version: ProcedureVersion, target: Target, text: str, by: User, now: datetime) -> Answer:
    """Say what is to be done about one thing; it answers the open notes within reach, and their takers are told.

    Who answers for the province answers all; an agency answers those that are its own. Raises Forbidden, Refused.
    """
    everything, agencies = access.answering_for(by)
    waiting = Difficulty.objects.select_for_update().filter(
        procedure=version.procedure_id, about=target.about, key=target.key, answer=None
    )
    if not everything:
        if not agencies:
            raise Forbidden("forbidden", N_("Ông/bà không có quyền làm việc này."))
        waiting = waiting.filter(responsible__in=agencies)
    rows = list(waiting)
    owner = None if everything else next((row.responsible_id for row in rows), min(agencies))
    said = Answer.objects.create(
        procedure_id=version.procedure_id,
        about=target.about,
        key=target.key,
        agency_id=owner,
        text=checked_answer(text),
        at=now,
        by=by,
    )
    answered = [row for row in rows if everything or row.responsible_id == owner]
    Difficulty.objects.filter(pk__in=[row.pk for row in answered]).update(answer=said)
    for user_id in sorted({row.by_id for row in answered} - {by.pk}):
        notices.tell_official(
            user_id=user_id,
            kind=OfficialKind.DIFFICULTY_ANSWERED,
            params={"name": target.name[:200]},
            about=("difficulty", version.procedure.code),
            now=now,
        )
    audit.record(
        "difficulty.answered",
        about=("difficulty_answer", str(said.pk)),
        by=actor(by),
        at=now,
        details={"procedure": version.procedure.code, "target": target.code[:100], "notes": len(answered)},
    )
    return said
