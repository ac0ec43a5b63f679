"""The WSGI entrance that granian serves."""

import contextlib
import ctypes
import gc
import os
import sys

from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.project.settings")
application = get_wsgi_application()

from motcua.procedures.search.index import current_index  # noqa: E402 - after the apps are there
from motcua.project import checks, schema  # noqa: E402

try:
    schema.require_current()
    checks.require_wired()
    # Built now, so that the first search does not wait for it.
    current_index()
except (schema.Outdated, checks.Unwired) as problem:
    sys.exit(f"motcua: {problem}")
except OperationalError as problem:
    sys.exit(f"motcua: the database: {' '.join(str(problem).split())}")
finally:
    # `manage.py web` forks after this: no connection may be inherited, nor a pool with its threads.
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
# Loads every page now, so that the first visitor does not wait for it.
len(get_resolver().url_patterns)
# A page asks the database a dozen times, and each time gets its turn back only when the thread that computes lets go:
# with Python's own five milliseconds the reader of a page waits most of the time for those who file.
sys.setswitchinterval(0.0005)
# What is loaded stays for good: the collector need not walk through it again and again.
gc.collect()
gc.freeze()
# What building the index left free goes back before the fork (glibc only): each process would hold its share of it.
with contextlib.suppress(AttributeError):
    ctypes.CDLL(None).malloc_trim(0)
