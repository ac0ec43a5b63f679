"""Whose name and whose key stand under a form: the official's who gave it, the unit's seal, the head of an agency."""

from dataclasses import dataclass
from datetime import date, datetime

from motcua.accounts.models import User
from motcua.accounts.posts import posts_and_acting, posts_of
from motcua.accounts.queries import holders
from motcua.accounts.rules import PostHeld, UserKind
from motcua.accounts.rules.absences import ACTS_FOR
from motcua.lib.dates import today
from motcua.organisations.directory import directory
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.signing.models import SigningKey

from ..models import DossierEvent
from ..rules.form_sets import SignedBy


@dataclass(frozen=True)
class Signatory:
    """Who signs for an agency: the name below the signature, the post above it.

    `above` is the line over the post where somebody signs in the head's place (ký thay, thừa ủy quyền; Decree
    30/2020/NĐ-CP art. 13): empty for the head.
    """

    name: str = ""
    title: str = ""
    above: str = ""


def signatory_of(event: DossierEvent, agency: Agency) -> Signatory:
    """Return who signs for an agency what an event gave: the head, or who acts for them, where they did it themselves.

    Nobody known yet otherwise.
    """
    user = _actor(event)
    seat = _head(user, agency, today(event.at)) if user is not None else None
    if user is None or seat is None:
        return Signatory()
    if not seat.signs_as:
        return Signatory(user.full_name, seat.title)
    return Signatory(user.full_name, _own_title(user, agency, today(event.at)), f"{seat.signs_as} {seat.title}")


def signer_of(wanted: tuple[SignedBy, ...], event: DossierEvent, *, unit: Agency, agency: Agency) -> str:
    """Return which of those who may sign a form will (rules.form_sets.SignedBy); empty where nobody is to sign it.

    The first who has a key; where none has, the last of them, for whose key the form waits (`unsigned`). `unit` gives
    the form, `agency` decides the dossier.
    """
    for one in wanted:
        if key_of(one, event, unit=unit, agency=agency, at=event.at) is not None:
            return one
        if one == SignedBy.LEADER and _valid(_labels(agency, today(event.at)), event.at) is not None:
            return one
    return wanted[-1] if wanted else ""


def key_of(signer: SignedBy, event: DossierEvent, *, unit: Agency, agency: Agency, at: datetime) -> SigningKey | None:
    """Return the key with which a form can be signed at once: of who gave it, or the unit's seal; None without one.

    A unit without a seal of its own uses that of the body it belongs to. The head's key is at hand only where the head
    gave the form: what somebody else entered waits for them to sign it.
    """
    if signer == SignedBy.UNIT:
        return _seal(unit, at)
    user = _actor(event)
    if user is None or (signer == SignedBy.LEADER and _head(user, agency, today(event.at)) is None):
        return None
    return _valid([f"user:{user.username}"], at)


def acting_of(event: DossierEvent, agency: Agency) -> PostHeld | None:
    """Return the absent leader's post at which an event's official signs for an agency; None for the head."""
    user = _actor(event)
    seat = _head(user, agency, today(event.at)) if user is not None else None
    return seat if seat is not None and seat.signs_as else None


def _actor(event: DossierEvent) -> User | None:
    if event.actor_kind != UserKind.OFFICIAL or not event.actor_id.isdigit():
        return None
    return User.objects.filter(pk=int(event.actor_id)).first()


def _head(user: User, agency: Agency, on: date) -> PostHeld | None:
    """Return the post by which somebody signs for an agency: an absent leader's whom a document names, else their own.

    Decree 30/2020/NĐ-CP, article 13: a deputy signs KT. while the head is away, also where they hold a post themselves.
    """
    heads = [
        post for post in posts_and_acting(user, on) if post.role == Role.AGENCY_LEADER and post.agency_id == agency.pk
    ]
    return next((post for post in heads if post.signs_as), heads[0] if heads else None)


def _own_title(user: User, agency: Agency, on: date) -> str:
    """Return the title of the post that lets somebody act for a leader of an agency."""
    own = [
        post for post in posts_of(user, on) if post.agency_id == agency.pk and post.role in ACTS_FOR[Role.AGENCY_LEADER]
    ]
    own.sort(key=lambda post: post.role != Role.AGENCY_LEADER)
    return own[0].title if own else ""


def _labels(agency: Agency, on: date) -> list[str]:
    return [f"user:{name}" for name in holders(Role.AGENCY_LEADER, agency.pk, on).values_list("username", flat=True)]


def _valid(labels: list[str], at: datetime) -> SigningKey | None:
    return SigningKey.objects.filter(label__in=labels, valid_from__lte=at, valid_to__gte=at).first()


def seal_of(agency: Agency, at: datetime) -> SigningKey | None:
    """Return the seal of an agency itself that is valid at a moment, the newest; None where it has none."""
    seals = SigningKey.objects.filter(is_seal=True, agency_code=agency.code, valid_from__lte=at, valid_to__gte=at)
    return seals.order_by("-valid_from").first()


def _seal(unit: Agency, at: datetime) -> SigningKey | None:
    here: Agency | None = unit
    known = directory().by_id
    while here is not None:
        if (found := seal_of(here, at)) is not None:
            return found
        here = known.get(here.parent_id) if here.parent_id is not None else None
    return None
