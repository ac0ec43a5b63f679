"""Letters of a dossier: the templates that count, what the dossier fills in, the versions, and the paper."""

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings
from django.utils import translation

from motcua.accounts.models import User
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import sort_key
from motcua.printing import rendering
from motcua.workflow import queries as workflow

from . import access
from .documents import newest_answers
from .form_facts import head_of, unit_of
from .models import Dossier, Letter, LetterTemplate, LetterVersion, PartyRole
from .packages import package_of
from .rules.form_data import Head
from .rules.letters import Template, Words, templates_of

VERB = "letter.write"
LETTER = "dossiers/letter.typ"


@lru_cache(maxsize=1)
def templates() -> tuple[Template, ...]:
    """Return the templates of this installation, read once per process."""
    return templates_of(yaml.safe_load(Path(settings.LETTERS).read_text(encoding="utf-8")))


def templates_on(day: date) -> list[Template]:
    """Return the templates that may be chosen on a day: ours in the file's order, then the province's new ones.

    A province's template takes the place of ours of the same key.
    """
    rows = LetterTemplate.objects.filter(first__lte=day).order_by("key", "-number").distinct("key")
    theirs = {row.key: None if row.is_ended else row.template for row in rows}
    found = [theirs.pop(one.key, one) for one in templates() if one.counts_on(day)]
    added = sorted((one for one in theirs.values() if one is not None), key=lambda one: sort_key(one.name))
    return [one for one in found if one is not None] + added


def may_write(by: User, dossier: Dossier) -> bool:
    """Tell whether somebody may write for this dossier: an open step of it must be theirs to do."""
    if not access.may(by, VERB, dossier) or dossier.instance_id is None:
        return False
    return any(access.may_do(by, task) for task in workflow.undone(dossier.instance_id))


def facts_of(dossier: Dossier, *, by: User, wanted: set[str], now: datetime) -> dict[str, str]:
    """Return what a dossier fills in, in Vietnamese; answers only where wanted, and for those who may read numbers."""
    parties = {party.role: party.name for party in access.parties_of(dossier)}
    facts = {
        "code": dossier.code,
        "procedure": package_of(dossier.version_id).procedure_name,
        "owner": dossier.owner_name,
        "submitter": parties.get(PartyRole.SUBMITTER, dossier.owner_name),
        "agency": dossier.competent_agency.name,
        "unit": unit_of(dossier).name,
        "submitted_on": _day(dossier.submitted_at),
        "accepted_on": _day(dossier.accepted_at),
        "due_on": _day(dossier.due_at),
        "official": by.full_name,
    }
    if "answers" in wanted and not dossier.declared_on_paper and access.may(by, "identity.reveal", dossier):
        facts["answers"] = _answers(dossier, now)
    return facts


def letters_of(dossier: Dossier) -> list[tuple[Letter, LetterVersion]]:
    """Return a dossier's letters with the newest version of each, the newest letter first."""
    newest = (
        LetterVersion.objects.filter(letter__dossier=dossier)
        .order_by("letter_id", "-number")
        .distinct("letter_id")
        .select_related("letter", "saved_by")
    )
    return [(version.letter, version) for version in reversed(newest)]


def letter_of(dossier: Dossier, public_id: UUID) -> Letter:
    """Return a letter of this dossier; raises Refused where there is none."""
    found = Letter.objects.filter(dossier=dossier, public_id=public_id).first()
    if found is None:
        raise Refused("no_letter", N_("Không tìm thấy văn bản này."))
    found.dossier = dossier
    return found


def versions_of(letter: Letter) -> list[LetterVersion]:
    """Return every version of a letter, the newest first."""
    return list(letter.versions.select_related("saved_by", "file").order_by("-number"))


def letters_gone_out(dossier: Dossier) -> list[LetterVersion]:
    """Return, of each letter with a file, the newest such version."""
    found = (
        LetterVersion.objects.filter(letter__dossier=dossier, file__isnull=False)
        .order_by("letter_id", "-number")
        .distinct("letter_id")
        .select_related("letter", "file")
    )
    return list(found)


def letter_pdf(letter: Letter, version: LetterVersion, *, at: datetime) -> bytes:
    """Return a version on paper (Decree 30/2020/NĐ-CP), without number and day: those come when it is signed."""
    head = head_of(letter.dossier.competent_agency, at)
    data = paper_data(head, code=letter.dossier.code, name=letter.name, title=letter.title, words=version.words)
    return rendering.render(LETTER, data, at=at)


def paper_data(head: Head, *, code: str, name: str, title: str, words: Words) -> dict[str, Any]:
    """Return what the layout of a letter asks for."""
    return {
        "head": {"above": head.superior, "agency": head.unit, "place": head.place},
        "code": code,
        "name": name,
        "title": title,
        "addressee": words.addressee,
        "subject": words.subject,
        "lines": [line.strip() for line in words.body.splitlines() if line.strip()],
    }


def _day(at: datetime | None) -> str:
    return "" if at is None else f"{today(at):%d/%m/%Y}"


def _answers(dossier: Dossier, now: datetime) -> str:
    package = package_of(dossier.version_id)
    context = package.form_context(dossier.case_key, dossier.channel, now)
    with translation.override("vi"):
        sections = package.form.summary(newest_answers(dossier), context)
    return "\n".join(f"- {row.label}: {row.text}" for section in sections for row in section.rows if row.text)
