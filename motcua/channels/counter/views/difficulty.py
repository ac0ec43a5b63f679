"""What the person at the counter found hard, noted in passing; and what was said about it before."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _

from motcua.accounts.doors import SignedInRequest
from motcua.difficulties import actions, queries
from motcua.lib.refusals import Refused
from motcua.organisations.models import Agency
from motcua.procedures.models import ProcedureVersion
from motcua.ui.summaries import Line, line_of

# The press: a paper's own button names it; "chosen" means the one in the list.
DIFFICULTY, CHOSEN = "difficulty", "chosen"


def note(request: SignedInRequest, version: ProcedureVersion, responsible: Agency | None, now: datetime) -> list[Line]:
    """Keep the note that was pressed; return why not, or nothing."""
    target = request.POST.get(DIFFICULTY, "")
    try:
        kept = actions.note(
            version=version,
            target=request.POST.get("difficulty_about", "") if target == CHOSEN else target,
            sentence=request.POST.get("difficulty_sentence", ""),
            responsible=responsible,
            by=request.user,
            now=now,
        )
    except Refused as refusal:
        return [line_of(refusal, {"": "difficulty_sentence", "no_such_target": "difficulty_about"})]
    messages.success(request, _("Đã ghi vướng mắc: %(name)s.") % {"name": kept.name})
    return []


def shown(version: ProcedureVersion, case: str, agencies: list[Agency]) -> dict[str, Any]:
    """Return what the filing page shows: what can be chosen, and the answers that help here."""
    targets = queries.targets_of(version.pk, case)
    answers = queries.answers_for(version.procedure, [agency.pk for agency in agencies])
    return {
        "targets": targets,
        "codes": {target.code for target in targets},
        "answers": {code: answer.text for code, answer in answers.items()},
        "general": [
            (target.name, answers[target.code].text)
            for target in targets
            if target.code in answers and not target.code.startswith("paper:")
        ],
    }
