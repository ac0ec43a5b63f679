from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Look at the existing rows, without keeping writers out."""

    dependencies = [("files", "0004_zip")]

    operations = [ValidateConstraint(model_name="storedfile", name="stored_file_kind")]
