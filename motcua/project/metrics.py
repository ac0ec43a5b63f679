"""What the database knows of the work that waits, for Prometheus."""

from collections.abc import Iterable

from django.db import connection
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from motcua.audit import queries as audit
from motcua.outbox import queries as outbox


class WaitingWork(Collector):
    """Jobs, seals and workers, asked of the database at each scrape."""

    def collect(self) -> Iterable[Metric]:
        """Yield the gauges."""
        jobs = GaugeMetricFamily("motcua_jobs", "Jobs in the queue", labels=["queue", "state"])
        oldest = GaugeMetricFamily(
            "motcua_jobs_oldest_seconds", "How long the oldest due job has waited", labels=["queue"]
        )
        for row in outbox.backlog():
            jobs.add_metric([row.queue, "waiting"], row.waiting)
            jobs.add_metric([row.queue, "running"], row.running)
            jobs.add_metric([row.queue, "failed"], row.failed)
            oldest.add_metric([row.queue], row.oldest_seconds)
        yield jobs
        yield oldest
        unsealed, age = audit.unsealed()
        yield GaugeMetricFamily("motcua_audit_unsealed", "Audit entries without a seal", value=unsealed)
        yield GaugeMetricFamily("motcua_audit_unsealed_seconds", "Age of the oldest of them", value=age)
        yield GaugeMetricFamily(
            "motcua_audit_published_seconds", "Age of the newest head of the trail", value=audit.published_age()
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '60 seconds'"
            )
            yield GaugeMetricFamily("motcua_workers", "Queues with a live worker", value=cursor.fetchone()[0])
            cursor.execute("SELECT pg_database_size(current_database())")
            yield GaugeMetricFamily("motcua_database_bytes", "Size of the database", value=cursor.fetchone()[0])
