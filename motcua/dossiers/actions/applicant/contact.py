"""How somebody is reached about a dossier: it serves telling them, and nothing once the dossier is over."""

from django.db import transaction

from motcua.accounts.models import Person

from ...models import Party
from ...queries import contacts_kept


@transaction.atomic
def forget_contact(*, person: Person) -> int:
    """Erase a person's telephone and e-mail from dossiers that are over; return from how many parties.

    The declaration is a filed document and stays as it was signed (Law on archives 33/2024/QH15).
    """
    found = list(contacts_kept(person).select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    return Party.objects.filter(pk__in=found).update(phone="", email="")
