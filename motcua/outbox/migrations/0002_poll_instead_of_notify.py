"""Take two of procrastinate's triggers off the path of every filing.

A transaction that sent a NOTIFY takes a lock of the whole cluster while it commits, so filings would queue for one
another there: the worker polls instead. And the log of what befell a job need not begin with its creation where the
job is an event, which says itself when it was published: that row cost as much as the job. This runs after the last of
procrastinate's migrations known to us; a newer one that makes these triggers anew fails a test.
"""

from django.db import migrations

OFF = (
    "procrastinate_jobs_notify_queue_job_inserted_v1",
    "procrastinate_jobs_notify_queue_job_aborted_v1",
    "procrastinate_trigger_status_events_insert_v1",
)
LOG_OTHERS = """
    CREATE TRIGGER outbox_status_events_insert AFTER INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN (new.status = 'todo' AND new.queue_name <> 'events')
    EXECUTE FUNCTION procrastinate_trigger_function_status_events_insert_v1()
"""


def statements(verb):
    return [f"ALTER TABLE procrastinate_jobs {verb} TRIGGER {trigger}" for trigger in OFF]


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [
        migrations.RunSQL(
            [*statements("DISABLE"), LOG_OTHERS],
            ["DROP TRIGGER outbox_status_events_insert ON procrastinate_jobs", *statements("ENABLE")],
        )
    ]
