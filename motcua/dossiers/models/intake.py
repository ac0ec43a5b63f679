"""What comes before a dossier, and what makes filing happen exactly once."""

import uuid

from django.db import models

from motcua.accounts.models import Mandate, Person, User
from motcua.files.models import StoredFile
from motcua.organisations.models import Agency
from motcua.procedures.models import ProcedureVersion
from motcua.vault.models import Item

from .dossier import Dossier


class Draft(models.Model):
    """A filing that a person has begun; one per person and procedure. It is filed under its public id as the key.

    What they begin for another, under a mandate, stands beside their own.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    mandate = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    case_key = models.CharField(max_length=60, blank=True)
    # Identity numbers stand in it only as references.
    answers = models.JSONField(default=dict)
    # Everything about the filing that is not the form: owner, phone, result channel.
    particulars = models.JSONField(default=dict)
    step = models.CharField(max_length=60, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="draft_one_of_procedure", fields=["user", "version", "mandate"], nulls_distinct=False
            )
        ]
        indexes = [models.Index(name="draft_by_age", fields=["updated_at"])]


class DraftFile(models.Model):
    """A file already given for a paper of a draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    paper_key = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField()
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    # What of the person's store it is the copy of.
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="draft_file_numbered", fields=["draft", "paper_key", "number"])]


class CodeCounter(models.Model):
    """The running number of an agency on a day, for dossier codes."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="code_counter_once", fields=["agency", "day"])]


class FilingKey(models.Model):
    """Makes a filing happen once: the same key of the same user gives the same dossier."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    request_hash = models.CharField(max_length=64)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="filing_key_once", fields=["user", "key"])]


class LookupGuard(models.Model):
    """Wrong tries of a dossier's look-up secret; ten lock the code for a while."""

    bare_code = models.CharField(max_length=50, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_failure_at = models.DateTimeField()
