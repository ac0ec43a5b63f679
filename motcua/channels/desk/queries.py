"""Reads that only the desk needs: one dossier with everything on one screen, and what its reader may do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from motcua.accounts import access as permissions
from motcua.accounts.absence_queries import away_among
from motcua.accounts.models import User
from motcua.accounts.queries import holders
from motcua.accounts.rules import PostHeld
from motcua.accounts.rules.permissions import Thing
from motcua.dossiers import access, actions, asking, opinions
from motcua.dossiers import queries as dossiers
from motcua.dossiers.asking import Asked
from motcua.dossiers.bundles import is_bundle, package_for
from motcua.dossiers.models import Dossier, DossierEvent, DueAdjustment, Opinion, Party, Result, SupplementRequest
from motcua.dossiers.models.result import ResultKind
from motcua.dossiers.packages import package_of
from motcua.dossiers.paperless import decision_of, meeting_of
from motcua.dossiers.paperwork.documents import newest_answers
from motcua.dossiers.paperwork.form_queries import FormLine, forms_of
from motcua.dossiers.piles import arrivals, refusals
from motcua.dossiers.piles.refusals import Proposed
from motcua.dossiers.queries import Sheet
from motcua.dossiers.rules.decisions import DecisionKind
from motcua.dossiers.rules.external import External
from motcua.dossiers.rules.history import Happening
from motcua.dossiers.rules.meeting import Meeting
from motcua.dossiers.rules.states import OPEN, State
from motcua.dossiers.rules.steps import EFFECTS, Effect, Outcome, outcomes_of
from motcua.dossiers.rules.supplements import Limits
from motcua.dossiers.standing import Line, standing_of
from motcua.eforms import sealing
from motcua.eforms.showing import Section
from motcua.lib.dates import today
from motcua.organisations.rules import Role
from motcua.procedures.models import Paperless
from motcua.workflow import queries as workflow
from motcua.workflow.models import Task
from motcua.workflow.rules import Node, TaskKind

# Signing draws a document and leaves the transaction: it is never done in passing.
NEVER_IN_PASSING = frozenset({TaskKind.SIGN, TaskKind.APPLICANT_CHECK, TaskKind.IN_PERSON, TaskKind.FINISH})


@dataclass(frozen=True)
class Choice:
    """One way to end a step, and the following steps that the reader can end with it."""

    outcome: Outcome
    effect: Effect
    following: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Turn:
    """A step the dossier stands at, and what the reader can do with it; no choices where it is somebody else's."""

    task: Task
    choices: tuple[Choice, ...] = ()
    may_take: bool = False
    may_reassign: bool = False
    assignees: Sequence[User] = ()
    # Done steps that it may be sent back to, the newest first.
    back: Sequence[Task] = ()
    # The absent official's post at which the reader would do it.
    acting: PostHeld | None = None
    # Who of the assignees is away now.
    away: Collection[int] = ()


@dataclass(frozen=True)
class Screen:
    """Everything the dossier page shows."""

    dossier: Dossier
    submitter: Party | None
    owner: Party | None
    sections: list[Section]
    # Of a relay that the reader's agency has handed on: what was there until then.
    until: datetime | None
    sheets: list[Sheet]
    events: Sequence[DossierEvent]
    request: SupplementRequest | None
    asked: list[Asked]
    result: Result | None
    # On paper, and not yet at the counter that is to hand it out.
    is_result_absent: bool
    turns: list[Turn]
    may_draft: bool
    may_withdraw: bool
    # What somebody competent may decide about it now.
    decisions: tuple[DecisionKind, ...]
    opinions: list[Opinion]
    may_ask_opinion: bool
    may_waive_opinion: bool
    result_kind: str
    result_fields: list[dict[str, Any]]
    shows_numbers: bool
    has_template: bool
    # No template draws the result, nobody has drafted it, and nobody else appraises the dossier before it is signed.
    needs_draft: bool
    # By which the dossier came back from a later step, and with which words; None where it came forward.
    sent_back: DossierEvent | None
    needs_due: bool
    may_help: bool
    # The decision by which the procedure is handled without paper, where papers are asked for or taken.
    paperless: Paperless | None
    may_record_payment: bool
    # The slip for the applicant: "first" after filing at the counter, "again" with a new secret, "" not the reader's.
    slip: str
    meeting: Meeting = field(default_factory=Meeting)
    shows_preview: bool = False
    papers_to_ask: list[tuple[str, str]] = field(default_factory=list)
    questions_to_ask: list[Section] = field(default_factory=list)
    # What was answered before, by path, where an answer was mended since.
    corrected: dict[str, str] = field(default_factory=dict)
    ask_limits: Limits = field(default_factory=Limits)
    # How the promise came about, the newest first, and the limit as published.
    adjustments: Sequence[DueAdjustment] = ()
    limit: str = ""
    # Why the clock stands still, marked for translation; empty while it runs.
    pause: str = ""
    # The statutory forms given so far, the newest first.
    forms: Sequence[FormLine] = ()
    # The system that decides instead of this one, where the reader types into it.
    external: External | None = None
    may_type: bool = False
    # Where substance, money, delivery and synchronisation stand.
    standing: Sequence[Line] = ()
    # The refusal that waits for the head of the one-stop unit, and whether the reader may send it back.
    refusal: Proposed | None = None
    may_decline_refusal: bool = False


# Steps at which there is a result to look at.
RESULTS = frozenset({TaskKind.REVIEW, TaskKind.SIGN, TaskKind.APPLICANT_CHECK})
# What moves a dossier from step to step.
ENDS = frozenset({Happening.RECEIVED, Happening.STEP_DONE, Happening.STEP_RETURNED, Happening.SUPPLEMENTED})
PREVIEWED = frozenset({TaskKind.APPRAISE, TaskKind.REVIEW, TaskKind.APPLICANT_CHECK, TaskKind.SIGN})


def screen_of(dossier: Dossier, *, by: User, now: datetime) -> Screen:
    """Read one dossier for its page. The caller has checked that the reader may see it."""
    parties = {party.role: party for party in access.parties_of(dossier)}
    progress = dossiers.progress_of(dossier, public_only=False)
    package = package_of(dossier.version_id)
    shows_numbers = access.may(by, "identity.reveal", dossier)
    until = access.read_until(by, dossier)
    events = progress.events if until is None else dossiers.events_until(dossier, until)
    request = progress.request
    if request is not None and until is not None and request.asked_at > until:
        request = None
    # Who handed it on reads the decision in the end, and no draft of another agency.
    shows_result = until is None or access.may(by, "result.see", dossier)
    answers = newest_answers(dossier, until=until)
    if not shows_numbers:
        answers = sealing.masked_answers(package.form, answers)
    context = package.form_context(dossier.case_key, dossier.channel, now)
    turns = [
        turn_of(task, by=by, on=today(now))
        for task in (workflow.undone(dossier.instance_id) if dossier.instance_id is not None else [])
    ]
    refusal = refusals.proposed(dossier)
    may_refuse = refusal is not None and access.may(by, refusals.VERB, dossier)
    if may_refuse:
        # The step is the receptionist's; this end of it is the head's.
        refuse = Choice(Outcome.REFUSE, EFFECTS[TaskKind.RECEIVE, Outcome.REFUSE])
        turns = [replace(turn, choices=(refuse,)) if turn.task.kind == TaskKind.RECEIVE else turn for turn in turns]
    sheets = dossiers.papers_of(dossier, until=until)
    limit = package_for(dossier).limit(dossier.channel, dossier.case_key)
    sections = package.form.summary(answers, context)
    may_ask = any(choice.outcome == Outcome.SUPPLEMENT for turn in turns for choice in turn.choices)
    was_answered = any(event.kind == Happening.SUPPLEMENTED for event in events)
    return Screen(
        dossier=dossier,
        submitter=parties.get("submitter"),
        owner=parties.get("owner"),
        sections=sections,
        until=until,
        sheets=sheets,
        events=events,
        request=request,
        asked=asking.points_of(dossier, request) if request is not None else [],
        result=progress.result if shows_result else None,
        is_result_absent=dossier.state == State.COMPLETED and arrivals.is_absent(dossier, by=by),
        turns=turns,
        may_draft=package.has_result
        and any(turn.choices and turn.task.kind in {TaskKind.APPRAISE, TaskKind.GENERIC} for turn in turns)
        and access.may(by, "result.draft", dossier),
        may_withdraw=dossier.state in OPEN - {State.COMPLETED}
        and access.may(by, "dossier.withdraw", dossier)
        and not is_bundle(dossier),
        opinions=opinions.of_dossier(dossier, until=until),
        may_ask_opinion=dossier.state in {State.RECEIVED, State.PROCESSING} and access.may(by, "opinion.ask", dossier),
        may_waive_opinion=access.may(by, "opinion.waive", dossier),
        decisions=_decisions(dossier, progress.result, by=by),
        result_kind=str(package.result.get("kind") or ""),
        result_fields=result_fields(package.result),
        shows_numbers=shows_numbers,
        shows_preview=shows_result
        and any(turn.task.kind in PREVIEWED for turn in turns)
        and _is_to_draw(dossier, progress.result),
        needs_due=limit is None or limit.amount is None,
        has_template=bool(package.result_template and not dossier.is_unanswered) or _is_notice(progress.result),
        needs_draft=actions.lacks_draft(dossier, progress.result)
        and not any(_is_drafted_later(turn) for turn in turns),
        sent_back=_sent_back(events),
        paperless=decision_of(dossier) if may_ask or request is not None else None,
        may_help=access.may(by, "dossier.supplement", dossier),
        may_record_payment=dossier.state == State.FINANCIAL_OBLIGATION
        and access.may(by, "dossier.record_payment", dossier),
        slip=_slip(dossier, by=by),
        meeting=meeting_of(dossier),
        papers_to_ask=list(asking.paper_names(dossier).items()) if may_ask else [],
        questions_to_ask=asking.open_questions(sections) if may_ask else [],
        corrected=asking.corrected(dossier, sections, now, shows_numbers=shows_numbers, until=until)
        if was_answered
        else {},
        ask_limits=actions.supplement_limits(dossier),
        adjustments=dossiers.adjustments_of(dossier, until=until),
        limit=limit.text if limit is not None else "",
        pause=dossiers.pause_of(dossier),
        forms=forms_of(dossier, [event for event in events if until is None or event.at <= until], for_applicant=False),
        may_type=actions.may_type_answers(dossier, by=by),
        refusal=refusal,
        may_decline_refusal=may_refuse,
        standing=standing_of(dossier, progress.events, now=now).lines(),
        external=External.of(package.settings) if access.may(by, "dossier.note_external", dossier) else None,
    )


def _is_drafted_later(turn: Turn) -> bool:
    """Tell whether another appraises the dossier after this step and before its result: of a relay the last drafts."""
    if not turn.choices:
        return False
    way = takewhile(lambda node: node.kind not in RESULTS, workflow.usual_way(turn.task, turn.choices[0].outcome))
    appraisals = sum(node.kind == TaskKind.APPRAISE for node in way)
    # Whoever receives it may appraise it in passing: that one is their own.
    return appraisals > (0 if turn.task.kind == TaskKind.APPRAISE else 1)


def _sent_back(events: Sequence[DossierEvent]) -> DossierEvent | None:
    """Return the return by which the open step was opened, if it was one and says why."""
    last = next((event for event in reversed(events) if event.kind in ENDS), None)
    return last if last is not None and last.kind == Happening.STEP_RETURNED and last.note else None


def _is_to_draw(dossier: Dossier, result: Result | None) -> bool:
    """Tell whether the result will be drawn by us when it is signed."""
    if result is not None and result.kind == ResultKind.NOTICE:
        return result.file_id is None
    is_template = result is None or (result.kind == ResultKind.TEMPLATE and result.file_id is None)
    return is_template and not dossier.is_unanswered


def _is_notice(result: Result | None) -> bool:
    return result is not None and result.kind == ResultKind.NOTICE


def _decisions(dossier: Dossier, result: Result | None, *, by: User) -> tuple[DecisionKind, ...]:
    """Return what may be decided in a dossier's state, where the reader is competent."""
    possible: dict[int, tuple[DecisionKind, ...]] = {
        State.STOPPED: (DecisionKind.REOPEN,) if dossier.accepted_at is not None and not is_bundle(dossier) else (),
        State.COMPLETED: (DecisionKind.RECALL,),
        State.DELIVERED: (DecisionKind.CORRECT, DecisionKind.REPLACE, DecisionKind.REVOKE),
    }
    kinds = possible.get(dossier.state, ())
    if not kinds or (dossier.state != State.STOPPED and result is None):
        return ()
    return kinds if access.may(by, "dossier.decide", dossier) else ()


def _slip(dossier: Dossier, *, by: User) -> str:
    if not access.may(by, "dossier.print_slip", dossier):
        return ""
    return "first" if dossiers.has_untold_secret(dossier) else "again"


def turn_of(task: Task, *, by: User, on: date) -> Turn:
    """Return what somebody can do with a step: everything where it is theirs, nothing where another holds it.

    Who may assign can also give an open step to somebody else of its post.
    """
    may_reassign = (
        task.is_open
        and task.role in set(Role)
        and task.kind != TaskKind.ASSIGN
        and permissions.may(by, "dossier.assign", Thing.of(agencies=(task.agency_id,)))
    )
    people: Sequence[User] = list(holders(Role(task.role), task.agency_id, on)) if may_reassign else ()
    if not task.is_open or not access.may_do(by, task):
        return Turn(task, may_reassign=may_reassign, assignees=people, away=_away(people, on))
    choices = [
        Choice(outcome, effect, tuple(own_following(task, outcome, by)))
        for outcome, effect in outcomes_of(task.kind)
        if outcome in task.outcomes or not effect.finishes_task
    ]
    if task.kind == TaskKind.ASSIGN:
        people = list(holders(Role.SPECIALIST, task.agency_id, on))
    return Turn(
        task=task,
        choices=tuple(choices),
        may_take=task.assignee_id is None,
        may_reassign=may_reassign,
        assignees=people,
        away=_away(people, on),
        back=actions.steps_back(task),
        acting=permissions.acts_at(
            by,
            role=task.role,
            agency_id=task.agency_id,
            holder_id=task.assignee_id,
            is_signature=task.kind == TaskKind.SIGN,
        ),
    )


def _away(people: Sequence[User], on: date) -> Collection[int]:
    return away_among([user.pk for user in people], on) if people else ()


def own_following(task: Task, outcome: str, by: User) -> list[Node]:
    """Return the steps right after `task` that the same official holds and can end in one go with it.

    Only on the usual way: who returns or asks for something does not want the next step done.
    """
    if not task.outcomes or outcome != task.outcomes[0]:
        return []

    def may(node: Node, agency_id: int) -> bool:
        if node.kind in NEVER_IN_PASSING:
            return False
        return access.may_do(by, Task(kind=node.kind, role=node.role, agency_id=agency_id))

    return workflow.following(task, outcome, may)


def result_fields(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what an official adds to a result that is drawn from a template, each with its choices, if it has any."""
    if result.get("kind") != "template":
        return []
    return [
        {
            "hint": "",
            **one,
            "choices": [
                {"value": "", "text": "-"},
                *({"value": key, "text": words} for key, words in one.get("options", {}).items()),
            ],
        }
        for one in result.get("fields", ())
    ]
