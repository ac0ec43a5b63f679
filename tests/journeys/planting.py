"""What the walks of the journeys find planted: an item of a store, and people who act for its owner."""

from datetime import datetime
from uuid import UUID

from django.test import Client

from motcua.accounts.mandates import Named, Reaching, give_mandate
from motcua.accounts.models import Mandate, User
from motcua.accounts.queries import actor
from motcua.accounts.rules.mandates import Basis, Capacity
from motcua.accounts.tests import factories as people
from motcua.archiving.models import ArchivePackage
from motcua.dossiers.models import Dossier, Letter
from motcua.files import actions as files
from motcua.files.tests.samples import pdf
from motcua.holdings.correcting import ask_correction
from motcua.holdings.models import OwnCopy
from motcua.lib.dates import today
from motcua.vault import actions as vault
from motcua.vault.models import Item
from motcua.vault.rules import Facts, ItemKind


def kept_item(owner: User, dossier: Dossier, now: datetime) -> UUID:
    """Put something with a file into somebody's store."""
    assert owner.person is not None
    file = files.store(data=pdf(), name="ket-qua.pdf", purpose="result", by=actor(owner), now=now)
    files.attach(file_ids=[file.pk], by=actor(owner), now=now)
    facts = Facts(
        source="result:1",
        kind=ItemKind.RESULT,
        name="Giấy xác nhận",
        dossier_code=dossier.code,
        procedure_code="1.004873",
        number_id=owner.person.identity_id,
        file_id=file.pk,
        sha256=file.sha256,
    )
    vault.keep_many([facts], by=actor(owner), now=now)
    return Item.objects.get().public_id


def agents_of(owner: User, now: datetime) -> list[tuple[User, Mandate]]:
    """Let two people act for somebody: one who sees what they file so, one who sees everything and the store."""
    found = []
    for name, number, sees in (("Ka Thay Một", "068190000026", False), ("Ka Thay Hai", "068190000034", True)):
        user = people.citizen(name, number=number)
        reaching = Reaching(starts=today(now), sees_all=sees, uses_store=sees)
        agent = Named(name, number)
        made = give_mandate(basis=Basis.SPOUSE, agent=agent, reaching=reaching, document="", by=owner, now=now)
        made.refresh_from_db()
        found.append((user, made))
    return found


def acts(client: Client, user: User, capacity: Capacity) -> None:
    """Let a browser work in somebody's place."""
    client.force_login(user)
    session = client.session
    session["acting"] = capacity.public_id
    session.save()


def held_things(dossier: Dossier, citizen: User, keeper: User, now: datetime) -> dict[str, UUID]:
    """Plant what is asked, copied and packed about a dossier: a correction, an own copy, an archive package."""
    asked = {"fact": "answers", "wrong": "Xin xác nhận", "right": "Xin cấp lại", "reason": "Khai nhầm"}
    return {
        "correction": ask_correction(dossier=dossier, **asked, by=citizen, now=now).public_id,
        "copy": OwnCopy.objects.create(user=citizen, asked_at=now).public_id,
        "package": ArchivePackage.objects.create(dossier=dossier, asked_at=now, asked_by=keeper).public_id,
    }


def begun_letter(dossier: Dossier, by: User, now: datetime) -> Letter:
    """Keep a letter of a dossier as somebody began it."""
    letter = Letter.objects.create(dossier=dossier, kind="letter", template="to_agency", name="Công văn")
    letter.versions.create(number=1, body="Nội dung", saved_at=now, saved_by=by)
    return letter
