"""What is published of the trail: a Merkle tree over the batches that were sealed, and its signed heads."""

from django.db import migrations, models

FORWARD = r"""
-- `nodes`: the roots of all complete parts of the tree that end with this batch, 32 bytes each, its own first. So any
-- inclusion proof is found from a few rows, however large the tree is.
CREATE TABLE audit_batch (
    seal_id bigint PRIMARY KEY CHECK (seal_id > 0),
    nodes bytea NOT NULL CHECK (length(nodes) >= 32 AND length(nodes) % 32 = 0)
);
CREATE TABLE audit_head (
    number bigint PRIMARY KEY CHECK (number > 0),
    kind text NOT NULL CHECK (kind IN ('hour', 'day')),
    at timestamptz NOT NULL,
    seals bigint NOT NULL CHECK (seals >= 0),
    entries bigint NOT NULL CHECK (entries >= 0),
    peaks bytea NOT NULL CHECK (length(peaks) % 32 = 0),
    statement text NOT NULL,
    signature bytea NOT NULL,
    chain text NOT NULL,
    token bytea
);
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_batch FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_batch FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_partitions_without_rights")]
    operations = [
        migrations.RunSQL(
            FORWARD,
            "DROP TABLE audit_head, audit_batch",
            state_operations=[
                migrations.CreateModel(
                    name="Batch",
                    fields=[
                        ("seal_id", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("nodes", models.BinaryField()),
                    ],
                    options={"db_table": "audit_batch", "managed": False},
                ),
                migrations.CreateModel(
                    name="Head",
                    fields=[
                        ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("kind", models.CharField(choices=[("hour", "hour"), ("day", "day")], max_length=4)),
                        ("at", models.DateTimeField()),
                        ("seals", models.BigIntegerField()),
                        ("entries", models.BigIntegerField()),
                        ("peaks", models.BinaryField()),
                        ("statement", models.TextField()),
                        ("signature", models.BinaryField()),
                        ("chain", models.TextField()),
                        ("token", models.BinaryField(null=True)),
                    ],
                    options={"db_table": "audit_head", "managed": False},
                ),
            ],
        )
    ]
