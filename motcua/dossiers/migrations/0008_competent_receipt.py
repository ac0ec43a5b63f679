from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0007_external_standing")]

    operations = [
        migrations.AddField("dossier", "competent_received_at", models.DateTimeField(null=True)),
        migrations.AddField("dueadjustment", "params", models.JSONField(db_default={}, default=dict)),
    ]
