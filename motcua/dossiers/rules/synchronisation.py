"""Whether other systems know of a dossier what they asked to be told: read from the outbox and from what they answered.

An event waits in the outbox until it was carried; each subscriber is then called until they take it or the calls are
given up. A message that went out is only *acknowledged* when the other side said so; a call brings its answer with it,
so that there is no state between ("sent"): without an answer it failed. Law: Decree 224/2026/NĐ-CP
article 15(1)(g) (changes of status are told in real time); Decree 301/2026/NĐ-CP article 3 (within ten minutes, for
the linked groups). No state here holds back any other: an outage of theirs is no reason to keep a citizen waiting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motcua.lib.marks import N_

from .machine import Machine, Which


class Sync(StrEnum):
    """How far others know."""

    NOTHING = "nothing"  # nobody asked to be told
    WAITING = "waiting"  # in the outbox, or noted for a subscriber and not tried yet
    FAILED = "failed"  # tried and not taken; will be tried again
    ACKNOWLEDGED = "acknowledged"
    GIVEN_UP = "given_up"  # somebody has to look


MACHINE = Machine(
    which=Which.SYNCHRONISATION,
    name=N_("Đồng bộ với hệ thống khác"),
    law="Nghị định 224/2026/NĐ-CP, Điều 15 khoản 1 điểm g",
    begins=Sync.NOTHING,
    says={
        Sync.NOTHING: N_("Không có gì phải gửi"),
        Sync.WAITING: N_("Chờ gửi"),
        Sync.FAILED: N_("Gửi chưa được, sẽ gửi lại"),
        Sync.ACKNOWLEDGED: N_("Nơi nhận đã xác nhận"),
        Sync.GIVEN_UP: N_("Đã gửi nhiều lần không được, cần người xem"),
    },
    plain={
        Sync.NOTHING: N_("Không có hệ thống nào khác cần báo"),
        Sync.WAITING: N_("Đang báo cho hệ thống khác"),
        Sync.FAILED: N_("Đang báo cho hệ thống khác"),
        Sync.ACKNOWLEDGED: N_("Hệ thống khác đã nhận tin"),
        Sync.GIVEN_UP: N_("Chưa báo được cho hệ thống khác; cơ quan đang xem"),
    },
    ways={
        # Each change of a dossier is a new thing to tell: whatever was, it waits again. Old calls are forgotten.
        Sync.NOTHING: frozenset({Sync.WAITING, Sync.FAILED}),
        Sync.WAITING: frozenset({Sync.NOTHING, Sync.FAILED, Sync.ACKNOWLEDGED, Sync.GIVEN_UP}),
        Sync.FAILED: frozenset({Sync.NOTHING, Sync.WAITING, Sync.ACKNOWLEDGED, Sync.GIVEN_UP}),
        Sync.ACKNOWLEDGED: frozenset({Sync.NOTHING, Sync.WAITING, Sync.FAILED, Sync.GIVEN_UP}),
        Sync.GIVEN_UP: frozenset({Sync.NOTHING, Sync.WAITING, Sync.FAILED, Sync.ACKNOWLEDGED}),
    },
)
# What a later one of these outweighs: one call given up is said before nine that were taken.
_HEAVIEST = (Sync.GIVEN_UP, Sync.FAILED, Sync.WAITING, Sync.ACKNOWLEDGED)


@dataclass(frozen=True)
class Told:
    """One thing that is to be told to one other system: how far that is, and since when."""

    state: Sync
    since: datetime | None


def sync_of(told: Sequence[Told]) -> tuple[Sync, datetime | None]:
    """Return the heaviest of what is to be told, since its first; of what was acknowledged, since the last."""
    for state in _HEAVIEST:
        moments = [one.since for one in told if one.state == state and one.since is not None]
        if any(one.state == state for one in told):
            pick = max if state == Sync.ACKNOWLEDGED else min
            return state, pick(moments, default=None)
    return Sync.NOTHING, None
