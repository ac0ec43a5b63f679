"""The Jinja2 environment of every page."""

from dataclasses import dataclass
from typing import Any, NoReturn

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, Undefined

from motcua.ui import amounts, markup, moments, summaries, texts
from motcua.ui.middleware import PARAMETER as LANGUAGE_PARAMETER


class Missing(Undefined):
    """What a template names but nobody gave: may be tested, never printed or walked through."""

    __slots__ = ()

    def _refuse(self, *_: object) -> NoReturn:
        self._fail_with_undefined_error()

    __str__ = __iter__ = __len__ = __html__ = _refuse


@dataclass(frozen=True, slots=True)
class Site:
    """What every page shows of the place it serves."""

    own_name: str
    emblem: str
    address: str
    demo: bool

    @property
    def province(self) -> str:
        """The province's name: *Tỉnh Lâm Đồng*, in English *Lâm Đồng province*."""
        kind, _space, name = self.own_name.partition(" ")
        if get_language() == "en" and kind == "Tỉnh":
            return f"{name} province"
        city = self.own_name.removeprefix("Thành phố ")
        return f"{city} city" if get_language() == "en" and city != self.own_name else self.own_name

    @property
    def province_within(self) -> str:
        """The province's name inside a sentence: *tỉnh Lâm Đồng*."""
        return self.province if get_language() == "en" else self.province[:1].lower() + self.province[1:]


def url(name: str, *args: object, **kwargs: object) -> str:
    """Give the address of a named URL."""
    return reverse(name, args=args, kwargs=kwargs)


def in_language(request: HttpRequest | None, code: str) -> str:
    """Give the address of the same page, question and all, in another language."""
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query[LANGUAGE_PARAMETER] = code
    return f"?{query.urlencode()}"


def environment(**options: Any) -> Environment:
    """Make the environment. Named in TEMPLATES, called by Django's Jinja2 backend."""
    options |= {"autoescape": True, "undefined": Missing, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(extensions=["jinja2.ext.i18n"], **options)  # noqa: S701 - autoescape is among the options
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=gettext, ngettext=ngettext, pgettext=pgettext, npgettext=npgettext, newstyle=True
    )
    made.globals |= {
        "static": static,
        "url": url,
        "language": get_language,
        "in_language": in_language,
        "site": Site(settings.PROVINCE, settings.EMBLEM, settings.SITE_ADDRESS, settings.DEMO),
    }
    made.filters |= {
        "say_date": moments.say_date,
        "say_moment": moments.show_moment,
        "money": amounts.show_money,
        "number": amounts.say_number,
        "said_sum": amounts.said_sum,
        # For texts that come as data: unlike `_()`, they fill in nothing, so that a percent sign is only that.
        "translated": texts.translated,
        "said": texts.said,
        "error_at": summaries.error_at,
        "part": markup.part,
        "entries": markup.entries,
        "cls": markup.css_classes,
        "attrs": markup.attributes,
        "i18n": markup.i18n_attributes,
    }
    return made
