"""What was filed under a mandate is found by it; a draft for another stands beside one's own of the same procedure."""

from django.db import migrations, models

INDEX = models.Index(
    condition=models.Q(("mandate__isnull", False)), fields=["mandate", "-dossier"], name="party_by_mandate"
)
ONCE = models.UniqueConstraint(
    fields=("user", "version", "mandate"), name="draft_one_of_procedure", nulls_distinct=False
)


class Migration(migrations.Migration):
    # Nobody waits while the indexes are made, and what was interrupted can be done again.
    atomic = False

    dependencies = [("dossiers", "0051_mandates")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AddIndex(model_name="party", index=INDEX)],
            database_operations=[
                migrations.RunSQL(
                    "CREATE INDEX CONCURRENTLY IF NOT EXISTS party_by_mandate ON dossiers_party "
                    "(mandate_id, dossier_id DESC) WHERE mandate_id IS NOT NULL",
                    "DROP INDEX CONCURRENTLY IF EXISTS party_by_mandate",
                )
            ],
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint(model_name="draft", name="draft_one_of_procedure"),
                migrations.AddConstraint(model_name="draft", constraint=ONCE),
            ],
            database_operations=[
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS draft_one_of_capacity ON dossiers_draft "
                    "(user_id, version_id, mandate_id) NULLS NOT DISTINCT",
                    "DROP INDEX CONCURRENTLY IF EXISTS draft_one_of_capacity",
                ),
                migrations.RunSQL(
                    # The wider one takes its place in the same statement. A list: a text would lose the comment.
                    [
                        "-- squawk-ignore ban-drop-constraint\n"
                        "ALTER TABLE dossiers_draft DROP CONSTRAINT IF EXISTS draft_one_of_procedure, "
                        "ADD CONSTRAINT draft_one_of_procedure UNIQUE USING INDEX draft_one_of_capacity"
                    ],
                    migrations.RunSQL.noop,
                ),
            ],
        ),
    ]
