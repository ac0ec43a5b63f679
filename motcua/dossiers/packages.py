"""The package of a procedure version as dossiers use it, read once per process: versions never change."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings as django_settings

from motcua.accounts.rules.assurance import FILES, LEVELS
from motcua.accounts.rules.mandates import BY_LAW, Basis
from motcua.eforms.form import Form
from motcua.eforms.reading import TooMuch
from motcua.eforms.settling import Context
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.rules.defaults import Package as ProposedPackage
from motcua.procedures.rules.names import HandledBy

from .rules import declaring
from .rules.filing import SIGNED_DECLARATION, SIGNED_DECLARATION_NAME, Filing, PaperData, Point
from .rules.meeting import Meeting
from .rules.package import NO_RESULT, Limit, RequiredPaper, limit_of, papers_of
from .rules.states import Channel, Origin

# Files that answer a question of the form stand among the dossier's papers under such a key.
ANSWER = "answer_"
ONLINE_ORIGINS = {Origin.PORTAL, Origin.KIOSK}


@dataclass(frozen=True)
class Package:
    """A version's contents with its form compiled."""

    version: ProcedureVersion  # its small columns and its procedure; shared by all, read only
    procedure_name: str
    handled_by: str
    record: dict[str, Any]
    form: Form
    paper_list: list[dict[str, Any]]
    fees: list[dict[str, Any]]
    limits: list[dict[str, Any]]
    result: dict[str, Any]
    settings: dict[str, Any]
    declaration: str
    result_template: str

    @property
    def processing_system(self) -> str:
        """Return `local`, or `external` where another system decides."""
        return str(self.settings.get("processing_system") or "local")

    @property
    def has_result(self) -> bool:
        """Tell whether the procedure gives a result; without one it ends with what was done."""
        return bool(self.result.get("kind") != NO_RESULT)

    @property
    def result_copies(self) -> int:
        """Return how many originals of the result are handed over."""
        return int(self.result.get("copies") or 1)

    def papers(self, case: str, context: dict[str, Any] | None = None) -> list[RequiredPaper]:
        """Return the papers that apply in a case."""
        return papers_of(self.paper_list, case=case, context=context)

    @property
    def signed_papers(self) -> list[RequiredPaper]:
        """The declaration signed by the applicant, where the version asks for it; on the portal alone."""
        return [declaring.paper()] if declaring.wanted(self.settings) else []

    def meeting(self, case: str) -> Meeting:
        """Return who is to come in person, and with which originals."""
        rule = self.settings.get("in_person") or {}
        names = {paper.key: paper.name for paper in self.papers(case)}
        return Meeting(
            who=tuple(rule.get("who") or ()),
            originals=tuple((key, names[key]) for key in rule.get("originals") or () if key in names),
            no_show=str(rule.get("no_show") or ""),
        )

    def limit(self, channel: str, case: str) -> Limit | None:
        """Return the time limit that applies."""
        return limit_of(self.limits, channel=channel, case=case)

    def form_context(self, case: str, channel: str, now: datetime) -> Context:
        """Return what is known besides the answers."""
        return Context(today=today(now), case=case, channel=str(channel))

    def context(self, filing: Filing, now: datetime) -> dict[str, Any]:
        """Return what the package's conditions see."""
        return self.form.names(filing.answers, self.form_context(filing.case_key, filing.channel, now))

    def settled(self, filing: Filing, now: datetime) -> tuple[Filing, list[Point]]:
        """Return a filing with the answers that count, and a point for each that must be mended.

        Whichever channel they came by: texts cleaned, old place names found, computed values computed and not taken
        from the sender, answers to questions that do not apply dropped. Files that answer a question join the papers.
        Raises Refused for answers of absurd size.
        """
        cases = [str(case["key"]) for case in self.settings.get("cases") or []]
        filing = replace(filing, case_key=filing.case_key or (cases[0] if len(cases) == 1 else ""))
        unclear = [] if filing.case_key in (cases or [""]) else [Point("case", N_("Hãy chọn trường hợp của ông/bà."))]
        if filing.declared_on_paper:
            scanned = tuple(
                file_id for paper in filing.papers if paper.key == SIGNED_DECLARATION for file_id in paper.file_ids
            )
            declaration = PaperData(SIGNED_DECLARATION, scanned, name=SIGNED_DECLARATION_NAME, originals=1)
            others = tuple(paper for paper in filing.papers if paper.key != SIGNED_DECLARATION)
            return replace(filing, answers={}, papers=(declaration, *others)), unclear + _unsaid(filing)
        context = self.form_context(filing.case_key, filing.channel, now)
        try:
            taken = self.form.take(filing.answers, context)
        except TooMuch:
            raise Refused("answers_too_large", N_("Nội dung khai quá lớn.")) from None
        judged, problems = self.form.judged(taken, context)
        papers = tuple(
            PaperData(key=f"{ANSWER}{number}", name=label, file_ids=tuple(ids))
            for number, (label, ids) in enumerate(self.form.files_of(judged).items(), 1)
        )
        settled = replace(filing, answers=judged.answers, papers=filing.papers + papers)
        return settled, unclear + [
            Point(f"field:{problem.path}", problem.text, code=problem.code) for problem in problems
        ]

    def check_open(self, channel: Channel, origin: Origin) -> None:
        """Raise Refused where the procedure cannot be filed this way here."""
        if self.handled_by == HandledBy.NOBODY_HERE and not django_settings.OPEN_ALL:
            raise Refused("ministry_only", N_("Thủ tục này do bộ giải quyết. Xem nơi nộp trên trang thủ tục."))
        channels = self.settings.get("channels") or []
        if channels and str(channel) not in channels:
            raise Refused(
                "wrong_channel", N_("Thủ tục này không nộp được theo cách này. Xem cách nộp trên trang thủ tục.")
            )
        if origin in ONLINE_ORIGINS and django_settings.DEPLOYMENT_MODE == "back_office":
            raise Refused("back_office", N_("Hồ sơ trực tuyến nộp tại Cổng Dịch vụ công quốc gia."))

    @property
    def assurance(self) -> int:
        """Return which level of a citizen's account filing it online needs."""
        return int(self.settings.get("assurance") or LEVELS[FILES])

    def check_acting(self, basis: Basis) -> None:
        """Raise Refused where nobody may file this for another by that."""
        if basis not in self.acting_allowed:
            raise Refused("not_for_another", N_("Thủ tục này không nhận hồ sơ nộp thay theo quan hệ này."))

    @property
    def acting_allowed(self) -> frozenset[Basis]:
        """Return by what one may file for another: what the package names, else what the law gives by itself."""
        rule = self.settings.get("acting")
        return BY_LAW if rule is None else frozenset(Basis(one) for one in rule.get("relations") or ())

    def missing_papers(self, filing: Filing, now: datetime) -> list[Point]:
        """Return a point for every required paper that a filing lacks.

        At the counter and by post, papers come on paper: a count of originals or copies is enough.
        """
        given = {
            paper.key
            for paper in filing.papers
            if paper.file_ids or (filing.channel != Channel.ONLINE and paper.is_on_paper)
        }
        # Without answers nobody knows which conditional papers apply: they are looked for by who appraises.
        context = None if filing.declared_on_paper else self.context(filing, now)
        papers = self.papers(filing.case_key, context)
        if filing.origin == Origin.PORTAL:
            papers = [*papers, *self.signed_papers]
        wanted = {paper.key: paper for paper in papers}
        return [
            Point(f"paper:{paper.key}", N_("Còn thiếu: {name}"), {"name": paper.name})
            for paper in wanted.values()
            if paper.required and paper.is_handed_in and paper.key not in given
        ]


def _unsaid(filing: Filing) -> list[Point]:
    """Return a point for what a paper declaration leaves to be typed: without it nobody finds or reaches the owner."""
    return [
        *([] if filing.channel != Channel.ONLINE else [Point("channel", N_("Tờ khai giấy chỉ nộp được tại quầy."))]),
        *(
            []
            if filing.owner.identity_number
            else [Point("owner.identity_number", N_("Hãy ghi số định danh của chủ hồ sơ."))]
        ),
        *([] if filing.owner.address.get("text") else [Point("owner.address", N_("Hãy ghi địa chỉ của chủ hồ sơ."))]),
        *([] if filing.summary.strip() else [Point("summary", N_("Hãy ghi nội dung yêu cầu giải quyết."))]),
    ]


def trial_of(package: ProposedPackage) -> Package:
    """Return a package that is not published as dossiers would use it; it has no version of its own."""
    return Package(
        version=ProcedureVersion(number=0),
        procedure_name=package.title,
        handled_by=package.handled_by.value,
        record={},
        form=Form.from_package(package.form["schema"], package.form["presentation"]),
        paper_list=package.papers,
        fees=package.fees,
        limits=package.limits,
        result=package.result,
        settings=package.settings | {"channels": list(package.channels)},
        declaration=package.declaration,
        result_template=str(package.result.get("template") or ""),
    )


# The default packages of thousands of procedures share a handful of forms: they share the compiled ones too.
@lru_cache(maxsize=500)
def _form(text: str) -> Form:
    form = json.loads(text)
    return Form.from_package(form["schema"], form["presentation"])


@lru_cache(maxsize=3000)
def _package(version_id: int) -> Package:
    version = ProcedureVersion.objects.select_related("procedure").get(pk=version_id)
    return Package(
        version=_small(version_id),
        procedure_name=version.procedure.title,
        handled_by=version.procedure.handled_by,
        record=version.record,
        form=_form(json.dumps(version.form, sort_keys=True)),
        paper_list=version.papers,
        fees=version.fees,
        limits=version.limits,
        result=version.result,
        settings=version.settings,
        declaration=version.declaration,
        result_template=str(version.result.get("template") or ""),
    )


def _small(version_id: int) -> ProcedureVersion:
    return (
        ProcedureVersion.objects.select_related("procedure")
        .only("number", "process_id", "procedure__code", "procedure__title")
        .get(pk=version_id)
    )


def package_of(version_id: int) -> Package:
    """Return the package of a version; raises ProcedureVersion.DoesNotExist."""
    return _package(version_id)
