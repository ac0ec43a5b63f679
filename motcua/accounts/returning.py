"""Where somebody goes after signing in: back to the page of ours that they wanted."""

from typing import Any

from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 500


def wanted(values: Any, *, home: str) -> str:
    """Return the page named by `next` among the values of a form or an address; `home` where it is none of ours."""
    target = str(values.get("next", ""))
    ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/")
    return target if ours and len(target) <= LONGEST else home
