"""The marks that look-ups in the population database left on a dossier."""

from collections.abc import Sequence
from datetime import datetime

from .models import Dossier, PopulationCheck


def checks_of(dossier: Dossier, *, until: datetime | None = None) -> Sequence[PopulationCheck]:
    """Return the look-ups of a dossier, the newest first; `until`: those made by then (`access.read_until`)."""
    found = PopulationCheck.objects.filter(dossier=dossier).select_related("by", "agency").order_by("-pk")
    return list(found if until is None else found.filter(at__lte=until))
