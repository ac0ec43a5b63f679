"""The stand-in provider keeps the standard, also against us."""

import base64
import hashlib
import io
import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.errors import BadSignatureError
from joserfc.jwk import KeySet

from motcua.eforms.definitions import FORMATS
from motcua.lib import personal_id, tax_code
from motcua.sandbox.vneid.app import Application
from motcua.sandbox.vneid.people import ACCOUNTS
from motcua.sandbox.vneid.provider import Client, Provider

SECRET = "secret"
CLIENT = Client("motcua", SECRET, ("http://localhost:8000/dang-nhap/ve",), ("http://localhost:8000/",))
VERIFIER = "v" * 50
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "client_id": "motcua",
    "redirect_uri": "http://localhost:8000/dang-nhap/ve",
    "response_type": "code",
    "scope": "openid",
    "state": "s",
    "nonce": "n",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


class Visitor:
    """Speaks HTTP with the application, without a socket."""

    def __init__(self) -> None:
        self.time = 1_800_000_000.0
        self.provider = Provider("http://localhost:8010", CLIENT)
        self.app = Application(self.provider, clock=lambda: self.time)
        self.status = 0
        self.headers: dict[str, str] = {}

    def __call__(self, method: str, path: str, form: dict[str, str] | None = None, auth: str = "") -> str:
        body = urlencode(form or {}).encode()
        parts = urlsplit(path)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "HTTP_AUTHORIZATION": auth,
        }

        def start(status: str, headers: list[tuple[str, str]]) -> None:
            self.status, self.headers = int(status[:3]), dict(headers)

        return b"".join(self.app(environ, start)).decode()

    def code(self, **changed: str) -> str:
        self("POST", "/authorize", {**ASKED, "account": "an", **changed})
        return dict(parse_qsl(urlsplit(self.headers["Location"]).query)).get("code", "")

    def exchange(self, code: str, verifier: str = VERIFIER, secret: str = SECRET) -> dict[str, Any]:
        auth = "Basic " + base64.b64encode(f"motcua:{secret}".encode()).decode()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": ASKED["redirect_uri"],
            "code_verifier": verifier,
        }
        return dict(json.loads(self("POST", "/token", form, auth)))


@pytest.fixture(scope="module")
def visitor() -> Visitor:
    return Visitor()


def test_the_whole_way(visitor: Visitor) -> None:
    page = visitor("GET", f"/authorize?{urlencode(ASKED)}")
    assert visitor.status == 200
    assert "Bản thay thế" in page
    assert all(account.full_name.replace("'", "&#39;") in page for account in ACCOUNTS)
    tokens = visitor.exchange(visitor.code())
    keys = KeySet.import_key_set(json.loads(visitor("GET", "/jwks")))
    claims = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"]).claims
    assert claims["nonce"] == "n"
    assert claims["aud"] == "motcua"
    assert claims["iss"] == json.loads(visitor("GET", "/.well-known/openid-configuration"))["issuer"]
    info = json.loads(visitor("GET", "/userinfo", auth=f"Bearer {tokens['access_token']}"))
    assert info["HoVaTen"] == claims["HoVaTen"] == "Nguyễn Thị An"
    assert info["NgayThangNamSinh"] == "19900305"


@pytest.mark.parametrize("verifier", ["", "w" * 50])
def test_a_wrong_or_missing_verifier_is_refused(visitor: Visitor, verifier: str) -> None:
    """RFC 7636, section 4.6."""
    assert visitor.exchange(visitor.code(), verifier)["error"] == "invalid_grant"
    assert visitor.status == 400


def test_a_request_without_pkce_goes_back_refused(visitor: Visitor) -> None:
    for changed in ({"code_challenge": ""}, {"code_challenge_method": "plain"}):
        visitor("GET", f"/authorize?{urlencode({**ASKED, **changed})}")
        assert "error=invalid_request" in visitor.headers["Location"]


def test_a_replayed_code_is_refused_and_ends_the_first_token(visitor: Visitor) -> None:
    """RFC 6749, section 4.1.2."""
    code = visitor.code()
    first = visitor.exchange(code)
    assert visitor.exchange(code)["error"] == "invalid_grant"
    visitor("GET", "/userinfo", auth=f"Bearer {first['access_token']}")
    assert visitor.status == 400


def test_an_old_code_is_refused(visitor: Visitor) -> None:
    code = visitor.code()
    visitor.time += 61
    assert visitor.exchange(code)["error"] == "invalid_grant"


def test_a_wrong_secret_is_refused(visitor: Visitor) -> None:
    assert visitor.exchange(visitor.code(), secret="guess")["error"] == "invalid_client"
    assert visitor.status == 401


def test_nobody_is_sent_to_an_address_that_was_not_registered(visitor: Visitor) -> None:
    for changed in ({"redirect_uri": "https://evil.example/"}, {"client_id": "other"}):
        visitor("GET", f"/authorize?{urlencode({**ASKED, **changed})}")
        assert visitor.status == 400
        assert "Location" not in visitor.headers


def test_sign_out_leads_back_only_to_known_addresses(visitor: Visitor) -> None:
    known, unknown = "http://localhost:8000/", "https://evil.example/"
    assert known in visitor("GET", f"/end-session?{urlencode({'post_logout_redirect_uri': known})}")
    assert unknown not in visitor("GET", f"/end-session?{urlencode({'post_logout_redirect_uri': unknown})}")


def test_faults_on_demand() -> None:
    visitor = Visitor()
    visitor("POST", "/faults", {"down": "1"})
    visitor("GET", "/jwks")
    assert visitor.status == 503
    visitor("POST", "/faults", {"wrong_key": "1", "account": "an", "name": "Nguyễn Thị Ánh"})
    tokens = visitor.exchange(visitor.code())
    keys = KeySet.import_key_set(json.loads(visitor("GET", "/jwks")))
    with pytest.raises(BadSignatureError):
        jwt.decode(tokens["id_token"], keys)
    assert visitor.provider.account("an").full_name == "Nguyễn Thị Ánh"


def test_static_files_stay_in_their_folders(visitor: Visitor) -> None:
    visitor("GET", "/static/sandbox/vneid.css")
    assert visitor.status == 200
    visitor("GET", "/static/../jinja2/sandbox/vneid_home.html")
    assert visitor.status == 404


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.sub)
def test_invented_numbers_have_the_right_shape(account: Any) -> None:
    if account.is_organisation:
        assert tax_code.parse(account.tax_code) == account.tax_code
    elif account.passport:
        assert FORMATS["identity-paper"](account.passport)
    else:
        sex = personal_id.Sex.FEMALE if account.sex == "Nữ" else personal_id.Sex.MALE
        personal_id.validate(account.number, this_year=2026, birth_year=int(account.birth[:4]), sex=sex)
