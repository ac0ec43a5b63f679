from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0031_reached_index")]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="typed_answers",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
    ]
