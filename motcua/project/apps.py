"""Connects what must happen around the apps: rights after a migration."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from motcua.project import grants


class ProjectConfig(AppConfig):
    """The project as an app, for its commands."""

    name = "motcua.project"

    def ready(self) -> None:
        """Grant the runtime role its rights once after each migration: the signal comes per app, ours has no tables."""
        post_migrate.connect(grants.after_migration, sender=apps.get_app_config("audit"), dispatch_uid="grants")
