import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0037_request_paper_reason"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "handedover", "refused_because", models.CharField(blank=True, db_default="", default="", max_length=300)
        ),
        migrations.AddField("handedover", "settled_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "handedover",
            "settled_by",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
