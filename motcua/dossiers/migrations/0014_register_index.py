from django.db import migrations, models

INDEX = models.Index(
    condition=models.Q(("accepted_at__isnull", False)),
    fields=["received_at", "accepted_at", "id"],
    name="dossier_register",
)


class Migration(migrations.Migration):
    # The table is large: nobody waits while the index is made, and what was interrupted can be done again.
    atomic = False

    dependencies = [
        ("dossiers", "0013_papers_at_the_counter"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AddIndex(model_name="dossier", index=INDEX)],
            database_operations=[
                migrations.RunSQL(
                    "CREATE INDEX CONCURRENTLY IF NOT EXISTS dossier_register ON dossiers_dossier "
                    "(received_at_id, accepted_at, id) WHERE accepted_at IS NOT NULL",
                    "DROP INDEX CONCURRENTLY IF EXISTS dossier_register",
                )
            ],
        ),
    ]
