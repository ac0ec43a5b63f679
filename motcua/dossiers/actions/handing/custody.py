"""Pass kept originals on, sign for them, give them back, or keep them for good."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from motcua.accounts import access as permissions
from motcua.accounts.models import User
from motcua.accounts.rules.permissions import Thing
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.organisations.models import Agency

from ... import access
from ...models import Custody, Dossier, Paper
from ...rules.custody import HOLD, Act, Signed
from ...rules.history import Happening
from .._course import lock, record


@transaction.atomic
def pass_on(
    *, dossier_id: int, paper_ids: Sequence[int], agency_id: int, by: User, now: datetime, note: str = ""
) -> None:
    """Hand originals to another agency of the dossier; who takes them signs with `sign_for`."""
    dossier, links = _held(dossier_id, paper_ids, by=by)
    agency = _agency_of(dossier, agency_id)
    if any(link.agency_id == agency.pk for link in links):
        raise Refused("held_there", N_("Bản chính đang ở chính cơ quan này."))
    for link in links:
        _add(link, Act.PASSED, by=by, now=now, agency=agency, note=note)
    record(dossier, Happening.ORIGINALS_PASSED, by=by, now=now, note=names_of(links), params={"agency": agency.name})


@transaction.atomic
def sign_for(*, dossier_id: int, paper_ids: Sequence[int], by: User, now: datetime) -> None:
    """Confirm that originals which were passed on have come; raises Refused for the one who passed them."""
    _dossier, links = _held(dossier_id, paper_ids, by=by)
    if any(link.act != Act.PASSED or link.taken_at is not None for link in links):
        raise Refused("nothing_passed", N_("Không có bản chính nào đang chờ ký nhận."))
    take_along(links, by=by, now=now)


@transaction.atomic
def give_back(
    *,
    dossier_id: int,
    paper_ids: Sequence[int],
    recipient: str,
    signed: str,
    by: User,
    now: datetime,
    note: str = "",
) -> None:
    """Give originals back to the applicant or whom they sent, with how it was signed for."""
    if not recipient.strip():
        raise Refused("no_recipient", N_("Hãy ghi tên người nhận lại bản chính."))
    if signed not in set(Signed):
        raise Refused("not_signed_for", N_("Hãy chọn cách người nhận xác nhận."))
    dossier, links = _held(dossier_id, paper_ids, by=by)
    for link in links:
        _add(link, Act.RETURNED, by=by, now=now, recipient=recipient.strip()[:200], signed=signed, note=note)
    record(dossier, Happening.ORIGINALS_RETURNED, by=by, now=now, note=names_of(links))


@transaction.atomic
def withdraw_originals(*, dossier_id: int, paper_ids: Sequence[int], reason: str, by: User, now: datetime) -> None:
    """Keep originals for good, because the result takes their place or the law says so; the reason is owed."""
    if not reason.strip():
        raise Refused("reason_missing", N_("Hãy ghi rõ lý do để người dân và đồng nghiệp hiểu."))
    dossier, links = _held(dossier_id, paper_ids, by=by)
    for link in links:
        _add(link, Act.WITHDRAWN, by=by, now=now, note=reason.strip())
    record(dossier, Happening.ORIGINALS_WITHDRAWN, by=by, now=now, note=f"{names_of(links)}: {reason.strip()}")


def first_link(paper: Paper, agency: Agency | None, *, by: User, now: datetime) -> Custody:
    """Return the beginning of the chain of a paper taken in just now; the caller writes it."""
    return Custody(paper=paper, number=1, act=Act.HELD, at=now, by=by, agency=agency)


def pass_along(
    dossier_ids: Iterable[int], *, giver_id: int, receiver_id: int, by: User, now: datetime
) -> dict[int, list[Custody]]:
    """Pass every original that a unit holds of these locked dossiers on with them; return the old links by dossier.

    The list on which they go is signed for once, for dossier and originals together.
    """
    found = Custody.objects.filter(paper__dossier__in=list(dossier_ids), is_last=True, agency=giver_id)
    passed: dict[int, list[Custody]] = {}
    receiver = Agency.objects.get(pk=receiver_id)
    for link in found.select_related("paper").order_by("paper__dossier", "paper__number"):
        _add(link, Act.PASSED, by=by, now=now, agency=receiver)
        passed.setdefault(link.paper.dossier_id, []).append(link)
    return passed


def passed_along(dossier_ids: Iterable[int], receiver_id: int) -> dict[int, list[Custody]]:
    """Return the originals of dossiers that were passed to an agency and that nobody signed for, by dossier."""
    found = Custody.objects.filter(
        paper__dossier__in=list(dossier_ids), is_last=True, act=Act.PASSED, taken_at=None, agency=receiver_id
    )
    links: dict[int, list[Custody]] = {}
    for link in found.select_related("paper").order_by("paper__dossier", "paper__number"):
        links.setdefault(link.paper.dossier_id, []).append(link)
    return links


def take_along(links: Iterable[Custody], *, by: User, now: datetime) -> None:
    """Sign for originals that came with a locked dossier; raises Refused for the one who passed them."""
    for link in links:
        if link.by_id == by.pk:
            raise Refused("own_hand", N_("Người chuyển không tự ký nhận."))
        link.taken_at, link.taken_by = now, by
        link.save(update_fields=["taken_at", "taken_by"])


def send_back(links: Iterable[Custody], *, giver_id: int, note: str, by: User, now: datetime) -> None:
    """Pass originals that did not come, or are not taken, back to who gave them; that side signs for them again."""
    giver = Agency.objects.get(pk=giver_id)
    for link in links:
        _add(link, Act.PASSED, by=by, now=now, agency=giver, note=note)


def names_of(links: Sequence[Custody]) -> str:
    """Return the names of originals as the history keeps them."""
    return "; ".join(link.paper.name[:200] for link in links)


def _held(dossier_id: int, paper_ids: Sequence[int], *, by: User) -> tuple[Dossier, list[Custody]]:
    """Return the locked dossier and the last links of its papers that lie at an agency where `by` may hold them."""
    dossier = lock(dossier_id)
    access.require(by, "dossier.see", dossier)
    links = list(
        Custody.objects.filter(paper__in=set(paper_ids), paper__dossier=dossier, is_last=True, agency__isnull=False)
        .select_related("paper")
        .order_by("paper__number")
    )
    if not links or len(links) != len(set(paper_ids)):
        raise Refused("not_held", N_("Hãy chọn bản chính đang được giữ."))
    for link in links:
        permissions.require(by, HOLD, Thing.of(agencies=(link.agency_id,)))
    return dossier, links


def _agency_of(dossier: Dossier, agency_id: int) -> Agency:
    for agency in (dossier.competent_agency, dossier.received_at):
        if agency is not None and agency.pk == agency_id:
            return agency
    raise Refused("no_such_agency", N_("Chỉ chuyển được giữa bộ phận một cửa và cơ quan giải quyết của hồ sơ."))


def _add(
    last: Custody,
    act: Act,
    *,
    by: User,
    now: datetime,
    agency: Agency | None = None,
    recipient: str = "",
    signed: str = "",
    note: str = "",
) -> None:
    last.is_last = False
    last.save(update_fields=["is_last"])
    Custody.objects.create(
        paper=last.paper,
        number=last.number + 1,
        act=act,
        at=now,
        by=by,
        agency=agency,
        recipient=recipient,
        signed=signed,
        note=note[:500],
    )
