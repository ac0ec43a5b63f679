"""The stand-in over HTTP: a plain WSGI application that answers SOAP, and a page to make it fail."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from motcua.lib.text import fold
from motcua.sandbox.population.records import BY_NUMBER, entry_of
from motcua.sandbox.vneid.app import Answer, Start, pages, static

MOST_BYTES = 20_000
SOAP, SERVICE = "http://schemas.xmlsoap.org/soap/envelope/", "http://dancuquocgia.bca"
NEEDED = ("MaYeuCau", "MaDVC", "MaTichHop", "MaCanBo", "SoDinhDanh", "HoVaTen")
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
FINE, NOBODY, INCOMPLETE = "00", "01", "02"


@dataclass
class Faults:
    """What is wrong with the service on purpose."""

    down: bool = False
    slow: float = 0.0
    nobody: bool = False
    other_name: bool = False
    garbage: bool = False


class Application:
    """Answers `TraCuuThongTinCongDan` for the invented people, and counts what it was asked."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.asked = 0

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one request."""
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "/")
        status, headers, body = self._answer(method, path, environ)
        start(f"{status} {HTTPStatus(status).phrase}", [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def _answer(self, method: str, path: str, environ: dict[str, Any]) -> Answer:
        if method == "GET" and path.startswith("/static/"):
            return static(path.removeprefix("/static/"))
        if method == "GET" and path == "/":
            return self._home()
        if method == "POST" and path == "/faults":
            return self._set_faults(dict(parse_qsl(_body(environ).decode(errors="replace"))))
        if method == "POST" and path == "/dan-cu":
            return self._look_up(_body(environ))
        return 404, [("Content-Type", "text/plain")], b"not found"

    def _home(self) -> Answer:
        people = list(BY_NUMBER.values())
        body = pages.get_template("sandbox/population_home.html").render(
            people=people, faults=self.faults, asked=self.asked
        )
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", POLICY)]
        return 200, [*headers, ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")], body.encode()

    def _set_faults(self, asked: dict[str, str]) -> Answer:
        self.faults = Faults(
            down=asked.get("down") == "1",
            slow=min(float(asked.get("slow") or 0), 30.0),
            nobody=asked.get("nobody") == "1",
            other_name=asked.get("other_name") == "1",
            garbage=asked.get("garbage") == "1",
        )
        return 303, [("Location", "/"), ("Cache-Control", "no-store")], b""

    def _look_up(self, content: bytes) -> Answer:
        self.asked += 1
        if self.faults.slow:
            time.sleep(self.faults.slow)
        if self.faults.down:
            return 503, [("Content-Type", "text/plain")], b""
        if self.faults.garbage:
            return _xml(b"<soapenv:Envelope")
        try:
            root = fromstring(content, forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError):
            return 400, [("Content-Type", "text/plain")], b"no XML"
        said = {str(one.tag).rpartition("}")[2]: (one.text or "").strip() for one in root.iter()}
        if not all(said.get(name) for name in NEEDED) or not (said.get("NgayThangNam") or said.get("Nam")):
            return _answered(INCOMPLETE)
        account = BY_NUMBER.get(said["SoDinhDanh"])
        if account is None or self.faults.nobody:
            return _answered(NOBODY)
        born = said.get("NgayThangNam") or said["Nam"]
        if fold(account.full_name).replace(" ", "").upper() != said["HoVaTen"] or not account.birth.startswith(born):
            return _answered(NOBODY)
        entry = dict(entry_of(account))
        if self.faults.other_name:
            entry["HoVaTen"] = {"Ho": "Tên", "ChuDem": "Khác", "Ten": "Hẳn"}
        return _answered(FINE, entry)


def _answered(code: str, entry: Mapping[str, Any] | None = None) -> Answer:
    envelope = Element(f"{{{SOAP}}}Envelope")
    answer = SubElement(SubElement(envelope, f"{{{SOAP}}}Body"), f"{{{SERVICE}}}CongdanCollection")
    SubElement(answer, f"{{{SERVICE}}}error_code").text = code
    if entry is not None:
        _fill(SubElement(answer, f"{{{SERVICE}}}CongDan"), entry)
    return _xml(bytes(tostring(envelope, encoding="utf-8", xml_declaration=True)))


def _fill(parent: Element, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        child = SubElement(parent, f"{{{SERVICE}}}{name}")
        if isinstance(value, Mapping):
            _fill(child, value)
        else:
            child.text = str(value)


def _xml(body: bytes) -> Answer:
    return 200, [("Content-Type", "text/xml; charset=utf-8"), ("Cache-Control", "no-store")], body


def _body(environ: dict[str, Any]) -> bytes:
    length = min(int(environ.get("CONTENT_LENGTH") or 0), MOST_BYTES)
    return bytes(environ["wsgi.input"].read(length))
