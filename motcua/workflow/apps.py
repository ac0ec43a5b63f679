"""Finds the named steps that apps register in their `tasks.py`."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkflowConfig(AppConfig):
    """Loads every app's `tasks` module at start, as Django does with `admin`."""

    name = "motcua.workflow"

    def ready(self) -> None:
        """Import `tasks` of every app."""
        autodiscover_modules("tasks")
