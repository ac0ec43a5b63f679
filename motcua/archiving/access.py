"""Who sees what is due, and who makes packages: of the agencies of the dossier."""

from motcua.accounts.models import User
from motcua.dossiers import access as cases
from motcua.dossiers.models import Dossier
from motcua.dossiers.models.dossier import DossierQuerySet

VERB = "archive.keep"


def visible_to(by: User) -> DossierQuerySet:
    """Return the dossiers whose keeping somebody looks after."""
    return cases.visible_to(by, VERB)


def may(by: User, dossier: Dossier) -> bool:
    """Tell whether somebody looks after the keeping of this dossier."""
    return cases.may(by, VERB, dossier)


def require(by: User, dossier: Dossier) -> None:
    """Raise Forbidden unless somebody looks after the keeping of this dossier."""
    cases.require(by, VERB, dossier)
