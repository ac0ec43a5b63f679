"""Changes of people and users."""

from datetime import datetime

from django.db import transaction

from motcua.accounts import identity
from motcua.accounts.models import Person, SealedNumber, User
from motcua.accounts.queries import actor
from motcua.accounts.rules import UserKind
from motcua.accounts.rules.signin import EIdentity
from motcua.audit import actions as audit_actions
from motcua.lib.text import sort_key


@transaction.atomic
def sign_in_person(*, who: EIdentity, now: datetime) -> User:
    """Return the user of a person or organisation whose e-identity was just proved, made at the first time.

    A person whom the system already knows by number (from a counter, say) is the same person. The name of the
    e-identity is the registered one and wins. Raises Refused for a malformed number.
    """
    sealed = identity.seal(who.number_kind, who.number)
    # Two browsers may sign in first together: the number is the thing they share.
    SealedNumber.objects.select_for_update().get(pk=sealed.pk)
    person = Person.objects.filter(identity=sealed).first()
    facts = {"full_name": who.full_name, "sort_key": sort_key(who.full_name), "birth": who.birth, "sex": who.sex}
    changed = []
    if person is None:
        person = Person.objects.create(kind=who.kind, identity=sealed, **facts)
    else:
        changed = [name for name, value in facts.items() if value and getattr(person, name) != value]
        for name in changed:
            setattr(person, name, facts[name])
        if changed:
            person.save(update_fields=changed)
    user = User.objects.filter(person=person).first()
    if user is None:
        user = User.objects.create_user(
            f"vneid:{person.public_id}", kind=UserKind.CITIZEN, full_name=who.full_name, person=person
        )
    user.full_name, user.sort_key, user.assurance = person.full_name, person.sort_key, who.assurance
    user.save(update_fields=["full_name", "sort_key", "assurance"])
    if changed:
        audit_actions.record(
            "person.changed_by_e_identity",
            about=("person", str(person.pk)),
            by=actor(user),
            at=now,
            details={"fields": ", ".join(changed)},
        )
    audit_actions.record("user.signed_in", about=("user", str(user.pk)), by=actor(user), at=now)
    return user
