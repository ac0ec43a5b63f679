import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_names_nfc"),
        ("dossiers", "0019_opinions"),
        ("files", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("recipient", models.CharField(max_length=200)),
                ("is_other", models.BooleanField(default=False)),
                ("basis", models.CharField(blank=True, max_length=300)),
                (
                    "confirmed",
                    models.CharField(
                        choices=[
                            ("card", "card"),
                            ("screen", "screen"),
                            ("paper", "paper"),
                            ("fingerprint", "fingerprint"),
                            ("post", "post"),
                        ],
                        max_length=12,
                    ),
                ),
                ("post_number", models.CharField(blank=True, max_length=60)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "evidence",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "identity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.sealednumber",
                    ),
                ),
                (
                    "result",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="delivery", to="dossiers.result"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(is_other=False) | ~Q(basis=""), name="delivery_other_has_basis"),
                    models.CheckConstraint(
                        condition=~Q(confirmed="post") | ~Q(post_number=""), name="delivery_post_has_number"
                    ),
                    models.CheckConstraint(
                        condition=~Q(confirmed="card") | Q(identity__isnull=False), name="delivery_card_has_identity"
                    ),
                ],
            },
        ),
    ]
