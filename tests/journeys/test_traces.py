"""No trace of other people's dossiers in any answer: pages, lists, searches, counts, files, exports, PDF, the API.

`test_object_matrix.py` asks whether the door of an object opens. Here a dossier of one commune is full of words that
stand nowhere else, and whoever may not see it walks through everything there is: not one of the words, nor the code,
the numbers or the ids may come along, in whatever wrapping. The commune's own official walks too and must find them:
a walk that finds nothing would prove nothing.
"""

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motcua.accounts import access, clients
from motcua.accounts.mandate_queries import capacity_by
from motcua.accounts.mandates import end_mandate
from motcua.accounts.models import ApiClient, User
from motcua.accounts.queries import actor
from motcua.accounts.rules.mandates import Capacity
from motcua.accounts.rules.permissions import ApiScope
from motcua.accounts.tests import factories as people
from motcua.certifying.actions import Requester, Signer, certify
from motcua.certifying.models import Tariff
from motcua.certifying.rules import Item, Kind
from motcua.channels.desk.taking_away import READERS
from motcua.dossiers import actions
from motcua.dossiers.models import Draft, Export, Letter
from motcua.dossiers.piles.day import Pile as DayPile
from motcua.dossiers.rules.filing import PartyData
from motcua.dossiers.tests import factories
from motcua.files import actions as files
from motcua.files.tests.samples import pdf
from motcua.lib.text import fold
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from tests.journeys.planting import acts, agents_of
from tests.journeys.test_matrix import filled
from tests.journeys.test_matrix import pages as every_page
from tests.journeys.test_object_matrix import NAMED, operations
from tests.journeys.test_object_matrix import pages as object_pages

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# Each stands in one place of the dossier and nowhere else.
WORDS = {
    "name": "Zqxten",
    "answers": "Zqxtraloi",
    "address": "Zqxdiachi",
    "file": "zqxtenteptin",
    "note": "Zqxghichu",
    "letter": "Zqxvanban",
    "letter name": "Zqxtieude",
    "draft": "Zqxbannhap",
    "certified": "Zqxchungthuc",
}
NUMBER, PHONE, EMAIL = "068190099886", "0868123459", "zqxthu@example.vn"
# What somebody would type who looks for it: parts of it that are no trace themselves.
SOUGHT = ("Lường", "luong thi", "vang", PHONE, NUMBER, "H36")
# The dossier is none of these people's. Each walk is some three hundred pages: most of them are among the long proofs.
MAY_NOT = (
    *("second_citizen", "stranger", "tech_admin"),
    *(
        pytest.param(name, marks=pytest.mark.long)
        for name in (
            *("nobody", "organisation_user", "receptionist", "leader", "dispatcher", "business_admin"),
            *("security_officer", "post_clerk", "archive_keeper", "inspector"),
        )
    ),
)
LISTED = "/ban-lam-viec/danh-sach/xuat"
MOST_FOLLOWED = 120
HREF = re.compile(r'href="(/[^"#]*)')


@dataclass
class Planted:
    """The dossier, whose it is, and how it is named in addresses."""

    owner: User
    values: dict[str, Any]
    traces: dict[str, str]
    found: dict[str, set[str]] = field(default_factory=dict)


@pytest.fixture
def planted(commune_officer: User) -> Planted:
    now = timezone.now()
    owner = people.citizen("Lường Thị Zqxten Vàng", number=NUMBER)
    file = files.store(data=pdf(), name="zqxtenteptin.pdf", purpose="paper", by=actor(owner), now=now)
    limits = [
        {"amount": 5, "unit": "working_day", "text": "05 ngày làm việc", "channels": ["direct", "online", "post"]}
    ]
    papers = [{"key": "proof", "name": "Giấy tờ chứng minh", "required": True}]
    version = factories.version(papers=papers, limits=limits)
    who = PartyData(name=owner.full_name, person_id=owner.person_id, phone=PHONE, email=EMAIL)
    dossier = factories.filed(
        by=owner,
        of=version,
        now=now,
        submitter=who,
        owner=who,
        answers={"content": "Xin Zqxtraloi, ở Zqxdiachi, số 5"},
        papers=(factories.paper("proof", str(file.public_id)),),
    )
    actions.add_note(dossier_id=dossier.pk, text="Zqxghichu của đồng nghiệp", by=commune_officer, now=now)
    letter = Letter.objects.create(dossier=dossier, kind="letter", template="to_agency", name="Công văn Zqxtieude")
    letter.versions.create(number=1, body="Nội dung Zqxvanban", saved_at=now, saved_by=commune_officer)
    draft, _is_new = actions.begin_draft(version_id=version.pk, by=owner, now=now)
    Draft.objects.filter(pk=draft.pk).update(answers={"content": "Zqxbannhap"})
    # An emptied database has lost the tariffs of the first migration.
    Tariff.objects.get_or_create(
        kind="copy",
        valid_from=date(2017, 1, 1),
        defaults={"first_rate": 2000, "first_pages": 2, "next_rate": 1000, "cap": 200_000, "basis": "TT 226/2016"},
    )
    certify(
        key="zqx",
        agency=places.commune(),
        kind=Kind.COPY,
        requester=Requester("Bùi Zqxchungthuc", "personal_id", "068190000019"),
        items=(Item("Bằng", pages=1, copies=1),),
        signer=Signer("Touneh Thị Hạnh", "Chủ tịch"),
        by=commune_officer,
        now=now,
    )
    run_due_jobs()
    task = factories.task(dossier)
    values: dict[str, Any] = dict.fromkeys(
        ("upload", "scan_id", "opinion", "absence", "export"), filled("<uuid:x>").strip("/")
    )
    values |= {
        "draft": draft.public_id,
        "code": dossier.code,
        "public_id": dossier.public_id,
        "task_id": task.public_id,
        "file_id": file.public_id,
        "file": file.public_id,
        "letter": letter.public_id,
        "event": dossier.events.order_by("pk").values_list("pk", flat=True)[0],
        "page": 1,
        "number": 1,
        "step": "request",
        "user_id": commune_officer.pk,
    }
    traces = {**WORDS, "number": NUMBER, "phone": PHONE, "email": EMAIL, "code": dossier.code}
    ids = {"id": "public_id", "task": "task_id", "draft id": "draft"}
    traces |= {name: str(values[key]) for name, key in ids.items()}
    return Planted(owner, values, traces)


def words_in(content: bytes) -> Iterator[str]:
    """Give every text that an answer carries, out of whatever it is wrapped in."""
    if content.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(content)
        yield " ".join(page.get_textpage().get_text_bounded() for page in document)
        yield " ".join(str(value) for value in document.get_metadata_dict().values())
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield name
                yield from words_in(packed.read(name))
    else:
        yield html.unescape(content.decode("utf-8", errors="ignore"))


def traces_in(planted: Planted, response: Any, *, typed: str = "") -> set[str]:
    """Return which traces an answer holds; what was typed into the question and comes back is none."""
    content = b"".join(response.streaming_content) if response.streaming else bytes(response.content)
    texts = [*words_in(content), str(dict(response.headers))]
    folded = [fold(text) for text in texts]
    said = fold(typed)
    return {
        name
        for name, trace in planted.traces.items()
        if fold(trace) not in said and any(fold(trace) in text for text in folded)
    }


@dataclass
class Walk:
    """One persona's way through everything, with what was found where."""

    client: Client
    planted: Planted
    found: dict[str, set[str]] = field(default_factory=dict)
    asked: int = 0

    def look(self, method: str, address: str, *, typed: str = "", data: Any = None) -> Any:
        response: Any = getattr(self.client, method)(address, data)
        self.asked += 1
        # The address itself names the dossier, and a way to sign in names it again as where to go back to.
        if traces := traces_in(self.planted, response, typed=f"{typed} {address}"):
            self.found[f"{method} {address} {data or ''}".strip()] = traces
        return response


def addresses(planted: Planted) -> list[str]:
    """Return every page: those that name an object with the planted one's ids, all others as they are."""
    named = [
        reverse(name, kwargs={one: planted.values[one] for one in given})
        for name, _door, given in object_pages()
        if all(one in planted.values for one in given)
    ]
    return sorted({*named, *(address for address, _door in every_page())} - {"/dang-xuat", "/can-bo/dang-xuat"})


def walk(user: User | None, planted: Planted, capacity: Capacity | None = None) -> Walk:
    """Ask for every page, follow what they lead to, search, and take every list away."""
    way = Walk(Client(), planted)
    if user is not None:
        way.client.force_login(user)
    if user is not None and capacity is not None:
        acts(way.client, user, capacity)
    known, further = set(addresses(planted)), []
    most = len(known) + MOST_FOLLOWED
    for address in sorted(known):
        response = way.look("get", address)
        kind = response.headers.get("Content-Type", "")
        if response.status_code == 200 and kind.startswith("text/html"):
            further += [html.unescape(one) for one in HREF.findall(response.content.decode())]
    # What a page leads to has parameters that no list of addresses knows: piles, orders, pages, units, days.
    for address in dict.fromkeys(further):
        if address not in known and "dang-xuat" not in address and len(known) < most:
            known.add(address)
            way.look("get", address)
    for text in SOUGHT:
        for address in ("/tim-kiem?q=", "/goi-y?q=", "/tra-cuu?ma="):
            way.look("get", f"{address}{text}", typed=text)
        if user is not None and user.is_official:
            answer = way.look("post", "/ban-lam-viec/tim", data={"q": text}, typed=text)
            if answer.status_code == 302:
                way.look("get", str(answer.headers["Location"]), typed=text)
    if user is not None and user.is_official and access.may_enter(user, "desk.export"):
        _take_away(way, user)
    return way


def _take_away(way: Walk, user: User) -> None:
    """Have each list written as a spreadsheet that the persona can ask for, and read the files."""
    today = timezone.now()
    common = f"q=Lường&don-vi={places.commune().code}&xa={places.commune().pk}&loai=copy&nam={today.year}"
    for name in READERS:
        for pile in ("don-vi", "toi") if name == "inbox" else tuple(DayPile) if name == "day" else ("",):
            way.look("post", f"{LISTED}?danh-sach={name}&hop={pile}&{common}", data={"dang": "xlsx"}, typed="Lường")
            run_due_jobs()
    for export in Export.objects.filter(user=user, failed="", file__isnull=False):
        way.look("get", reverse("desk:export_file", args=[export.public_id]))


def test_the_walk_finds_what_may_be_found(planted: Planted, commune_officer: User) -> None:
    theirs = walk(commune_officer, planted)
    seen = set().union(*theirs.found.values())
    # The draft is the person's own; the number stands open for who works on the dossier.
    assert seen == set(planted.traces) - {"draft", "draft id"}
    assert any("danh-sach/xuat/" in where for where in theirs.found), "no exported file was read"
    own = walk(planted.owner, planted)
    assert {"name", "answers", "address", "file", "draft", "code"} <= set().union(*own.found.values())
    assert theirs.asked > 150


@pytest.mark.parametrize("name", MAY_NOT)
def test_who_may_not_see_it_finds_no_trace(name: str, planted: Planted, request: pytest.FixtureRequest) -> None:
    user = None if name == "nobody" else request.getfixturevalue(name)
    assert walk(user, planted).found == {}


@pytest.mark.long
def test_whoever_acts_for_somebody_finds_the_name_alone_unless_more_was_given(planted: Planted) -> None:
    """For whom they act stands on every page; nothing else of theirs, until it is given and once it has ended."""
    (narrow, first), (wide, second) = agents_of(planted.owner, timezone.now())
    seen = walk(narrow, planted, capacity_by(first))
    assert set().union(*seen.found.values()) == {"name"}
    assert {"name", "answers", "file", "code"} <= set().union(*walk(wide, planted, capacity_by(second)).found.values())
    end_mandate(public_id=second.public_id, reason="", by=planted.owner, now=timezone.now())
    after = walk(wide, planted, capacity_by(second)).found
    assert set().union(*after.values()) <= {"name"}
    assert all(where.startswith(("get /thong-bao", "get /tai-khoan/thay-mat")) for where in after)


def test_no_program_of_another_agency_finds_a_trace(planted: Planted, stranger: User) -> None:
    away = access.posts_today(stranger)[0]
    everything = [scope.value for scope in ApiScope]
    programs: dict[str, ApiClient] = {
        "its own": people.api_client(places.commune(), client_id="xa", scopes=everything),
        "a department's": people.api_client(places.department(), client_id="so", scopes=everything),
        "another commune's": people.api_client(
            places.agency(away.agency_code, away.agency_name), client_id="xa-khac", scopes=everything
        ),
    }
    found: dict[str, set[str]] = {}
    for who, program in programs.items():
        given = clients.give_token(client_id=program.client_id, secret=people.SECRET, scopes=[], now=timezone.now())
        assert given is not None
        headers = {"Authorization": f"Bearer {given.text}"}
        # The certified copies have no interface; tracking needs the look-up secret.
        paths = [NAMED.sub(_value(planted), pattern) for method, pattern, _door in operations() if method == "GET"]
        paths += ["dossiers", "tasks", "opinions", "procedures", *(f"dossiers?q={text}" for text in SOUGHT)]
        seen: set[str] = set()
        for path in paths:
            response = Client().get(f"/api/v1/{path}", headers=headers)
            seen |= traces_in(planted, response, typed=path)
        found[who] = seen
    assert {"name", "answers", "code", "phone"} <= found.pop("its own")
    assert found == {"a department's": set(), "another commune's": set()}


def _value(planted: Planted) -> Callable[[re.Match[str]], str]:
    return lambda name: str(planted.values.get(name[1], 1))
