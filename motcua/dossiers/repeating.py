"""What somebody said of themself in an earlier dossier, so that it is not asked again.

Only one's own: dossiers that the person filed for themself. What they said of others there comes back to whom they
said it, for the same procedure, and only where they ask for it (Law 91/2025/QH15: for the purpose it was given for).
"""

from dataclasses import dataclass
from typing import Any

from motcua.accounts.models import Person
from motcua.eforms import sealing as form_sealing

from .models import Dossier, Party
from .models.contents import PartyRole
from .packages import Package, package_of


@dataclass(frozen=True)
class Contact:
    """How somebody could be reached, as they last said."""

    phone: str = ""
    email: str = ""


def last_own(person: Person, procedure_id: int) -> Dossier | None:
    """Return the newest dossier of a procedure that somebody filed online for themself, with answers; None if none."""
    own = Party.objects.filter(person=person, role=PartyRole.OWNER).values("dossier")
    filed = Party.objects.filter(person=person, role=PartyRole.SUBMITTER, dossier__in=own).values("dossier")
    found = Dossier.objects.filter(pk__in=filed, version__procedure=procedure_id, declared_on_paper=False)
    return found.select_related("competent_agency__area").order_by("-pk").first()


def last_contact(person: Person) -> Contact:
    """Return how somebody could be reached at their newest dossier."""
    party = Party.objects.filter(person=person, role=PartyRole.SUBMITTER).order_by("-dossier").first()
    return Contact(party.phone, party.email) if party is not None else Contact()


def answers_again(earlier: Dossier, package: Package) -> dict[str, Any]:
    """Return an earlier dossier's stored answers for the form of today, without files; numbers stay references."""
    before = package_of(earlier.version_id).form
    kept = earlier.answers.order_by("-number").values_list("data", flat=True)[0]
    carried = form_sealing.carried_answers(before, package.form, kept)
    return package.form.without_files(carried)
