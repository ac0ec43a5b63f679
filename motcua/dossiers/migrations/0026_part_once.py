from django.db import migrations, models

ONCE = models.UniqueConstraint(
    condition=models.Q(("part_of__isnull", False)), fields=("part_of", "part_key"), name="dossier_part_once"
)


class Migration(migrations.Migration):
    # The table is large: nobody waits while the index is made, and what was interrupted can be done again.
    atomic = False

    dependencies = [("dossiers", "0025_bundles")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AddConstraint(model_name="dossier", constraint=ONCE)],
            database_operations=[
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS dossier_part_once ON dossiers_dossier "
                    "(part_of_id, part_key) WHERE part_of_id IS NOT NULL",
                    "DROP INDEX CONCURRENTLY IF EXISTS dossier_part_once",
                )
            ],
        ),
    ]
