"""Whoever files for another does so under a mandate: their draft and their place in the dossier say which."""

import django.db.models.deletion
from django.db import migrations, models

MANDATE = {
    "db_constraint": False,
    "db_index": False,
    "null": True,
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": "accounts.mandate",
}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_mandate"), ("dossiers", "0050_population_check")]

    operations = [
        migrations.AddField(model_name="draft", name="mandate", field=models.ForeignKey(**MANDATE)),
        migrations.AddField(model_name="party", name="mandate", field=models.ForeignKey(**MANDATE)),
    ]
