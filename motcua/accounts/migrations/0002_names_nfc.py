"""Names are in Unicode normal form C: the database refuses another, whatever entrance it came by."""

from django.db import migrations

TABLES = {"accounts_person": "person_name_nfc", "accounts_user": "user_name_nfc"}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK (full_name IS NFC NORMALIZED)",
            reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {name}",
        )
        for table, name in TABLES.items()
    ]
