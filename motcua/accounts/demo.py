"""Makes the people of the demo province: officials on every post, machine clients, invented citizens.

All at once and in bulk. For demonstrations and tests only: passwords and secrets are known to everybody.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua import outbox
from motcua.accounts import identity
from motcua.accounts.absence_queries import seats_of
from motcua.accounts.absences import record_absence
from motcua.accounts.clients import digest
from motcua.accounts.events import DemoPeopleMade
from motcua.accounts.models import Absence, ApiClient, Appointment, Person, SealedNumber, User
from motcua.accounts.rules import IdentityKind, PersonKind, UserKind
from motcua.accounts.rules.absences import Wanted
from motcua.accounts.rules.permissions import ApiScope
from motcua.lib.dates import today
from motcua.lib.text import sort_key
from motcua.organisations.models import Agency, Post
from motcua.organisations.rules import ROLE_NAMES, TWO_TIERS_SINCE, AgencyKind, Level, Role
from motcua.signing import actions as signing
from motcua.worktime.models import Calendar

DATA = Path(__file__).parent / "data" / "demo.yaml"
ONE_STOP = " / one_stop"
CALENDAR = "office"


@dataclass
class Someone:
    """An official to be made. `key` is the position in the certificate of a signing key, empty for none."""

    username: str
    name: str
    posts: list[tuple[Role, Agency, str]]
    key: str = ""


@dataclass
class Made:
    """How many of each were new."""

    officials: int = 0
    posts: int = 0
    clients: int = 0
    citizens: int = 0
    keys: int = 0
    password: str = field(default="", repr=False)


def password() -> str:
    """Return the password of every demo official: known to everybody."""
    return str(yaml.safe_load(DATA.read_text(encoding="utf-8"))["password"])


def client_secret(client_id: str) -> str:
    """Return the secret of a demo client: known to everybody."""
    return f"demo-{client_id}"


def make(*, now: datetime, citizens: int = 200, all_keys: bool = False) -> Made:
    """Make what is missing of the demo's people; running it again makes nothing twice."""
    plan: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    agencies = list(Agency.objects.filter(valid__contains=today(now)).select_related("area").order_by("code"))
    people = list(_people(plan, agencies))
    made = Made(password=plan["password"])
    with transaction.atomic():
        if calendar := Calendar.objects.filter(code=CALENDAR).first():
            Agency.objects.filter(calendar=None).update(calendar=calendar)
        made.posts = _make_posts(people)
        made.officials = _make_officials(people, plan["password"])
        made.clients = _make_clients(agencies, now)
        made.citizens = _make_citizens(plan, citizens)
        _make_absence(plan["absence"], now)
        if made.officials:
            outbox.publish(DemoPeopleMade(made_at=now))
    made.keys = _make_keys(people, now, everybody=all_keys)
    return made


def usernames() -> set[str]:
    """Return the sign-in names of all officials that the demo has: whoever else is there was not invented."""
    plan: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    agencies = list(Agency.objects.select_related("area").order_by("code"))
    return {who.username for who in _people(plan, agencies)}


def make_all_keys(*, now: datetime) -> int:
    """Give a signing key to everybody in the demo who signs; return how many there are now."""
    plan: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    agencies = list(Agency.objects.filter(valid__contains=today(now)).select_related("area").order_by("code"))
    return _make_keys(list(_people(plan, agencies)), now, everybody=True)


def _people(plan: dict[str, Any], agencies: list[Agency]) -> Iterator[Someone]:
    by_name = {agency.code: agency for agency in agencies}
    for agency in agencies:
        short = agency.name.replace("Ủy ban nhân dân", "UBND")
        by_name.setdefault(short, agency)
        if agency.one_stop_id is not None and agency.kind == AgencyKind.COMMITTEE:
            by_name.setdefault(short + ONE_STOP, next(one for one in agencies if one.pk == agency.one_stop_id))
    staffed: set[int] = set()
    for item in plan["officials"]:
        posts = [(Role(role), by_name[where], ", ".join(title)) for role, where, *title in item["posts"]]
        # A committee with its leader is complete; its posts are not filled twice.
        staffed |= {agency.pk for _role, agency, _title in posts}
        yield Someone(item["username"], item["name"], posts, item.get("key", ""))
    names = _names(plan, seed=36)
    for agency in agencies:
        if agency.pk in staffed:
            continue
        code = agency.code.lower()
        at_counter = agency.kind == AgencyKind.ONE_STOP
        work, lead = ("counter", "counter_head") if at_counter else ("worker", "leader")
        yield Someone(f"{code}.canbo", next(names), _posts(plan[work], agency))
        key = "" if at_counter else _position(agency)
        yield Someone(f"{code}.lanhdao", next(names), _posts(plan[lead], agency), key)


def _posts(roles: Iterable[str], agency: Agency) -> list[tuple[Role, Agency, str]]:
    return [(Role(role), agency, ROLE_NAMES[Role(role)]) for role in roles]


def _position(agency: Agency) -> str:
    titles = {AgencyKind.COMMITTEE: "Chủ tịch", AgencyKind.POLICE: "Trưởng Công an"}
    return titles.get(AgencyKind(agency.kind), "Giám đốc" if agency.level == Level.PROVINCE else "Thủ trưởng")


def _names(plan: dict[str, Any], *, seed: int) -> Iterator[str]:
    choose = random.Random(seed)  # noqa: S311 - invented names, the same at every run
    while True:
        parts = [choose.choice(plan["families"]), choose.choice(plan["middles"]), choose.choice(plan["givens"])]
        yield " ".join(part for part in parts if part)


def _make_posts(people: list[Someone]) -> int:
    known = set(Post.objects.values_list("agency_id", "role", "title"))
    wanted = {(agency.pk, role.value, title) for who in people for role, agency, title in who.posts} - known
    always = DateRange(_since(), None)
    Post.objects.bulk_create(
        Post(agency_id=agency, role=role, title=title, valid=always) for agency, role, title in sorted(wanted)
    )
    return len(wanted)


def _make_officials(people: list[Someone], password: str) -> int:
    known = set(User.objects.values_list("username", flat=True))
    fresh = [who for who in people if who.username not in known]
    # One digest for all: hashing each would take minutes, and the password is printed anyway.
    hashed = make_password(password)
    User.objects.bulk_create(
        User(
            username=who.username,
            kind=UserKind.OFFICIAL,
            full_name=who.name,
            sort_key=sort_key(who.name),
            password=hashed,
        )
        for who in fresh
    )
    users = {user.username: user for user in User.objects.filter(username__in=[who.username for who in people])}
    posts = {(post.agency_id, post.role, post.title): post for post in Post.objects.all()}
    held = set(Appointment.objects.values_list("user_id", "post_id"))
    wanted = [
        (users[who.username].pk, posts[agency.pk, role.value, title].pk)
        for who in people
        for role, agency, title in who.posts
    ]
    always = DateRange(_since(), None)
    Appointment.objects.bulk_create(
        Appointment(user_id=user, post_id=post, valid=always) for user, post in wanted if (user, post) not in held
    )
    return len(fresh)


def _make_absence(wanted: dict[str, Any], now: datetime) -> None:
    """Let one official be away from today, with a colleague who acts for them; once."""
    who, acts = (User.objects.get(username=wanted[name]) for name in ("who", "acts"))
    if Absence.objects.filter(user=who).exists():
        return
    day = today(now)
    record_absence(
        user_id=who.pk,
        starts=day,
        ends=day + timedelta(days=wanted["days"]),
        reason=wanted["reason"],
        note=wanted["note"],
        substitutes=[Wanted(post.pk, acts.pk) for post in seats_of(who, day)],
        by=who,
        now=now,
    )


def _make_clients(agencies: list[Agency], now: datetime) -> int:
    known = set(ApiClient.objects.values_list("client_id", flat=True))
    fresh = [agency for agency in agencies if agency.code.lower() not in known]
    users = User.objects.bulk_create(
        User(
            username=f"api:{agency.code.lower()}",
            kind=UserKind.MACHINE,
            full_name=f"Ứng dụng của {agency.name}",
            sort_key=sort_key(agency.name),
            password=make_password(None),
        )
        for agency in fresh
    )
    ApiClient.objects.bulk_create(
        ApiClient(
            user=user,
            client_id=agency.code.lower(),
            secret_digest=digest(client_secret(agency.code.lower())),
            agency=agency,
            # Payments are told by the tax offices alone.
            scopes=[scope.value for scope in ApiScope if scope != ApiScope.PAYMENTS or agency.kind == AgencyKind.TAX],
            created_at=now,
        )
        for user, agency in zip(users, fresh, strict=True)
    )
    return len(fresh)


def _make_citizens(plan: dict[str, Any], count: int) -> int:
    """Make persons with numbers of the series 068…9xxxxx, which the stand-in's accounts do not use."""
    choose, names = random.Random(68), _names(plan, seed=68)  # noqa: S311 - invented
    sealer = identity.sealer()
    wanted = {}
    for position in range(count):
        name, year, is_woman = next(names), choose.randint(1945, 2007), choose.random() < 0.5
        century_and_sex = (year - 1900) // 100 * 2 + is_woman
        number = f"068{century_and_sex}{year % 100:02d}9{position:05d}"
        birth = f"{year}-{choose.randint(1, 12):02d}-{choose.randint(1, 28):02d}"
        wanted[sealer.index(f"{IdentityKind.PERSONAL_ID}:{number}")] = (number, name, birth, is_woman)
    known = set(SealedNumber.objects.filter(index__in=wanted).values_list("index", flat=True))
    sealed = SealedNumber.objects.bulk_create(
        SealedNumber(kind=IdentityKind.PERSONAL_ID, index=index, cipher=sealer.seal(number))
        for index, (number, _name, _birth, _woman) in wanted.items()
        if index not in known
    )
    Person.objects.bulk_create(
        Person(
            kind=PersonKind.PERSON,
            full_name=wanted[row.index][1],
            sort_key=sort_key(wanted[row.index][1]),
            birth=wanted[row.index][2],
            sex="female" if wanted[row.index][3] else "male",
            identity=row,
        )
        for row in sealed
    )
    return len(sealed)


def _make_keys(people: list[Someone], now: datetime, *, everybody: bool) -> int:
    """Give signing keys to those who sign. A key takes a moment to make, so only the named ones at first."""
    made = 0
    signing.make_demo_key(label="audit", holder_name="Nhật ký hệ thống", now=now)
    for who in people:
        if not who.key or (not everybody and who.username.endswith(".lanhdao")):
            continue
        led = [agency for role, agency, _title in who.posts if role == Role.AGENCY_LEADER]
        agency = led[0] if led else who.posts[0][1]
        signing.make_demo_key(
            label=f"user:{who.username}",
            holder_name=who.name,
            capacity=who.key,
            agency_name=agency.name,
            agency_code=agency.code,
            now=now,
        )
        made += 1
        if not led:
            # Signs for themself alone, what they digitise: the agency's own keys came with its head.
            continue
        signing.make_demo_key(
            label=f"seal:{agency.code}",
            holder_name=agency.name,
            agency_name=agency.name,
            agency_code=agency.code,
            is_seal=True,
            now=now,
        )
        # The agency's program signs in its own name: the whole job can be done by HTTP alone.
        client = agency.code.lower()
        signing.make_demo_key(
            label=f"user:api:{client}",
            holder_name=f"Ứng dụng kết nối {agency.code}",
            agency_name=agency.name,
            agency_code=agency.code,
            now=now,
        )
    return made


def _since() -> Any:
    return datetime.fromisoformat(TWO_TIERS_SINCE).date()
