"""Who looked at my data: every look of others, by unit and post, and none of another person's."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from motcua import audit
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.channels.portal.tests.test_store import kept
from motcua.dossiers.rules.looking import OTHER, is_withheld, reason_of
from motcua.dossiers.tests import factories
from motcua.lib.actors import Actor
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


def test_what_the_law_keeps_back_has_its_dates() -> None:
    assert is_withheld("authority.request", date(2026, 1, 1))
    assert not is_withheld("authority.request", date(2025, 12, 31))
    assert not is_withheld("authorityless", date(2026, 1, 1))


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
