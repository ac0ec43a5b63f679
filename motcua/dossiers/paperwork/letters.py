"""Letters of a dossier: the templates that count, what the dossier fills in, the versions, and the paper."""

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings
from django.db.models import Q
from django.utils import translation

from motcua.accounts import access as permissions
from motcua.accounts.models import User
from motcua.lib.addresses import result_page
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import fold, sort_key
from motcua.organisations.directory import directory
from motcua.organisations.models import Agency
from motcua.printing import rendering
from motcua.signing.models import SigningKey
from motcua.workflow import queries as workflow

from .. import access
from ..models import Dossier, Letter, LetterSignature, LetterTemplate, LetterVersion, PartyRole
from ..packages import package_of
from ..rules.form_data import Head
from ..rules.letters import LetterKind, Template, Words, templates_of
from .documents import newest_answers
from .form_facts import head_of, unit_of

VERB = "letter.write"
LETTER = "dossiers/letter.typ"
PURPOSE = "letter"
TO_APPLICANTS = frozenset({LetterKind.INVITATION, LetterKind.APOLOGY})


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


def require_writing(by: User, dossier: Dossier) -> None:
    """Raise Forbidden, or Refused where no open step of this dossier is theirs to do."""
    access.require(by, VERB, dossier)
    if not may_write(by, dossier):
        raise Refused("not_your_step", N_("Bước đang mở của hồ sơ không do ông/bà làm nên chưa soạn văn bản được."))


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


def _by_then(until: datetime | None) -> Q:
    return Q() if until is None else Q(saved_at__lte=until)


def letters_of(dossier: Dossier, *, until: datetime | None = None) -> list[tuple[Letter, LetterVersion]]:
    """Return a dossier's letters with the newest version of each, as they were at `until`, the newest letter first."""
    newest = (
        LetterVersion.objects.filter(_by_then(until), letter__dossier=dossier)
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


def versions_of(letter: Letter, *, until: datetime | None = None) -> list[LetterVersion]:
    """Return every version of a letter that was there at `until`, the newest first."""
    return list(letter.versions.filter(_by_then(until)).select_related("saved_by", "file").order_by("-number"))


def letters_gone_out(dossier: Dossier, *, until: datetime | None = None) -> list[LetterVersion]:
    """Return, of each letter with a file, the newest such version that was there at `until`."""
    found = (
        LetterVersion.objects.filter(_by_then(until), letter__dossier=dossier, file__isnull=False)
        .order_by("letter_id", "-number")
        .distinct("letter_id")
        .select_related("letter", "file")
    )
    return list(found)


def letter_pdf(
    letter: Letter,
    version: LetterVersion,
    *,
    at: datetime,
    outgoing: LetterSignature | None = None,
    signer: SigningKey | None = None,
) -> bytes:
    """Return a version on paper (Decree 30/2020/NĐ-CP); number, day and QR are those that `outgoing` has, if any.

    `signer` gives the post and the name around the place of the signature.
    """
    head = head_of(outgoing.agency if outgoing is not None else agency_of(letter.dossier), at)
    data = paper_data(head, code=letter.dossier.code, name=letter.name, title=letter.title, words=version.words)
    if outgoing is not None and outgoing.number and outgoing.dated_on is not None and outgoing.token is not None:
        data["number"], data["dated_on"] = outgoing.number, outgoing.dated_on.isoformat()
        data["qr"] = rendering.qr_svg(settings.SITE_ADDRESS + result_page(outgoing.token))
    if signer is not None:
        data["position"], data["signer"] = signer.capacity, signer.holder_name
    return rendering.render(LETTER, data, at=at)


def agency_of(dossier: Dossier) -> Agency:
    """Return which agency's letters are written now: who decides, of a relay the agency where it is."""
    return dossier.competent_agency if dossier.reached is None else directory().by_id[access.here_of(dossier)]


def is_for_applicant(dossier: Dossier, letter: Letter, version: LetterVersion) -> bool:
    """Tell whether a letter is addressed to somebody of the dossier: by its kind, or by the name it is written to."""
    names = {fold(party.name) for party in access.parties_of(dossier)}
    return letter.kind in TO_APPLICANTS or fold(version.addressee) in names


def signatures_of(dossier: Dossier, *, signed: bool = False) -> dict[int, LetterSignature]:
    """Return what was handed in to be signed of a dossier's letters, or only what went out, by version."""
    found = LetterSignature.objects.signed() if signed else LetterSignature.objects.all()
    return {one.version_id: one for one in found.filter(version__letter__dossier=dossier)}


def letters_for_applicant(dossier: Dossier) -> list[LetterSignature]:
    """Return the signed letters that the applicant reads, the newest first; of one signed again, its newest version."""
    found = LetterSignature.objects.signed().filter(version__letter__dossier=dossier, is_for_applicant=True)
    found = found.select_related("version__letter", "version__file").order_by("signed_at")
    return list(reversed({one.version.letter_id: one for one in found}.values()))


def letter_by_token(token: str) -> LetterSignature | None:
    """Return the signed letter behind the address of a verification page."""
    found = LetterSignature.objects.signed().filter(token=token)
    return found.select_related("version__letter__dossier", "version__file", "agency").first()


def letters_to_sign(by: User, *, limit: int, start: int = 0) -> list[LetterSignature]:
    """Return the letters that wait for somebody to sign them as head of an agency: the oldest first, from a place."""
    agencies = permissions.reach(by, "result.sign").agencies
    found = LetterSignature.objects.waiting().filter(agency__in=agencies)
    found = found.select_related("version__letter__dossier__version__procedure", "asked_by")
    return list(found.order_by("pk")[start : start + limit])


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
        "number": "",
        "dated_on": "",
        "qr": "",
        "position": "",
        "signer": "",
    }


def _day(at: datetime | None) -> str:
    return "" if at is None else f"{today(at):%d/%m/%Y}"


def _answers(dossier: Dossier, now: datetime) -> str:
    package = package_of(dossier.version_id)
    context = package.form_context(dossier.case_key, dossier.channel, now)
    with translation.override("vi"):
        sections = package.form.summary(newest_answers(dossier), context)
    return "\n".join(f"- {row.label}: {row.text}" for section in sections for row in section.rows if row.text)
