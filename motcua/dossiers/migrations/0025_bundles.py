import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Know of bundles and their parts; the index that tells a bundle's parts comes next, without a lock."""

    dependencies = [
        ("dossiers", "0024_digitisation"),
        ("organisations", "0004_agency_phone"),
        ("procedures", "0004_catalogue_version"),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="part_key",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddField(
            model_name="dossier",
            name="part_of",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="dossiers.dossier",
            ),
        ),
        migrations.CreateModel(
            name="BundlePart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("key", models.CharField(max_length=40)),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "running"),
                            ("done", "done"),
                            ("ended", "ended"),
                            ("dropped", "dropped"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "bundle",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bundle_parts",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.procedureversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("bundle", "key"), name="bundle_part_once"),
                    models.UniqueConstraint(fields=("bundle", "number"), name="bundle_part_numbered"),
                ],
            },
        ),
    ]
