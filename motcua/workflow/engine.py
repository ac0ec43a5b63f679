"""The only module that knows SpiffWorkflow."""

import SpiffWorkflow  # noqa: F401
