from django.db import migrations, models
from django.db.models import Q

BY_REASON = models.UniqueConstraint(
    name="clock_stop_once_open", fields=["dossier", "reason"], condition=Q(ended_at__isnull=True)
)
ONE = models.UniqueConstraint(name="clock_stop_one_open", fields=["dossier"], condition=Q(ended_at__isnull=True))


class Migration(migrations.Migration):
    """Let a clock stand still for two reasons at once; the indexes are made while people work."""

    atomic = False
    dependencies = [("dossiers", "0008_competent_receipt")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS clock_stop_once_open "
                    "ON dossiers_clockstop (dossier_id, reason) WHERE ended_at IS NULL",
                    "DROP INDEX CONCURRENTLY IF EXISTS clock_stop_once_open",
                ),
                migrations.RunSQL(
                    "DROP INDEX CONCURRENTLY IF EXISTS clock_stop_one_open",
                    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS clock_stop_one_open "
                    "ON dossiers_clockstop (dossier_id) WHERE ended_at IS NULL",
                ),
            ],
            state_operations=[
                migrations.RemoveConstraint("clockstop", "clock_stop_one_open"),
                migrations.AddConstraint("clockstop", BY_REASON),
            ],
        ),
    ]
