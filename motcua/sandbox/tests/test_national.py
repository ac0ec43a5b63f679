"""The stand-in for the national portal: what is filed there arrives here once, with its code, origin and moment."""

import io
from typing import Any
from urllib.parse import urlencode

import pytest
from pytest_django.live_server_helper import LiveServer

from motcua.accounts.tests import factories as people
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests.factories import version
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion
from motcua.sandbox.national.app import Application
from motcua.sandbox.national.filings import declared, with_samples
from motcua.sandbox.national.our_api import Api
from motcua.sandbox.vneid.people import BY_SUB

pytestmark = pytest.mark.django_db(transaction=True)
PAPERS = [{"key": "proof", "name": "Giấy chứng sinh", "kind": "submit", "required": True, "originals": 1, "copies": 0}]


class Portal:
    """The stand-in, asked without a socket; it asks the province through one."""

    def __init__(self, address: str) -> None:
        agency = places.commune()
        self.app = Application(
            Api(address, "cong-quoc-gia", people.SECRET),
            areas=[("24931", "Xã Đơn Dương")],
            decider=lambda _procedure, _area: agency.code,
            site=address,
        )

    def ask(self, method: str, path: str, **form: str) -> tuple[int, str]:
        sent, told = urlencode(form).encode(), []
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "CONTENT_LENGTH": str(len(sent)),
            "wsgi.input": io.BytesIO(sent),
        }
        body = b"".join(self.app(environ, lambda status, _headers: told.append(status)))
        return int(told[0].split()[0]), body.decode()


@pytest.fixture
def procedure() -> ProcedureVersion:
    people.api_client(places.committee(), client_id="cong-quoc-gia")
    return version(papers=PAPERS)


def test_a_filing_is_handed_over_once_with_its_code_and_moment(
    live_server: LiveServer, procedure: ProcedureVersion
) -> None:
    portal = Portal(live_server.url)
    path = f"/thu-tuc/{procedure.procedure.code}"
    assert procedure.procedure.title in portal.ask("GET", path)[1]
    assert portal.ask("POST", path, who="brep", area="24931", later="1")[0] == 303
    assert "Chưa chuyển về tỉnh" in portal.ask("GET", "/")[1]
    assert not Dossier.objects.exists()
    (one,) = portal.app.sent
    for _ in range(2):
        assert portal.ask("POST", "/chuyen", code=one.foreign_code)[0] == 303
    dossier = Dossier.objects.get()
    assert (dossier.origin, dossier.foreign_code) == ("national_portal", one.foreign_code)
    assert dossier.submitted_on_foreign_at == one.filed_at
    assert dossier.owner_name == "K'Brếp"
    page = portal.ask("GET", "/")[1]
    assert dossier.code in page
    assert "Mới đăng ký" in page


def test_what_the_province_does_not_take_is_said(live_server: LiveServer, procedure: ProcedureVersion) -> None:
    portal = Portal(live_server.url)
    portal.app.decider = lambda _procedure, _area: "H36.NOWHERE"
    assert portal.ask("POST", f"/thu-tuc/{procedure.procedure.code}", who="an", area="")[0] == 303
    assert "Tỉnh không nhận" in portal.ask("GET", "/")[1]
    assert portal.ask("GET", "/thu-tuc/9.999999")[0] == 404
    assert portal.ask("POST", f"/thu-tuc/{procedure.procedure.code}", who="nobody")[0] == 404


def test_a_province_that_does_not_answer_loses_nothing(live_server: LiveServer, procedure: ProcedureVersion) -> None:
    portal, path = Portal(live_server.url), f"/thu-tuc/{procedure.procedure.code}"
    portal.ask("POST", path, who="an", area="24931", later="1")
    reached, portal.app.api = portal.app.api, Api("http://127.0.0.1:9", "cong-quoc-gia", people.SECRET)
    assert portal.ask("GET", path)[0] == 503
    portal.ask("POST", "/chuyen", code=portal.app.sent[0].foreign_code)
    assert portal.app.sent[0].waits
    portal.app.api = reached
    portal.ask("POST", "/chuyen", code=portal.app.sent[0].foreign_code)
    assert Dossier.objects.get().code == portal.app.sent[0].code


def test_samples_are_filed_by_whoever_is_chosen() -> None:
    assert "1.001193" in with_samples()
    made = declared("1.001193", BY_SUB["lan"], {}, [])
    assert made["answers"]["requester"]["full_name"] == "Ma Thị Lan"
    assert made["answers"]["requester"]["birth"] == "1999-02-14"
    assert made["papers"]
