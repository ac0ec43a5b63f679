from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0036_finishing")]

    operations = [
        migrations.AddField(
            model_name="supplementrequest",
            name="paper_reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
    ]
