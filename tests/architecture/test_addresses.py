"""Addresses that are kept, and the few that anybody may open. Both are lists on purpose: each change is a decision."""

import re
from pathlib import Path

from django.urls import get_resolver, reverse

from motcua.lib import addresses as printed
from tests.architecture.test_doors import PUBLIC_PREFIXES, addresses, doors_of

ROOT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).parent / "kept_addresses.txt"
LOOKS_UP = re.compile(r"django\.urls import .*\b(reverse|resolve)|django\.shortcuts|\.get_absolute_url")
# Whoever holds one of these addresses gets in without signing in. Beside each, why that is right.
OPEN_TO_ANYBODY = {
    "/": "the front page",
    "/tim-kiem": "the catalogue is public",
    "/goi-y": "the catalogue is public",
    "/thu-tuc/<str:code>": "what the law wants published",
    "/thu-tuc/<str:code>/toan-van": "what the law wants published",
    "/tra-cuu": "asks for code and secret, by POST",
    "/tra-cuu/<str:code>/<str:secret>": "the secret of the printed QR code is the key",
    "/du-lieu-mo/nhat-ky": "open data: hashes and signatures, of nobody",
    "/du-lieu-mo/nhat-ky.jsonl": "open data: hashes and signatures, of nobody",
    "/du-lieu-mo/danh-sach-tin-cay.json": "open data: certificates of agencies and authorities, of no official",
    "/ban-sao/<str:token>": "says whether a certified copy is genuine, and of nobody; the copy itself for its code",
    "/kiem-tra-chu-ky": "says what the signatures of the very file somebody sends are worth; keeps nothing",
    "/xac-minh/<str:token>": "says whether a result is genuine, and of nobody",
    "/chia-se/<str:secret>": "the owner's link is the key; opened without a press it shows nothing",
    "/dang-nhap": "the way in",
    "/dang-nhap/ve": "the way back from the identity provider",
    "/dang-xuat": "the way out",
    "/dang-xuat/tu-vneid": "the identity provider says with a signed token who signed out there",
    "/can-bo/dang-nhap": "the way in",
    "/can-bo/dang-nhap/buoc-hai": "the way in: for whoever gave the password",
    "/can-bo/dang-nhap/cai-dat": "the way in: for whoever gave the password",
    "/can-bo/dang-nhap/tinh": "the way in: to the province's provider",
    "/can-bo/dang-nhap/tinh/ve": "the way back from the province's provider",
    "/can-bo/dang-xuat": "the way out",
    "/-/alive": "watched by machines",
    "/-/ready": "watched by machines",
    "/-/metrics": "has a token of its own, or is for this machine only",
    "/oauth/token": "asks for the client's secret",
    "/api/v1/openapi.json": "the description of the API",
    "/api/v1/docs": "the description of the API",
}


def kept() -> list[str]:
    return LIST.read_text().splitlines()


def test_only_listed_addresses_are_open_to_anybody() -> None:
    found = {
        f"/{address}"
        for address, view in addresses(get_resolver())
        if any(door is not None and door.kind == "public" for door in doors_of(view))
    }
    assert found == set(OPEN_TO_ANYBODY)


def test_no_address_vanishes() -> None:
    """People keep addresses as bookmarks, and QR codes on paper carry them for decades."""
    there = {f"/{address}" for address, _ in addresses(get_resolver()) if not address.startswith(PUBLIC_PREFIXES)}
    gone = set(kept()) - there
    assert gone == set(), "have the old address lead to the new one, or explain in the commit why nobody can hold it"
    assert there - set(kept()) == set(), f"new: add them to {LIST.name}"


def test_the_list_is_in_order() -> None:
    assert kept() == sorted(set(kept()))


def test_letters_and_papers_carry_the_addresses_of_the_pages() -> None:
    code, token = "H36.12-261123-0001", "abcdefghijklmnop"
    assert printed.dossier_page(code) == reverse("portal:dossier", args=[code])
    assert printed.tracking_page(code) == f"{reverse('portal:track')}?ma={code}"
    assert printed.result_page(token) == reverse("portal:verify_result", args=[token])
    assert printed.copy_page(token) == reverse("portal:certified_copy", args=[token])


def test_what_the_worker_runs_does_not_look_pages_up() -> None:
    """One look-up loads every page of the web into the process: 30 MB in a worker that has none."""
    apps = [app for app in (ROOT / "motcua").iterdir() if app.name not in {"channels", "connectors", "sandbox", "ui"}]
    files = [file for app in apps for file in app.rglob("*.py") if "tests" not in file.parts]
    assert len(files) > 300
    assert [file.name for file in files if LOOKS_UP.search(file.read_text())] == []
