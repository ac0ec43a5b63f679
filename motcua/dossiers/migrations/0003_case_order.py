"""Steps made before now get the keys that inboxes sort by."""

from django.db import migrations

INSTANCES = """
    UPDATE workflow_instance i SET case_name = left(d.owner_sort_key, 200)
    FROM dossiers_dossier d WHERE d.instance_id = i.id
"""
TASKS = """
    UPDATE workflow_task t SET case_code = i.business_key, case_name = i.case_name
    FROM workflow_instance i WHERE i.id = t.instance_id AND t.status IN ('open', 'waiting')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0002_sealed_at"),
        ("workflow", "0004_case_order"),
    ]

    operations = [
        migrations.RunSQL([INSTANCES, TASKS], reverse_sql=migrations.RunSQL.noop),
    ]
