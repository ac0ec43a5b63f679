"""Take a dossier code: never twice, gaps allowed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Model

from motcua import statements
from motcua.lib.dates import today
from motcua.organisations.models import Agency

from ..rules.codes import dossier_code

# Its commit does not wait for the disk: the filing that uses the code commits later in the same log, so that no dossier
# can outlive a lost counter.
NEXT = """
INSERT INTO dossiers_codecounter (agency_id, day, last) VALUES (%s, %s, 1)
ON CONFLICT (agency_id, day) DO UPDATE SET last = dossiers_codecounter.last + 1
RETURNING last, set_config('synchronous_commit', 'off', true), {keys}
"""


def take_code(*, agency: Agency, now: datetime, beside: Sequence[type[Model]]) -> tuple[str, list[int]]:
    """Return the next code of an agency on Việt Nam's date, in a transaction of one statement, and a key for each.

    Raises RuntimeError inside another transaction, which would hold the counter until its end.
    """
    if connection.in_atomic_block:
        raise RuntimeError("a code is taken before the filing transaction opens")
    day = today(now)
    number, _, *keys = statements.rows(NEXT.format(keys=statements.drawn(*beside)), [agency.pk, day])[0]
    return dossier_code(agency.code, day, number), keys
