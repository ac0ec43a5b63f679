"""The catalogue's version comes from a sequence: a number that was seen never comes again, not even after a rollback."""

from django.db import migrations


class Migration(migrations.Migration):
    """Add the sequence."""

    dependencies = [("procedures", "0003_process")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE procedures_catalogue_version;",
            "DROP SEQUENCE procedures_catalogue_version;",
        )
    ]
