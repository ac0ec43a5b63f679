"""One dossier as a copy of somebody's own data tells it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from motcua.accounts import identity
from motcua.accounts.models import Person
from motcua.archiving import queries as archiving
from motcua.dossiers import access
from motcua.dossiers import queries as dossiers
from motcua.dossiers.models import Answers, Dossier, DossierEvent, Party, PartyRole, Result, Telling
from motcua.dossiers.packages import package_of
from motcua.dossiers.paperwork.letters import letters_for_applicant
from motcua.dossiers.rules.history import WORDS, Happening
from motcua.dossiers.rules.states import NAMES, State
from motcua.eforms import sealing
from motcua.files.models import StoredFile
from motcua.ui.moments import say_moment
from motcua.ui.texts import translated

from .models import Correction
from .rules import Record, Rows
from .shaping import answer_rows, attached, file_facts, moment, say_day

# Who gets the whole dossier; anybody else in it gets their own part.
WHOLE = frozenset({PartyRole.OWNER, PartyRole.SUBMITTER, PartyRole.AUTHORISED})
ISSUED = ("issued", "replaced", "revoked")


def record_of(dossier: Dossier, person: Person, now: datetime) -> Record:
    """Return a dossier in which somebody is a party, as far as it is about them."""
    parties = access.parties_of(dossier)
    mine = [party for party in parties if _is_of(party, person)]
    roles = [party.role for party in mine]
    data: dict[str, Any] = {
        "code": dossier.code,
        "procedure": dossier.version.procedure.code,
        "procedure_name": dossier.version.procedure.title,
        "agency": dossier.competent_agency.name,
        "state": int(dossier.state),
        "my_roles": roles,
        "me": [_party(party) for party in mine],
        "submitted_at": moment(dossier.submitted_at),
        "accepted_at": moment(dossier.accepted_at),
        "due_at": moment(dossier.due_at),
        "completed_at": moment(dossier.completed_at),
        "delivered_at": moment(dossier.delivered_at),
        "closed_at": moment(dossier.closed_at),
    }
    keeping = archiving.kept_until([dossier.pk]).get(dossier.pk)
    data["kept_until"] = say_day(keeping.ends_on) if keeping is not None else ""
    data["kept_by"] = keeping.rule.basis if keeping is not None else ""
    rows = [
        (_("Mã hồ sơ"), dossier.code),
        (_("Cơ quan giải quyết"), dossier.competent_agency.name),
        (_("Trạng thái"), _(NAMES[State(dossier.state)])),
        (_("Ngày nộp"), say_moment(dossier.submitted_at)),
    ]
    if keeping is not None:
        rows += [(_("Giữ đến"), say_day(keeping.ends_on) or _("vĩnh viễn"))]
    rows += [(_("Điện thoại"), party.phone) for party in mine if party.phone]
    rows += [(_("Thư điện tử"), party.email) for party in mine if party.email]
    title = dossier.version.procedure.title
    if not WHOLE.intersection(roles):
        return Record(title, data, rows)
    events = dossiers.progress_of(dossier, public_only=True).events
    answers = _answers(dossier, person)
    results = list(dossier.results.filter(state__in=ISSUED).select_related("file").order_by("pk"))
    papers = dossiers.papers_of(dossier)
    letters = letters_for_applicant(dossier)
    tellings = list(Telling.objects.filter(dossier=dossier).prefetch_related("tries").order_by("pk"))
    folder = f"ho-so/{dossier.code}"
    files: list[StoredFile] = [row.file for sheet in papers for row in sheet.files]
    files += [result.file for result in results if result.file is not None]
    files += [one.version.file for one in letters if one.version.file is not None]
    asked = Correction.objects.filter(dossier=dossier, user__person=person).order_by("pk")
    data |= {
        "corrections": [
            {
                "fact": one.fact,
                "wrong": one.wrong,
                "right": one.right,
                "reason": one.reason,
                "asked_at": moment(one.asked_at),
                "standing": one.standing,
                "answer": one.answer,
            }
            for one in asked
        ],
        "others": [{"role": party.role, "name": party.name} for party in parties if party not in mine],
        "answers": answers,
        "papers": [
            {
                "name": sheet.paper.name,
                "originals": sheet.paper.originals,
                "copies": sheet.paper.copies,
                "files": [file_facts(row.file, folder) for row in sheet.files],
            }
            for sheet in papers
        ],
        "events": [{"kind": one.kind, "at": moment(one.at), "words": _words(one), "note": one.note} for one in events],
        "results": [_result(one, folder) for one in results],
        "letters": [
            {"name": one.version.letter.name, "number": one.number, "file": file_facts(one.version.file, folder)}
            for one in letters
            if one.version.file is not None
        ],
        "told": [
            {
                "what": one.what,
                "given_at": moment(one.given_at),
                "how": one.given_how,
                "tries": [
                    {"at": moment(each.at), "outcome": each.outcome, "note": each.note} for each in one.tries.all()
                ],
            }
            for one in tellings
        ],
        "population_checks": [
            {
                "at": moment(one.at),
                "party": one.party,
                "outcome": one.outcome,
                "agreed": one.agreed,
                "differing": one.differing,
            }
            for one in dossier.population_checks.order_by("pk")
        ],
    }
    parts = [
        *_said_answers(dossier, answers, now),
        (_("Giấy tờ"), [(sheet.paper.name, ", ".join(row.file.shown_name for row in sheet.files)) for sheet in papers]),
        (
            _("Kết quả"),
            [(one.name, " ".join(word for word in (one.number, say_day(one.dated_on)) if word)) for one in results],
        ),
        (
            _("Diễn biến"),
            [(say_moment(one.at), ". ".join(text for text in (_words(one), one.note) if text)) for one in events],
        ),
    ]
    return Record(title, data, rows, parts, [attached(file, folder) for file in files])


def _is_of(party: Party, person: Person) -> bool:
    by_number = person.identity_id is not None and party.identity_id == person.identity_id
    return by_number or party.person_id == person.pk


def _party(party: Party) -> dict[str, Any]:
    facts = {"role": party.role, "name": party.name, "birth": party.birth, "phone": party.phone, "email": party.email}
    return facts | {"address": party.address, "basis": party.basis}


def _answers(dossier: Dossier, person: Person) -> list[dict[str, Any]]:
    """Return every version of the answers; numbers of others are masked."""
    form = package_of(dossier.version_id).form
    own = identity.reveal(person.identity) if person.identity is not None else ""
    kept = list(Answers.objects.filter(dossier=dossier).order_by("number"))
    opened = sealing.open_all([(form, one.data) for one in kept])
    return [
        {"number": one.number, "given_at": moment(one.given_at), "data": sealing.masked_answers(form, data, but=own)}
        for one, data in zip(kept, opened, strict=True)
    ]


def _said_answers(dossier: Dossier, answers: Sequence[Mapping[str, Any]], now: datetime) -> list[tuple[str, Rows]]:
    if not answers or dossier.is_unanswered:
        return []
    package = package_of(dossier.version_id)
    context = package.form_context(dossier.case_key, dossier.channel, now)
    return answer_rows(package.form.summary(answers[-1]["data"], context))


def _result(result: Result, folder: str) -> dict[str, Any]:
    return {
        "name": result.name,
        "state": result.state,
        "number": result.number,
        "dated_on": say_day(result.dated_on),
        "issued_at": moment(result.issued_at),
        "delivered_at": moment(result.delivered_at),
        "delivered_to": result.delivered_to,
        "file": file_facts(result.file, folder) if result.file is not None else None,
    }


def _words(event: DossierEvent) -> str:
    names = {key: translated(str(event.params.get(key, ""))) for key in ("step", "part")}
    return str(_(WORDS[Happening(event.kind)]).format(**{"number": "", **event.params, **names}))
