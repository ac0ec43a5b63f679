import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0038_hand_over_by_item"),
    ]

    operations = [
        migrations.AddField("handover", "is_back", models.BooleanField(db_default=False, default=False)),
        migrations.AddField(
            "handedover",
            "result",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handed_over",
                to="dossiers.result",
            ),
        ),
    ]
