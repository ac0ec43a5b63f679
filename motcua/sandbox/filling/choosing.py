"""Chooses from the catalogue what the stories ask for, and finds the grounds over which their copies are spread."""

import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from motcua.dossiers.packages import package_of
from motcua.lib.refusals import Refused
from motcua.organisations.models import Agency
from motcua.organisations.queries import competent_agency
from motcua.organisations.rules import AgencyKind, Level
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.rules.names import HandledBy, Origin

from .draw import Ground
from .places import Place, Staff, Understaffed
from .prototypes import Maker, Prototype, Request, has_key, of_default, of_sample
from .stories import LARGEST, SHARES, STORIES, Ending, Story

TRIES = 12
# The share of the largest unit among the departments.
LARGEST_SHARE = 0.5


@dataclass(frozen=True)
class Chosen:
    """A prototype with its share of all copies and where they may lie."""

    prototype: Prototype
    weight: float
    grounds: Sequence[Ground]
    has_files: bool


class Catalogue:
    """The versions in force that can be filed here, by who handles them, and the places of the province."""

    def __init__(self, on: date, *, seed: int) -> None:
        self.on = on
        self.dice = random.Random(f"catalogue {seed}")  # noqa: S311 - which procedures are frequent, not a secret
        self.staff = Staff(on)
        self.places: list[Place] = []
        self._competent: dict[str, Agency] = {}
        versions = ProcedureVersion.objects.filter(valid__contains=on, process__isnull=False)
        # What a bundle leads to is done by its parts, dossier by dossier.
        versions = versions.exclude(settings__has_key="bundle").exclude(process__key="relay")
        self.versions = list(
            versions.select_related("procedure")
            .annotate(process_key=F("process__key"))
            .only(
                "form",
                "settings",
                "origin",
                "process_id",
                "procedure__code",
                "procedure__field",
                "procedure__handled_by",
            )
            .order_by("procedure__code")
        )
        self.communes = self._communes()

    def index(self, place: Place) -> int:
        """Return a place's number, given at the first call."""
        if place not in self.places:
            self.places.append(place)
        return self.places.index(place)

    def _communes(self) -> list[Place]:
        """Return the staffed communes, those first where most roles are a person's own."""
        found = []
        for agency in Agency.objects.filter(level=Level.COMMUNE, kind=AgencyKind.COMMITTEE, valid__contains=self.on):
            try:
                found.append(self.staff.place(agency))
            except (Understaffed, Agency.DoesNotExist):
                continue
        return sorted(found, key=lambda place: (-len(place.part_of()), not has_key(place), place.agency.code))

    def competent(self, version: ProcedureVersion) -> Agency:
        """Return the department that decides on a procedure of the province."""
        field = version.procedure.field
        if field not in self._competent:
            self._competent[field] = competent_agency(Level.PROVINCE, field, on=self.on)
        return self._competent[field]

    def alike(self, handled_by: HandledBy, key: str) -> list[list[ProcedureVersion]]:
        """Return default packages in groups of the same form, cases apart, the largest group first."""
        groups: dict[str, list[ProcedureVersion]] = defaultdict(list)
        for version in self.versions:
            is_default = version.origin == Origin.DEFAULT and version.process_key == key
            if is_default and version.procedure.handled_by == handled_by and not version.settings.get("cases"):
                groups[json.dumps(version.form, sort_keys=True)].append(version)
        return sorted(groups.values(), key=len, reverse=True)


def choose(catalogue: Catalogue, maker: Maker, say: Callable[[str], None]) -> list[Chosen]:
    """Make the prototypes of every story; what the catalogue does not allow is left out and said."""
    found: list[Chosen] = []
    largest = Agency.objects.filter(code=LARGEST, valid__contains=catalogue.on).first()
    if largest is not None:
        maker.asked = catalogue.staff.place(largest)
    for story in STORIES:
        made = list(_made(catalogue, maker, story, say))
        others = [one.ending for one, _, _ in made if one.ending != Ending.DELIVERED]
        rest = 1 - sum(SHARES[ending] for ending in others) / 1000
        for prototype, grounds, has_files in made:
            share = rest if prototype.ending == Ending.DELIVERED else SHARES[prototype.ending] / 1000
            found.append(Chosen(prototype, story.weight * share, grounds, has_files))
    return found


def _made(
    catalogue: Catalogue, maker: Maker, story: Story, say: Callable[[str], None]
) -> Iterator[tuple[Prototype, Sequence[Ground], bool]]:
    default = story.procedure in {"province", "commune"}
    for number, ending in enumerate(story.endings):
        # Two of three come over the portal.
        channel = "direct" if number % 3 == 2 else "online"
        try:
            if default:
                prototype, grounds = _of_default(catalogue, maker, story.procedure, ending, channel)
            else:
                prototype, grounds = _of_package(catalogue, maker, story, ending)
        except (Refused, Understaffed, LookupError) as problem:
            say(f"    bỏ qua {story.procedure} {ending}: {_why(problem)}")
            continue
        yield prototype, grounds, bool(prototype.files)


def _why(problem: Exception) -> str:
    points = getattr(problem, "points", ())
    return "; ".join(str(point.message) for point in points) or str(problem)


def _of_default(
    catalogue: Catalogue, maker: Maker, which: str, ending: Ending, channel: str
) -> tuple[Prototype, Sequence[Ground]]:
    is_province = which == "province"
    handled_by = HandledBy.PROVINCE if is_province else HandledBy.COMMUNE
    problem: Exception = LookupError("no such procedure in the catalogue")
    for group in catalogue.alike(handled_by, which)[:3]:
        tries = 0
        for version in group:
            if is_province and catalogue.competent(version).code != LARGEST:
                continue
            request = of_default(version, channel)
            limit = package_of(version.pk).limit(channel, "")
            if request is None or len(request.papers) > 3 or limit is None or limit.amount is None:
                continue
            place = catalogue.staff.place(catalogue.competent(version)) if is_province else catalogue.communes[0]
            try:
                prototype = maker.make(request, ending, place)
            except Refused as refused:
                problem, tries = refused, tries + 1
                if tries == TRIES:
                    break
                continue
            others = [one for one in group if channel in (one.settings.get("channels") or [channel])]
            return prototype, _grounds(catalogue, others, prototype)
    raise problem


def _of_package(catalogue: Catalogue, maker: Maker, story: Story, ending: Ending) -> tuple[Prototype, Sequence[Ground]]:
    version = next((one for one in catalogue.versions if one.procedure.code == story.procedure), None)
    request: Request | None = of_sample(version) if version is not None else None
    if version is None or request is None:
        raise LookupError("no such package")
    if story.agency:
        place = catalogue.staff.place(Agency.objects.get(code=story.agency, valid__contains=catalogue.on))
    else:
        place = catalogue.communes[0]
    return (prototype := maker.make(request, ending, place)), _grounds(catalogue, [version], prototype)


def _grounds(catalogue: Catalogue, versions: Sequence[ProcedureVersion], prototype: Prototype) -> list[Ground]:
    """Spread a prototype's copies: over communes as unequal as in life, or over the departments of the procedures."""
    own = prototype.dossier.version_id
    here = catalogue.index(prototype.place)
    if prototype.place.agency.level == Level.COMMUNE:
        order = [own, *(version.pk for version in versions if version.pk != own)]
        return [Ground(catalogue.index(place), 1 / (rank + 4), order) for rank, place in enumerate(catalogue.communes)]
    by_agency: dict[int, list[int]] = defaultdict(list)
    agencies: dict[int, Agency] = {}
    for version in versions:
        agency = prototype.place.agency if version.pk == own else catalogue.competent(version)
        agencies[agency.pk] = agency
        by_agency[agency.pk].append(version.pk)
    found = [Ground(here, LARGEST_SHARE, [own, *(pk for pk in by_agency[prototype.place.agency.pk] if pk != own)])]
    for pk, mine in by_agency.items():
        if pk == prototype.place.agency.pk:
            continue
        try:
            place = catalogue.staff.place(agencies[pk])
        except Understaffed:
            continue
        found.append(
            Ground(catalogue.index(place), (1 - LARGEST_SHARE) / len(by_agency) * (0.4 + len(mine) / 60), mine)
        )
    return found
