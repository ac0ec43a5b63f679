"""The worker, over a schema that fits and with everything connected."""

from typing import Any

from django.core.management.base import CommandError

from motcua.outbox.management.commands import worker
from motcua.project import checks, schema


class Command(worker.Command):
    """`manage.py worker`: as the outbox has it, but never over an older schema."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            schema.require_current()
            checks.require_wired()
        except (schema.Outdated, checks.Unwired) as problem:
            raise CommandError(str(problem)) from None
        super().handle(*args, **options)
