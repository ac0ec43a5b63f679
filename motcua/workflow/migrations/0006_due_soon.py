from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("workflow", "0005_case_kind")]

    operations = [
        AddIndexConcurrently(
            "task", models.Index(condition=models.Q(("status", "open")), fields=["sort_at"], name="task_due")
        ),
    ]
