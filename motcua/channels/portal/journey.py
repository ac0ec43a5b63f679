"""The way through a filing: a draft with its forms opened, and the stops still to come."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.accounts import identity
from motcua.accounts.access import capacity_of
from motcua.accounts.models import Mandate, User
from motcua.channels.portal.particulars import (
    WHERE,
    WHO,
    offered,
    organisation_context,
    owner_context,
    particulars_form,
    parties,
    person_context,
    principal_context,
    principal_organisation,
)
from motcua.dossiers import queries as dossiers
from motcua.dossiers.models import Draft
from motcua.dossiers.packages import Package, package_of
from motcua.dossiers.paperwork.documents import declaration_to_sign
from motcua.dossiers.reusing import offers_to
from motcua.dossiers.rules import declaring
from motcua.dossiers.rules.consents import Asked, asked_in, shown_of
from motcua.dossiers.rules.filing import Filing, PaperData
from motcua.dossiers.rules.package import RequiredPaper
from motcua.dossiers.rules.states import Channel, Origin, ResultChannel
from motcua.eforms.form import Form
from motcua.eforms.problems import Problem
from motcua.eforms.sealing import open_answers, seal_answers
from motcua.eforms.settling import Context
from motcua.files import queries as stored
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import fold
from motcua.organisations.models import Agency
from motcua.organisations.queries import competent_agency, one_stop_units
from motcua.organisations.rules import Level
from motcua.procedures import queries as procedures
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.rules.names import is_communal
from motcua.signing.actions import with_room
from motcua.ui.texts import translated
from motcua.vault.queries import Offer

CASE, FORM, PAPERS, REVIEW = "case", "form", "papers", "review"


class AlreadyFiled(Refused):
    """The draft is no more because it was filed: whoever comes back to its pages belongs to the dossier."""

    def __init__(self, code: str) -> None:
        super().__init__("no_such_draft", N_("Hồ sơ này đã nộp rồi, mã hồ sơ {dossier}."), dossier=code)
        self.dossier_code = code


@dataclass(frozen=True)
class Stop:
    """One page of the way."""

    kind: str
    key: str
    title: str
    url: str


class Journey:
    """One person's draft at one moment. Answers are opened here and sealed when they are put back."""

    def __init__(self, draft: Draft, user: User, now: datetime) -> None:
        self.draft = draft
        self.user = user
        self.now = now
        self.package: Package = package_of(draft.version_id)

    @classmethod
    def of(cls, public_id: UUID, user: User, now: datetime) -> "Journey":
        """Load a person's own draft; raises AlreadyFiled, and Refused where there never was one."""
        try:
            return cls(dossiers.draft_of(user, public_id), user, now)
        except Refused as refusal:
            if refusal.code == "other_capacity":
                raise
            filed = dossiers.filed_under(user, str(public_id))
            if filed is not None:
                raise AlreadyFiled(filed.code) from None
            raise

    # Forms

    @cached_property
    def context(self) -> Context:
        """What is known besides the answers: of who signed in, and what they said of whose dossier it is."""
        known = self._signed_in
        given = open_answers(self.particulars, self.draft.particulars)
        details = self.particulars.settle(given, known).answers
        reach = {key: details[key] for key in ("phone", "email") if details.get(key)}
        person = {**known.person, **reach} if known.person else {}
        organisation = {**known.organisation, **reach} if known.organisation else {}
        return replace(
            known,
            person=person,
            owner=owner_context(details, person) if self.mandate is None else principal_context(self.mandate, details),
            organisation=details.get("organisation") or organisation,
        )

    @property
    def mandate(self) -> Mandate | None:
        """Under which it is filed for another; None for one's own."""
        return self.draft.mandate

    @cached_property
    def _signed_in(self) -> Context:
        sealed = self.user.person.identity if self.user.person else None
        number = identity.reveal(sealed) if sealed else ""
        return Context(
            today=today(self.now),
            person=person_context(self.user, number),
            organisation=organisation_context(self.user, number)
            if self.mandate is None
            else principal_organisation(self.mandate),
            case=self.draft.case_key,
            channel=Channel.ONLINE.value,
        )

    @property
    def form(self) -> Form:
        """The procedure's form; its pledge is asked for on the last page alone."""
        return self.package.form.before_pledge

    @cached_property
    def particulars(self) -> Form:
        """The form of everything else."""
        channels = offered(self.package.result.get("channels") or [])
        return particulars_form(self._areas, channels, is_acting=self.mandate is not None)

    @cached_property
    def answers(self) -> dict[str, Any]:
        """The answers to the procedure's form, opened."""
        return open_answers(self.form, self.draft.answers)

    @cached_property
    def details(self) -> dict[str, Any]:
        """The answers to the particulars, opened."""
        details = open_answers(self.particulars, self.draft.particulars)
        if self._areas and not details.get("area") and (here := self._named_ward):
            details["area"] = here
        return details

    @property
    def _named_ward(self) -> str:
        """The one ward that the answers name and that decides here; nothing where they name several.

        Whose home, birthplace or seat decides differs from procedure to procedure, and a wrong choice made for the
        person is overlooked.
        """
        named = {code for code, _ in self._areas} & set(_wards(self.answers))
        return named.pop() if len(named) == 1 else ""

    def form_of(self, kind: str) -> tuple[Form, dict[str, Any]]:
        """Return the form that a stop belongs to, with its answers."""
        return (self.form, self.answers) if kind == FORM else (self.particulars, self.details)

    def sealed(self, kind: str, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return what `save_draft` is to keep of a stop's answers."""
        form, _ = self.form_of(kind)
        return {("answers" if kind == FORM else "particulars"): seal_answers(form, answers)}

    # Where

    @cached_property
    def _areas(self) -> tuple[tuple[str, str], ...]:
        if not self.is_communal:
            return ()
        units = one_stop_units(today(self.now))
        areas = (
            (unit.area.code, unit.area.name) for unit in units if unit.level == Level.COMMUNE and unit.area is not None
        )
        return tuple(sorted(areas, key=lambda area: fold(area[1])))

    @property
    def is_communal(self) -> bool:
        """Tell whether a commune decides, so that the person must say which."""
        procedure = self.draft.version.procedure
        return is_communal(procedure.handled_by, procedure.levels)

    def agency(self) -> Agency:
        """Return the agency that will decide; raises Refused where none does."""
        level = Level.COMMUNE if self.is_communal else Level.PROVINCE
        area = str(self.details.get("area", "")) if self.is_communal else ""
        try:
            return competent_agency(level, self.draft.version.procedure.field, area, on=today(self.now))
        except Agency.DoesNotExist as mistake:
            raise Refused("no_such_agency", N_("Hãy chọn cơ quan giải quyết hồ sơ.")) from mistake

    # Cases and papers

    @property
    def cases(self) -> list[dict[str, str]]:
        """The variants among which the person chooses."""
        return list(self.package.settings.get("cases") or [])

    @cached_property
    def papers(self) -> list[RequiredPaper]:
        """The papers that this filing asks for."""
        settled = self.form.settle(self.answers, self.context).answers
        papers = self.package.papers(self.draft.case_key, self.form.names(settled, self.context))
        return [*papers, *self.package.signed_papers]

    @property
    def files_wanted(self) -> list[RequiredPaper]:
        """The papers to hand in as files."""
        return [paper for paper in self.papers if paper.is_handed_in]

    # The way

    @cached_property
    def stops(self) -> list[Stop]:
        """Every page of this filing, in order."""
        found = []
        if len(self.cases) > 1:
            found.append(self._stop(CASE, "", _("Trường hợp của ông/bà"), "filing_case"))
        found.append(self._particular(WHO))
        for step in self.form.steps_for(self.answers, self.context):
            found.append(self._stop(FORM, step.key, step.title.marked, "filing_form", step.key))
        papers = [self._stop(PAPERS, "", _("Giấy tờ kèm theo"), "filing_papers")] if self.files_wanted else []
        where = [self._particular(WHERE)]
        # Whom a declaration is for must be known before it is signed.
        found += [*where, *papers] if self.package.signed_papers else [*papers, *where]
        found.append(self._stop(REVIEW, "", _("Xem lại và nộp"), "filing_review"))
        return found

    def _particular(self, key: str) -> Stop:
        step = next(step for step in self.particulars.steps if step.key == key)
        return self._stop(key, key, str(step.title), "filing_who" if key == WHO else "filing_where")

    def _stop(self, kind: str, key: str, title: str, name: str, *more: str) -> Stop:
        return Stop(kind, key, title, reverse(f"portal:{name}", args=[self.draft.public_id, *more]))

    def at(self, kind: str, key: str = "") -> int | None:
        """Return the place of a stop on the way, or None where it is not on it (any more)."""
        return next((n for n, stop in enumerate(self.stops) if stop.kind == kind and stop.key in (key, kind)), None)

    def next_url(self, kind: str, key: str = "") -> str:
        """Return where to go after a stop."""
        here = self.at(kind, key)
        return self.stops[min(here + 1, len(self.stops) - 1) if here is not None else 0].url

    @property
    def resume_url(self) -> str:
        """Return where the person left off."""
        kind, _, key = self.draft.step.partition(":")
        here = self.at(kind, key) if kind else None
        return self.stops[here if here is not None else 0].url

    @property
    def case_keys(self) -> set[str]:
        """The keys of the procedure's cases."""
        return {str(one["key"]) for one in self.cases}

    # The declaration

    def declaration(self) -> bytes:
        """Return the declaration as it stands (PDF): the same bytes for the same answers, whenever it is asked for."""
        try:
            place = self.agency().name
        except Refused:
            place = ""  # where to file is asked later
        made = declaration_to_sign(self.draft, self.answers, self.context, place=place, at=self.draft.created_at)
        return with_room(made) if self.package.signed_papers else made

    @property
    def own_numbers(self) -> list[str]:
        """The identity number of who signed in: what their certificate has to name."""
        sealed = self.user.person.identity if self.user.person else None
        return [identity.reveal(sealed)] if sealed else []

    @property
    def is_signed_as_answered(self) -> bool:
        """Tell whether the declaration that was signed says what the answers say; also where none is asked for."""
        signed = [row.file for row in self.draft_files if row.paper_key == declaring.KEY]
        if not signed or not self.package.signed_papers:
            return True
        return stored.read(signed[-1]).startswith(self.declaration())

    # Filing

    def problems(self, kind: str, key: str) -> list[Problem]:
        """Return what is wrong on one page of a form."""
        form, answers = self.form_of(kind)
        return form.check(answers, self.context, key)

    def unfinished(self) -> list[tuple[Stop, str]]:
        """Return everything that must be mended before filing, with the page where that is done."""
        found: list[tuple[Stop, str]] = []
        for kind in (WHO, FORM):
            form, answers = self.form_of(kind)
            for problem in form.check(answers, self.context):
                key = form.step_of(problem, answers, self.context)
                here = self.at(kind if kind == FORM else key, key)
                if here is not None:
                    found.append((self.stops[here], problem.text))
        if len(self.cases) > 1 and self.draft.case_key not in {case["key"] for case in self.cases}:
            found.append((self.stops[0], _("Hãy chọn trường hợp của ông/bà.")))
        given = {row.paper_key for row in self.draft_files}
        place = self.at(PAPERS)
        found += [
            (self.stops[place], _("Còn thiếu giấy tờ: {name}").format(name=translated(paper.name)))
            for paper in self.files_wanted
            if paper.required and paper.key not in given and place is not None
        ]
        if place is not None and not self.is_signed_as_answered:
            found.append((self.stops[place], _("Câu trả lời đã sửa sau khi ký. Hãy tải tờ khai về, ký lại rồi gửi.")))
        order = {stop.url: number for number, stop in enumerate(self.stops)}
        return sorted(found, key=lambda one: order[one[0].url])

    @cached_property
    def draft_files(self) -> list[Any]:
        """The files given so far, in the order of papers and pages."""
        return dossiers.draft_files(self.draft)

    @cached_property
    def offers(self) -> dict[str, list[Offer]]:
        """What one's own store holds, by the papers of which no file was given; nothing where one files for another."""
        owner = self._store_of
        given = {row.paper_key for row in self.draft_files}
        open_papers = [(paper.key, paper.name) for paper in self.files_wanted if paper.key not in given]
        if owner is None or not open_papers:
            return {}
        try:
            agency_id = self.agency().pk
        except Refused:
            agency_id = 0  # where to file is asked later: what counts at one agency alone is offered by then
        found: dict[str, list[Offer]] = {}
        for offer in offers_to(
            self.package,
            open_papers,
            number_id=owner[0],
            person_id=owner[1],
            agency_id=agency_id,
            on=today(self.now),
            to_official=False,
        ):
            found.setdefault(offer.key, []).append(offer)
        return found

    @cached_property
    def consents(self) -> dict[str, Asked]:
        """The papers to hand in that somebody else may agree to online instead."""
        wanted = {paper.key for paper in self.files_wanted}
        return {key: one for key, one in asked_in(self.package.paper_list).items() if key in wanted}

    def shown_to(self, asked: Asked) -> list[list[str]]:
        """Return all that whoever is asked to agree sees of the answers."""
        said = self.form.said(self.answers, self.context)
        labels = {field.path: str(field.label) for step in self.form.steps for field in step.fields}
        return shown_of(asked, said, labels)

    @property
    def _store_of(self) -> tuple[int | None, int | None] | None:
        """Of which number and person the store may serve this filing; None where it may not be looked into."""
        capacity, person = capacity_of(self.user), self.user.person
        if capacity is not None:
            return (capacity.principal_number_id, capacity.principal_id) if capacity.uses_store else None
        if person is None or self.particulars.settle(self.details, self.context).answers.get("on_behalf"):
            return None
        return person.identity_id, person.pk

    def filing(self) -> Filing:
        """Return everything as the one filing action takes it."""
        person = self.user.person
        if person is None:
            raise Refused("no_person", N_("Tài khoản này không nộp hồ sơ được."))
        details = self.particulars.settle(self.details, self.context).answers
        submitter, owner = parties(details, person, self.context, self.mandate)
        files: dict[str, list[str]] = {}
        wanted, items = {paper.key for paper in self.files_wanted}, {}
        for row in self.draft_files:
            if row.paper_key in wanted:
                files.setdefault(row.paper_key, []).append(str(row.file.public_id))
            if row.item is not None:
                items[row.paper_key] = str(row.item.public_id)
        return Filing(
            version_id=self.draft.version_id,
            agency_id=self.agency().pk,
            origin=Origin.PORTAL,
            channel=Channel.ONLINE,
            submitter=submitter,
            owner=owner,
            # Settled here too: what is known of the signed-in person counts, whatever was typed.
            answers=self.package.form.pledged(self.form.settle(self.answers, self.context).answers),
            papers=tuple(
                PaperData(
                    key=key,
                    file_ids=tuple(ids),
                    item=items.get(key, ""),
                    name=declaring.NAME if key == declaring.KEY else "",
                )
                for key, ids in files.items()
            ),
            case_key=self.draft.case_key,
            result_channel=ResultChannel(details.get("result_channel", ResultChannel.COUNTER)),
            result_address=details.get("result_address", ""),
            draft_id=self.draft.pk,
            mandate_id=self.draft.mandate_id,
        )

    @property
    def pledge(self) -> str:
        """What the person pledges when they file, in the words of the procedure's form; empty for the usual ones."""
        pledge = self.package.form.pledge
        return pledge.label.marked if pledge is not None else ""

    # Versions

    @cached_property
    def newer(self) -> ProcedureVersion | None:
        """Return the version in force now, if it is another than the draft's."""
        try:
            version = procedures.current(self.draft.version.procedure.code, today(self.now))
        except ProcedureVersion.DoesNotExist:
            return None
        return version if version.pk != self.draft.version_id else None


def _wards(answers: Any) -> Iterator[str]:
    """Give the wards of all addresses in the answers."""
    if isinstance(answers, Mapping):
        if isinstance(answers.get("ward"), str):
            yield answers["ward"]
        for value in answers.values():
            yield from _wards(value)
    elif isinstance(answers, list):
        for value in answers:
            yield from _wards(value)
