"""The API's own description, as JSON and as a page."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.accounts.doors import public
from motcua.accounts.rules.permissions import API_SCOPE_NAMES

from . import reference
from .description import description


@public
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Give the description as JSON; programs of others, also in a browser, may read it from anywhere."""
    response = JsonResponse(description(), json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=300"
    return response


@public
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show the description as a page."""
    found = description()
    response = render(
        request,
        "api/docs.html",
        {
            "chapters": reference.chapters(found),
            "shapes": reference.shapes(found),
            "scopes": [(scope.value, _(words)) for scope, words in API_SCOPE_NAMES.items()],
        },
    )
    response["Cache-Control"] = "private, max-age=300"
    return response
