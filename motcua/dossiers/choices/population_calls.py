"""How many people an official may look up in the population database within an hour, decided by two people.

Fills `approvals.population_calls`. Nobody is looked up in bulk; no text sets the number, thirty count where a province
has decided nothing [?].
"""

from datetime import date

from motcua.lib.marks import N_

from .decided_days import DaysKind, days_of

KEY = "population_calls_an_hour"
USUAL, MOST = 30, 200


def calls_on(day: date) -> int:
    """Return how many calls, by what the province decided for a day."""
    return days_of(KEY, USUAL, day)


class PopulationCallsKind(DaysKind):
    """The one number there is: of calls, not of days."""

    name = N_("Số lần tra cứu dân cư")
    key, usual, most = KEY, USUAL, MOST
    words = "Mỗi cán bộ được tra cứu cơ sở dữ liệu quốc gia về dân cư bao nhiêu lần một giờ"
    unit = "lần"
    wrong = N_("Hãy ghi số lần từ 1 đến {most}.")
