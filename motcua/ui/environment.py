"""The Jinja2 environment of every page."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment


def environment(**options: Any) -> Environment:
    """Build the environment that Django's Jinja2 backend uses."""
    env = Environment(
        extensions=["jinja2.ext.i18n"], autoescape=True, **{k: v for k, v in options.items() if k != "autoescape"}
    )
    env.globals.update({"static": static, "url": reverse})
    env.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    return env
