"""Nothing is handed out that is still on its way."""

from motcua.accounts.models import User
from motcua.accounts.rules import UserKind
from motcua.lib.refusals import Refused

from ..models import Dossier, Result
from ..piles import arrivals
from ..rules.arriving import NOT_HERE, SIGN_FIRST


def check_arrived(dossier: Dossier, result: Result, *, how: str, is_here: bool, by: User) -> bool:
    """Raise Refused where a result on paper has not come to the counter; return whether it came on no list.

    `is_here`: whoever hands it out has it in their hand though no list brought it. A machine tells what was done
    elsewhere.
    """
    if by.kind != UserKind.OFFICIAL or not arrivals.is_awaited(dossier, result, how=how):
        return False
    if arrivals.is_on_its_way(result):
        raise Refused("sign_first", SIGN_FIRST)
    if arrivals.sits_on_both_sides(by, dossier):
        return False
    if not is_here:
        raise Refused("result_not_here", NOT_HERE)
    return True
