"""The inbox of a person, and what is on its way out."""

import uuid

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Person, User

from .rules import NoticeKind, OfficialKind


class Notice(models.Model):
    """One notice in a person's inbox. `about_kind` and `about_id` name what it is about."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=[(k.value, k.value) for k in NoticeKind])
    params = models.JSONField(default=dict)
    about_kind = models.CharField(max_length=20)
    about_id = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(name="notice_inbox", fields=["person", "-id"]),
            models.Index(name="notice_unread", fields=["person"], condition=Q(read_at__isnull=True)),
        ]


class OutgoingEmail(models.Model):
    """A message to an address that the dossier carries; the address is erased once it was sent."""

    to = models.CharField(max_length=254)
    kind = models.CharField(max_length=30)
    params = models.JSONField(default=dict)
    about_kind = models.CharField(max_length=20)
    about_id = models.CharField(max_length=60)
    language = models.CharField(max_length=5, default="vi")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_problem = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(name="email_waiting", fields=["id"], condition=Q(sent_at__isnull=True))]


class OfficialNotice(models.Model):
    """One notice on an official's desk: work, never personal data. `key` tells what may be said only once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=30, choices=[(k.value, k.value) for k in OfficialKind])
    params = models.JSONField(default=dict)
    about_kind = models.CharField(max_length=20)
    about_id = models.CharField(max_length=60)
    key = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="official_notice_once", fields=["user", "key"], condition=~Q(key="")),
        ]
        indexes = [
            models.Index(name="official_notice_desk", fields=["user", "-id"]),
            models.Index(name="official_notice_unread", fields=["user"], condition=Q(read_at__isnull=True)),
        ]
