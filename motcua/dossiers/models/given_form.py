"""Statutory forms as they were given: the very file, for good."""

from django.db import models

from motcua.files.models import StoredFile

from .course import DossierEvent
from .dossier import Dossier


class GivenForm(models.Model):
    """A form that an event of a dossier gave, kept as drawn: whoever prints it again gets the same bytes."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="given_forms")
    event = models.OneToOneField(DossierEvent, on_delete=models.PROTECT, related_name="given_form")
    kind = models.CharField(max_length=20)
    # Which form it was: of which set, or of which sector, under which number and title.
    form_set = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=200)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
