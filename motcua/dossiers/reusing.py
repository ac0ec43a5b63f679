"""What the owner's store holds instead of papers: one question for the portal, the counter and scanning."""

from collections.abc import Sequence
from datetime import date

from motcua.accounts import identity
from motcua.accounts.models import Person
from motcua.accounts.rules import IdentityKind
from motcua.lib.refusals import Refused
from motcua.vault import queries as vault
from motcua.vault.queries import Offer
from motcua.vault.rules import Asked, codes_in

from .packages import Package
from .rules.filing import PartyData


def offers_to(
    package: Package,
    papers: Sequence[tuple[str, str]],
    *,
    number_id: int | None,
    person_id: int | None,
    agency_id: int,
    on: date,
    to_official: bool,
) -> list[Offer]:
    """Return what a store holds instead of papers (their keys and names), of the owner of this number or person."""
    listed = {paper["key"]: paper for paper in package.paper_list}
    asked = []
    for key, name in papers:
        paper = listed.get(key, {})
        codes = codes_in(str(paper.get("replaced_by_result") or ""))
        asked.append(Asked(key, name, codes, str(paper.get("type") or "")))
    return vault.offers(
        asked, number_id=number_id, person_id=person_id, agency_id=agency_id, on=on, to_official=to_official
    )


def offers_of_owner(
    package: Package,
    papers: Sequence[tuple[str, str]],
    *,
    owner: PartyData,
    agency_id: int,
    on: date,
    to_official: bool,
) -> list[Offer]:
    """Return the same for the owner of a filing that is not written down yet; nothing for who is not known."""
    number_id, person_id = _whose(owner)
    return offers_to(
        package,
        papers,
        number_id=number_id,
        person_id=person_id,
        agency_id=agency_id,
        on=on,
        to_official=to_official,
    )


def _whose(owner: PartyData) -> tuple[int | None, int | None]:
    if owner.identity_number:
        try:
            sealed = identity.known(
                IdentityKind(owner.identity_kind or IdentityKind.PERSONAL_ID), owner.identity_number
            )
        except Refused:
            return None, None  # not a number yet: the form says so where it is asked
        return (sealed.pk if sealed is not None else None), None
    if owner.person_id is None:
        return None, None
    return Person.objects.values_list("identity", flat=True).get(pk=owner.person_id), owner.person_id
