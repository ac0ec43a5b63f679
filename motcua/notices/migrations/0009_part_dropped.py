from django.db import migrations, models


class Migration(migrations.Migration):
    """Tell people of a part of a bundle that cannot begin; the choices are known to the program alone."""

    dependencies = [
        ("notices", "0008_difficulty_kind"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("filed", "filed"),
                    ("received", "received"),
                    ("refused", "refused"),
                    ("supplement", "supplement"),
                    ("supplement_answered", "supplement_answered"),
                    ("stopped", "stopped"),
                    ("withdrawn", "withdrawn"),
                    ("check_draft", "check_draft"),
                    ("come_in_person", "come_in_person"),
                    ("pay", "pay"),
                    ("result_ready", "result_ready"),
                    ("delivered", "delivered"),
                    ("reappointed", "reappointed"),
                    ("due_moved", "due_moved"),
                    ("part_dropped", "part_dropped"),
                ],
                max_length=30,
            ),
        ),
    ]
