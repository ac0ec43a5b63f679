"""Substance, money, delivery and synchronisation: each walks its own ways, whatever the others do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.dossiers.rules import delivering, digitisation, money, states, synchronisation
from motcua.dossiers.rules.delivering import Delivering, DeliveryFacts, delivery_of
from motcua.dossiers.rules.machine import Machine
from motcua.dossiers.rules.money import Money, MoneyFacts, money_of
from motcua.dossiers.rules.standing import conflicts
from motcua.dossiers.rules.states import FINAL, ResultChannel, State, may_move
from motcua.dossiers.rules.synchronisation import Sync, Told, sync_of
from motcua.worktime.tests.samples import at

START = at("2026-11-23 09:00")
MACHINES: list[Machine[Any]] = [
    states.MACHINE,
    money.MACHINE,
    delivering.MACHINE,
    synchronisation.MACHINE,
    digitisation.MACHINE,
]


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.which.value)
def test_a_machine_is_whole(machine: Machine[Any]) -> None:
    states: Any = type(machine.begins)
    every = set(states)
    assert every == set(machine.says) == set(machine.plain) == set(machine.ways)
    assert all(after <= every for after in machine.ways.values())
    assert machine.law
    assert machine.name
    reached, todo = {machine.begins}, [machine.begins]
    while todo:
        new = machine.ways[todo.pop()] - reached
        reached |= new
        todo += new
    assert reached == every


@dataclass
class World:
    """One dossier's facts, and the things that may happen to it; each leaves alone what is not its own."""

    state: State = State.REGISTERED
    now: datetime = START
    received: bool = False
    charged: int | None = 8000
    receipts: list[bool] = field(default_factory=list)
    annulled_at: datetime | None = None
    demanded_at: datetime | None = None
    proven_at: datetime | None = None
    issued_at: datetime | None = None
    delivered_at: datetime | None = None
    completed_at: datetime | None = None
    revoked_at: datetime | None = None
    closed_at: datetime | None = None
    how: str = ""
    told: list[Sync] = field(default_factory=list)

    def move(self, there: State) -> bool:
        """Go where substance lets it; false where it does not."""
        if not may_move(self.state, there, received=self.received):
            return False
        self.received = self.received or there == State.RECEIVED
        self.state = there
        self.closed_at = self.now if there in FINAL else None
        return True

    def ask(self) -> None:
        if self.move(State.FINANCIAL_OBLIGATION):
            self.demanded_at = self.now

    def pay(self) -> None:
        if self.demanded_at is not None and self.state == State.FINANCIAL_OBLIGATION:
            self.move(State.PROCESSING if self.received else State.REGISTERED)
            self.demanded_at, self.proven_at = None, self.now

    def take(self) -> None:
        if self.state not in FINAL or self.completed_at is not None:
            self.receipts.append(True)

    def annul(self) -> None:
        if True in self.receipts:
            self.receipts[self.receipts.index(True)] = False
            self.annulled_at = self.now

    def issue(self) -> None:
        if self.demanded_at is None and self.move(State.COMPLETED):
            self.issued_at = self.completed_at = self.now

    def recall(self) -> None:
        if self.state == State.COMPLETED:
            self.move(State.PROCESSING)
            self.issued_at = self.completed_at = None

    def give(self, how: str) -> None:
        if self.state == State.COMPLETED and self.move(State.DELIVERED):
            self.delivered_at, self.how = self.now, how

    def revoke(self) -> None:
        if self.state == State.DELIVERED:
            self.issued_at, self.revoked_at = None, self.now

    def reopen(self) -> None:
        if self.state == State.STOPPED and self.received:
            self.state, self.closed_at = State.PROCESSING, None

    def facts(self) -> tuple[State, Money, Delivering, Sync]:
        """Return where the machines stand."""
        taken = 8000 * self.receipts.count(True)
        about_money = MoneyFacts(
            state=self.state,
            has_fees=True,
            charged=self.charged,
            taken=taken,
            taken_at=self.now if taken else None,
            demanded_at=self.demanded_at,
            proven_at=self.proven_at,
            annulled_at=self.annulled_at,
            closed_at=self.closed_at,
            has_result=self.completed_at is not None,
        )
        about_delivery = DeliveryFacts(
            channel=ResultChannel.COUNTER,
            unclaimed_before=self.now - timedelta(days=3),
            issued_at=self.issued_at,
            delivered_at=self.delivered_at,
            how=self.how,
            revoked_at=self.revoked_at,
            closed_at=self.closed_at,
        )
        told = sync_of([Told(state, self.now) for state in self.told])
        return self.state, money_of(about_money)[0], delivery_of(about_delivery)[0], told[0]


# What is demanded is paid first; what has its result is worked on again only when that is recalled.
NO_WORK = {State.FINANCIAL_OBLIGATION, State.COMPLETED}
OF_SUBSTANCE: dict[str, Callable[[World], Any]] = {
    f"to {state.name}": lambda world, state=state: world.move(state)
    for state in set(State) - {State.FINANCIAL_OBLIGATION, State.COMPLETED, State.DELIVERED}
    if state not in {State.PROCESSING}
} | {"work": lambda world: world.state not in NO_WORK and world.move(State.PROCESSING)}
HAPPENS: dict[str, Callable[[World], Any]] = {
    **OF_SUBSTANCE,
    "reopen": World.reopen,
    "ask": World.ask,
    "pay": World.pay,
    "take": World.take,
    "annul": World.annul,
    "charge nothing": lambda world: setattr(world, "charged", 0),
    "charge something": lambda world: setattr(world, "charged", 8000),
    "charge who knows": lambda world: setattr(world, "charged", None),
    "issue": World.issue,
    "recall": World.recall,
    "give": lambda world: world.give("counter"),
    "post": lambda world: world.give("post"),
    "revoke": World.revoke,
    "days pass": lambda world: setattr(world, "now", world.now + timedelta(days=4)),
    "one more to tell": lambda world: world.told.append(Sync.WAITING),
    "not taken": lambda world: world.told and world.told.__setitem__(0, Sync.FAILED),
    "taken": lambda world: world.told and world.told.__setitem__(0, Sync.ACKNOWLEDGED),
    "given up": lambda world: world.told and world.told.__setitem__(0, Sync.GIVEN_UP),
    "forgotten": lambda world: world.told and world.told.pop(0),
}
OF_THE_OTHERS = {
    synchronisation.MACHINE.which: {"one more to tell", "not taken", "taken", "given up", "forgotten"},
    money.MACHINE.which: {"take", "annul", "charge nothing", "charge something", "charge who knows"},
    delivering.MACHINE.which: {"days pass"},
}


@settings(max_examples=150, deadline=None)
@given(some.lists(some.sampled_from(sorted(HAPPENS)), min_size=5, max_size=40))
def test_each_machine_goes_its_own_ways_and_none_moves_another(course: list[str]) -> None:
    world = World()
    before = world.facts()
    for what in course:
        HAPPENS[what](world)
        after = world.facts()
        for machine, here, there in zip(MACHINES, before, after, strict=False):
            assert here == there or machine.may(here, there), f"{what}: {machine.which} {here} -> {there}"
        for place, machine in enumerate(MACHINES[:4]):
            if any(what in own for which, own in OF_THE_OTHERS.items() if which != machine.which):
                assert before[place] == after[place], f"{what} moved {machine.which}"
        assert conflicts(*after[:3]) == [], f"after {what}"
        before = after


@pytest.mark.parametrize(
    ("facts", "stands"),
    [
        (MoneyFacts(State.REGISTERED), Money.NONE_DUE),
        (MoneyFacts(State.REGISTERED, has_fees=True), Money.WAIVED),
        (MoneyFacts(State.REGISTERED, has_fees=True, charged=None), Money.UNKNOWN),
        (MoneyFacts(State.RECEIVED, has_fees=True, charged=8000, taken=3000, taken_at=START), Money.DUE),
        (MoneyFacts(State.RECEIVED, charged=8000, taken=3000, elsewhere=5000, taken_at=START), Money.PAID),
        # The land tax that was paid elsewhere is not the agency's fee.
        (MoneyFacts(State.PROCESSING, charged=8000, proven_at=START), Money.DUE),
        (MoneyFacts(State.PROCESSING, charged=0, proven_at=START), Money.PAID),
        (MoneyFacts(State.FINANCIAL_OBLIGATION, charged=0, demanded_at=START), Money.DEMANDED),
        (MoneyFacts(State.WITHDRAWN, charged=0, demanded_at=START), Money.NONE_DUE),
        (MoneyFacts(State.WITHDRAWN, charged=8000, taken=8000, taken_at=START), Money.REFUND_DUE),
        (MoneyFacts(State.WITHDRAWN, charged=8000, annulled_at=START), Money.REFUNDED),
    ],
)
def test_where_the_money_stands(facts: MoneyFacts, stands: Money) -> None:
    """Law 97/2015/QH13; Decree 61/2018 art. 22."""
    assert money_of(facts)[0] == stands


@pytest.mark.parametrize(
    ("channel", "days", "stands"),
    [
        (ResultChannel.COUNTER, 0, Delivering.AT_COUNTER),
        (ResultChannel.COUNTER, 4, Delivering.UNCLAIMED),
        (ResultChannel.POST, 0, Delivering.TO_POST),
        # What lies in the applicant's account is not left at a counter.
        (ResultChannel.ELECTRONIC, 4, Delivering.ONLINE),
    ],
)
def test_where_a_result_waits(channel: ResultChannel, days: int, stands: Delivering) -> None:
    before = START + timedelta(days=days - 3)
    assert delivery_of(DeliveryFacts(channel, before, issued_at=START)) == (stands, START)


@pytest.mark.parametrize(
    ("told", "stands"),
    [
        ([], Sync.NOTHING),
        ([Sync.ACKNOWLEDGED, Sync.WAITING], Sync.WAITING),
        ([Sync.ACKNOWLEDGED, Sync.GIVEN_UP, Sync.FAILED], Sync.GIVEN_UP),
        ([Sync.ACKNOWLEDGED, Sync.ACKNOWLEDGED], Sync.ACKNOWLEDGED),
    ],
)
def test_the_heaviest_of_what_is_told_counts(told: list[Sync], stands: Sync) -> None:
    assert sync_of([Told(state, START) for state in told])[0] == stands


def test_what_cannot_be_true_together() -> None:
    assert conflicts(State.PROCESSING, Money.NONE_DUE, Delivering.DELIVERED)
    assert conflicts(State.DELIVERED, Money.DEMANDED, Delivering.DELIVERED)
    assert conflicts(State.COMPLETED, Money.REFUND_DUE, Delivering.AT_COUNTER)
    # A fee of the counter may still be taken when the result is handed over.
    assert not conflicts(State.DELIVERED, Money.DUE, Delivering.DELIVERED)
