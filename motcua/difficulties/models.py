"""The notes and the answers. Rows are only added; an answer is set on the notes that it answers."""

from django.db import models
from django.db.models import Q

from motcua.accounts.models import User
from motcua.dossiers.models import Dossier
from motcua.organisations.models import Agency, values
from motcua.procedures.models import Procedure

from .rules import About

ABOUTS = [(about.value, about.value) for about in About]


class Answer(models.Model):
    """What was said about one target: by an agency for its own counters, or without one for the whole province."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.CharField(max_length=10, choices=ABOUTS)
    key = models.CharField(max_length=200, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="difficulty_answer_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="difficulty_answer_about_known", condition=Q(about__in=values(About))),
        ]
        indexes = [models.Index(name="difficulty_answer_newest", fields=["procedure", "about", "key", "-id"])]


class Difficulty(models.Model):
    """One note: what was hard, what it was called then, who took it, and where."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.CharField(max_length=10, choices=ABOUTS)
    key = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=2000)
    sentence = models.CharField(max_length=500, blank=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, null=True, related_name="+")
    # Where it was noted, and the agency that decides on the procedure there: the one to answer, where it is known.
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    responsible = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.CheckConstraint(name="difficulty_about_known", condition=Q(about__in=values(About)))]
        indexes = [
            models.Index(name="difficulty_of_target", fields=["procedure", "about", "key", "-id"]),
            models.Index(name="difficulty_taken_by", fields=["by", "-at"]),
            models.Index(name="difficulty_open", fields=["procedure", "id"], condition=Q(answer__isnull=True)),
        ]
