"""The only module that knows pyHanko."""

import pyhanko  # noqa: F401
