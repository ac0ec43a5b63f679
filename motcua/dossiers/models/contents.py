"""What a dossier consists of: the people in it, what they answered, and the papers they gave."""

import uuid
from enum import StrEnum

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Mandate, Person, SealedNumber
from motcua.files.models import StoredFile

from ..rules.filing import Originals
from .dossier import Dossier


class PartyRole(StrEnum):
    """In which role somebody stands in a dossier."""

    SUBMITTER = "submitter"
    OWNER = "owner"
    AUTHORISED = "authorised"
    RECIPIENT = "recipient"
    HELPER = "helper"


class Party(models.Model):
    """A person or organisation in a dossier, as declared then; the identity number is only referred to."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=12, choices=[(r.value, r.value) for r in PartyRole])
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    identity = models.ForeignKey(SealedNumber, on_delete=models.PROTECT, null=True, related_name="+")
    is_organisation = models.BooleanField(default=False)
    name = models.CharField(max_length=200)
    birth = models.CharField(max_length=10, blank=True)
    # A telephone number belongs to the dossier, not to an identity: several people may share one.
    phone = models.CharField(max_length=30, blank=True)
    email = models.CharField(max_length=254, blank=True)
    address = models.JSONField(default=dict)
    basis = models.CharField(max_length=300, blank=True)
    # Of the submitter who filed it for the owner: in which capacity; the dossier is theirs only while that lasts.
    mandate = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="party_one_of_role",
                fields=["dossier", "role"],
                condition=Q(role__in=["submitter", "owner"]),
            ),
        ]
        indexes = [
            models.Index(name="party_by_person", fields=["person", "-dossier"], condition=Q(person__isnull=False)),
            models.Index(
                name="party_by_identity", fields=["identity", "-dossier"], condition=Q(identity__isnull=False)
            ),
            models.Index(name="party_by_mandate", fields=["mandate", "-dossier"], condition=Q(mandate__isnull=False)),
            models.Index(name="party_by_phone", fields=["phone", "-dossier"], condition=~Q(phone="")),
        ]

    @property
    def known_person_id(self) -> int | None:
        """Return whom the system knows this to be, by the filing or since then by the same number."""
        person = getattr(self.identity, "person", None) if self.person_id is None else None
        return person.pk if person is not None else self.person_id


class Answers(models.Model):
    """The answers of a dossier's form; an answered supplement adds a version, earlier ones stay."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField()
    data = models.JSONField()
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(name="answers_numbered", fields=["dossier", "number"])]


class Paper(models.Model):
    """One paper of a dossier: the declaration (number 0), a required one, or one more that somebody added."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="papers")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=2000)
    originals = models.PositiveSmallIntegerField(default=0)
    # Certified and true copies; photocopies apart, as the slip counts them (form 01).
    copies = models.PositiveSmallIntegerField(default=0)
    photocopies = models.PositiveSmallIntegerField(default=0, db_default=0)
    # What was done with the originals at the counter: shown and given back, handed in, or held to be given back.
    originals_were = models.CharField(
        max_length=10, blank=True, default="", db_default="", choices=[(o.value, o.value) for o in Originals]
    )
    note = models.CharField(max_length=500, blank=True)
    # Compared with the original by an official who saw both (Decree 118/2025 art. 17).
    compared_at = models.DateTimeField(null=True)
    compared_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="paper_numbered", fields=["dossier", "number"])]


class PaperFile(models.Model):
    """A file of a paper; a replaced one stays, marked with the moment."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=40)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="paper_file_numbered", fields=["paper", "number"])]
