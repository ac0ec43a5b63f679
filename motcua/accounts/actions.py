"""Changes of people and users."""

from datetime import datetime

from django.db import transaction

from motcua import outbox
from motcua.accounts import identity
from motcua.accounts.events import DocumentChanged
from motcua.accounts.mandates import note_representative
from motcua.accounts.models import Binding, FormerFacts, Person, SealedNumber, User
from motcua.accounts.queries import actor
from motcua.accounts.rules import PersonKind, UserKind
from motcua.accounts.rules.signin import CHANGES, EIdentity
from motcua.audit import actions as audit_actions
from motcua.lib.actors import Actor
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
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
    person = _bound(who, sealed, now=now) or Person.objects.filter(identity=sealed).first()
    facts = {"full_name": who.full_name, "sort_key": sort_key(who.full_name), "birth": who.birth, "sex": who.sex}
    changed = []
    if person is None:
        person = Person.objects.create(kind=who.kind, identity=sealed, **facts)
    else:
        changed = [name for name, value in facts.items() if value and getattr(person, name) != value]
        if "full_name" in changed:
            FormerFacts.objects.create(person=person, full_name=person.full_name, number=person.identity, until=now)
        for name in changed:
            setattr(person, name, facts[name])
        if changed:
            person.save(update_fields=changed)
    if who.subject:
        Binding.objects.update_or_create(
            issuer=who.issuer,
            subject=who.subject,
            defaults={"person": person},
            create_defaults={"person": person, "bound_at": now},
        )
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
    if who.kind == PersonKind.ORGANISATION and who.represented_by is not None:
        note_representative(organisation=person, name=who.represented_by[0], number=who.represented_by[1], now=now)
    audit_actions.record("user.signed_in", about=("user", str(user.pk)), by=actor(user), at=now)
    return user


def _bound(who: EIdentity, sealed: SealedNumber, *, now: datetime) -> Person | None:
    """Return whose the account is since its first sign-in, with the document that it names now; None at the first.

    Raises Refused where the number of a document for life is another, or the new one is somebody else's here.
    """
    if not who.subject:
        return None
    found = Binding.objects.select_related("person__identity").filter(issuer=who.issuer, subject=who.subject).first()
    if found is None or found.person.identity_id == sealed.pk:
        return found.person if found is not None else None
    person, old = found.person, found.person.identity
    other = Person.objects.filter(identity=sealed).first()
    is_for_life = who.number_kind not in CHANGES and old is not None and old.kind not in CHANGES
    if is_for_life or (other is not None and User.objects.filter(person=other).exists()):
        raise Refused(
            "identity_changed",
            N_(
                "Số định danh của tài khoản này khác lần trước. Xin ông/bà mang giấy tờ đến Trung tâm Phục vụ "
                "hành chính công để cán bộ kiểm tra."
            ),
        )
    if other is not None:
        # Somebody whom a counter knew by the new document: the same person, as the account says.
        other.identity = None
        other.save(update_fields=["identity"])
    FormerFacts.objects.create(person=person, full_name=person.full_name, number=old, until=now)
    person.identity = sealed
    person.save(update_fields=["identity"])
    about = ("person", str(person.pk))
    by = Actor(kind=UserKind.SYSTEM, id="vneid", name="VNeID")
    audit_actions.record("person.document_changed", about=about, by=by, at=now, details={"kind": who.number_kind.value})
    outbox.publish(DocumentChanged(person_id=person.pk, old_number_id=old.pk if old is not None else 0))
    return person
