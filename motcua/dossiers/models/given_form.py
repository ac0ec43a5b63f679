"""Statutory forms as they were given: the very file, for good."""

from django.db import models
from django.db.models import Q

from motcua.files.models import StoredFile

from .course import DossierEvent
from .dossier import Dossier


class FormLayout(models.Model):
    """A province's own layout of a kind of form, from a day on; an empty source puts ours in force again.

    Rows are only added: what was printed in an earlier one stays explained by it.
    """

    kind = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    source = models.TextField(blank=True, help_text="typst")
    first = models.DateField(help_text="the first day that forms of this layout may bear")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(name="form_layout_numbered", fields=["kind", "number"])]


class GivenForm(models.Model):
    """A form that an event of a dossier gave, kept as drawn: whoever prints it again gets the same bytes."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="given_forms")
    event = models.OneToOneField(DossierEvent, on_delete=models.PROTECT, related_name="given_form")
    kind = models.CharField(max_length=20)
    # Which form it was: of which set, or of which sector, under which number and title.
    form_set = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=200)
    # The number of the province's layout (FormLayout of this kind) that it was drawn in; none for ours.
    layout_number = models.PositiveIntegerField(null=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()


class FormSignature(models.Model):
    """The digital signature of a given form: who is to set it (rules.form_sets.SignedBy), and that they did.

    A form that is given on paper only has none. The signed file takes the place of the form's own.
    """

    form = models.OneToOneField(GivenForm, on_delete=models.PROTECT, related_name="signature")
    signer = models.CharField(max_length=10)
    signed_at = models.DateTimeField(null=True)
    signed_name = models.CharField(max_length=300, blank=True)
    # The address of its verification page, from the signature on.
    token = models.CharField(max_length=40, null=True, unique=True)  # noqa: DJ001 - those who wait share none

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="form_signed_whole",
                condition=Q(signed_at__isnull=True, signed_name="", token__isnull=True)
                | (Q(signed_at__isnull=False, token__isnull=False) & ~Q(signed_name="")),
            ),
        ]
        indexes = [models.Index(name="form_to_sign", fields=["signer", "id"], condition=Q(signed_at__isnull=True))]
