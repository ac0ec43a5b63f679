"""A province's own layouts of statutory forms: which counts on a day, drawing in it, and how a new one comes about.

One person proposes a layout, another approves it (`approvals`, kind `form_layout`); it is drawn with invented data
before both, in the limited helper process without files and network.
"""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from motcua.lib.actors import Actor
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.printing.rendering import TemplateError, template_source

from ..models import FormLayout
from ..rules.form_data import Form
from ..rules.form_sets import FormKind
from . import statutory
from .form_samples import AT, sample

MOST_SOURCE = 100_000
# A layout must bear few rows and many.
TRIED = (1, 40)
LOG = logging.getLogger(__name__)


def layout_on(kind: FormKind, day: date) -> FormLayout | None:
    """Return the province's layout of a kind that counts on a day; None where ours does."""
    found = FormLayout.objects.filter(kind=kind, first__lte=day).order_by("-number").first()
    return found if found is not None and found.source else None


def draw(form: Form, *, at: datetime, replaced_by: str = "") -> tuple[bytes, FormLayout | None]:
    """Return a form as PDF in the layout that counts on its day, and that layout (None for ours).

    A province's layout that cannot bear this form's data is reported in the log, and the form is drawn in ours: the
    person who waits for it must get it.
    """
    layout = layout_on(form.kind, form.head.dated_on)
    if layout is not None:
        try:
            return statutory.draw(form, at=at, replaced_by=replaced_by, layout=layout.source), layout
        except TemplateError as problem:
            LOG.error("layout %s number %s failed: %s", layout.kind, layout.number, str(problem)[:500])
    return statutory.draw(form, at=at, replaced_by=replaced_by), None


def source_of(kind: FormKind, day: date) -> str:
    """Return the source of the layout that counts on a day, the province's or ours."""
    layout = layout_on(kind, day)
    return layout.source if layout is not None else our_source(kind)


def our_source(kind: FormKind) -> str:
    """Return the source of our own layout."""
    return template_source(f"dossiers/forms/{kind}.typ").decode()


def preview(kind: FormKind, source: str, *, rows: int = 3) -> bytes:
    """Return a form of invented data in a layout; raises TemplateError with what the compiler says."""
    return statutory.draw(sample(kind, rows=rows), at=AT, layout=source or our_source(kind))


class LayoutKind:
    """Fills the port `approvals.form_layout`: the subject is a form kind, the content its typst source."""

    name = N_("Bố cục biểu mẫu")
    propose_verb = "procedure.propose"
    decide_verb = "procedure.publish"

    def title(self, subject: str) -> str:
        """Return the title of the form, as its newest set calls it."""
        return statutory.form_of(sample(_kind(subject))).title

    def base(self, subject: str, on: date) -> str:
        """Return a digest of the layout that counts on a day."""
        return hashlib.sha256(source_of(_kind(subject), on).encode()).hexdigest()

    def check(self, subject: str, content: Mapping[str, Any], on: date) -> None:
        """Raise Refused unless the layout bears a form with little in it and one with much."""
        source = content.get("source")
        if not isinstance(source, str) or len(source) > MOST_SOURCE:
            raise Refused("layout_too_long", N_("Bố cục dài quá."))
        for rows in TRIED if source else ():
            try:
                preview(_kind(subject), source, rows=rows)
            except TemplateError as problem:
                words = " ".join(str(problem).split())[:600]
                raise Refused("layout_fails", N_("Bố cục chưa in được: {words}"), words=words) from problem

    def apply(self, subject: str, content: Mapping[str, Any], on: date, by: Actor, now: datetime) -> None:
        """Add the layout as the next number; it counts for forms that bear this day or a later one."""
        kind = _kind(subject)
        last = FormLayout.objects.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0
        FormLayout.objects.create(
            kind=kind, number=last + 1, source=content["source"], first=on, made_at=now, made_by=by.id
        )

    def changes(self, subject: str, content: Mapping[str, Any], on: date) -> Sequence[tuple[str, str, str]]:
        """Return the source as it is and as it would be; an empty one means ours."""
        kind = _kind(subject)
        return [("Bố cục (typst)", source_of(kind, on), content["source"] or our_source(kind))]


def _kind(subject: str) -> FormKind:
    try:
        return FormKind(subject)
    except ValueError:
        raise Refused("no_such_form", N_("Không có biểu mẫu này.")) from None
