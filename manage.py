#!/usr/bin/env python
"""Run a command of the system: `manage.py help` lists them."""

import os
import sys
from contextlib import nullcontext

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from motcua.project import embedded


def main() -> int:
    """Start the embedded database where one is needed, then run the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.project.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the settings are named

    wanted = embedded.running(embedded.Place.from_environment()) if embedded.is_wanted_by(sys.argv) else nullcontext()
    with wanted:
        if sys.argv[1:2] == ["worker"] and "--help" not in sys.argv:
            _require_current_schema()
        execute_from_command_line(sys.argv)
    return 0


def _require_current_schema() -> None:
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    from motcua.project import schema  # noqa: PLC0415 - after the apps are there

    try:
        schema.require_current()
    except schema.Outdated as problem:
        sys.exit(f"motcua: {problem}")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except embedded.Unusable as problem:
        sys.exit(f"motcua: {problem}")
    except ImproperlyConfigured as problem:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"motcua: {problem}")
    except OperationalError as problem:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"motcua: the database: {' '.join(str(problem).split())}")
