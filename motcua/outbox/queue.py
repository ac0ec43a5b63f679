"""To be written."""

import procrastinate  # noqa: F401
