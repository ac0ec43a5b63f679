"""The parts of a bundle: planned when it is filed, each a dossier of its own from the moment it can begin."""

from django.db import models

from motcua.organisations.models import Agency
from motcua.procedures.models import ProcedureVersion

from ..rules.bundles import Phase
from .dossier import Dossier


class BundlePart(models.Model):
    """One agency's part; its dossier is the one with this bundle and key (`Dossier.part_of`, `part_key`).

    Version and agency are pinned when the bundle is filed. `phase` is the one that the bundle's history tells of.
    """

    bundle = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="bundle_parts", db_index=False)
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    phase = models.CharField(max_length=10, choices=[(p.value, p.value) for p in Phase], default=Phase.WAITING.value)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="bundle_part_once", fields=["bundle", "key"]),
            models.UniqueConstraint(name="bundle_part_numbered", fields=["bundle", "number"]),
        ]
