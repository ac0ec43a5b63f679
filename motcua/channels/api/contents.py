"""What a dossier consists of, as the API gives it."""

from typing import Any

from motcua.accounts import identity
from motcua.dossiers.machine_queries import Contents
from motcua.dossiers.models import Dossier, Party, Result
from motcua.dossiers.queries import Sheet
from motcua.dossiers.rules.meeting import Meeting
from motcua.files.models import StoredFile
from motcua.lib.personal_id import mask


def shown(dossier: Dossier, contents: Contents) -> dict[str, Any]:
    """Return the members that one dossier has beyond those of a list."""
    return {
        "case": dossier.case_key,
        "result_channel": dossier.result_channel,
        "result_address": dossier.result_address,
        "submitter": _party(contents.submitter, contents),
        "owner": _party(contents.owner, contents),
        "answers": contents.answers,
        "papers": [_paper(sheet) for sheet in contents.sheets],
        "meeting": _meeting(contents.meeting),
        "results": [_result(result) for result in contents.results],
        "supplement_request": _request(contents),
    }


def _request(contents: Contents) -> dict[str, Any] | None:
    if contents.request is None:
        return None
    return {
        "number": contents.request.number,
        "reason": contents.request.reason,
        "asked_at": contents.request.asked_at,
        "answer_due_at": contents.request.answer_due_at,
        "points": [{"target": one.target, "name": one.name, "message": one.words} for one in contents.asked],
    }


def _meeting(meeting: Meeting) -> dict[str, Any] | None:
    if not meeting.who:
        return None
    return {"who": list(meeting.who), "originals": [{"key": key, "name": name} for key, name in meeting.originals]}


def _party(party: Party | None, contents: Contents) -> dict[str, Any] | None:
    if party is None:
        return None
    number = identity.reveal(party.identity) if party.identity is not None else ""
    return {
        "name": party.name,
        "is_organisation": party.is_organisation,
        "identity_kind": party.identity.kind if party.identity is not None else "",
        "identity_number": number if contents.shows_numbers else mask(number),
        "birth": party.birth,
        "phone": party.phone,
        "email": party.email,
        "address": party.address,
        "basis": party.basis,
    }


def _paper(sheet: Sheet) -> dict[str, Any]:
    paper = sheet.paper
    return {
        "number": paper.number,
        "key": paper.key,
        "name": paper.name,
        "originals": paper.originals,
        "copies": paper.copies,
        "note": paper.note,
        "compared_at": paper.compared_at,
        "files": [_file(row.file) for row in sheet.files],
    }


def _result(result: Result) -> dict[str, Any]:
    return {
        "name": result.name,
        "number": result.number,
        "dated_on": result.dated_on,
        "book": result.book,
        "kind": result.kind,
        "state": result.state,
        "issued_at": result.issued_at,
        "file": _file(result.file) if result.file is not None else None,
    }


def _file(file: StoredFile) -> dict[str, Any]:
    return {
        "id": file.public_id,
        "name": file.shown_name,
        "kind": file.kind,
        "size": file.size,
        "sha256": file.sha256,
    }
