from django.db import migrations, models

GIVE = models.Index(
    condition=models.Q(("state", 9)), fields=["received_at", "completed_at", "id"], name="dossier_to_give"
)
PROMISED = models.Index(
    condition=models.Q(("state__in", [2, 4])), fields=["received_at", "due_at", "id"], name="dossier_promised"
)


class Migration(migrations.Migration):
    # The table is large: nobody waits while the indexes are made, and what was interrupted can be done again.
    atomic = False

    dependencies = [
        ("dossiers", "0022_export"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddIndex(model_name="dossier", index=GIVE),
                migrations.AddIndex(model_name="dossier", index=PROMISED),
            ],
            database_operations=[
                migrations.RunSQL(
                    "CREATE INDEX CONCURRENTLY IF NOT EXISTS dossier_to_give ON dossiers_dossier "
                    "(received_at_id, completed_at, id) WHERE state = 9",
                    "DROP INDEX CONCURRENTLY IF EXISTS dossier_to_give",
                ),
                migrations.RunSQL(
                    "CREATE INDEX CONCURRENTLY IF NOT EXISTS dossier_promised ON dossiers_dossier "
                    "(received_at_id, due_at, id) WHERE state IN (2, 4)",
                    "DROP INDEX CONCURRENTLY IF EXISTS dossier_promised",
                ),
            ],
        ),
    ]
