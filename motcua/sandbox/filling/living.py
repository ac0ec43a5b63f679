"""What a living desk has beside the many: bundles, relays, letters, scans, calls, certifications, absences.

All of it goes through the real actions, so its share is small: a few of each, more where more dossiers are made. What
the catalogue or the posts of this demo do not allow is left out and said.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from motcua.accounts.absences import record_absence
from motcua.accounts.actions import sign_in_person
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.rules.absences import Reason
from motcua.certifying.actions import Requester, Signer, certify
from motcua.certifying.rules import Item, Kind
from motcua.dossiers import actions
from motcua.dossiers.actions import Details, Missing
from motcua.dossiers.bundles import parts, rules_in
from motcua.dossiers.models import Dossier, Letter, Telling
from motcua.dossiers.models.telling import Outcome
from motcua.dossiers.rules.bundles import Phase
from motcua.dossiers.rules.digitisation import PaperFacts, Way
from motcua.files import actions as files
from motcua.lib.dates import VN, today
from motcua.lib.refusals import Refused
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.procedures.models import Procedure, ProcedureVersion
from motcua.workflow.models import Task

from ..scanner import PaperTray
from .choosing import Catalogue
from .places import Place, Understaffed
from .prototypes import Maker, Request, of_default, of_sample
from .stories import Ending

# One bundle, relay and so on for so many dossiers; at least two of each, and no more than so many.
PER, MOST = 500, 12
# How far the bundles are, in turn: just filed; the first part's result is there; all results; the first part stopped.
FILED, HALFWAY, ALL, STOPPED = range(4)
# At which step of a relay each stands, in turn; none: the result is back at the commune.
RELAY_STOPS = ("examine", "sign", "deliver", "submit", "propose")
CERTIFIED = (
    ("Bằng tốt nghiệp đại học", 1, 3),
    ("Căn cước", 1, 2),
    ("Giấy khai sinh", 1, 5),
    ("Học bạ trung học phổ thông", 24, 2),
    ("Hợp đồng thuê nhà", 6, 2),
    ("Giấy chứng nhận quyền sử dụng đất", 4, 3),
)
# Where the scans of papers taken in at the counter are.
NOT_YET, UNSORTED, TO_ACCEPT, ACCEPTED = "not yet", "unsorted", "to accept", "accepted"
SCANS = (NOT_YET, UNSORTED, TO_ACCEPT, ACCEPTED)
AWAY = (Reason.TRIP, Reason.LEAVE)


@dataclass
class Living:
    """Makes what a desk has beside the many."""

    catalogue: Catalogue
    maker: Maker
    now: datetime
    say: Callable[[str], None]

    def fill(self, count: int) -> int:
        """Make what `count` dossiers deserve; return how many dossiers that were, parts of bundles among them."""
        before = set(Dossier.objects.values_list("pk", flat=True))
        each = max(2, min(count // PER, MOST))
        commune = self.catalogue.communes[0]
        for number in range(each):
            self._try("hồ sơ liên thông · bundle", partial(self.bundle, number, commune))
            self._try("liên thông nhiều cấp · relay", partial(self.relay, number, commune))
        for number in range(2):
            self._try("văn bản · letter", partial(self.letter, number, commune))
        for number in range(len(SCANS)):
            self._try("số hóa · scans", partial(self.scanned, number, commune))
        for number in range(2):
            self._try("gọi điện cho người nộp · calls", partial(self.called, number, commune))
        self._try("sổ chứng thực · certification book", partial(self.certified, each, commune))
        self._try("vắng mặt · absences", partial(self.away, commune))
        return len(set(Dossier.objects.values_list("pk", flat=True)) - before)

    def _try(self, what: str, deed: Callable[[], None]) -> None:
        try:
            deed()
        except (Refused, Understaffed, LookupError, Agency.DoesNotExist) as problem:
            points = getattr(problem, "points", ())
            self.say(f"    bỏ qua {what}: {'; '.join(str(point.message) for point in points) or problem}")

    # Bundles.

    def bundle(self, number: int, place: Place) -> None:
        """File a bundle and take its parts as far as its turn says."""
        versions = list(
            ProcedureVersion.objects.filter(valid__contains=self.catalogue.on, settings__has_key="bundle")
            .select_related("procedure")
            .order_by("procedure__code")
        )
        request = of_sample(versions[number // 4 % len(versions)]) if versions else None
        if request is None:
            raise LookupError("no package of a bundle")
        wanted = {rule.procedure for rule in rules_in(request.version.pk).values()}
        if missing := wanted - set(Procedure.objects.filter(code__in=wanted).values_list("code", flat=True)):
            raise LookupError(f"the catalogue has no {', '.join(sorted(missing))}")
        # Filed today: its parts follow the packages of the day of filing, and a demo has them since it was made.
        stage, moments = number % 4, self.maker.moments(min(timedelta(hours=3), self._since_midnight()))
        at = next(moments)
        citizen = sign_in_person(who=request.who, now=at)
        filed = self.maker.file(replace(request, channel="online"), citizen, place, at=at)
        actions.settle(bundle_id=filed.pk, now=at)
        for round_ in range(0 if stage == FILED else 1 if stage in {HALFWAY, STOPPED} else 3):
            ending = Ending.STOPPED if stage == STOPPED else Ending.DELIVERED if round_ else Ending.COMPLETED
            for part in parts(filed):
                if part.phase is Phase.RUNNING and part.dossier is not None:
                    there = self.catalogue.staff.place(part.row.agency)
                    self.maker.process(part.dossier, ending, citizen, there, moments)
            actions.settle(bundle_id=filed.pk, now=next(moments))
            filed.refresh_from_db()

    def _since_midnight(self) -> timedelta:
        here = self.now.astimezone(VN)
        return here - here.replace(hour=0, minute=0, second=0, microsecond=0)

    # Relays.

    def relay(self, number: int, place: Place) -> None:
        """File a dossier that passes over three agencies and walk it to where its turn says."""
        request = self._relayed()
        moments = self.maker.moments(timedelta(days=6))
        at = next(moments)
        citizen = sign_in_person(who=request.who, now=at)
        filed = self.maker.file(request, citizen, place, at=at)
        stop = RELAY_STOPS[number % len(RELAY_STOPS)]
        for _ in range(20):
            task = Task.objects.undone().filter(instance=filed.instance_id).first()
            if task is None or task.step == stop:
                return
            # The result is drafted where it is examined, and nowhere before.
            ending = Ending.DELIVERED if task.step == "examine" else Ending.SIGNED
            self.maker.step(filed, ending, citizen, self._where(task), at=next(moments))

    def _relayed(self) -> Request:
        versions = ProcedureVersion.objects.filter(valid__contains=self.catalogue.on, process__key="relay")
        for version in versions.select_related("procedure").order_by("procedure__code"):
            request = of_default(version, "online") or of_default(version, "direct")
            if request is not None and len(request.papers) <= 4:
                return request
        raise LookupError("no procedure that passes over agencies")

    def _where(self, task: Task) -> Place:
        agency = Agency.objects.get(pk=task.agency_id)
        role = Role(task.role)
        return Place(agency, one_stop_of(agency), {role: self.catalogue.staff.holder(agency, role)})

    # Single dossiers on the desks of a commune.

    def _single(self, ending: Ending, place: Place, channel: str = "online") -> Dossier:
        version = next(one for one in self.catalogue.versions if one.procedure.code == "1.004873")
        request = of_sample(version)
        if request is None:
            raise LookupError("no package of its own")
        return self.maker.make(replace(request, channel=channel), ending, place).dossier

    def letter(self, number: int, place: Place) -> None:
        """Begin a letter beside a dossier in appraisal; every other one is finished and kept among its papers."""
        dossier, by = self._single(Ending.APPRAISING, place), place.staff[Role.SPECIALIST]
        letter = actions.begin_letter(dossier_id=dossier.pk, template="to_agency", by=by, now=self.now)
        if number % 2:
            self._finish(letter, dossier, by)

    def _finish(self, letter: Letter, dossier: Dossier, by: User) -> None:
        newest = letter.versions.latest("number")
        day = f"{today(self.now) + timedelta(days=5):%d/%m/%Y}"
        body = newest.body.replace("[nội dung cần hỏi, cần xác minh]", "người nộp có thường trú tại địa phương không")
        words = replace(newest.words, addressee="Công an xã Đơn Dương", body=body.replace("[ngày cần có trả lời]", day))
        pk, letter_id = dossier.pk, letter.public_id
        saved = actions.save_letter(
            dossier_id=pk, letter_id=letter_id, words=words, expected=newest.number, by=by, now=self.now
        )
        actions.send_letter(
            dossier_id=pk, letter_id=letter_id, is_result=False, expected=saved.number, by=by, now=self.now
        )

    # At the counter.

    def scanned(self, number: int, place: Place) -> None:
        """Take papers in at the counter and leave their scans where their turn says."""
        request = self._with_papers()
        moments, by = self.maker.moments(timedelta(hours=3 + number)), place.staff[Role.RECEPTIONIST]
        at = next(moments)
        filed = self.maker.file(request, sign_in_person(who=request.who, now=at), place, at=at)
        if SCANS[number] == NOT_YET:
            return
        at, key = next(moments), request.papers[0]
        sheets = PaperTray().scan(place=place.one_stop.name)
        file = files.store(data=sheets, name="may-quet-quay.pdf", purpose="paper", by=actor(by), now=at)
        if SCANS[number] == UNSORTED:
            actions.bring_scan(file_id=file.public_id, dossier_id=filed.pk, way=Way.DEVICE, by=by, now=at)
            return
        actions.add_scans(dossier_id=filed.pk, scans={key: (str(file.public_id),)}, by=by, now=at)
        if SCANS[number] == ACCEPTED:
            facts = PaperFacts(number="217/GCS", issuer="Ủy ban nhân dân xã Đơn Dương")
            actions.accept_scan(dossier_id=filed.pk, key=key, facts=facts, by=by, now=next(moments))

    def _with_papers(self) -> Request:
        for version in self.catalogue.versions:
            request = of_sample(version)
            settings = version.settings
            is_scanned = settings.get("digitise", True) and "direct" in settings.get("channels", ())
            if request is not None and request.papers and is_scanned and not settings.get("bundle"):
                return replace(request, channel="direct")
        raise LookupError("no package with papers")

    def called(self, number: int, place: Place) -> None:
        """Ask for more where no message arrives: of who has no account, and of who does not open the message."""
        version = next(one for one in self.catalogue.versions if one.procedure.code == "1.004873")
        request = of_sample(version)
        if request is None:
            raise LookupError("no package of its own")
        moments = self.maker.moments(timedelta(days=10))
        at, by = next(moments), place.staff[Role.RECEPTIONIST]
        if number % 2:
            filed = self.maker.file(request, sign_in_person(who=request.who, now=at), place, at=at)
        else:
            unknown = f"068199{4310 + number:06d}"
            answers = {**request.answers, "requester": {**request.answers["requester"], "identity": unknown}}
            request = replace(request, channel="direct", answers=answers, who=replace(request.who, number=unknown))
            filed = self.maker.file(request, User(full_name=request.who.full_name), place, at=at)
        task = Task.objects.undone().filter(instance=filed.instance_id).get()
        asked = Details(missing=(Missing("other", "Cần ghi rõ nơi đăng ký kết hôn."),))
        actions.complete(task_id=task.pk, outcome="supplement", note="", by=by, now=next(moments), details=asked)
        if number % 2 == 0:
            telling = Telling.objects.get(dossier=filed)
            tried = self.now - timedelta(hours=3)
            actions.call(telling_id=telling.pk, outcome=Outcome.NO_ANSWER, by=by, now=tried)

    # Beside the dossiers.

    def certified(self, each: int, place: Place) -> None:
        """Enter some certifications of the last days in the commune's book."""
        by, leader = place.staff[Role.RECEPTIONIST], place.staff[Role.AGENCY_LEADER]
        signer = Signer(leader.full_name, "Chủ tịch")
        for number, moment in zip(range(each * 3), self._days(), strict=False):
            items = [Item(*CERTIFIED[(number + more) % len(CERTIFIED)]) for more in range(1 + number % 3)]
            certify(
                agency=place.agency,
                kind=Kind.SIGNATURE if number % 7 == 6 else Kind.COPY,
                requester=Requester(NAMES[number % len(NAMES)]),
                items=items,
                signer=signer,
                key=f"living-{number}",
                by=by,
                now=moment,
            )

    def _days(self) -> Iterator[datetime]:
        # Numbers of a book are given in the order of time.
        for number in range(200, 0, -1):
            yield self.now - timedelta(hours=number)

    def away(self, place: Place) -> None:
        """Let two officials be away: one today, one next week; not where one official does everything."""
        for number, role in enumerate((Role.SPECIALIST, Role.AGENCY_LEADER)):
            user = place.staff[role]
            first = today(self.now) + timedelta(days=7 * number)
            last = first + timedelta(days=2)
            record_absence(user_id=user.pk, starts=first, ends=last, reason=AWAY[number], by=user, now=self.now)


NAMES = ("Nguyễn Thị Lan", "K' Brẹp", "Trần Văn Hòa", "Phạm Minh Châu", "Ya Duck", "Lê Quốc Việt", "Ka Hiền")
