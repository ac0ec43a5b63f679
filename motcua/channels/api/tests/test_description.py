"""What the description says, and the page that shows it."""

from typing import Any

import pytest
from django.test import Client

from motcua.accounts.rules.permissions import ApiScope
from motcua.channels.api import reference
from motcua.ui.testing import fetch


@pytest.fixture
def described() -> dict[str, Any]:
    found: dict[str, Any] = Client().get("/api/v1/openapi.json").json()
    return found


def operations(described: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for item in described["paths"].values() for operation in item.values()]


def test_it_is_openapi_3_1_and_names_every_operation(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    assert {"/api/v1/dossiers", "/api/v1/tasks/{task_id}/complete", "/oauth/token"} <= set(described["paths"])
    names = [operation["operationId"] for operation in operations(described)]
    assert len(names) == len(set(names))
    assert {"post_dossier", "complete_task", "post_webhook", "token"} <= set(names)


def test_headers_are_named_as_they_are_sent(described: dict[str, Any]) -> None:
    """A front server drops names with an underscore, and a generated client sends what the description says."""
    names = {
        parameter["name"]
        for operation in operations(described)
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "header"
    }
    assert names == {"Idempotency-Key", "X-Lookup-Secret"}


def test_each_operation_says_which_scope_it_takes(described: dict[str, Any]) -> None:
    scheme = described["components"]["securitySchemes"]["client"]
    assert set(scheme["flows"]["clientCredentials"]["scopes"]) == {scope.value for scope in ApiScope}
    asked = {
        operation["operationId"]: scope
        for operation in operations(described)
        for way in operation["security"]
        for scope in way.get("client", [])
    }
    assert asked["post_dossier"] == "dossiers:write"
    assert len(asked) == len(operations(described)) - 1, "all but the token"


def test_the_calls_to_subscribers_are_described(described: dict[str, Any]) -> None:
    call = described["webhooks"]["dossierChanged"]["post"]
    assert {parameter["name"] for parameter in call["parameters"]} == {"X-Motcua-Signature", "X-Motcua-Delivery"}
    assert "HMAC-SHA-256" in call["description"]


def test_every_error_is_a_problem(described: dict[str, Any]) -> None:
    for operation in operations(described):
        for status, answer in operation["responses"].items():
            if status >= "400" and operation["operationId"] != "token":
                assert list(answer["content"]) == ["application/problem+json"]


@pytest.mark.django_db
def test_the_page_tells_bodies_members_and_scopes(described: dict[str, Any]) -> None:
    text = fetch(Client(), "/api/v1/docs").source
    for operation in operations(described):
        assert f'id="{operation["operationId"]}"' in text
    assert "Idempotency-Key" in text
    assert "identity_number" in text
    assert "dossiers:write" in text


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"$ref": "#/components/schemas/PartyIn"}, ("PartyIn", "PartyIn")),
        ({"type": "array", "items": {"$ref": "#/components/schemas/PaperIn"}}, ("[PaperIn]", "PaperIn")),
        ({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}, ("string (date) | null", "")),
        ({"enum": ["a", "b"], "type": "string"}, ("a | b", "")),
        ({"type": "integer", "minimum": 1, "maximum": 100}, ("integer, ≥ 1, ≤ 100", "")),
        ({}, ("", "")),
    ],
)
def test_a_kind_is_said_in_a_few_words(schema: dict[str, Any], words: tuple[str, str]) -> None:
    assert reference.said(schema) == words
