"""What an applicant must be told, and whether they were: it counts only from then."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from motcua.organisations.models import Agency

from .course import DossierEvent, SupplementRequest
from .dossier import Dossier


class What(StrEnum):
    """What counts only once it was given."""

    SUPPLEMENT = "supplement"
    APOLOGY = "apology"
    FINISHED = "finished"
    POST_RETURNED = "returned"


class Reach(StrEnum):
    """How the applicant can be reached: an inbox of theirs, an e-mail address alone, or neither."""

    INBOX = "inbox"
    EMAIL = "email"
    NONE = "none"


class How(StrEnum):
    """How it was given."""

    OPENED = "opened"
    PHONE = "phone"
    COUNTER = "counter"
    LETTER = "letter"
    ANSWERED = "answered"


class Outcome(StrEnum):
    """What came of a try to tell somebody."""

    TOLD = "told"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    LETTER = "letter"


class Telling(models.Model):
    """One thing to be told. `given_at` is when it was opened, told or delivered: a message sent is no proof."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="tellings")
    event = models.OneToOneField(DossierEvent, on_delete=models.PROTECT, related_name="+")
    request = models.OneToOneField(SupplementRequest, on_delete=models.PROTECT, null=True, related_name="telling")
    what = models.CharField(max_length=12, choices=[(w.value, w.value) for w in What])
    reach = models.CharField(max_length=8, choices=[(r.value, r.value) for r in Reach])
    # Whose receptionists call, and from when they are to.
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    call_from = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    given_how = models.CharField(max_length=8, choices=[(h.value, h.value) for h in How], blank=True)
    # Nobody needs to be told any more: the dossier came to its end.
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="telling_given_has_way",
                condition=Q(given_at__isnull=True, given_how="") | (Q(given_at__isnull=False) & ~Q(given_how="")),
            ),
        ]
        indexes = [
            models.Index(
                name="telling_to_call",
                fields=["agency", "call_from", "id"],
                condition=Q(given_at__isnull=True, dropped_at__isnull=True),
            ),
        ]


class CallTry(models.Model):
    """One try to tell somebody, with what came of it and who made it. Rows are only added."""

    telling = models.ForeignKey(Telling, on_delete=models.PROTECT, related_name="tries")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=[(o.value, o.value) for o in Outcome])
    note = models.CharField(max_length=500, blank=True)
    caller_id = models.CharField(max_length=40)
    caller_name = models.CharField(max_length=200)
