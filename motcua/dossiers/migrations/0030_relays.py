import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


def _to(target: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=target, **more
    )


class Migration(migrations.Migration):
    """Know where a relay is and was; the index over it comes next, without a lock."""

    dependencies = [
        ("dossiers", "0029_fee_receipt"),
        ("organisations", "0004_agency_phone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="reached",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), null=True, size=None),
        ),
        migrations.CreateModel(
            name="Leg",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("given_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("agency", _to("organisations.agency")),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="legs",
                        to="dossiers.dossier",
                    ),
                ),
                ("given_by", _to(settings.AUTH_USER_MODEL)),
                ("taken_by", _to(settings.AUTH_USER_MODEL, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "number"), name="leg_numbered"),
                    models.UniqueConstraint(
                        condition=Q(ended_at__isnull=True), fields=("dossier",), name="leg_one_now"
                    ),
                ],
            },
        ),
    ]
