from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0010_late_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="savedlist",
            name="page",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
    ]
