"""Sessions in the database, with whose they are beside them, and the limits of staying signed in.

The limits are held where a session is read: nothing that asks who is there can forget them.
"""

import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as Rows

from motcua.accounts.models import Session
from motcua.accounts.rules.sessions import NOTED_EVERY, Limits, is_over

# Where the session's data keep what `accounts.sessions.begin` says of it.
MARK = "signed_in"


class SessionStore(Rows):
    """Reads a session only while it lasts, and notes from time to time that it is in use."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table."""
        return Session

    def load(self) -> dict[str, Any]:
        """Return the session's data; nothing where it is over."""
        data: dict[str, Any] = super().load()
        mark = data.get(MARK)
        if mark is None:
            return data
        now = time.time()
        limits = Limits(idle=settings.SESSION_IDLE_AGE, most=settings.SESSION_COOKIE_AGE)
        if is_over(began=mark["began"], seen=mark["seen"], now=now, limits=limits):
            self.delete(self.session_key)
            self._session_key = None
            return {}
        if now - mark["seen"] >= NOTED_EVERY:
            mark["seen"] = now
            self.modified = True
        return data

    def cycle_key(self) -> None:
        """Give the session a fresh id. The old row goes first: the new one bears the same public id."""
        data, key = dict(self.items()), self.session_key
        if key:
            self.delete(key)
        self.create()
        self._session_cache = data

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row of a session, with whose it is."""
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        row.user_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        mark = data.get(MARK)
        if mark is not None and row.user_id is not None:
            row.public_id = mark["id"]
            row.factor, row.browser, row.system = mark["factor"], mark["browser"], mark["system"]
            row.network = mark["network"]
            row.began_at = datetime.fromtimestamp(mark["began"], UTC)
            row.seen_at = datetime.fromtimestamp(mark["seen"], UTC)
        return row
