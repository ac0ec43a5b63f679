"""Part (g): due dates per second with their explanation, as `recompute_clocks` counts them; no database takes part."""

import random
import statistics
import time
from datetime import date, datetime, timedelta

import yaml

from bench.province import ROOT
from motcua.dossiers.rules.clock import Course, Pause, promised
from motcua.dossiers.rules.package import Limit, limit_of
from motcua.lib.dates import VN
from motcua.worktime.rules import DayKind, Hours, Schedule, Special, Standing, rule_set

COUNT = 4000
PARTS = ((450, 690), (810, 1050))
TERMS = [(1, "working_day"), (3, "working_day"), (5, "working_day"), (15, "working_day"), (30, "working_day")]
TERMS += [(15, "day"), (30, "day"), (1, "month"), (8, "hour")]


def due_dates() -> dict[str, float]:
    """Count dates of every kind of term, a third of them with a stop, over two years with the State's holidays.

    `ms`: CPU time of one date, the median; `per_second`: of all, by CPU time, for the machine does other things too.
    """
    draw = random.Random(7)
    office = _office()
    cases = [_case(draw) for _ in range(COUNT)]
    for limit, course in cases[:200]:
        promised(limit, course, agency=office, collection=office, rules=rule_set(5))
    took = []
    begun = time.process_time()
    for limit, course in cases:
        before = time.process_time()
        found = promised(limit, course, agency=office, collection=office, rules=rule_set(5))
        assert found is not None
        assert found.told()
        took.append(time.process_time() - before)
    total = time.process_time() - begun
    return {
        "ms": round(statistics.median(took) * 1000, 4),
        "p95_ms": round(statistics.quantiles(took, n=20)[-1] * 1000, 4),
        "per_second": round(COUNT / total),
    }


def _case(draw: random.Random) -> tuple[Limit, Course]:
    amount, unit = draw.choice(TERMS)
    limit = limit_of([{"amount": amount, "unit": unit, "text": ""}], channel="direct", case="")
    assert limit is not None
    start = datetime(2026, 1, 2, 8, tzinfo=VN) + timedelta(minutes=draw.randrange(2 * 365 * 1440))
    pauses: tuple[Pause, ...] = ()
    if draw.random() < 1 / 3:
        since = start + timedelta(hours=draw.randrange(1, 60))
        pauses = (Pause(since, since + timedelta(days=draw.randrange(1, 15)), "supplement", draw.random() < 0.5),)
    return limit, Course(start, pauses=pauses)


def _office() -> Schedule:
    special: dict[date, Special] = {}
    for path in sorted((ROOT / "motcua" / "worktime" / "data").glob("holidays-*.yaml")):
        content = yaml.safe_load(path.read_text())
        for row in content["days"]:
            kind = DayKind(row.get("kind", "holiday"))
            special[row["day"]] = Special(kind, row["name"], Standing(content["standing"]), row.get("like"))
    hours = tuple(Hours(day, *part) for day in range(5) for part in PARTS)
    return Schedule(hours, special, known_until=date(2035, 12, 31), name="văn phòng")
