"""What the API's description promises against what it answers, with requests made from the description.

Requests are drawn from a fixed seed, so a failure is found again. Nothing leaves the process.
"""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from motcua.accounts import clients
from motcua.accounts.queries import actor
from motcua.accounts.tests import factories as people
from motcua.dossiers.tests import factories
from motcua.files import actions as files
from motcua.files.tests.samples import pdf
from motcua.organisations.tests import factories as places

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.filterwarnings("ignore")]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def broken_promises(examples: int) -> list[str]:
    """Ask every operation, in the described way and in other ways; return what the description does not allow."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    schema.config.update(base_url="http://localhost")
    given_token = clients.give_token(
        client_id=people.api_client(places.committee()).client_id,
        secret=people.SECRET,
        scopes=[],
        now=timezone.now(),
    )
    assert given_token is not None
    citizen = people.citizen()
    file = files.store(data=pdf(), name="giay.pdf", purpose="paper", by=actor(citizen), now=timezone.now())
    version = factories.version(papers=[{"key": "proof", "name": "Giấy tờ chứng minh", "required": True}])
    dossier = factories.filed(by=citizen, of=version, papers=(factories.paper("proof", str(file.public_id)),))
    known = {
        "/api/v1/files": str(file.public_id),
        "/api/v1/procedures": dossier.version.procedure.code,
        "/api/v1/dossiers": dossier.code,
        "/api/v1/tracking": dossier.code,
        "/api/v1/tasks": str(factories.task(dossier).public_id),
    }
    found: list[str] = []
    count = 0
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        label = f"{operation.method.upper()} {operation.path}"
        # No random request should end the one step there is.
        names = next((value for start, value in known.items() if operation.path.startswith(start + "/{")), None)
        bearer = {} if operation.path == "/oauth/token" else {"Authorization": f"Bearer {given_token.text}"}
        for mode in GenerationMode:
            error = tried(operation, mode, names, bearer, examples)
            count += 1
            if error:
                found.append(f"{label} ({mode.value}): {error}")
    assert count >= 2 * 15
    return found


def tried(operation: Any, mode: GenerationMode, name: str | None, bearer: dict[str, str], examples: int) -> str:
    """Ask one operation some times; return the first broken promise."""
    dice = Random(operation.path)

    def ask(case: Any) -> None:
        if name is not None and case.path_parameters and dice.random() < 0.5:
            # Half the time about what is there: an unknown name ends most operations early.
            case.path_parameters = dict.fromkeys(case.path_parameters, name)
        # The tool reads an answer as it was sent, packed or not.
        response = case.call(headers={**bearer, "Accept-Encoding": "identity"})
        case.validate_response(response, checks=CHECKS)

    try:
        strategy = operation.as_strategy(generation_mode=mode)
        run: Callable[[], None] = seed(20261123)(
            settings(
                max_examples=examples,
                deadline=None,
                database=None,
                phases=(Phase.explicit, Phase.generate),
                suppress_health_check=list(HealthCheck),
                print_blob=False,
            )(given(case=strategy)(ask))
        )
        run()
    except BaseExceptionGroup as group:
        return "; ".join(str(one) for one in group.exceptions)
    except Exception as problem:  # noqa: BLE001 - everything the operation did wrong is one line of the answer
        return f"{type(problem).__name__}: {problem}"
    return ""


@pytest.mark.slow
def test_the_api_keeps_its_description() -> None:
    assert broken_promises(examples=3) == []


@pytest.mark.long
def test_the_api_keeps_its_description_at_length() -> None:
    assert broken_promises(examples=24) == []
