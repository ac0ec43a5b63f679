"""How the desk says what look-ups in the population database found."""

from collections.abc import Collection, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.accounts.rules import IdentityKind
from motcua.dossiers import actions as dossiers
from motcua.dossiers.models import Dossier, Party, PopulationCheck
from motcua.dossiers.models.population_check import Answered
from motcua.dossiers.population_queries import checks_of
from motcua.dossiers.rules.population import Compared
from motcua.lib.marks import N_
from motcua.lib.population import NAMES, Block, Place, Relative

SEXES = {"male": N_("Nam"), "female": N_("Nữ")}
WITH_NUMBER = IdentityKind.PERSONAL_ID


def names_of(blocks: Collection[str]) -> str:
    """Return names of blocks in one line, in the order of the register."""
    return ", ".join(_(NAMES[block]) for block in Block if block.value in blocks)


def mark_of(check: PopulationCheck) -> dict[str, Any]:
    """Return what one look-up left: a short mark with its colour, who and when, and which facts agreed or not."""
    outcome = Answered(check.outcome)
    text, colour = {
        Answered.FOUND: (N_("đã đối chiếu với CSDLQG về dân cư"), "green"),
        Answered.NOBODY: (N_("CSDLQG về dân cư không có người này"), "red"),
        Answered.UNREACHABLE: (N_("chưa đối chiếu được với CSDLQG về dân cư"), "grey"),
        Answered.ASKED: (N_("lần tra cứu dở dang"), "grey"),
    }[outcome]
    if check.differing:
        text, colour = N_("đã đối chiếu với CSDLQG về dân cư, có chỗ khác"), "yellow"
    return {
        "text": _(text),
        "colour": f"govuk-tag--{colour}",
        "by": check.by.full_name,
        "agency": check.agency.name if check.agency is not None else "",
        "at": check.at,
        "agreed": names_of(check.agreed),
        "differing": names_of(check.differing),
        "blocks": names_of(check.blocks),
        "reason": check.reason,
    }


def marks(dossier: Dossier, people: Sequence[Party], *, by: User, until: Any = None) -> dict[str, dict[str, Any]]:
    """Return for each party with a personal number: its newest mark, and where the reader may look it up."""
    numbered = [one for one in people if one.identity is not None and one.identity.kind == WITH_NUMBER]
    if not numbered:
        return {}
    may = dossiers.may_look_up(dossier, by=by)
    newest: dict[str, PopulationCheck] = {}
    for check in checks_of(dossier, until=until):
        newest.setdefault(check.party, check)
    return {
        party.role: {
            "mark": mark_of(newest[party.role]) if party.role in newest else None,
            "address": reverse("desk:population", args=[dossier.public_id, party.role]) if may else "",
        }
        for party in numbered
    }


def row_of(one: Compared) -> dict[str, Any]:
    """Return one compared block as the page shows it."""
    return {
        "name": _(NAMES[one.block]),
        "typed": _said(one.block, one.typed),
        "registered": _said(one.block, one.registered),
        "agrees": one.agrees,
    }


def _said(block: Block, value: Any) -> str:
    if block == Block.SEX:
        return _(SEXES[value]) if value in SEXES else ""
    if block == Block.BIRTH:
        return "/".join(reversed(str(value).split("-"))) if value else ""
    if isinstance(value, Place | Relative):
        return str(value)
    return str(value or "")
