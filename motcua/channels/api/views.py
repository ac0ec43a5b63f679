"""The API's own description, as JSON and as a page."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from motcua.accounts.doors import public

from . import operations

TOKEN_PATH = "/oauth/token"  # noqa: S105 - an address


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of every operation, the token's included."""
    found: dict[str, Any] = operations.api.get_openapi_schema(path_prefix="/api/v1/")
    # A problem is told as problem+json, whatever the operation.
    for path_item in found["paths"].values():
        for operation in path_item.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    answer["content"] = {
                        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                    }
    found["paths"][TOKEN_PATH] = {"post": _token()}
    return found


def _token() -> dict[str, Any]:
    fields = {name: {"type": "string"} for name in ("grant_type", "client_id", "client_secret", "scope")}
    error = {
        "description": "not given",
        "content": {"application/json": {"schema": {"type": "object", "required": ["error"]}}},
    }
    return {
        "operationId": "token",
        "summary": "Give a client an access token (RFC 6749 section 4.4)",
        "security": [],
        "requestBody": {
            "required": True,
            "content": {
                "application/x-www-form-urlencoded": {
                    "schema": {"type": "object", "properties": fields, "required": ["grant_type"]}
                }
            },
        },
        "responses": {
            "200": {
                "description": "a bearer token",
                "content": {
                    "application/json": {"schema": {"type": "object", "required": ["access_token", "token_type"]}}
                },
            },
            "400": error,
            "401": error,
        },
    }


@public
def openapi(request: HttpRequest) -> HttpResponse:
    """Give the description as JSON."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@public
def docs(request: HttpRequest) -> HttpResponse:
    """Show the description as a page."""
    listed = [
        {"method": method.upper(), "path": path, **operation}
        for path, path_item in description()["paths"].items()
        for method, operation in path_item.items()
    ]
    return render(request, "api/docs.html", {"operations": listed})
