"""A foreign code is unique for the national portal only: partners number their own dossiers, each from one."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0004_dossier_named"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("foreign_code", ""), _negated=True),
                fields=["foreign_code"],
                name="dossier_by_foreign_code",
            ),
        ),
        migrations.RemoveConstraint(model_name="dossier", name="dossier_foreign_code_once"),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(
                condition=Q(origin="national_portal") & ~Q(foreign_code=""),
                fields=("foreign_code",),
                name="dossier_national_code_once",
            ),
        ),
    ]
