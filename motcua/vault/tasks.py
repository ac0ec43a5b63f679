"""What stores do later."""

from motcua import outbox
from motcua.accounts.events import DocumentChanged

from . import actions


@outbox.on(DocumentChanged)
def keep_the_store(event: DocumentChanged) -> None:
    """Let what was put into somebody's store under their old document stay theirs."""
    actions.follow_document(person_id=event.person_id, old_number_id=event.old_number_id)
