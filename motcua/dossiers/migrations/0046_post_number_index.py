"""Find a posted result by the number that the post gave it, in large or small letters."""

from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Upper

# By the model: the name of the index.
INDEXES = {"delivery": "delivery_by_post_number", "postreturn": "post_return_by_number"}


def made(model: str, name: str) -> migrations.SeparateDatabaseAndState:
    index = models.Index(Upper("post_number"), F("id").desc(), name=name, condition=~Q(post_number=""))
    away = f"DROP INDEX CONCURRENTLY IF EXISTS {name}"
    make = (
        f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON dossiers_{model} "
        "(upper(post_number), id DESC) WHERE NOT (post_number = '')"
    )
    return migrations.SeparateDatabaseAndState(
        state_operations=[migrations.AddIndex(model_name=model, index=index)],
        # One left invalid where an earlier try was broken off goes first.
        database_operations=[migrations.RunSQL([away, make], [away])],
    )


class Migration(migrations.Migration):
    # Nobody waits while the indexes are made, and what was interrupted can be done again.
    atomic = False

    dependencies = [("dossiers", "0045_post_return")]

    operations = [made(model, name) for model, name in INDEXES.items()]
