from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Find what a one-stop unit certified between two days, for its register."""

    # A commune certifies daily: nobody waits while the index is made.
    atomic = False

    dependencies = [("certifying", "0002_tariffs")]

    operations = [
        AddIndexConcurrently(
            model_name="request",
            index=models.Index(fields=["unit", "at", "id"], name="certification_register"),
        ),
    ]
