"""How people are spoken of, on every page and paper."""

from django.utils.translation import gettext as _

from motcua.accounts.models import Person


def addressed(name: str, person: Person | None = None, *, is_organisation: bool = False) -> str:
    """Return a name as people are spoken of: ông, bà, or ông/bà where the papers do not say; organisations plain."""
    if is_organisation:
        return name
    title = {"male": _("ông"), "female": _("bà")}.get(person.sex if person is not None else "", _("ông/bà"))
    return f"{title} {name}"
