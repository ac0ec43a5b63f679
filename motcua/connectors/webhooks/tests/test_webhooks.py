"""Who is told of what, that calls are signed and made again, and where none may go."""

import hashlib
import hmac
import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from motcua.accounts import webhooks as subscriptions
from motcua.accounts.models import ApiClient
from motcua.accounts.tests import factories as people
from motcua.connectors.webhooks import actions, client, standing
from motcua.connectors.webhooks.models import Delivery
from motcua.dossiers.rules.synchronisation import Sync, sync_of
from motcua.dossiers.tests import factories
from motcua.lib.refusals import Forbidden, Refused
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs

from .receiver import Receiver, receiving

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
# Filing takes its code outside any transaction.
for_real = pytest.mark.django_db(transaction=True)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


def subscribed(owner: ApiClient, url: str, *events: str) -> str:
    return subscriptions.subscribe(user=owner.user, url=url, events=list(events), now=NOW)[1]


def waiting() -> Delivery:
    """Note one delivery without the worker."""
    dossier = factories.filed()
    [made] = actions.note(event_id=dossier.events.latest("pk").pk, now=NOW)
    return Delivery.objects.get(pk=made)


@for_real
def test_a_call_is_signed_and_names_no_person(receiver: Receiver) -> None:
    secret = subscribed(people.api_client(places.committee()), receiver.url)
    dossier = factories.filed()
    run_due_jobs()
    [(path, headers, body)] = receiver.calls
    when, _, mac = headers["x-motcua-signature"].removeprefix("t=").partition(",v1=")
    assert mac == hmac.new(secret.encode(), f"{when}.".encode() + body, hashlib.sha256).hexdigest()
    told = json.loads(body)
    delivery = Delivery.objects.get()
    event = delivery.event
    assert told == {
        "id": str(delivery.public_id),
        "at": event.at.isoformat(),
        "dossier": dossier.code,
        "kind": "filed",
        "state": 1,
    }
    assert headers["x-motcua-delivery"] == told["id"]
    assert headers["host"] == f"127.0.0.1:{receiver.server_port}"
    assert path == "/hook?partner=1"
    assert (delivery.status, delivery.tries, delivery.last_answer) == ("delivered", 1, 200)


@for_real
def test_what_became_of_the_newest_call_is_how_far_a_subscriber_knows(receiver: Receiver) -> None:
    subscribed(people.api_client(places.committee()), receiver.url)
    delivery = waiting()
    dossier_id = delivery.event.dossier_id

    def state() -> Sync:
        return sync_of(standing.told(dossier_id))[0]

    assert state() == Sync.WAITING
    Delivery.objects.update(tries=3, tried_at=NOW)
    assert state() == Sync.FAILED
    Delivery.objects.update(status="given_up", ended_at=NOW)
    assert state() == Sync.GIVEN_UP
    Delivery.objects.update(status="delivered")
    assert state() == Sync.ACKNOWLEDGED
    # Who left is not told any more.
    Delivery.objects.update(status="dropped")
    assert state() == Sync.NOTHING


@for_real
def test_only_those_are_told_who_may_see_the_dossier(receiver: Receiver) -> None:
    for agency, told in [(places.committee(), True), (places.commune(), True), (places.department(), False)]:
        receiver.calls.clear()
        owner = people.api_client(agency)
        subscribed(owner, receiver.url)
        factories.filed()
        run_due_jobs()
        assert bool(receiver.calls) == told, agency.code
        owner.is_active = False
        owner.save()
    # A client that may not read dossiers is not told of them either.
    receiver.calls.clear()
    subscribed(people.api_client(places.committee(), scopes=["webhooks:write"]), receiver.url)
    factories.filed()
    run_due_jobs()
    assert receiver.calls == []


@for_real
@pytest.mark.parametrize(("events", "count"), [((), 1), (("filed", "issued"), 1), (("issued",), 0)])
def test_only_events_asked_for(receiver: Receiver, events: tuple[str, ...], count: int) -> None:
    subscribed(people.api_client(places.committee()), receiver.url, *events)
    factories.filed()
    run_due_jobs()
    assert len(receiver.calls) == count


@for_real
@pytest.mark.parametrize("answer", [500, 404, 302, 307, 0])
def test_what_is_not_taken_is_sent_again_with_the_same_id(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, answer: int
) -> None:
    subscribed(people.api_client(places.committee()), receiver.url)
    receiver.answers = [answer]
    delivery = waiting()
    with monkeypatch.context() as hurried:
        if not answer:
            hurried.setattr(client, "SECONDS", 0.5)
        with pytest.raises(client.NotTaken):
            actions.send(delivery_id=delivery.pk, now=NOW)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.tries, delivery.last_answer) == ("waiting", 1, answer or None)
    assert len(receiver.calls) == 1  # a redirect is not followed
    assert actions.send(delivery_id=delivery.pk, now=NOW) == "delivered"
    assert receiver.calls[0][2] == receiver.calls[1][2]
    # The outbox may run a job twice; the subscriber is not called a third time.
    assert actions.send(delivery_id=delivery.pk, now=NOW) == "delivered"
    assert len(receiver.calls) == 2


@for_real
def test_a_subscriber_that_is_gone_is_given_up_on_record(receiver: Receiver) -> None:
    subscribed(people.api_client(places.committee()), receiver.url)
    delivery = waiting()
    Delivery.objects.update(tries=39)
    receiver.answers = [503]
    assert actions.send(delivery_id=delivery.pk, now=NOW) == "given_up"
    delivery.refresh_from_db()
    assert (delivery.tries, delivery.last_problem, delivery.ended_at) == (40, "HTTP 503", NOW)


@for_real
def test_an_event_heard_twice_is_noted_once(receiver: Receiver) -> None:
    subscribed(people.api_client(places.committee()), receiver.url)
    delivery = waiting()
    assert actions.note(event_id=delivery.event_id, now=NOW) == []


@for_real
def test_nothing_is_sent_once_the_subscription_has_ended(receiver: Receiver) -> None:
    owner = people.api_client(places.committee())
    subscribed(owner, receiver.url)
    delivery = waiting()
    subscriptions.unsubscribe(user=owner.user, public_id=delivery.subscription.public_id, now=NOW)
    assert actions.send(delivery_id=delivery.pk, now=NOW) == "dropped"
    assert receiver.calls == []
    assert subscriptions.subscriptions_of(owner.user, after_id=None, limit=9) == []


@for_real
def test_a_subscription_is_its_clients_own(receiver: Receiver) -> None:
    owner, other = people.api_client(places.committee()), people.api_client(places.committee())
    subscribed(owner, receiver.url)
    [mine] = subscriptions.subscriptions_of(owner.user, after_id=None, limit=9)
    assert subscriptions.subscriptions_of(other.user, after_id=None, limit=9) == []
    with pytest.raises(Refused, match="no_such_webhook"):
        subscriptions.unsubscribe(user=other.user, public_id=mine.public_id, now=NOW)
    with pytest.raises(Forbidden):
        subscribed(people.api_client(places.committee(), scopes=["dossiers:read"]), receiver.url)


INSIDE = [
    "http://127.0.0.1/x",
    "http://localhost/x",
    "http://10.1.2.3/x",
    "https://192.168.1.1:8443/",
    "http://169.254.169.254/latest",
    "http://100.64.0.1/",
    "http://0.0.0.0/",
    "http://2130706433/",
    "http://[::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[64:ff9b::a00:1]/",
    "http://[fe80::1]/",
    "http://224.0.0.1/",
]
MALFORMED = [
    "ftp://example.com/",
    "file:///etc/passwd",
    "//example.com/",
    "example.com",
    "http://",
    "http://user:pass@example.com/",
    "http://example.com:99999/",
    "http://exa mple.com/",
    "http://example.com\\@127.0.0.1/",
    "http://[::1/",
    "http://example.com/\n",
    "http://example.com/" + "x" * 500,
    "",
]


@pytest.mark.parametrize("url", INSIDE)
def test_no_call_goes_into_our_own_network(url: str, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(Refused, match="webhook_target"):
        subscriptions.target_of(url)


@pytest.mark.django_db
def test_a_refused_address_is_not_kept(settings: Any) -> None:
    settings.DEMO = False
    owner = people.api_client(places.committee())
    with pytest.raises(Refused, match="webhook_target"):
        subscribed(owner, "http://127.0.0.1/x")
    assert subscriptions.subscriptions_of(owner.user, after_id=None, limit=9) == []


@pytest.mark.parametrize("url", MALFORMED)
def test_no_call_goes_to_what_is_no_address(url: str) -> None:
    with pytest.raises(Refused, match="webhook_target"):
        subscriptions.target_of(url)


@for_real
def test_a_name_that_leads_inside_by_now_is_refused_when_the_call_is_made(
    receiver: Receiver, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = ["203.0.114.7"]

    def resolved(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in numbers]

    settings.DEMO = False
    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    subscribed(people.api_client(places.committee()), f"http://partner.example:{receiver.server_port}/")
    delivery = waiting()
    # One public number beside an inner one does not help.
    numbers.append("127.0.0.1")
    assert actions.send(delivery_id=delivery.pk, now=NOW) == "refused"
    assert receiver.calls == []


def test_the_call_goes_to_the_number_that_was_checked(receiver: Receiver) -> None:
    target = subscriptions.Target("http", "partner.example", receiver.server_port, "127.0.0.1")
    url = f"http://partner.example:{receiver.server_port}/a"
    assert client.call(url=url, target=target, secret="s", delivery="1", body=b"{}", at=1) == 200
    assert receiver.calls[0][1]["host"] == f"partner.example:{receiver.server_port}"
