"""Switch off procrastinate's NOTIFY.

A transaction that sent a NOTIFY takes a lock of the whole cluster while it commits, so filings would queue for one
another there. The worker polls instead. This runs after the last of procrastinate's migrations known to us; a newer
one that makes these triggers anew fails the test of this migration.
"""

from django.db import migrations

TRIGGERS = ("procrastinate_jobs_notify_queue_job_inserted_v1", "procrastinate_jobs_notify_queue_job_aborted_v1")


def statements(verb):
    return [f"ALTER TABLE procrastinate_jobs {verb} TRIGGER {trigger}" for trigger in TRIGGERS]


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [migrations.RunSQL(statements("DISABLE"), statements("ENABLE"))]
