from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

INDEX = GinIndex(condition=models.Q(("reached__isnull", False)), fields=["reached"], name="dossier_reached")


class Migration(migrations.Migration):
    # The table is large: nobody waits while the index is made, and what was interrupted can be done again.
    atomic = False

    dependencies = [("dossiers", "0030_relays")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AddIndex(model_name="dossier", index=INDEX)],
            database_operations=[
                migrations.RunSQL(
                    "CREATE INDEX CONCURRENTLY IF NOT EXISTS dossier_reached ON dossiers_dossier "
                    "USING gin (reached) WHERE reached IS NOT NULL",
                    "DROP INDEX CONCURRENTLY IF EXISTS dossier_reached",
                )
            ],
        ),
    ]
