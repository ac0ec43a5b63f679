#!/usr/bin/env python
"""Run a command of the system: `manage.py help` lists them."""

import os
import sys

from django.db import OperationalError

from motcua.project import embedded


def main() -> int:
    """Start the embedded database where one is needed, then run the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.project.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the settings are named

    if embedded.is_wanted_by(sys.argv):
        with embedded.running(embedded.Place.from_environment()):
            execute_from_command_line(sys.argv)
    else:
        execute_from_command_line(sys.argv)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except embedded.Unusable as problem:
        sys.exit(f"motcua: {problem}")
    except OperationalError as problem:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"motcua: the database: {' '.join(str(problem).split())}")
