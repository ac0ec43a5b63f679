"""Who looked at my data: every look of others, by unit and post, and none of another person's."""

import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from motcua import audit
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.channels.portal.tests.test_store import kept
from motcua.dossiers import looking
from motcua.dossiers.rules.looking import OTHER, Withheld, reason_of
from motcua.dossiers.tests import factories
from motcua.lib.actors import Actor
from motcua.lib.dates import VN, today
from motcua.organisations.tests import factories as places
from motcua.ui.testing import fetch

SOURCES = Path(__file__).resolve().parents[3]


@pytest.mark.django_db(transaction=True)
def test_every_look_of_others_is_listed_with_unit_post_and_reason(
    client: Client, citizen: User, second_citizen: User, commune_officer: User
) -> None:
    """Law 91/2025: the person knows who processed their data and why; the page names no official."""
    # A day of its own: looks at the dossiers of other tests stay in the trail, and codes of one day begin anew.
    day = datetime(2026, 12, 29, 8, tzinfo=UTC)
    dossier, item = factories.filed(by=citizen, now=day), kept(citizen)
    other = factories.filed(by=second_citizen, of=dossier.version, now=day)
    assert citizen.person is not None
    assert citizen.person.identity is not None
    now = timezone.now()

    def look(subject: tuple[str, str], why: str, by: Actor) -> None:
        audit.viewed([subject], by=by, why=why, at=now)

    official = actor(commune_officer)
    look(("dossier", dossier.code), "desk.dossier", official)
    look(("dossier", other.code), "desk.search", official)
    look(("item", str(item.public_id)), "counter.offers", official)
    look(("identity", citizen.person.identity.reference), "counter.prefill", official)
    look(("item", str(item.public_id)), "share", Actor(kind="visitor", id="link", name="link"))
    look(("dossier", dossier.code), "authority.request", official)
    client.force_login(citizen)
    fetch(client, f"/ho-so/{dossier.code}")
    page = fetch(client, "/kho-cua-toi/ai-da-xem")
    rows = page.words(".motcua-list__item")
    assert len(rows) == 4
    for words in ("Giải quyết hồ sơ", "Tìm trong kho", "Điền sẵn", places.commune().name, item.name, dossier.code):
        assert words in page.text
    assert "Người có mã hoặc liên kết" in rows[0]
    assert commune_officer.full_name not in page.text
    assert other.code not in page.text
    client.force_login(second_citizen)
    assert dossier.code not in fetch(client, "/kho-cua-toi/ai-da-xem").text


@pytest.mark.django_db(transaction=True)
def test_what_the_law_keeps_back_has_its_dates(citizen: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row keeps back the looks of its days alone: the day before and the day after are told."""
    noon = datetime.combine(today(timezone.now()), time(12), VN)
    monkeypatch.setattr(looking, "WITHHELD", (Withheld("authority", noon.date(), "thử", until=noon.date()),))
    item = kept(citizen)

    def look(why: str, at: datetime) -> None:
        official = Actor(kind="official", id="1", name="Ai đó")
        audit.viewed([("item", str(item.public_id))], by=official, why=why, at=at)

    midnight = noon.replace(hour=0)
    look("authority.request", midnight - timedelta(seconds=1))
    for at in (midnight, noon, noon.replace(hour=23, minute=59)):
        look("authority.request", at)
        look("authority", at)
    look("authorityless", noon)
    look("authority.request", midnight + timedelta(days=1))
    told = [(one.why, one.at) for one in looking.looks_at(citizen)]
    assert [at for _why, at in told] == [midnight + timedelta(days=1), noon, midnight - timedelta(seconds=1)]


def test_every_reason_that_the_system_writes_has_its_words() -> None:
    written = set()
    for path in SOURCES.rglob("*.py"):
        if "tests" not in path.parts:
            written |= set(
                re.findall(r'why="((?:counter|desk|api|studio|share|own|portal)[a-z_.]*)"', path.read_text())
            )
    assert len(written) > 40
    for why in sorted(written):
        assert reason_of(why) != OTHER


def test_a_look_of_a_kind_that_has_no_words_is_shown_all_the_same() -> None:
    assert reason_of("nowhere") == OTHER
