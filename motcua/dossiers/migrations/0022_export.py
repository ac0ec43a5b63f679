import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep lists that are taken away as files; a new table only."""

    dependencies = [
        ("dossiers", "0021_hand_over"),
        ("files", "0003_csv_valid"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(choices=[("xlsx", "xlsx"), ("csv", "csv")], max_length=8)),
                ("wanted", models.JSONField()),
                ("title", models.CharField(max_length=100)),
                ("asked_at", models.DateTimeField()),
                ("rows", models.PositiveIntegerField(default=0)),
                ("is_cut", models.BooleanField(default=False)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "failed",
                    models.CharField(blank=True, choices=[("no_right", "no_right"), ("stuck", "stuck")], max_length=20),
                ),
                ("expires_at", models.DateTimeField()),
                (
                    "file",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "-id"], name="export_of_user"),
                    models.Index(
                        condition=models.Q(("finished_at__isnull", True)), fields=["asked_at"], name="export_running"
                    ),
                    models.Index(fields=["expires_at"], name="export_by_end"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("failed", ""), ("file__isnull", True), ("finished_at__isnull", True)),
                            models.Q(("failed", ""), ("file__isnull", False), ("finished_at__isnull", False)),
                            models.Q(
                                ("file__isnull", True),
                                ("finished_at__isnull", False),
                                models.Q(("failed", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="export_ends_once",
                    )
                ],
            },
        ),
    ]
