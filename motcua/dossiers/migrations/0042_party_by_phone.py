"""Officials find dossiers by the telephone number somebody gave, too."""

from django.db import migrations, models

INDEX = models.Index(
    condition=models.Q(("phone", ""), _negated=True), fields=["phone", "-dossier"], name="party_by_phone"
)


class Migration(migrations.Migration):
    # Nobody waits while the index is made, and what was interrupted can be done again.
    atomic = False

    dependencies = [("dossiers", "0041_letter_signatures")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AddIndex(model_name="party", index=INDEX)],
            database_operations=[
                migrations.RunSQL(
                    "CREATE INDEX CONCURRENTLY IF NOT EXISTS party_by_phone ON dossiers_party "
                    "(phone, dossier_id DESC) WHERE NOT (phone = '')",
                    "DROP INDEX CONCURRENTLY IF EXISTS party_by_phone",
                )
            ],
        ),
    ]
