import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0015_form_layout"),
        ("organisations", "0004_agency_phone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Custody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("is_last", models.BooleanField(default=True)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("held", "held"),
                            ("passed", "passed"),
                            ("returned", "returned"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("recipient", models.CharField(blank=True, max_length=200)),
                (
                    "signed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("paper", "paper"),
                            ("fingerprint", "fingerprint"),
                            ("card", "card"),
                            ("screen", "screen"),
                        ],
                        max_length=12,
                    ),
                ),
                ("taken_at", models.DateTimeField(null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="custody", to="dossiers.paper"
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=Q(agency__isnull=False, is_last=True),
                        fields=["agency", "id"],
                        name="custody_held_by",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=["paper", "number"], name="custody_numbered"),
                    models.UniqueConstraint(condition=Q(is_last=True), fields=["paper"], name="custody_one_last"),
                    models.CheckConstraint(
                        condition=Q(act__in=["held", "passed"], agency__isnull=False)
                        | Q(act__in=["returned", "withdrawn"], agency__isnull=True),
                        name="custody_held_or_gone",
                    ),
                    models.CheckConstraint(
                        condition=~Q(act="returned") | (~Q(recipient="") & ~Q(signed="")),
                        name="custody_returned_is_signed_for",
                    ),
                ],
            },
        ),
    ]
