"""Find the announcements about a dossier that are not carried yet by its number: every dossier page asks for them.

The table is procrastinate's, so that no model of ours can name the index. Its rows are few on a good day; on the day
when nothing is carried they are a hundred thousand, and that is when people look.
"""

from django.db import migrations

NAME = "dossier_announcements"
# Left invalid where an earlier try was broken off.
AWAY = f"DROP INDEX CONCURRENTLY IF EXISTS {NAME}"
MAKE = f"""
    CREATE INDEX CONCURRENTLY IF NOT EXISTS {NAME} ON procrastinate_jobs ((args->'fields'->>'dossier_id'))
    WHERE queue_name = 'events'
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("dossiers", "0043_receipt_book"),
        ("outbox", "0002_poll_instead_of_notify"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [migrations.RunSQL([AWAY, MAKE], [AWAY])]
