"""How well the signatures of a stored file will prove themselves in years to come."""

from django.db import models
from django.db.models import Q

from motcua.files.models import StoredFile
from motcua.signing.rules import Level

from .dossier import Dossier


class LastingFile(models.Model):
    """An agency's signed file (result, letter, form) on its way to PAdES B-LTA: the level it has reached.

    `archive_until` is until when its archive stamp proves it.
    `file` is what is handed out now; each raising puts a new one in its place. `trouble` says why the last try did
    not do, `is_refused` that no further one will.
    """

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=5, choices=[(level.value, level.value) for level in Level], default=Level.B)
    archive_until = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    is_refused = models.BooleanField(default=False)
    begun_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    raised_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="lasting_file_archive_has_end",
                condition=Q(level=Level.LTA.value, archive_until__isnull=False)
                | (~Q(level=Level.LTA.value) & Q(archive_until__isnull=True)),
            ),
        ]
        indexes = [
            models.Index("begun_at", name="lasting_file_below", condition=~Q(level=Level.LTA.value)),
            models.Index("archive_until", name="lasting_file_to_renew", condition=Q(level=Level.LTA.value)),
        ]
