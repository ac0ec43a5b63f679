from django.db import migrations, models

INDEX = models.Index(fields=["unit", "taken_at", "id"], name="fee_receipt_book")


class Migration(migrations.Migration):
    # Nobody waits while the index is made, and what was interrupted can be done again.
    atomic = False

    dependencies = [("dossiers", "0042_party_by_phone")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AddIndex(model_name="feereceipt", index=INDEX)],
            database_operations=[
                migrations.RunSQL(
                    "CREATE INDEX CONCURRENTLY IF NOT EXISTS fee_receipt_book ON dossiers_feereceipt "
                    "(unit_id, taken_at, id)",
                    "DROP INDEX CONCURRENTLY IF EXISTS fee_receipt_book",
                )
            ],
        ),
    ]
