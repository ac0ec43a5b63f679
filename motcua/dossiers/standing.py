"""Where the four machines of a dossier stand, read from its facts: for pages, and for whoever checks the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from motcua.outbox import queries as outbox

from .bundles import is_bundle
from .events import DossierChanged
from .models import Dossier, DossierEvent, FeeReceipt, PostReturn
from .models.result import ResultState
from .packages import package_of
from .paperwork import form_facts
from .piles.deliveries import unclaimed_before
from .ports import Synchroniser
from .rules import delivering, digitisation, money, states, synchronisation
from .rules.delivering import Delivering, DeliveryFacts, delivery_of
from .rules.delivery import channel_of
from .rules.fees import total
from .rules.history import MOVED, Happening
from .rules.machine import Machine, Which
from .rules.money import Money, MoneyFacts, money_of
from .rules.states import ResultChannel, State
from .rules.synchronisation import Sync, Told, sync_of

PREFIX = "synchronisation."
OF_MONEY = tuple(kind for kind, which in MOVED.items() if which == Which.MONEY)
OF_DELIVERY = tuple(kind for kind, which in MOVED.items() if which == Which.DELIVERY)
MACHINES: dict[Which, Machine[Any]] = {
    machine.which: machine
    for machine in (states.MACHINE, money.MACHINE, delivering.MACHINE, synchronisation.MACHINE, digitisation.MACHINE)
}


@dataclass(frozen=True)
class Line:
    """One machine's state; the words are marked for translation: the official's, and the applicant's."""

    which: Which
    name: str
    said: str
    plain: str
    since: datetime | None


@dataclass(frozen=True)
class Standing:
    """The four states of a dossier, each with the moment since when, where a fact says so."""

    substance: tuple[State, datetime | None]
    money: tuple[Money, datetime | None]
    delivery: tuple[Delivering, datetime | None]
    synchronisation: tuple[Sync, datetime | None]

    def lines(self) -> list[Line]:
        """Return them as pages say them, in this order."""
        return [
            _line(states.MACHINE, self.substance),
            _line(money.MACHINE, self.money),
            _line(delivering.MACHINE, self.delivery),
            _line(synchronisation.MACHINE, self.synchronisation),
        ]


def standing_of(dossier: Dossier, events: Sequence[DossierEvent], *, now: datetime) -> Standing:
    """Return where a dossier's machines stand; `events` is its history in order, the public part is enough."""
    return Standing(
        substance=(State(dossier.state), _since(dossier, events)),
        money=money_of(money_facts(dossier, events)),
        delivery=delivery_of(_delivery_facts(dossier, events, now)),
        synchronisation=sync_of(_told(dossier.pk)),
    )


def beside_of(dossier: Dossier, events: Sequence[DossierEvent], *, now: datetime) -> list[Line]:
    """Return what an applicant wants to know beside the state: the money, and where the result is."""
    return [
        _line(money.MACHINE, money_of(money_facts(dossier, events))),
        _line(delivering.MACHINE, delivery_of(_delivery_facts(dossier, events, now))),
    ]


def _line(machine: Machine[Any], stands: tuple[Any, datetime | None]) -> Line:
    state, since = stands
    return Line(machine.which, machine.name, machine.says[state], machine.plain[state], since)


def _since(dossier: Dossier, events: Sequence[DossierEvent]) -> datetime:
    """Return when the state became what it is: with the first of the last events that share it."""
    found = dossier.submitted_at
    for event in reversed(events):
        if event.state != dossier.state:
            break
        found = event.at
    return found


def money_facts(dossier: Dossier, events: Sequence[DossierEvent]) -> MoneyFacts:
    """Return what is known of a dossier's money; the database is asked only where fees or events tell of some."""
    has_fees = any(dossier.channel in fee.get("channels", ()) for fee in package_of(dossier.version_id).fees)
    charged = total(form_facts.charges_of(dossier)) if has_fees else 0
    was_taken = any(event.kind == Happening.FEE_TAKEN for event in events)
    receipts = list(FeeReceipt.objects.filter(dossier=dossier).order_by("pk")) if was_taken else []
    annulled = {f"{row.series} {row.said_number}" for row in receipts if row.annulled_at is not None}
    ours = {f"{row.series} {row.said_number}" for row in receipts}
    paid = [event for event in events if event.kind == Happening.PAID and event.params.get("receipt") not in annulled]
    demanded = None
    for event in events:
        if event.kind in {Happening.PAYMENT_ASKED, Happening.PAID}:
            demanded = event.at if event.kind == Happening.PAYMENT_ASKED else None
    standing = [row for row in receipts if row.annulled_at is None]
    return MoneyFacts(
        state=State(dossier.state),
        has_fees=has_fees,
        charged=charged,
        taken=sum(row.amount for row in standing),
        taken_at=standing[-1].taken_at if standing else None,
        elsewhere=sum(
            _of_the_charge(dossier, event, charged) for event in paid if event.params.get("receipt") not in ours
        ),
        proven_at=paid[-1].at if paid else None,
        demanded_at=demanded,
        annulled_at=max((row.annulled_at for row in receipts if row.annulled_at is not None), default=None),
        closed_at=dossier.closed_at,
        has_result=dossier.completed_at is not None,
    )


def owes(dossier: Dossier) -> bool:
    """Tell whether a fee that is known, or a duty that was demanded, is still to be paid."""
    events = list(dossier.events.filter(kind__in=OF_MONEY).order_by("id"))
    return money_of(money_facts(dossier, events))[0] in {Money.DUE, Money.DEMANDED}


def is_posted(dossier: Dossier) -> bool:
    """Tell whether a dossier's result is with the post, as far as is known."""
    if dossier.state != State.DELIVERED or dossier.delivered_at is None or is_bundle(dossier):
        return False
    events = list(dossier.events.filter(kind__in=OF_DELIVERY).order_by("id"))
    return delivery_of(_delivery_facts(dossier, events, dossier.delivered_at))[0] == Delivering.POSTED


def _of_the_charge(dossier: Dossier, paid: DossierEvent, charged: int | None) -> int:
    """Return how much of the charge a document of payment met: before reception only the fee can have been asked for.

    What is demanded after reception is another's duty (land tax), not this agency's fee.
    """
    if dossier.accepted_at is not None and paid.at >= dossier.accepted_at:
        return 0
    return int(paid.params.get("amount") or charged or 0)


def _delivery_facts(dossier: Dossier, events: Sequence[DossierEvent], now: datetime) -> DeliveryFacts:
    if is_bundle(dossier):
        return _of_parts(dossier, now)
    # Nothing is issued before a dossier is completed.
    results = list(dossier.results.order_by("pk").defer("content")) if dossier.completed_at is not None else []
    issued = [row for row in results if row.state == ResultState.ISSUED]
    given = [row for row in results if row.delivered_at is not None]
    revoked = [event.at for event in events if event.kind == Happening.RESULT_REVOKED]
    was_returned = given and any(event.kind == Happening.POST_RETURNED for event in events)
    returned = PostReturn.objects.filter(result=given[-1]).order_by("-pk").first() if was_returned else None
    return DeliveryFacts(
        channel=ResultChannel(dossier.result_channel),
        unclaimed_before=unclaimed_before(now) if issued and not given else now,
        issued_at=issued[-1].issued_at if issued else None,
        delivered_at=given[-1].delivered_at if given else None,
        how=given[-1].delivered_how if given else "",
        returned_at=returned.at if returned is not None else None,
        again_at=returned.given_at if returned is not None else None,
        again_how=channel_of(returned.confirmed) if returned is not None else "",
        revoked_at=revoked[-1] if revoked and given and not issued else None,
        closed_at=dossier.closed_at,
    )


def _of_parts(bundle: Dossier, now: datetime) -> DeliveryFacts:
    """Return where the results of a bundle are: it has none of its own, its state follows its parts'."""
    return DeliveryFacts(
        channel=ResultChannel(bundle.result_channel),
        unclaimed_before=unclaimed_before(now),
        issued_at=bundle.completed_at,
        delivered_at=bundle.delivered_at,
        how=bundle.result_channel if bundle.delivered_at is not None else "",
        closed_at=bundle.closed_at,
    )


def _told(dossier_id: int) -> list[Told]:
    """Return what is still to be carried, and how far each connector's systems know."""
    told = [
        Told(_CARRIED[job.status, job.attempts > 0], job.since)
        for job in outbox.jobs_about(DossierChanged, dossier_id=dossier_id)
    ]
    for name, path in settings.PORTS.items():
        if name.startswith(PREFIX):
            ask: Synchroniser = import_string(path)
            told += ask(dossier_id)
    return told


_CARRIED = {
    ("todo", False): Sync.WAITING,
    ("doing", False): Sync.WAITING,
    ("todo", True): Sync.FAILED,
    ("doing", True): Sync.FAILED,
    ("failed", False): Sync.GIVEN_UP,
    ("failed", True): Sync.GIVEN_UP,
}
