"""A draft is filed under its public id, so that its address leads to the dossier afterwards."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0005_national_code_once"),
    ]

    operations = [
        migrations.RemoveField(model_name="draft", name="key"),
    ]
