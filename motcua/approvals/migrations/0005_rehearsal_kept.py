"""A trial that is broken off goes on where it was, and can be stopped."""

from django.db import migrations, models

STATUSES = ["waiting", "running", "done", "failed", "stopped"]


class Migration(migrations.Migration):
    dependencies = [("approvals", "0004_rehearsals")]

    operations = [
        migrations.RemoveConstraint(model_name="rehearsal", name="rehearsal_status_known"),
        migrations.AddField(model_name="rehearsal", name="kept", field=models.JSONField(blank=True, default=dict)),
        migrations.AlterField(
            model_name="rehearsal",
            name="status",
            field=models.CharField(choices=[(status, status) for status in STATUSES], default="waiting", max_length=10),
        ),
        migrations.AddConstraint(
            model_name="rehearsal",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", STATUSES)), name="rehearsal_status_known"
            ),
        ),
    ]
