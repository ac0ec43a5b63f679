import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep decisions about dossiers; a new table, and a kind of result that the column already holds."""

    dependencies = [
        ("dossiers", "0016_custody"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="result",
            name="kind",
            field=models.CharField(
                choices=[
                    ("template", "template"),
                    ("uploaded", "uploaded"),
                    ("scanned", "scanned"),
                    ("reference", "reference"),
                    ("notice", "notice"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("refuse", "refuse"),
                            ("not_eligible", "not_eligible"),
                            ("stop", "stop"),
                            ("reopen", "reopen"),
                            ("recall", "recall"),
                            ("correct", "correct"),
                            ("replace", "replace"),
                            ("revoke", "revoke"),
                        ],
                        max_length=14,
                    ),
                ),
                ("reason", models.TextField()),
                ("basis", models.CharField(blank=True, max_length=300)),
                ("instead", models.TextField(blank=True)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("dated_on", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="dossiers.dossier"
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="dossiers.dossierevent"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "new_result",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.result"
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="dossiers.result",
                    ),
                ),
            ],
        ),
    ]
