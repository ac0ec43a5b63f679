"""A proposed package tried on dossiers of the past: what would have gone otherwise. Fills `rehearsals.package`.

Nothing is changed: each batch is read in a transaction that may only read. What is compared is always the dossier under
its own version and under the proposed one, so that what was odd then already is not blamed on the change. Ten thousand
dossiers take as much memory as two hundred (`script/bench`, part i). A trial that is broken off goes on where it was.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Prefetch, Q, prefetch_related_objects

from motcua.dossiers.actions import _clock
from motcua.dossiers.actions.promising.recomputing import Kept, by_dossier
from motcua.dossiers.models import ClockStop, Dossier, DueAdjustment, Paper, PaperFile
from motcua.dossiers.packages import Package, package_of, trial_of
from motcua.dossiers.paperwork.documents import newest_answers_of
from motcua.dossiers.relays import Relay, relay_in
from motcua.dossiers.rules.clock import Promise
from motcua.dossiers.rules.filing import Filing, PaperData, PartyData, Point
from motcua.dossiers.rules.states import FINAL, Channel, Origin, State
from motcua.lib.dates import VN, today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.organisations.directory import directory, steady
from motcua.organisations.models import Agency
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.packages.folders import Folder, package_in_folder
from motcua.procedures.proposing import folder_in
from motcua.procedures.saying import outline_of
from motcua.workflow.models import ProcessDefinition, Task
from motcua.workflow.replay import Did, Replayed, Stage
from motcua.workflow.rules import Outline, TaskKind, TaskStatus

MOST, BATCH = 10_000, 200
# Of each kind of difference so many reasons are told, and so many dossiers named; of more reasons than DIFFERENT only
# the first are counted, for each kind keeps all that it met.
REASONS, EXAMPLES, DIFFERENT = 12, 8, 500
SOMEBODY = PartyData(name="-")


@dataclass
class Tally:
    """What was found so far: for each kind of difference the dossiers, why, and some of them by name."""

    counts: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, Counter[tuple[str, tuple[tuple[str, str], ...]]]] = field(default_factory=dict)
    examples: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def note(self, kind: str, dossier: Dossier, message: str, params: Mapping[str, str]) -> None:
        """Count a difference of a dossier; `message` is marked for translation, with places for the params."""
        why = (message, tuple(sorted((key, str(value)[:200]) for key, value in params.items())))
        reasons = self.reasons.setdefault(kind, Counter())
        if why in reasons or len(reasons) < DIFFERENT:
            reasons[why] += 1
        known = self.examples.setdefault(kind, [])
        if len(known) < EXAMPLES and all(one["code"] != dossier.code for one in known):
            known.append({"code": dossier.code, "id": str(dossier.public_id)})

    def report(self, most: int | None = REASONS) -> dict[str, Any]:
        """Return everything as JSON, of the reasons only the most frequent."""
        return {
            "counts": dict(self.counts),
            "reasons": {
                kind: [
                    {"message": message, "params": dict(params), "count": count}
                    for (message, params), count in found.most_common(most)
                ]
                for kind, found in self.reasons.items()
            },
            "examples": self.examples,
        }

    @classmethod
    def of(cls, report: Mapping[str, Any]) -> "Tally":
        """Return what a whole report was made of."""
        reasons = {
            kind: Counter({(one["message"], tuple(sorted(one["params"].items()))): one["count"] for one in found})
            for kind, found in report["reasons"].items()
        }
        return cls(
            Counter(report["counts"]), reasons, {kind: list(found) for kind, found in report["examples"].items()}
        )


def rehearse(
    subject: str,
    content: Mapping[str, Any],
    since: date,
    until: date,
    say: Callable[[int, int, dict[str, Any]], None],
    kept: Mapping[str, Any],
) -> dict[str, Any]:
    """Return what the procedure's dossiers closed between two days (both counted) would have met under a package.

    At most MOST of them, the latest first. `say` is told how many of how many are done, and with what it would go on
    (`kept`), outside any transaction. Raises Refused for a content that is no package, PackageRefused where the linter
    would.
    """
    folder = folder_in(subject, content)
    outline = outline_of(folder.process)
    if outline is None:
        raise Refused("no_process", N_("Sơ đồ quy trình của gói chưa dùng được."))
    begin, end = (datetime.combine(day, datetime.min.time(), VN) for day in (since, until + timedelta(days=1)))
    closed = Dossier.objects.filter(
        version__procedure__code=subject, state__in=sorted(FINAL), closed_at__gte=begin, closed_at__lt=end
    )
    tally, done, of, total = Tally(), 0, 0, 0
    if kept:
        tally, done, of, total = Tally.of(kept["report"]), kept["done"], kept["of"], kept["total"]
        at, pk = datetime.fromisoformat(kept["after"][0]), kept["after"][1]
        closed = closed.filter(Q(closed_at__lt=at) | Q(closed_at=at, pk__lt=pk))
    else:
        of = closed.count()
        total = min(of, MOST)
    trial = _Trial(trial_of(package_in_folder(folder)), _asked_by(folder), Stage.of(outline), tally)
    ids = list(closed.order_by("-closed_at", "-pk").values_list("pk", flat=True)[: MOST - done])
    say(done, total, dict(kept))
    for first in range(0, len(ids), BATCH):
        batch = ids[first : first + BATCH]
        with transaction.atomic(), steady():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            after = trial.take(batch)
        done += len(batch)
        say(done, total, {"report": tally.report(None), "done": done, "of": of, "total": total, "after": after})
    return {"total": done, "of": of, **tally.report()}


def _asked_by(folder: Folder) -> str:
    """Return all that decides what a filing must hold, as a text that is equal where it is."""
    about = folder.about
    return _text_of(folder.schema, folder.presentation, about["papers"], about.get("cases") or [])


def _text_of(*parts: object) -> str:
    return json.dumps(parts, sort_keys=True, ensure_ascii=False)


def _clock_of(package: Package) -> tuple[Any, Any]:
    """Return what of a package decides a date."""
    return package.limits, package.settings.get("supplement")


@dataclass(frozen=True)
class _Own:
    """What of a dossier's own version is compared once for all its dossiers."""

    asked: str
    has_same_clock: bool


@dataclass
class _Trial:
    package: Package
    asked: str
    stage: Stage
    tally: Tally
    own_stages: dict[int, Stage] = field(default_factory=dict)
    own: dict[int, "_Own"] = field(default_factory=dict)
    relays: dict[tuple[int, date], Relay | None] = field(default_factory=dict)
    read: Kept = field(default_factory=Kept)

    def take(self, ids: list[int]) -> tuple[str, int]:
        """Try a batch of dossiers, and return after which one to go on."""
        dossiers = list(Dossier.objects.filter(pk__in=ids).defer("search").select_related("instance"))
        # What is asked of the filing is judged only where it differs: to open sealed answers is what costs most.
        asked_else = [one for one in dossiers if self._own(one.version_id).asked != self.asked]
        files = Prefetch("files", PaperFile.objects.filter(replaced_at=None))
        papers = Paper.objects.filter(number__gt=0).prefetch_related(files)
        prefetch_related_objects(asked_else, Prefetch("papers", papers))
        answers = newest_answers_of(asked_else)
        did: dict[int, list[Task]] = {}
        tasks = Task.objects.filter(instance__in=[one.instance_id for one in dossiers], status=TaskStatus.DONE)
        for task in tasks.order_by("instance", "done_at", "ref"):
            did.setdefault(task.instance_id, []).append(task)
        stops, decisions = by_dossier([one.pk for one in dossiers if not self._own(one.version_id).has_same_clock])
        known = directory().by_id
        for dossier in dossiers:
            dossier.competent_agency = known[dossier.competent_agency_id]
            if dossier.received_at_id is not None:
                dossier.received_at = known[dossier.received_at_id]
            kinds = {
                *(self._form(dossier, answers[dossier.pk]) if dossier.pk in answers else ()),
                *self._process(dossier, did.get(dossier.instance_id or 0, [])),
                *self._clock(dossier, stops[dossier.pk], decisions[dossier.pk]),
            }
            self.tally.counts.update(kinds or {"same"})
        last = min(dossiers, key=lambda one: (one.closed_at, one.pk))
        return (last.closed_at or last.submitted_at).isoformat(), last.pk

    def _form(self, dossier: Dossier, answers: dict[str, Any]) -> Iterator[str]:
        papers = tuple(
            PaperData(paper.key, ("x",) * len(paper.files.all()), paper.originals, paper.copies)
            for paper in dossier.papers.all()
        )
        filing = Filing(
            version_id=dossier.version_id,
            agency_id=dossier.competent_agency_id,
            origin=Origin(dossier.origin),
            channel=Channel(dossier.channel),
            submitter=SOMEBODY,
            owner=SOMEBODY,
            answers=answers,
            papers=papers,
            case_key=dossier.case_key,
        )
        found = _points(self.package, filing, dossier.submitted_at)
        own = _points(package_of(dossier.version_id), filing, dossier.submitted_at) if found else []
        then = {point.target for point in own}
        for point in found:
            if point.target not in then:
                kind = "paper" if point.target.startswith("paper:") else "answer"
                where = point.target.removeprefix("field:") if kind == "answer" else ""
                message = f"{where}: {point.message}" if where and where != "case" else point.message
                self.tally.note(kind, dossier, message, {key: str(value) for key, value in point.params.items()})
                yield kind

    def _process(self, dossier: Dossier, tasks: list[Task]) -> Iterator[str]:
        instance = dossier.instance
        if instance is None:
            return
        own = self._own_stage(instance.definition_id)
        did: list[Did] = [
            (task.step, task.kind, task.outcome, task.name) for task in tasks if task.kind != TaskKind.WAIT
        ]
        heard = [own.outline.nodes[task.step].message for task in tasks if task.kind == TaskKind.WAIT]
        is_whole = dossier.state == State.DELIVERED or (dossier.state == State.COMPLETED and dossier.is_over)

        try:
            relay = self._relay(dossier)
        except Agency.DoesNotExist:
            self.tally.note("stuck", dossier, N_("Tỉnh chưa có cơ quan mà quy trình liên thông đi qua."), {})
            yield "stuck"
            return

        def replayed(stage: Stage) -> Replayed:
            context = {
                "case": dossier.case_key,
                "channel": dossier.channel,
                "helped_at": dossier.helped_at_id or dossier.received_at_id,
                "received_at": dossier.received_at_id,
                "competent": dossier.competent_agency_id,
            }
            if stage is self.stage and relay is not None:
                # As the filing itself would choose them.
                context |= {name: agency.pk for name, agency in relay.agencies.items()}
                context["competent"] = relay.decides.pk
            return stage.replay(did, context, heard=heard, is_whole=is_whole)

        found = replayed(self.stage)
        # Of what cannot be played again on its own diagram either, the new one is not to blame.
        then = replayed(own) if found != Replayed() else found
        if found.stuck is not None:
            kind = "stuck" if then.stuck is None else "unclear"
            self.tally.note(kind, dossier, *found.stuck)
            yield kind
            return
        for kind, message, names in (
            ("added", N_("Thêm bước “{step}”"), set(found.added) - set(then.added)),
            ("dropped", N_("Không còn bước “{step}”"), set(found.dropped) - set(then.dropped)),
        ):
            for name in sorted(names):
                self.tally.note(kind, dossier, message, {"step": name})
                yield kind

    def _relay(self, dossier: Dossier) -> Relay | None:
        """Return the agencies that the proposed process would pass over; raises Agency.DoesNotExist."""
        begins = directory().by_id[dossier.reached[0] if dossier.reached else dossier.competent_agency_id]
        key = begins.pk, today(dossier.submitted_at)
        if key not in self.relays:
            about = str(package_of(dossier.version_id).record.get("field") or "")
            self.relays[key] = relay_in(self.stage.outline, begins=begins, field=about, on=key[1])
        return self.relays[key]

    def _own(self, version_id: int) -> "_Own":
        if version_id not in self.own:
            own = package_of(version_id)
            form = ProcedureVersion.objects.values_list("form", flat=True).get(pk=version_id)
            text = _text_of(form["schema"], form["presentation"], own.paper_list, own.settings.get("cases") or [])
            self.own[version_id] = _Own(text, _clock_of(own) == _clock_of(self.package))
        return self.own[version_id]

    def _own_stage(self, definition_id: int) -> Stage:
        if definition_id not in self.own_stages:
            stored = ProcessDefinition.objects.only("outline").get(pk=definition_id)
            self.own_stages[definition_id] = Stage.of(Outline.from_json(stored.outline))
        return self.own_stages[definition_id]

    def _clock(self, dossier: Dossier, stops: list[ClockStop], decisions: list[DueAdjustment]) -> Iterator[str]:
        now = dossier.closed_at
        if dossier.accepted_at is None or now is None or self._own(dossier.version_id).has_same_clock:
            return

        def promised(package: Package | None) -> Promise | None:
            course = _clock.course_from(dossier, stops, decisions, now=now, package=package)
            return _clock.reckon(dossier, now=now, course=course, read=self.read, package=package)

        try:
            then, found = promised(None), promised(self.package)
        except Refused as refusal:
            self.tally.note("unclear", dossier, refusal.message, {k: str(v) for k, v in refusal.params.items()})
            yield "unclear"
            return
        if found is None:
            if then is not None:
                self.tally.note("no_date", dossier, N_("Không tính được ngày hẹn nữa"), {})
                yield "no_date"
            return
        done_at = dossier.completed_at
        if done_at is not None and done_at > found.at and (then is None or done_at <= then.at):
            self.tally.note("late", dossier, N_("Đúng hạn khi ấy, nay thành quá hạn"), {})
            yield "late"
        if then is not None and then.at != found.at:
            kind = "earlier" if found.at < then.at else "later"
            days = (today(found.at) - today(then.at)).days
            if abs(days) == 1:
                message = N_("Hẹn sớm hơn một ngày") if kind == "earlier" else N_("Hẹn muộn hơn một ngày")
            else:
                message = N_("Hẹn sớm hơn {days} ngày") if kind == "earlier" else N_("Hẹn muộn hơn {days} ngày")
            self.tally.note(kind, dossier, message, {"days": str(abs(days))})
            yield kind


def _points(package: Package, filing: Filing, at: datetime) -> list[Point]:
    """Return what a filing would have to mend under a package: answers, its case, required papers."""
    try:
        settled, points = package.settled(filing, at)
    except Refused as refusal:
        return [Point("answers", refusal.message, dict(refusal.params))]
    return [*points, *package.missing_papers(settled, at)]
