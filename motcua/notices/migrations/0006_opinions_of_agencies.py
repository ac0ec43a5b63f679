from django.db import migrations, models


class Migration(migrations.Migration):
    """Let the schema know what officials are told of opinions."""

    dependencies = [
        ("notices", "0005_due_kinds"),
    ]

    operations = [
        migrations.AlterField(
            model_name="officialnotice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("mentioned", "mentioned"),
                    ("answer_soon", "answer_soon"),
                    ("result_soon", "result_soon"),
                    ("below_soon", "below_soon"),
                    ("due_list", "due_list"),
                    ("opinion_asked", "opinion_asked"),
                    ("opinion_due", "opinion_due"),
                    ("opinion_late", "opinion_late"),
                    ("opinion_given", "opinion_given"),
                ],
                max_length=30,
            ),
        ),
    ]
