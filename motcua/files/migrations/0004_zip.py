from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

KINDS = ["pdf", "jpeg", "png", "heic", "webp", "tiff", "docx", "xlsx", "odt", "csv", "zip"]


class Migration(migrations.Migration):
    """Allow the packages that the system writes as ZIP; existing rows are not looked at here."""

    dependencies = [("files", "0003_csv_valid")]

    operations = [
        migrations.AlterField(
            model_name="storedfile",
            name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=8),
        ),
        migrations.RemoveConstraint(model_name="storedfile", name="stored_file_kind"),
        AddConstraintNotValid(
            model_name="storedfile",
            constraint=models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="stored_file_kind"),
        ),
    ]
