"""Who may do what, on which objects: the one table. Code, documentation and the matrix test read it.

A row says: these may do this, where the object is theirs in this way. What may happen to a dossier in its state is
not here (`dossiers.rules`); the order of steps is not here (the process). A missing row means no.

Separation of duties follows Decree 118/2025/NĐ-CP, articles 17-19 (reception takes in, passes on and hands out; the
competent agency decides) and Decree 30/2020/NĐ-CP, articles 13 and 15 (the competent person signs, the clerk numbers).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from motcua.lib.marks import N_
from motcua.organisations.rules import ROLE_NAMES, Role


class Scope(StrEnum):
    """How an object must belong to the one who acts."""

    ANY = "any"  # no object, or any
    OWN = "own"  # it is about me, or I handed it in
    ASSIGNED = "assigned"  # given to me, or open to a post of mine: its role, its agency
    AGENCY = "agency"  # an agency where I hold such a post has to do with it
    SUBTREE = "subtree"  # that agency or one below it
    PROVINCE = "province"  # everything in this installation


class Side(StrEnum):
    """Those who hold no post."""

    ANYONE = "anyone"
    PERSON = "person"  # a signed-in citizen or organisation
    OFFICIAL = "official"  # any signed-in official, whatever the post
    MACHINE = "machine"  # an API client: also needs the row's API scope, and its agency takes the place of a post


SIDE_NAMES: dict[Side, str] = {
    Side.ANYONE: N_("Bất kỳ ai"),
    Side.PERSON: N_("Người dân, tổ chức đã đăng nhập"),
    Side.OFFICIAL: N_("Mọi cán bộ đã đăng nhập"),
    Side.MACHINE: N_("Ứng dụng kết nối"),
}
SCOPE_NAMES: dict[Scope, str] = {
    Scope.ANY: N_("không giới hạn"),
    Scope.OWN: N_("của chính mình"),
    Scope.ASSIGNED: N_("được giao cho mình hoặc vị trí của mình"),
    Scope.AGENCY: N_("của cơ quan mình"),
    Scope.SUBTREE: N_("của cơ quan mình và cơ quan trực thuộc"),
    Scope.PROVINCE: N_("toàn tỉnh"),
}


class ApiScope(StrEnum):
    """What a machine client can be allowed."""

    PROCEDURES = "procedures:read"
    FILES = "files:write"
    DOSSIERS_READ = "dossiers:read"
    DOSSIERS_WRITE = "dossiers:write"
    TASKS_READ = "tasks:read"
    TASKS_WRITE = "tasks:write"
    TRACKING = "tracking:read"
    WEBHOOKS = "webhooks:write"
    PAYMENTS = "payments:write"


API_SCOPE_NAMES: dict[ApiScope, str] = {
    ApiScope.PROCEDURES: N_("đọc danh mục thủ tục, biểu mẫu"),
    ApiScope.FILES: N_("gửi tệp"),
    ApiScope.DOSSIERS_READ: N_("đọc hồ sơ, giấy tờ, kết quả và lịch sử của hồ sơ"),
    ApiScope.DOSSIERS_WRITE: N_("nộp hồ sơ"),
    ApiScope.TASKS_READ: N_("đọc các bước đang chờ xử lý"),
    ApiScope.TASKS_WRITE: N_("kết thúc các bước xử lý"),
    ApiScope.TRACKING: N_("tra cứu hồ sơ bằng mã và mã tra cứu"),
    ApiScope.WEBHOOKS: N_("đăng ký nhận tin khi hồ sơ thay đổi"),
    ApiScope.PAYMENTS: N_("báo đã thực hiện nghĩa vụ tài chính"),
}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    verb: str
    scope: Scope
    who: frozenset[Role | Side]
    api_scope: ApiScope | None = None


@dataclass(frozen=True)
class Thing:
    """What permission needs to know of an object: whose it is. Every app says it for its own models.

    `people` are ids of persons, `users` of users it is given to, `agencies` of agencies it has to do with, and `role`
    is the role a task asks for (with the agency alone in `agencies`). `mandates` are those it was filed under, of
    `procedure` (its code): whoever acted so reaches it only while they act so (`rules.mandates`). `in_store`: it lies
    in the store of these people.
    """

    people: frozenset[int] = frozenset()
    users: frozenset[int] = frozenset()
    agencies: frozenset[int] = frozenset()
    role: str = ""
    mandates: frozenset[int] = frozenset()
    procedure: str = ""
    in_store: bool = False

    @classmethod
    def of(
        cls,
        *,
        people: Iterable[int | None] = (),
        users: Iterable[int | None] = (),
        agencies: Iterable[int | None] = (),
        role: str = "",
        mandates: Iterable[int | None] = (),
        procedure: str = "",
        in_store: bool = False,
    ) -> "Thing":
        """Build from ids, leaving out those that are None."""
        return cls(
            frozenset(pk for pk in people if pk is not None),
            frozenset(pk for pk in users if pk is not None),
            frozenset(pk for pk in agencies if pk is not None),
            role,
            frozenset(pk for pk in mandates if pk is not None),
            procedure,
            in_store,
        )


def _row(verb: str, scope: Scope, *who: Role | Side, api: ApiScope | None = None) -> Row:
    return Row(verb, scope, frozenset(who), api)


# Those who work with dossiers.
DESK_ROLES = (
    Role.RECEPTIONIST,
    Role.DISPATCHER,
    Role.SPECIALIST,
    Role.DIVISION_HEAD,
    Role.AGENCY_LEADER,
    Role.CLERK,
    Role.CASHIER,
    Role.COORDINATOR,
    Role.ONE_STOP_HEAD,
)
# Who takes lists away: each list asks for its own right besides.
EXPORTING = (*DESK_ROLES, Role.SUPERVISOR, Role.BUSINESS_ADMIN, Role.PROCEDURE_CONTROL_OFFICER)
# Who reads dossiers and does nothing with them: an inspector by a decision with dates (`rules.posts`).
READING = (Role.INSPECTOR, Role.ARCHIVE_KEEPER)
_WRITE, _READ = ApiScope.DOSSIERS_WRITE, ApiScope.DOSSIERS_READ
_DO = ApiScope.TASKS_WRITE

TABLE: tuple[Row, ...] = (
    # The catalogue
    _row("procedure.see", Scope.ANY, Side.ANYONE),
    _row("procedure.read_by_machine", Scope.ANY, Side.MACHINE, api=ApiScope.PROCEDURES),
    _row("procedure.import", Scope.PROVINCE, Role.PROCEDURE_CONTROL_OFFICER, Role.BUSINESS_ADMIN),
    # Who configures a procedure never applies it alone: somebody else approves (`approvals`).
    _row("procedure.propose", Scope.PROVINCE, Role.BUSINESS_ADMIN, Role.PROCEDURE_CONTROL_OFFICER),
    _row("procedure.publish", Scope.PROVINCE, Role.PROCEDURE_CONTROL_OFFICER),
    # Filing
    _row("draft.edit", Scope.OWN, Side.PERSON),
    _row("dossier.file", Scope.OWN, Side.PERSON),
    _row("dossier.file", Scope.AGENCY, Role.RECEPTIONIST),
    _row("dossier.file", Scope.SUBTREE, Side.MACHINE, api=_WRITE),
    _row("file.upload", Scope.ANY, Side.PERSON, Role.RECEPTIONIST, Role.SPECIALIST, Role.CLERK),
    _row("file.upload", Scope.ANY, Side.MACHINE, api=ApiScope.FILES),
    # Reading a dossier
    _row("dossier.track", Scope.ANY, Side.ANYONE),
    _row("dossier.track_by_machine", Scope.ANY, Side.MACHINE, api=ApiScope.TRACKING),
    _row("dossier.see", Scope.OWN, Side.PERSON),
    _row("dossier.see", Scope.AGENCY, *DESK_ROLES, Role.ARCHIVE_KEEPER),
    _row("dossier.see", Scope.SUBTREE, Role.AGENCY_LEADER, Role.SUPERVISOR, Role.INSPECTOR),
    _row("dossier.see", Scope.SUBTREE, Side.MACHINE, api=_READ),
    _row("dossier.search", Scope.ANY, *DESK_ROLES, Role.SUPERVISOR, *READING),
    _row("dossier.search", Scope.ANY, Side.MACHINE, api=_READ),
    _row("paper.see", Scope.OWN, Side.PERSON),
    _row("paper.see", Scope.AGENCY, *DESK_ROLES, Role.ARCHIVE_KEEPER),
    _row("paper.see", Scope.SUBTREE, Role.INSPECTOR),
    # The program that processes a dossier judges by its papers. Numbers stay masked: no row reveals them to machines.
    _row("paper.see", Scope.SUBTREE, Side.MACHINE, api=_READ),
    _row("identity.reveal", Scope.OWN, Side.PERSON),
    _row("identity.reveal", Scope.AGENCY, Role.RECEPTIONIST, Role.SPECIALIST, Role.DIVISION_HEAD, Role.AGENCY_LEADER),
    # One party of an open dossier, in the population database, by who receives or appraises it.
    _row("identity.look_up", Scope.AGENCY, Role.RECEPTIONIST, Role.SPECIALIST),
    # Remarks to colleagues beside a dossier; its applicant never sees them.
    _row("dossier.annotate", Scope.AGENCY, *DESK_ROLES),
    # Letters and decisions written from templates, of the agency that has the dossier in hand: besides, an open step of
    # it must be theirs. Reception has its own forms, 01 to 03, and decides nothing of the substance.
    _row("letter.write", Scope.AGENCY, Role.SPECIALIST, Role.DIVISION_HEAD, Role.AGENCY_LEADER, Role.CLERK),
    _row("dossier.count", Scope.SUBTREE, *DESK_ROLES, Role.SUPERVISOR, Role.PROCEDURE_CONTROL_OFFICER),
    # What the applicant does with a dossier
    _row("dossier.supplement", Scope.OWN, Side.PERSON),
    _row("dossier.supplement", Scope.AGENCY, Role.RECEPTIONIST),
    _row("dossier.supplement", Scope.SUBTREE, Side.MACHINE, api=_WRITE),
    # What counts only once it was told: opened by a party, or said on the telephone by a receptionist.
    _row("dossier.read_notice", Scope.OWN, Side.PERSON),
    _row("dossier.read_notice", Scope.SUBTREE, Side.MACHINE, api=_WRITE),
    _row("dossier.call", Scope.AGENCY, Role.RECEPTIONIST, Role.ONE_STOP_HEAD),
    # Printing a slip again gives a new look-up secret: the earlier one is void.
    _row("dossier.print_slip", Scope.AGENCY, Role.RECEPTIONIST),
    # Those who saw the receipt; the tax office's program tells it for any dossier, and reads none.
    _row("dossier.record_payment", Scope.AGENCY, Role.RECEPTIONIST, Role.SPECIALIST, Role.CASHIER),
    _row("dossier.record_payment", Scope.PROVINCE, Side.MACHINE, api=ApiScope.PAYMENTS),
    # Cash at the counter, against a numbered receipt.
    _row("dossier.collect_fee", Scope.AGENCY, Role.RECEPTIONIST, Role.CASHIER),
    # The book of those receipts: who took money, and those who answer for the unit.
    _row("receipt.see", Scope.AGENCY, Role.RECEPTIONIST, Role.CASHIER, Role.ONE_STOP_HEAD),
    _row("receipt.see", Scope.SUBTREE, Role.AGENCY_LEADER),
    # What a hand-signed paper declares, typed later by those who hold it.
    _row("dossier.type_answers", Scope.AGENCY, Role.RECEPTIONIST, Role.SPECIALIST),
    # Where another system decides: its code and state are taken down.
    _row("dossier.note_external", Scope.AGENCY, Role.RECEPTIONIST, Role.SPECIALIST),
    _row("dossier.note_external", Scope.SUBTREE, Side.MACHINE, api=_DO),
    _row("dossier.withdraw", Scope.OWN, Side.PERSON),
    _row("dossier.withdraw", Scope.AGENCY, Role.RECEPTIONIST),
    _row("dossier.withdraw", Scope.SUBTREE, Side.MACHINE, api=_WRITE),
    _row("result.check_draft", Scope.OWN, Side.PERSON),
    _row("result.check_draft", Scope.SUBTREE, Side.MACHINE, api=_DO),
    # Steps
    _row("task.see", Scope.ASSIGNED, *DESK_ROLES),
    _row("task.see", Scope.AGENCY, Role.DISPATCHER, Role.DIVISION_HEAD, Role.AGENCY_LEADER, Role.ONE_STOP_HEAD),
    # How much lies on whom, and how late: for those who hand out work or answer for it.
    _row("task.count", Scope.AGENCY, Role.DISPATCHER, Role.DIVISION_HEAD, Role.AGENCY_LEADER, Role.ONE_STOP_HEAD),
    _row("task.see", Scope.SUBTREE, Side.MACHINE, api=ApiScope.TASKS_READ),
    _row("task.take", Scope.ASSIGNED, *DESK_ROLES),
    _row("task.complete", Scope.ASSIGNED, *DESK_ROLES),
    _row("task.complete", Scope.SUBTREE, Side.MACHINE, api=_DO),
    _row("dossier.receive", Scope.AGENCY, Role.RECEPTIONIST),
    _row("dossier.receive", Scope.SUBTREE, Side.MACHINE, api=_DO),
    _row("dossier.refuse", Scope.AGENCY, Role.RECEPTIONIST, Role.ONE_STOP_HEAD),
    _row("dossier.refuse", Scope.SUBTREE, Side.MACHINE, api=_DO),
    _row("dossier.request_supplement", Scope.AGENCY, Role.RECEPTIONIST, Role.SPECIALIST),
    _row("dossier.request_supplement", Scope.SUBTREE, Side.MACHINE, api=_DO),
    _row("dossier.assign", Scope.AGENCY, Role.DISPATCHER, Role.DIVISION_HEAD, Role.AGENCY_LEADER),
    _row("dossier.assign", Scope.SUBTREE, Side.MACHINE, api=_DO),
    _row("dossier.appraise", Scope.AGENCY, Role.SPECIALIST),
    _row("dossier.appraise", Scope.SUBTREE, Side.MACHINE, api=_DO),
    _row("dossier.review", Scope.AGENCY, Role.DIVISION_HEAD),
    _row("dossier.review", Scope.SUBTREE, Side.MACHINE, api=_DO),
    _row("dossier.stop", Scope.AGENCY, Role.SPECIALIST, Role.DIVISION_HEAD, Role.AGENCY_LEADER),
    _row("dossier.stop", Scope.SUBTREE, Side.MACHINE, api=_DO),
    _row("dossier.finish", Scope.AGENCY, Role.SPECIALIST, Role.DIVISION_HEAD, Role.AGENCY_LEADER),
    _row("dossier.finish", Scope.SUBTREE, Side.MACHINE, api=_DO),
    # Opinions of other agencies: asked by who appraises, answered by the asked agency alone.
    _row("opinion.ask", Scope.AGENCY, Role.SPECIALIST, Role.DIVISION_HEAD),
    _row(
        "opinion.answer",
        Scope.AGENCY,
        *(Role.COORDINATOR, Role.DISPATCHER, Role.SPECIALIST, Role.DIVISION_HEAD, Role.AGENCY_LEADER),
    ),
    _row(
        "opinion.see",
        Scope.AGENCY,
        *(Role.COORDINATOR, Role.DISPATCHER, Role.SPECIALIST, Role.DIVISION_HEAD, Role.AGENCY_LEADER),
    ),
    _row("opinion.see", Scope.SUBTREE, Side.MACHINE, api=ApiScope.TASKS_READ),
    _row("opinion.ask", Scope.SUBTREE, Side.MACHINE, api=_DO),
    _row("opinion.answer", Scope.SUBTREE, Side.MACHINE, api=_DO),
    _row("opinion.waive", Scope.AGENCY, Role.DIVISION_HEAD, Role.AGENCY_LEADER),
    _row("opinion.waive", Scope.SUBTREE, Side.MACHINE, api=_DO),
    # Where a package lets only the head of the one-stop unit refuse.
    _row("dossier.refuse_as_head", Scope.AGENCY, Role.ONE_STOP_HEAD),
    # Open what was stopped; take back, correct, replace or revoke what was issued.
    _row("dossier.decide", Scope.AGENCY, Role.AGENCY_LEADER),
    # The promise: who processes answers for it; both sides of a hand-over say when it was.
    _row("dossier.reappoint", Scope.AGENCY, Role.SPECIALIST, Role.DIVISION_HEAD, Role.AGENCY_LEADER),
    _row("dossier.stop_clock", Scope.AGENCY, Role.SPECIALIST, Role.DIVISION_HEAD, Role.AGENCY_LEADER),
    _row("dossier.take_over", Scope.AGENCY, Role.RECEPTIONIST, Role.DISPATCHER, Role.SPECIALIST),
    _row("paper.compare", Scope.AGENCY, Role.RECEPTIONIST, Role.SPECIALIST),
    # Kept originals: only where they are now.
    _row("paper.scan", Scope.AGENCY, Role.RECEPTIONIST, Role.SPECIALIST),
    _row("paper.hold", Scope.AGENCY, Role.RECEPTIONIST, Role.SPECIALIST, Role.CLERK),
    # The counter's program tells what the official who works with it saw.
    _row("paper.compare", Scope.SUBTREE, Side.MACHINE, api=_DO),
    # The result
    _row("result.draft", Scope.AGENCY, Role.SPECIALIST),
    _row("result.draft", Scope.SUBTREE, Side.MACHINE, api=_DO),
    _row("result.sign", Scope.AGENCY, Role.AGENCY_LEADER),
    _row("result.sign", Scope.SUBTREE, Side.MACHINE, api=_DO),
    _row("result.number", Scope.AGENCY, Role.CLERK),
    _row("result.number", Scope.SUBTREE, Side.MACHINE, api=_DO),
    _row("result.issue", Scope.AGENCY, Role.CLERK),
    _row("result.issue", Scope.SUBTREE, Side.MACHINE, api=_DO),
    # Clerks of the public post at a one-stop unit hand out and send; they read no dossier.
    _row("result.deliver", Scope.AGENCY, Role.RECEPTIONIST, Role.POST_CLERK),
    _row("result.deliver", Scope.SUBTREE, Side.MACHINE, api=_DO),
    _row("result.see", Scope.OWN, Side.PERSON),
    _row("result.see", Scope.AGENCY, *DESK_ROLES, Role.ARCHIVE_KEEPER),
    _row("result.see", Scope.SUBTREE, Role.INSPECTOR),
    _row("result.see", Scope.SUBTREE, Side.MACHINE, api=_READ),
    _row("result.verify", Scope.ANY, Side.ANYONE),
    _row("dossier.hand_over", Scope.AGENCY, Role.RECEPTIONIST),
    # Results on paper go back to the counter where they are given out.
    _row("result.hand_over", Scope.AGENCY, Role.CLERK, Role.SPECIALIST, Role.DISPATCHER),
    # Whoever lost their slip goes to any counter with their card.
    _row("dossier.reprint_by_card", Scope.PROVINCE, Role.RECEPTIONIST),
    # Certification at once, at a commune's counter
    _row("certification.record", Scope.AGENCY, Role.RECEPTIONIST, Role.CLERK),
    _row(
        "certification.see",
        Scope.AGENCY,
        *(Role.RECEPTIONIST, Role.CLERK, Role.CASHIER, Role.DIVISION_HEAD, Role.AGENCY_LEADER, Role.ONE_STOP_HEAD),
    ),
    # What is over: until when it is kept, and the package with which it goes to the archive.
    _row("archive.keep", Scope.AGENCY, Role.ARCHIVE_KEEPER),
    # What citizens find hard: noted by who works with dossiers, answered by who decides on them or for the province.
    _row("difficulty.note", Scope.AGENCY, *DESK_ROLES),
    _row("difficulty.see", Scope.AGENCY, *DESK_ROLES),
    _row("difficulty.see", Scope.SUBTREE, Role.AGENCY_LEADER),
    _row("difficulty.see", Scope.PROVINCE, Role.PROCEDURE_CONTROL_OFFICER, Role.BUSINESS_ADMIN, Role.SUPERVISOR),
    _row("difficulty.answer", Scope.AGENCY, Role.SPECIALIST, Role.DIVISION_HEAD, Role.AGENCY_LEADER),
    _row("difficulty.answer", Scope.PROVINCE, Role.PROCEDURE_CONTROL_OFFICER, Role.BUSINESS_ADMIN),
    # Electronic copies of certified originals: who certifies signs, the clerk seals, the requester fetches theirs.
    _row("certification.sign", Scope.AGENCY, Role.AGENCY_LEADER),
    _row("certification.seal", Scope.AGENCY, Role.CLERK),
    _row("certification.fetch", Scope.OWN, Side.PERSON),
    # The electronic store: one's own
    _row("item.see", Scope.OWN, Side.PERSON),
    _row("item.share", Scope.OWN, Side.PERSON),
    # What the system holds of oneself, as a whole: to take away, to have put right, to have erased (`holdings`).
    _row("holding.see", Scope.OWN, Side.PERSON),
    _row("holding.erase", Scope.OWN, Side.PERSON),
    # How to be reached is put right by oneself; the rest is asked of, and answered by, the agency that decides.
    _row("holding.correct", Scope.OWN, Side.PERSON),
    _row("correction.answer", Scope.AGENCY, Role.SPECIALIST, Role.DIVISION_HEAD, Role.AGENCY_LEADER),
    # Acting for others (`rules.mandates`): both sides see it and end it; an organisation says who works for it.
    _row("mandate.see", Scope.OWN, Side.PERSON),
    _row("mandate.give", Scope.OWN, Side.PERSON),
    _row("mandate.take_up", Scope.OWN, Side.PERSON),
    _row("mandate.end", Scope.OWN, Side.PERSON),
    # Notices
    _row("notice.see", Scope.OWN, Side.PERSON),
    # The desk and what stands behind it
    _row("desk.enter", Scope.ANY, Side.OFFICIAL),
    # How and where one signs in oneself.
    _row("account.keep_own", Scope.ANY, Side.OFFICIAL),
    # A list of the desk as a file: what its lines show, no more (`task.see`); fetched by who asked for it alone.
    _row("desk.export", Scope.ANY, *EXPORTING),
    _row("desk.fetch_export", Scope.OWN, *EXPORTING),
    # Being away, and who acts meanwhile: said by oneself, or by those who answer for the unit (`rules.absences`).
    _row("absence.record", Scope.OWN, Side.OFFICIAL),
    _row("absence.record", Scope.AGENCY, Role.DIVISION_HEAD, Role.AGENCY_LEADER, Role.ONE_STOP_HEAD),
    # How often what people gave once was used again: of one's agency, of those below it, of the province.
    _row("report.reuse", Scope.AGENCY, Role.AGENCY_LEADER, Role.ONE_STOP_HEAD),
    _row("report.reuse", Scope.SUBTREE, Role.AGENCY_LEADER),
    _row("report.reuse", Scope.PROVINCE, Role.PROCEDURE_CONTROL_OFFICER, Role.SUPERVISOR),
    _row("report.see", Scope.PROVINCE, Role.PROCEDURE_CONTROL_OFFICER, Role.SUPERVISOR),
    _row("audit.see", Scope.PROVINCE, Role.SUPERVISOR, Role.SECURITY_OFFICER),
    # One dossier outside one's permission, for a while, reported at once (`dossiers.rules.emergency`).
    _row("emergency.open", Scope.ANY, *DESK_ROLES),
    _row("emergency.review", Scope.PROVINCE, Role.SECURITY_OFFICER, Role.PROCEDURE_CONTROL_OFFICER),
    _row("system.see", Scope.PROVINCE, Role.TECH_ADMIN),
    _row("account.administer", Scope.PROVINCE, Role.TECH_ADMIN),
    _row("client.administer", Scope.PROVINCE, Role.TECH_ADMIN),
    _row("webhook.administer", Scope.OWN, Side.MACHINE, api=ApiScope.WEBHOOKS),
)

VERBS: frozenset[str] = frozenset(row.verb for row in TABLE)


@cache
def rows_for(verb: str) -> tuple[Row, ...]:
    """Return the rows of a verb; raises LookupError for a verb that the table does not know."""
    rows = tuple(row for row in TABLE if row.verb == verb)
    if not rows:
        raise LookupError(f"the permission table has no verb {verb!r}")
    return rows


def name_of(who: Role | Side) -> str:
    """Return how a role or side is called, marked for translation."""
    return ROLE_NAMES[who] if isinstance(who, Role) else SIDE_NAMES[who]
