"""Runs and undone steps made before now get the code of their procedure, by which inboxes choose."""

from django.db import migrations

INSTANCES = """
    UPDATE workflow_instance i SET case_kind = p.code
    FROM dossiers_dossier d
    JOIN procedures_procedureversion v ON v.id = d.version_id
    JOIN procedures_procedure p ON p.id = v.procedure_id
    WHERE d.instance_id = i.id AND i.ended_at IS NULL
"""
TASKS = """
    UPDATE workflow_task t SET case_kind = i.case_kind
    FROM workflow_instance i WHERE i.id = t.instance_id AND t.status IN ('open', 'waiting')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0017_decisions"),
        ("workflow", "0005_case_kind"),
    ]

    operations = [
        migrations.RunSQL([INSTANCES, TASKS], reverse_sql=migrations.RunSQL.noop),
    ]
