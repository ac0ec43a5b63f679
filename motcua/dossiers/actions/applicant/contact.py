"""How somebody is reached about a dossier: it serves telling them, and nothing once the dossier is over."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from motcua import audit
from motcua.accounts.models import Person, User
from motcua.accounts.queries import actor
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean

from ... import access
from ...models import Dossier, Party
from ...queries import contacts_kept
from ...rules.phones import bare_phone, is_phone


@transaction.atomic
def forget_contact(*, person: Person) -> int:
    """Erase a person's telephone and e-mail from dossiers that are over; return from how many parties.

    The declaration is a filed document and stays as it was signed (Law on archives 33/2024/QH15).
    """
    found = list(contacts_kept(person).select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    return Party.objects.filter(pk__in=found).update(phone="", email="")


@transaction.atomic
def change_contact(*, dossier: Dossier, phone: str, email: str, by: User, now: datetime) -> int:
    """Let a party of a dossier say how they are reached from now on; return for how many of their roles.

    Raises Refused for what is no telephone number or address. What was declared stays in the declaration.
    """
    access.require(by, "holding.correct", dossier)
    number, address = bare_phone(clean(phone)), clean(email)
    if not is_phone(number):
        raise Refused("phone_wrong", N_("Số điện thoại gồm 10 chữ số, bắt đầu bằng 0. Ví dụ: 0912345678."))
    if address:
        try:
            validate_email(address)
        except ValidationError:
            raise Refused("email_wrong", N_("Địa chỉ thư điện tử chưa đúng. Ví dụ: ten@thu.vn.")) from None
    mine = [party.pk for party in access.parties_of(dossier) if party.known_person_id == by.person_id]
    changed = Party.objects.filter(pk__in=mine).update(phone=number, email=address[:254])
    details = {"parties": changed}
    audit.record("dossier.contact_changed", about=("dossier", dossier.code), by=actor(by), at=now, details=details)
    return changed
