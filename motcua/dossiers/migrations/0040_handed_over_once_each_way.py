"""One list at a time in each direction; built beside the running program, which keeps the old index until then."""

from django.db import migrations, models
from django.db.models import Q

TO_AGENCY = """CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS handed_over_to_agency_once
ON dossiers_handedover (dossier_id) WHERE NOT did_not_come AND result_id IS NULL"""
BACK = """CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS handed_back_once
ON dossiers_handedover (result_id) WHERE NOT did_not_come AND result_id IS NOT NULL"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("dossiers", "0039_results_handed_back"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(TO_AGENCY, "DROP INDEX CONCURRENTLY IF EXISTS handed_over_to_agency_once"),
                migrations.RunSQL(BACK, "DROP INDEX CONCURRENTLY IF EXISTS handed_back_once"),
                migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS handed_over_once", migrations.RunSQL.noop),
            ],
            state_operations=[
                migrations.RemoveConstraint("handedover", "handed_over_once"),
                migrations.AddConstraint(
                    "handedover",
                    models.UniqueConstraint(
                        condition=Q(did_not_come=False, result__isnull=True),
                        fields=["dossier"],
                        name="handed_over_to_agency_once",
                    ),
                ),
                migrations.AddConstraint(
                    "handedover",
                    models.UniqueConstraint(
                        condition=Q(did_not_come=False, result__isnull=False),
                        fields=["result"],
                        name="handed_back_once",
                    ),
                ),
            ],
        ),
    ]
