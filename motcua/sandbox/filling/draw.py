"""Decides what each copy is: of which prototype, where, of which procedure, when, whose; the same for the same seed."""

import random
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from .stories import CLOSED, FRESH, Ending

WEEK = 7 * 24 * 3600
YEARS_BACK = 4
JITTER = 170 * 60
VIET_NAM = 7 * 3600
# So many of a hundred people have signed in at the portal at least once.
ONLINE_PEOPLE = 40
# So many of a hundred dossiers are handed in by somebody else than their owner.
BY_ANOTHER = 15


@dataclass(frozen=True)
class Ground:
    """Where copies of a prototype may lie: a place, its weight, and the versions there, the commonest first."""

    place: int
    weight: float
    versions: Sequence[int]


@dataclass(frozen=True)
class Option:
    """A prototype that copies are made of."""

    proto: int
    ending: Ending
    weight: float
    grounds: Sequence[Ground]
    submitted_at: datetime
    is_online: bool
    has_files: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """What one copy is. `weeks` and `seconds` say how long before its prototype it was filed."""

    filed: int
    proto: int
    place: int
    version: int
    weeks: int
    seconds: int
    owner: int
    submitter: int
    is_online: bool
    carries_files: bool

    @property
    def day(self) -> int:
        """Return Việt Nam's date at filing, in days since 1970."""
        return (self.filed + VIET_NAM) // 86400


def say_day(day: int) -> str:
    """Return a day as the code has it: yyMMdd."""
    return f"{datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day):%y%m%d}"


def copies(options: Sequence[Option], *, count: int, with_files: int, people: int, seed: int) -> list[Copy]:
    """Return that many copies in the order in which they were filed."""
    dice = random.Random(f"copies {seed}")  # noqa: S311 - a spread over procedures and years, not a secret
    made = list(_drawn(options, count=count, with_files=with_files, people=people, dice=dice))
    made.sort(key=lambda copy: copy.filed)
    return made


def _drawn(
    options: Sequence[Option], *, count: int, with_files: int, people: int, dice: random.Random
) -> Iterator[Copy]:
    usual = list(accumulate(option.weight for option in options))
    # Half of the copies with files have a signed result, the others what was handed in.
    signed = [option for option in options if option.ending == Ending.SIGNED]
    given = [option for option in options if option.has_files and option.ending != Ending.SIGNED and option.weight]
    with_files = with_files if signed or given else 0
    spread = {option.proto: list(accumulate(ground.weight for ground in option.grounds)) for option in options}
    online = max(1, people * ONLINE_PEOPLE // 100)
    random_ = dice.random
    for number in range(count):
        carries = number < with_files
        if carries:
            pool = (signed or given) if number % 2 else (given or signed)
            option = pool[int(len(pool) * random_())]
        else:
            option = options[bisect(usual, random_() * usual[-1])]
        weights = spread[option.proto]
        # A copy with files is one of its prototype's own procedure: the papers are that procedure's.
        place = 0 if carries else bisect(weights, random_() * weights[-1])
        ground = option.grounds[place]
        # Frequent procedures are asked for far oftener than the others.
        version = ground.versions[0 if carries else int(len(ground.versions) * random_() ** 3)]
        weeks, seconds = _age(option.ending, random_), int(JITTER * random_())
        reach = online if option.is_online else people
        owner = int(reach * random_() ** 1.5)
        submitter = int(reach * random_()) if random_() * 100 < BY_ANOTHER else owner
        yield Copy(
            filed=int(option.submitted_at.timestamp()) - weeks * WEEK - seconds,
            proto=option.proto,
            place=ground.place,
            version=version,
            weeks=weeks,
            seconds=seconds,
            owner=owner,
            submitter=submitter,
            is_online=option.is_online,
            carries_files=carries,
        )


def _age(ending: Ending, random_: Callable[[], float]) -> int:
    """Return how many weeks before its prototype a copy was filed."""
    draw = random_()
    if ending in FRESH:
        return 0
    if ending in CLOSED:
        # Every year brings more than the one before.
        return 1 + int(52 * YEARS_BACK * (1 - (1 - draw) ** 0.5))
    if ending == Ending.COMPLETED:
        return int(20 * draw**2)
    # Most of what is open is fresh; a tail is overdue.
    for weeks, share in enumerate((0.6, 0.85, 0.95)):
        if draw < share:
            return weeks
    return 3 + int(10 * random_() ** 2)
