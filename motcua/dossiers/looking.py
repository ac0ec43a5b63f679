"""Every look at somebody's personal data, for the person themself: by which unit and post, when, why, at what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from motcua.accounts.models import ApiClient, Appointment, User
from motcua.audit.models import Entry
from motcua.audit.queries import viewers_of_any
from motcua.lib.dates import VN, today
from motcua.lib.marks import N_
from motcua.vault.access import owned_by
from motcua.vault.models import Item

from .models import Dossier
from .queries import of_person
from .rules.looking import WITHHELD, Withheld, reason_of

MOST_SUBJECTS = 500  # newest dossiers, and as many newest items, whose looks are found
UNKNOWN = N_("Không rõ đơn vị")
PROGRAM = N_("Ứng dụng kết nối")
HOLDER = N_("Người có mã hoặc liên kết")
AGENT = N_("Người thay mặt")


@dataclass(frozen=True)
class Look:
    """One request that showed a person's data. Unit and post as they were that day; texts to be translated."""

    id: int
    at: datetime
    unit: str
    post: str
    why: str
    dossiers: tuple[str, ...]
    items: tuple[str, ...]


def looks_at(user: User, *, before_id: int | None = None, limit: int = 30) -> list[Look]:
    """Return the looks of others at the data of whoever signed in, the newest first; their own are left out.

    What the law keeps back is not among them and is not counted.
    """
    person = user.person
    if person is None:
        return []
    dossiers = {f"dossier:{code}": code for code in _codes(user)}
    items = {f"item:{item.public_id}": item.name for item in _items(user)}
    subjects = {*dossiers, *items, f"person:{person.public_id}"}
    if person.identity is not None:
        subjects.add(f"identity:{person.identity.reference}")
    found = viewers_of_any(sorted(subjects), but=("citizen", str(user.pk)), before_id=before_id)
    for row in WITHHELD:
        found = found.exclude(_kept_back(row))
    entries = list(found[:limit])
    posts = _posts(entries)
    programs = _programs(entries)
    looks = []
    for one in entries:
        unit, post = posts.get((one.actor_id, today(one.at)), ("", ""))
        if one.actor_kind == "machine":
            unit, post = programs.get(one.actor_id, ""), PROGRAM
        elif one.actor_kind in {"visitor", "citizen"}:
            unit, post = HOLDER if one.actor_kind == "visitor" else AGENT, ""
        looks.append(
            Look(
                one.id,
                one.at,
                unit or UNKNOWN,
                post,
                reason_of(one.action),
                tuple(dossiers[name] for name in one.subjects if name in dossiers),
                tuple(items[name] for name in one.subjects if name in items),
            )
        )
    return looks


def _kept_back(row: Withheld) -> Q:
    """Return the condition for the looks that a row keeps back: of its reason, on its days in Việt Nam."""
    named = Q(action=row.why) | Q(action__startswith=f"{row.why}.")
    days = Q(at__gte=datetime.combine(row.since, time.min, VN))
    if row.until is not None:
        days &= Q(at__lt=datetime.combine(row.until + timedelta(days=1), time.min, VN))
    return named & days


def _codes(user: User) -> Sequence[str]:
    person = user.person
    found: list[Dossier] = of_person(person, limit=MOST_SUBJECTS) if person is not None else []
    return [dossier.code for dossier in found]


def _items(user: User) -> Sequence[Item]:
    if user.person is None:
        return []
    return list(Item.objects.filter(owned_by(user.person)).order_by("-pk")[:MOST_SUBJECTS])


def _posts(entries: Sequence[Entry]) -> dict[tuple[str, date], tuple[str, str]]:
    """Return units and titles of the posts that each official held that day: that they acted at, where it is known."""
    officials = {int(one.actor_id) for one in entries if one.actor_kind == "official" and one.actor_id.isdigit()}
    held: dict[str, list[Appointment]] = {}
    appointed = Appointment.objects.filter(user__in=officials).select_related("post__agency").order_by("pk")
    for row in appointed:
        held.setdefault(str(row.user_id), []).append(row)
    found: dict[tuple[str, date], tuple[str, str]] = {}
    for one in entries:
        day = today(one.at)
        rows = [row for row in held.get(one.actor_id, []) if day in row.valid]
        rows = [row for row in rows if row.post.agency.code == one.agency] or rows
        units = dict.fromkeys(row.post.agency.name for row in rows)
        titles = dict.fromkeys(row.post.title for row in rows)
        found[one.actor_id, day] = ("; ".join(units), "; ".join(titles))
    return found


def _programs(entries: Sequence[Entry]) -> dict[str, str]:
    machines = {int(one.actor_id) for one in entries if one.actor_kind == "machine" and one.actor_id.isdigit()}
    clients = ApiClient.objects.filter(user__in=machines).select_related("agency")
    return {str(client.user_id): client.agency.name for client in clients}
