"""Publishes contents as versions: the only place that writes them. Callers open the transaction."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import ExpressionWrapper, F, Max, Value

from motcua.procedures.models import CatalogueState, Procedure, ProcedureVersion
from motcua.procedures.rules.defaults import Package
from motcua.procedures.rules.names import HandledBy, Origin
from motcua.procedures.rules.summaries import summary_of
from motcua.workflow.actions import define
from motcua.workflow.models import ProcessDefinition

SHOWN = [
    "name",
    "title",
    "field",
    "issuing_agency",
    "levels",
    "handled_by",
    "channels",
    "subjects",
    "summary",
    "frequent",
    "changed_at",
]
BATCH = 250


@dataclass(frozen=True)
class Content:
    """A record with its package: what a version will hold."""

    record: Mapping[str, Any]
    package: Package

    @property
    def code(self) -> str:
        """Return the procedure's code."""
        return str(self.record["code"])

    def parts(self) -> dict[str, Any]:
        """Return the values of a version's columns."""
        package = self.package
        return {
            "record": self.record,
            "form": package.form,
            "papers": package.papers,
            "fees": package.fees,
            "limits": package.limits,
            "result": package.result,
            "settings": {**package.settings, "title": package.title, "handled_by": package.handled_by.value},
            "declaration": package.declaration,
            "origin": package.origin,
        }

    def process_digest(self) -> str:
        """Return a digest of the diagram."""
        return hashlib.sha256(self.package.process.encode()).hexdigest()

    def digest(self) -> str:
        """Return a digest by which equal contents are known."""
        parts = {**self.parts(), "process": self.process_digest()}
        text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Standing:
    """A procedure's version in force, as far as publishing needs it."""

    version_id: int
    digest: str
    origin: str


@dataclass
class Catalogue:
    """The catalogue on a day, locked for the transaction, and what is to be written to it."""

    on: date
    now: datetime
    standing: dict[str, Standing]
    numbers: dict[str, int]
    later: dict[str, date]
    shown: dict[str, dict[str, Any]]
    waiting: list[tuple[Content, str]] = field(default_factory=list)
    processes: dict[tuple[str, str], ProcessDefinition] = field(default_factory=dict)
    is_changed: bool = False

    @classmethod
    def locked(cls, on: date, now: datetime, codes: Iterable[str] | None = None) -> "Catalogue":
        """Lock the catalogue and read what is in force on a day, for some codes or for all."""
        CatalogueState.objects.lock()
        versions = ProcedureVersion.objects.all()
        if codes is not None:
            versions = versions.filter(procedure__code__in=list(codes))
        standing = {
            code: Standing(pk, digest, origin)
            for code, pk, digest, origin in versions.filter(valid__contains=on).values_list(
                "procedure__code", "pk", "digest", "origin"
            )
        }
        numbers = dict(versions.values_list("procedure__code").annotate(last=Max("number")))
        later: dict[str, date] = {}
        for code, valid in versions.filter(valid__startswith__gt=on).values_list("procedure__code", "valid"):
            later[code] = min(valid.lower, later.get(code, valid.lower))
        procedures = Procedure.objects.all()
        if codes is not None:
            procedures = procedures.filter(code__in=list(codes))
        return cls(on, now, standing, numbers, later, dict(procedures.values_list("code", "summary")))

    def publish(self, content: Content, digest: str) -> None:
        """Take a content to be published with the next batch."""
        self.waiting.append((content, digest))
        if len(self.waiting) >= BATCH:
            self.flush()

    def refresh(self, content: Content) -> None:
        """Mend what lists show of a content that stands: newer software may word it otherwise."""
        summary = summary_of(content.record, content.package)
        if self.shown[content.code] != summary:
            Procedure.objects.filter(code=content.code).update(summary=summary)
            self.is_changed = True

    def flush(self) -> None:
        """Write the batch: end the versions before, add the new ones, refresh what lists show."""
        if not self.waiting:
            return
        procedures = {
            procedure.code: procedure
            for procedure in Procedure.objects.bulk_create(
                [self._procedure(content) for content, _ in self.waiting],
                update_conflicts=True,
                unique_fields=["code"],
                update_fields=SHOWN,
            )
        }
        ended = [self.standing[content.code].version_id for content, _ in self.waiting if content.code in self.standing]
        before = Value(DateRange(None, self.on), output_field=DateRangeField())
        ProcedureVersion.objects.filter(pk__in=ended).update(
            valid=ExpressionWrapper(F("valid") * before, output_field=DateRangeField())
        )
        versions = [self._version(content, digest, procedures[content.code]) for content, digest in self.waiting]
        for version in ProcedureVersion.objects.bulk_create(versions):
            code = version.procedure.code
            self.standing[code] = Standing(version.pk, version.digest, version.origin)
            self.numbers[code] = version.number
        self.waiting.clear()
        self.is_changed = True

    def close(self) -> None:
        """Write what is left, and let the indexes in memory know if anything changed."""
        self.flush()
        if self.is_changed:
            CatalogueState.objects.rise()

    def _procedure(self, content: Content) -> Procedure:
        record, package = content.record, content.package
        return Procedure(
            code=content.code,
            name=record["name"],
            title=package.title,
            field=record["field"],
            issuing_agency=record["issuing_agency"],
            levels=record["levels"],
            handled_by=package.handled_by.value,
            channels=list(package.channels),
            subjects=record["subjects"],
            summary=summary_of(record, package),
            frequent=package.settings.get("frequent") or 0,
            changed_at=self.now,
        )

    def _process(self, content: Content) -> ProcessDefinition | None:
        if not content.package.process:
            return None
        key = content.package.process_key or content.code
        known = self.processes.get((key, content.process_digest()))
        if known is None:
            known = define(key=key, bpmn=content.package.process.encode(), now=self.now)
            self.processes[key, known.digest] = known
        return known

    def _version(self, content: Content, digest: str, procedure: Procedure) -> ProcedureVersion:
        # What we find at the start has been in force since we do not know when.
        begins = self.on if content.code in self.numbers else None
        return ProcedureVersion(
            procedure=procedure,
            number=self.numbers.get(content.code, 0) + 1,
            valid=DateRange(begins, self.later.get(content.code)),
            digest=digest,
            process=self._process(content),
            published_at=self.now,
            **content.parts(),
        )


def package_in(version: ProcedureVersion) -> Package:
    """Return a version's package, to be published again with another record."""
    return Package(
        title=version.settings["title"],
        handled_by=HandledBy(version.settings["handled_by"]),
        channels=tuple(version.settings["channels"]),
        form=version.form,
        papers=version.papers,
        fees=version.fees,
        limits=version.limits,
        result=version.result,
        settings={key: value for key, value in version.settings.items() if key not in {"title", "handled_by"}},
        declaration=version.declaration,
        origin=Origin(version.origin).value,
        process=version.process.bpmn if version.process is not None else "",
        process_key=version.process.key if version.process is not None else "",
    )
