import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep the opinions of other agencies; new tables only."""

    dependencies = [
        ("dossiers", "0018_case_kind"),
        ("files", "0001_initial"),
        ("organisations", "0004_agency_phone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveSmallIntegerField()),
                ("question", models.TextField()),
                ("is_mandatory", models.BooleanField(default=True)),
                ("shared", models.JSONField(default=dict)),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("late_at", models.DateTimeField(null=True)),
                ("waived_at", models.DateTimeField(null=True)),
                ("waived_basis", models.CharField(blank=True, max_length=300)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="dossiers.dossier"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "waived_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OpinionAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "stance",
                    models.CharField(
                        choices=[("agree", "agree"), ("disagree", "disagree"), ("comment", "comment")], max_length=10
                    ),
                ),
                ("text", models.TextField()),
                ("given_at", models.DateTimeField()),
                ("is_late", models.BooleanField(default=False)),
                (
                    "earlier",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="later",
                        to="dossiers.opinionanswer",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "opinion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="dossiers.opinion"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="opinion",
            index=models.Index(
                condition=models.Q(("answered_at", None)), fields=["recipient", "due_at", "id"], name="opinion_inbox"
            ),
        ),
        migrations.AddIndex(
            model_name="opinion",
            index=models.Index(fields=["recipient", "-id"], name="opinion_of_agency"),
        ),
        migrations.AddIndex(
            model_name="opinion",
            index=models.Index(
                condition=models.Q(("answered_at", None), ("late_at", None)), fields=["due_at"], name="opinion_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.UniqueConstraint(fields=("dossier", "number"), name="opinion_numbered"),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("waived_at__isnull", True), models.Q(("waived_basis", ""), _negated=True), _connector="OR"
                ),
                name="opinion_waived_has_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinionanswer",
            constraint=models.UniqueConstraint(fields=("opinion", "number"), name="opinion_answer_numbered"),
        ),
    ]
