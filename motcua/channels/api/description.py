"""The OpenAPI 3.1 description: what the library writes of the operations, and what it cannot know."""

from functools import cache
from typing import Any

from ninja import NinjaAPI, Router

from motcua.accounts.doors import Door
from motcua.accounts.rules.permissions import API_SCOPE_NAMES, ApiScope
from motcua.dossiers.rules.history import Happening

from . import operations, opinions, problems, webhooks

TOKEN_PATH = "/oauth/token"  # noqa: S105 - an address
SCHEME = "client"
SIGNATURE = (
    'Calls carry `X-Motcua-Signature: t=<seconds>,v1=<hex>`: HMAC-SHA-256 of "<t>.<body>" under the secret of the '
    "subscription. Refuse a signature older than some minutes. A call that is not answered with 2xx within ten seconds "
    "is made again for more than a day, with the same `id`; calls may come in another order than the events."
)


@cache
def description() -> dict[str, Any]:
    """Return the description of every operation, of the token, and of the calls that subscribers get."""
    found: dict[str, Any] = dict(operations.api.get_openapi_schema(path_prefix="/api/v1/"))
    doors = _doors()
    for path_item in found["paths"].values():
        for operation in path_item.values():
            name = str(operation["operationId"])
            said = str(operation.get("description", ""))
            operation["summary"] = said.partition("\n")[0].rstrip(".")
            # Where the token comes from, and for tools that know nothing of that, what it looks like.
            operation["security"] = [{SCHEME: [doors[name].scope]}, {"Bearer": []}]
            # A problem is told as problem+json, whatever the operation.
            operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}
            for status, answer in operation["responses"].items():
                if status >= "400":
                    answer["content"] = {problems.TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    found["paths"][TOKEN_PATH] = {"post": _token()}
    found["components"]["securitySchemes"][SCHEME] = {
        "type": "oauth2",
        "flows": {
            "clientCredentials": {
                "tokenUrl": TOKEN_PATH,
                "scopes": {scope.value: API_SCOPE_NAMES[scope] for scope in ApiScope},
            }
        },
    }
    found["webhooks"] = {"dossierChanged": {"post": _call()}}
    # Relative: the same description is true wherever the province's address is.
    found["servers"] = [{"url": "/"}]
    return found


def _doors() -> dict[str, Door]:
    """Return the door of each operation by its id."""
    routers: tuple[Router, ...] = (operations.router, opinions.router, webhooks.router)
    api: NinjaAPI = operations.api
    return {
        api.get_openapi_operation_id(operation): operation.view_func.door  # type: ignore[attr-defined]
        for router in routers
        for path_view in router.path_operations.values()
        for operation in path_view.operations
    }


def _token() -> dict[str, Any]:
    fields = {name: {"type": "string"} for name in ("grant_type", "client_id", "client_secret")}
    fields["scope"] = {"type": "string", "description": "scopes with blanks between them; all of the client's without"}
    error = {
        "description": "not given (RFC 6749 section 5.2)",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["error"],
                    "properties": {"error": {"type": "string"}, "error_description": {"type": "string"}},
                }
            }
        },
    }
    given = {
        "access_token": {"type": "string"},
        "token_type": {"type": "string", "enum": ["Bearer"]},
        "expires_in": {"type": "integer", "description": "seconds"},
        "scope": {"type": "string"},
    }
    return {
        "operationId": "token",
        "summary": "Give a client an access token (RFC 6749 section 4.4)",
        "description": "The client's id and secret come in the form or in a Basic header.",
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
                    "application/json": {"schema": {"type": "object", "properties": given, "required": list(given)}}
                },
            },
            "400": error,
            "401": error,
        },
    }


def _call() -> dict[str, Any]:
    told = {
        "id": {"type": "string", "format": "uuid", "description": "of this call, the same at every try"},
        "at": {"type": "string", "format": "date-time"},
        "dossier": {"type": "string", "description": "its code"},
        "kind": {"type": "string", "enum": [kind.value for kind in Happening]},
        "state": {"type": "integer", "minimum": 1, "maximum": 10},
    }
    headers = {
        "X-Motcua-Signature": "when it was sent, and the signature",
        "X-Motcua-Delivery": "the `id` of the body",
    }
    return {
        "operationId": "dossierChanged",
        "summary": "Tell a subscriber that a dossier within its reach changed",
        "description": SIGNATURE,
        "parameters": [
            {"in": "header", "name": name, "required": True, "schema": {"type": "string"}, "description": words}
            for name, words in headers.items()
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"type": "object", "properties": told, "required": list(told)}}},
        },
        "responses": {"2XX": {"description": "taken"}},
    }
