"""Which states of the four machines may stand side by side. None moves another; some pairs cannot both be true."""

from collections.abc import Mapping

from .delivering import GIVEN, READY, Delivering
from .money import Money
from .states import State

_WITHOUT_RESULT = frozenset({State.REFUSED, State.WITHDRAWN, State.STOPPED})
_DONE = frozenset({State.COMPLETED, State.DELIVERED})
# Where substance must be for a result to be there (Decree 61/2018 article 20: what is handed out was issued).
OF_DELIVERY: Mapping[Delivering, frozenset[State]] = {
    Delivering.NOT_READY: frozenset(State) - _DONE - _WITHOUT_RESULT,
    # Finished without one, too.
    Delivering.NOTHING: _WITHOUT_RESULT | {State.COMPLETED},
    **dict.fromkeys(READY, frozenset({State.COMPLETED})),
    **dict.fromkeys(GIVEN | {Delivering.RETURNED, Delivering.REVOKED}, frozenset({State.DELIVERED})),
}
# What is demanded is paid before anything is decided or given (the result waits while state 6 is open); a fee of the
# counter may still be due when the result is handed over: the receipt is made then (Decree 61/2018 article 22).
OF_MONEY: Mapping[Money, frozenset[State]] = {
    **dict.fromkeys(Money, frozenset(State)),
    Money.DEMANDED: frozenset(State) - _DONE - _WITHOUT_RESULT,
    Money.REFUND_DUE: _WITHOUT_RESULT,
    Money.REFUNDED: _WITHOUT_RESULT,
}


def conflicts(substance: State, money: Money, delivery: Delivering) -> list[str]:
    """Return what cannot be true together, for whoever looks after the system; synchronisation goes with everything."""
    found = []
    if substance not in OF_DELIVERY[delivery]:
        found.append(f"delivery is {delivery} in state {substance.value}")
    if substance not in OF_MONEY[money]:
        found.append(f"money is {money} in state {substance.value}")
    return found
