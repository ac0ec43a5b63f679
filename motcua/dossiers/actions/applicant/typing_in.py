"""Type what a hand-signed declaration says: the paper stays the declaration, and its answers can be used."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from motcua.accounts.models import User
from motcua.eforms import sealing as form_sealing
from motcua.eforms.reading import TooMuch
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from ... import access
from ...models import Answers, Dossier
from ...models.result import ResultState
from ...packages import package_of
from ...rules.filing import NotReady, Point
from ...rules.history import Happening
from ...rules.states import OPEN, State
from .._course import lock, record


@transaction.atomic
def type_answers(
    *, dossier_id: int, answers: Mapping[str, Any], by: User, now: datetime, revision: int | None = None
) -> Dossier:
    """Keep the answers that an official typed from the paper declaration, checked as those of the e-form are.

    Typed again, the earlier ones stay as their own version. Raises NotReady with every point to mend, Refused where
    there was an e-form, the dossier is at an end, or the result is numbered from what stood there before.
    """
    dossier = lock(dossier_id, revision=revision)
    access.require(by, "dossier.type_answers", dossier)
    if not dossier.declared_on_paper:
        raise Refused("not_on_paper", N_("Hồ sơ này đã khai điện tử, không có tờ khai giấy để nhập."))
    if not _is_open(dossier):
        raise Refused("typed_too_late", N_("Kết quả đã lấy số hoặc hồ sơ đã xong, không nhập tờ khai được nữa."))
    package = package_of(dossier.version_id)
    context = package.form_context(dossier.case_key, dossier.channel, dossier.submitted_at)
    try:
        taken = package.form.take(answers, context)
    except TooMuch:
        raise Refused("answers_too_large", N_("Nội dung khai quá lớn.")) from None
    judged, problems = package.form.judged(taken, context)
    if problems:
        raise NotReady([Point(f"field:{problem.path}", problem.text, code=problem.code) for problem in problems])
    dossier.typed_answers = (dossier.answers.aggregate(last=Max("number"))["last"] or 0) + 1
    Answers.objects.create(
        dossier=dossier,
        number=dossier.typed_answers,
        data=form_sealing.seal_answers(package.form, judged.answers),
        given_at=now,
        given_by=str(by.pk),
    )
    record(dossier, Happening.ANSWERS_TYPED, by=by, now=now)
    return dossier


def may_type_answers(dossier: Dossier, *, by: User) -> bool:
    """Tell whether this official can type the paper declaration of this dossier now."""
    return dossier.declared_on_paper and access.may(by, "dossier.type_answers", dossier) and _is_open(dossier)


def _is_open(dossier: Dossier) -> bool:
    """Tell whether nothing was decided yet: a number is taken for a result that says what the answers said then."""
    if dossier.state not in OPEN - {State.COMPLETED}:
        return False
    return not dossier.results.exclude(state=ResultState.DRAFT).exists()
