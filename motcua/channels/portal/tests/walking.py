"""What tests of filing share: a procedure with papers, and how one walks its pages without JavaScript."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.files.tests.samples import encode, page_photo
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion
from motcua.ui.testing import Page, fetch

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["content", "kind", "child"],
    "properties": {
        "content": {"type": "string", "maxLength": 500},
        "kind": {"enum": ["new", "other"]},
        "other": {"type": "string"},
        "child": {"$ref": "motcua:person", "required": ["identity"]},
    },
}
PRESENTATION: dict[str, Any] = {
    "steps": [
        {
            "key": "request",
            "title": "Nội dung đề nghị",
            "fields": [
                {"path": "content", "label": "Nội dung"},
                {"path": "kind", "label": "Loại", "options": {"new": "Mới", "other": "Khác"}},
                {"path": "other", "label": "Khác là gì", "show_if": "answers.kind == 'other'"},
            ],
        },
        {
            "key": "child",
            "title": "Người con",
            "fields": [{"path": "child", "label": "Con", "parts": ["full_name", "birth", "identity"]}],
        },
    ]
}
PAPERS = [
    {"key": "proof", "name": "Giấy chứng sinh", "kind": "submit", "required": True, "originals": 1, "copies": 0},
    {"key": "more", "name": "Giấy khác", "kind": "submit", "required": False, "originals": 0, "copies": 1},
    {"key": "card", "name": "Thẻ căn cước", "kind": "show", "required": True, "originals": 1, "copies": 0},
]


def photo(name: str) -> SimpleUploadedFile:
    """Return a photograph of a page."""
    return SimpleUploadedFile(name, encode(page_photo()), "image/jpeg")


def begin(client: Client, procedure: ProcedureVersion) -> str:
    """Begin a draft; return the address that all its pages share."""
    page = fetch(client, f"/nop-ho-so/{procedure.procedure.code}", method="post", expect=302)
    return "/".join(page.location.split("/")[:3])


def answer(client: Client, url: str, expect: int = 302, **answers: str) -> Page:
    """Fill in the page as it stands and send it (`__` stands for a dot)."""
    data = fetch(client, url).fields("main form")
    data.pop("_remove", None)
    data.pop("_add", None)
    data |= {name.replace("__", "."): value for name, value in answers.items()}
    return fetch(client, url, method="post", data=data, expect=expect)


def told(client: Client, url: str, data: dict[str, Any]) -> Page:
    """Send a page with a mistake; return the page that is led to, which the back button can show again."""
    led = fetch(client, url, method="post", data=data, expect=302)
    assert led.location.partition("?")[0] == url
    return fetch(client, led.location)


def filled(client: Client, procedure: ProcedureVersion) -> str:
    """Walk to the review page."""
    draft = begin(client, procedure)
    answer(client, f"{draft}/nguoi-nop", on_behalf="no", phone="0912 345 678")
    answer(client, f"{draft}/to-khai/request", content="Xin đăng ký", kind="new")
    answer(client, f"{draft}/to-khai/child", child__full_name="K'Brể", child__identity="068216000001")
    fetch(
        client,
        f"{draft}/giay-to",
        method="post",
        data={"files.proof": [photo("1.jpg"), photo("2.jpg")], "do": "go"},
        expect=302,
    )
    area = places.commune().area
    assert area is not None
    page = answer(client, f"{draft}/nhan-ket-qua", area=area.code, result_channel="counter")
    assert page.location == f"{draft}/xem-lai"
    return draft
