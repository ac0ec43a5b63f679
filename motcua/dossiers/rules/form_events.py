"""Which event of a dossier's history gives which statutory form.

Sources: Decree 61/2018/NĐ-CP, articles 17 and 19 (forms 01 to 04), as amended by Decree 118/2025/NĐ-CP, article 21 and
Circular 03/2025/TT-VPCP, article 7 (stop notice, form 05, also on withdrawal).
"""

from collections.abc import Mapping

from .form_sets import FormKind
from .history import Happening
from .states import State

GIVEN: Mapping[str, FormKind] = {
    Happening.RECEIVED: FormKind.RECEPTION,
    Happening.SUPPLEMENT_REQUESTED: FormKind.SUPPLEMENT,
    Happening.REFUSED: FormKind.REFUSAL,
    # Not eligible after appraisal: the dossier goes back with the refusal form (Decree 61/2018 art. 19(8)).
    Happening.NOT_ELIGIBLE: FormKind.REFUSAL,
    Happening.REAPPOINTED: FormKind.REAPPOINTMENT,
    Happening.STOPPED: FormKind.STOP,
    Happening.WITHDRAWN: FormKind.STOP,
    Happening.DELIVERED: FormKind.DELIVERY,
}
# Every happening that may give one.
GIVING = frozenset(GIVEN) | {Happening.SUPPLEMENT_EXPIRED}


def given_by(happening: str, state: int) -> FormKind | None:
    """Return the kind of form that an event gives, by what happened and the state it led to; None for most."""
    if happening == Happening.SUPPLEMENT_EXPIRED:
        # Nobody answered: never received (5 -> 3), or processing stops (5 -> 8).
        return FormKind.REFUSAL if state == State.REFUSED else FormKind.STOP
    return GIVEN.get(happening)
