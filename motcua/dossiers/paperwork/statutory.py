"""Drawing statutory forms: which form counts, in whose layout, with its QR and barcode.

    form = reception(...)                                     # plain values, rules/form_data.py
    pdf = statutory.draw(form, at=now)                        # the form of its day's set, in our layout

What a dossier's forms say is put together in `form_facts.py`; what was given is kept by `actions/printed.py`.
"""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from motcua.printing import rendering
from motcua.printing.barcode import barcode_svg

from ..rules.form_data import Form, plain
from ..rules.form_sets import Registry, StatutoryForm, registry_of


@lru_cache(maxsize=1)
def registry() -> Registry:
    """Return the sets of forms that this installation uses, read once per process."""
    return registry_of(yaml.safe_load(Path(settings.FORM_SETS).read_text(encoding="utf-8")))


def form_of(form: Form, *, replaced_by: str = "") -> StatutoryForm:
    """Return which form of which set this is, by the day that it bears; raises LookupError where none counts then."""
    found = registry().form_on(form.kind, form.head.dated_on, replaced_by=replaced_by)
    if found is None:
        raise LookupError(f"no set has a form {form.kind} on {form.head.dated_on}")
    return found


def draw(form: Form, *, at: datetime, replaced_by: str = "", layout: str = "") -> bytes:
    """Return a form as PDF; the file says that it was made `at`, so that the same values give the same bytes.

    `layout` is the typst source of a province's own layout, compiled in the limited helper process; without it ours
    counts. Raises TemplateError where a province's layout does not compile.
    """
    data = template_data(form, form_of(form, replaced_by=replaced_by))
    if layout:
        return rendering.render_untrusted(layout, data, at=at)
    return rendering.render(f"dossiers/forms/{form.kind}.typ", data, at=at)


def template_data(form: Form, statutory: StatutoryForm) -> dict[str, Any]:
    """Return what a layout gets: `form`, `sheet`, `qr`, `barcode` (docs/howto/write-a-template.md)."""
    tracking = getattr(form, "tracking", "")
    return {
        "form": {
            "number": statutory.number,
            "title": statutory.title,
            "basis": statutory.basis,
            "paper": statutory.paper,
            "lines": list(statutory.lines),
        },
        "sheet": plain(form),
        "qr": rendering.qr_svg(tracking) if tracking else "",
        "barcode": barcode_svg(form.head.code) if form.head.code else "",
    }
