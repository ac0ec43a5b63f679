"""To be written."""

import httpx  # noqa: F401
