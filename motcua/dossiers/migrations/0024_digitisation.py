import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_names_nfc"),
        ("dossiers", "0023_day_indexes"),
        ("files", "0003_csv_valid"),
        ("organisations", "0004_agency_phone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="handedover",
            name="unscanned_because",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.CreateModel(
            name="Digitisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("awaited", "awaited"),
                            ("scanned", "scanned"),
                            ("accepted", "accepted"),
                            ("signed", "signed"),
                            ("not_needed", "not_needed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("scan", "scan"), ("paper", "paper"), ("result", "result")],
                        default="scan",
                        max_length=6,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("read_at", models.DateTimeField(null=True)),
                ("found", models.JSONField(default=dict)),
                ("number", models.CharField(blank=True, max_length=200)),
                ("issued_on", models.DateField(null=True)),
                ("issuer", models.CharField(blank=True, max_length=200)),
                ("holder", models.CharField(blank=True, max_length=200)),
                ("valid_until", models.DateField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("sign_asked_at", models.DateTimeField(null=True)),
                ("sign_problem", models.CharField(blank=True, max_length=300)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "identity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.sealednumber",
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="digitisation", to="dossiers.paper"
                    ),
                ),
                (
                    "reused_paper",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.paper"
                    ),
                ),
                (
                    "reused_result",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.result"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("stage", "accepted")),
                        fields=["accepted_by", "id"],
                        name="digitisation_to_sign",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage__in", ["accepted", "signed"]), _negated=True),
                            models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="digitisation_accepted_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "signed"), _negated=True), ("signed_at__isnull", False), _connector="OR"
                        ),
                        name="digitisation_signed_has_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "not_needed"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="digitisation_not_needed_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Scan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "way",
                    models.CharField(
                        choices=[("sent", "sent"), ("folder", "folder"), ("device", "device")], max_length=8
                    ),
                ),
                ("came_at", models.DateTimeField()),
                ("plan", models.JSONField(default=dict)),
                ("settled_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=500)),
                (
                    "came_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.agency"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("dossier__isnull", True)), fields=["unit", "id"], name="scan_at_unit"
                    ),
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=["dossier", "id"],
                        name="scan_unsettled",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("file__isnull", False), models.Q(("problem", ""), _negated=True), _connector="XOR"
                        ),
                        name="scan_file_or_problem",
                    )
                ],
            },
        ),
    ]
