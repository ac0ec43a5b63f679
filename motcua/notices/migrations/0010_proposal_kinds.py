from django.db import migrations, models


class Migration(migrations.Migration):
    """Tell officials of proposals; the choices are known to the program alone."""

    dependencies = [
        ("notices", "0009_part_dropped"),
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
                    ("export_ready", "export_ready"),
                    ("export_failed", "export_failed"),
                    ("difficulty_answered", "difficulty_answered"),
                    ("proposal_waits", "proposal_waits"),
                    ("proposal_approved", "proposal_approved"),
                    ("proposal_applied", "proposal_applied"),
                    ("proposal_rejected", "proposal_rejected"),
                    ("proposal_withdrawn", "proposal_withdrawn"),
                    ("proposal_failed", "proposal_failed"),
                    ("rehearsal_over", "rehearsal_over"),
                ],
                max_length=30,
            ),
        ),
    ]
