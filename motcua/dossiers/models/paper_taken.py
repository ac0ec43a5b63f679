"""Paper that was taken although the procedure is handled without: by which decision, why, and by whom."""

from django.db import models
from django.db.models import Q

from motcua.accounts.models import User
from motcua.procedures.models import Paperless

from .dossier import Dossier


class PaperTaken(models.Model):
    """One time that paper was taken for a paperless dossier. Rows are only added."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Paperless, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [models.CheckConstraint(name="paper_taken_says_why", condition=~Q(reason=""))]
