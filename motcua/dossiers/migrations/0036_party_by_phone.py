"""Officials find dossiers by the telephone number somebody gave, too."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("dossiers", "0035_letter_templates")]

    operations = [
        AddIndexConcurrently(
            "party",
            models.Index(
                condition=models.Q(("phone", ""), _negated=True), fields=["phone", "-dossier"], name="party_by_phone"
            ),
        ),
    ]
