"""What the case does later."""

from django.utils import timezone

from motcua import outbox

from . import actions
from .events import DossierChanged, DossierFiled


@outbox.on(DossierFiled, queue="documents")
def make_declaration(event: DossierFiled) -> None:
    """Write the applicant's declaration from the answers."""
    actions.make_declaration(dossier_id=event.dossier_id, now=timezone.now())


@outbox.on(DossierChanged)
def tell_the_applicant(event: DossierChanged) -> None:
    """Put a notice into the applicant's inbox."""
    actions.tell(event_id=event.event_id, now=timezone.now())
