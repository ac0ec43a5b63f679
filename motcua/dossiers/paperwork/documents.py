"""The papers that the system itself writes for a dossier: the statutory declaration and the result.

Drawing happens outside transactions. Templates come from packages, which administrators edit, so they are compiled in
the limited helper process.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils import translation

from motcua import statements
from motcua.eforms import sealing as form_sealing
from motcua.eforms.settling import Context
from motcua.files import queries as stored
from motcua.lib.actors import Actor
from motcua.lib.addresses import result_page
from motcua.lib.dates import say_moment, today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.printing import rendering
from motcua.signing.models import SigningKey

from ..models import Dossier, Draft, Paper, Result
from ..models.result import ResultKind
from ..packages import Package, package_of
from ..rules.filing import Originals
from ..rules.states import ResultChannel

# As the slip says it, which is Vietnamese whoever prints it.
COLLECTED = {
    ResultChannel.COUNTER: "Tại bộ phận một cửa",
    ResultChannel.POST: "Qua bưu chính",
    ResultChannel.ELECTRONIC: "Bản điện tử",
}
# What the slip says of originals that do not stay with the dossier: it is the applicant's proof of what is held and
# must be given back (Decree 61/2018 art. 20(2)).
BECAME: dict[str, str] = {
    Originals.RETURNED: "bản chính (đã xem, trả ngay)",
    Originals.HELD: "bản chính (đang giữ, sẽ trả lại)",
}
# Drawn by us, with a place kept for the signature.
DRAWN = frozenset({ResultKind.TEMPLATE, ResultKind.NOTICE})


def declaration_pdfs(dossiers: Sequence[Dossier], *, at: datetime) -> list[bytes]:
    """Return each applicant's declaration (tờ khai) as PDF, from the newest answers."""
    answers, submitters = newest_answers_of(dossiers), _submitter_names(dossiers)
    drawn = []
    for dossier in dossiers:
        package = package_of(dossier.version_id)
        drawn.append(
            _declaration(
                package,
                answers[dossier.pk],
                package.form_context(dossier.case_key, dossier.channel, at),
                facts=_dossier_facts(dossier, submitters.get(dossier.pk, "")),
                place=dossier.competent_agency.name,
                at=at,
            )
        )
    return drawn


def declaration_to_sign(draft: Draft, answers: dict[str, Any], context: Context, *, place: str, at: datetime) -> bytes:
    """Return a draft's declaration as PDF, to be read over or signed by hand before filing; no code, no day yet."""
    facts = {"code": "", "submitted_on": "", "agency": place, "owner": "", "submitter": context.person.get("full_name")}
    return _declaration(package_of(draft.version_id), answers, context, facts=facts, place=place, at=at)


def _declaration(
    package: Package, answers: dict[str, Any], context: Context, *, facts: dict[str, Any], place: str, at: datetime
) -> bytes:
    """Without a template of the package's own, the answers are printed as the form asked them."""
    if package.declaration:
        data = _answered(package, answers, context) | {"dossier": facts, "place": place}
        return rendering.render_untrusted(package.declaration, data, at=at)
    with translation.override("vi"):
        sections = package.form.summary(answers, context)
    rows = [
        {"title": section.title, "rows": [{"label": row.label, "value": row.text} for row in section.rows]}
        for section in sections
    ]
    return rendering.render(
        "dossiers/declaration.typ",
        {"dossier": facts, "procedure": package.procedure_name, "sections": rows},
        at=at,
    )


def slip_pdf(dossier: Dossier, *, secret: str, by: Actor, now: datetime) -> bytes:
    """Return the slip that an applicant takes home from the counter, with the look-up secret on it."""
    unit = dossier.received_at or dossier.competent_agency
    address = f"{settings.SITE_ADDRESS}/tra-cuu/{dossier.code}/{secret}"
    if dossier.due_at is not None:
        promise = f"Hẹn trả kết quả: {say_moment(dossier.due_at)}"
    elif dossier.answer_due_at is not None and dossier.accepted_at is None:
        promise = f"Trả lời có tiếp nhận hay không chậm nhất: {say_moment(dossier.answer_due_at)}"
    else:
        promise = "Ngày hẹn trả kết quả sẽ được báo sau."
    data = {
        "code": dossier.code,
        "secret": secret,
        "qr": rendering.qr_svg(address),
        "unit": unit.name,
        "procedure": dossier.version.procedure.title,
        "submitter": _submitter_names([dossier]).get(dossier.pk, ""),
        "owner": dossier.owner_name,
        "submitted": say_moment(dossier.submitted_at),
        "agency": dossier.competent_agency.name,
        "papers": [
            {"name": paper.name, "how": _given(paper)}
            for paper in dossier.papers.exclude(number=0).annotate(scans=Count("files")).order_by("number")
        ],
        "promise": promise,
        "channel": COLLECTED[ResultChannel(dossier.result_channel)],
        "ask": ", ".join(text for text in (unit.name, unit.address) if text),
        "printed": say_moment(now),
        "by": by.name,
    }
    return rendering.render("dossiers/slip.typ", data, at=now)


def _given(paper: Paper) -> str:
    counted = (
        (paper.originals, BECAME.get(paper.originals_were, "bản chính")),
        (paper.copies, "bản sao"),
        (paper.photocopies, "bản photo"),
        (getattr(paper, "scans", 0), "tệp"),
    )
    return ", ".join(f"{count:02d} {what}" for count, what in counted if count) or "đã nộp"


NEWEST = """
    SELECT DISTINCT ON (dossier_id) dossier_id, data::text FROM dossiers_answers
    WHERE dossier_id = ANY(%s) AND given_at <= %s::timestamptz ORDER BY dossier_id, number DESC
"""


def newest_answers(dossier: Dossier, *, until: datetime | None = None) -> dict[str, Any]:
    """Return the newest answers with identity numbers opened: for the dossier's own papers and pages only.

    `until`: the newest of those that were given by then (`access.read_until`); empty where there were none.
    """
    return newest_answers_of([dossier], until=until)[dossier.pk]


def newest_answers_of(dossiers: Sequence[Dossier], *, until: datetime | None = None) -> dict[int, dict[str, Any]]:
    """Return the same of many dossiers, by their ids."""
    kept = dict(statements.rows(NEWEST, [[dossier.pk for dossier in dossiers], until or "infinity"]))
    opened = form_sealing.open_all(
        [(package_of(dossier.version_id).form, json.loads(kept.get(dossier.pk, "{}"))) for dossier in dossiers]
    )
    return {dossier.pk: answers for dossier, answers in zip(dossiers, opened, strict=True)}


def result_pdf(result: Result, *, signer: SigningKey, now: datetime) -> bytes:
    """Return the unsigned PDF of a numbered result."""
    if result.kind == ResultKind.NOTICE:
        return rendering.render("dossiers/notice.typ", _notice(result, signer, now), at=now)
    if result.kind != ResultKind.TEMPLATE:
        if result.draft is None:
            raise ValueError("an uploaded result has its draft")
        return stored.read(result.draft)
    dossier = result.dossier
    package = package_of(dossier.version_id)
    context = package.form_context(dossier.case_key, dossier.channel, now)
    data = _answered(package, newest_answers(dossier), context, own_words=False) | _result_facts(result, signer, now)
    return rendering.render_untrusted(package.result_template, data, at=now)


def _result_facts(result: Result, signer: SigningKey, now: datetime) -> dict[str, Any]:
    dossier = result.dossier
    return {
        "dossier": _dossier_facts(dossier, _submitter_names([dossier]).get(dossier.pk, "")),
        "result": {
            "name": result.name,
            "number": result.number,
            "dated_on": (result.dated_on or today(now)).isoformat(),
            "book": result.book,
            "signer": signer.holder_name,
            "title": signer.capacity,
            "content": result.content,
        },
        "place": dossier.competent_agency.name,
        "qr": rendering.qr_svg(verification_address(result)),
    }


def _notice(result: Result, signer: SigningKey, now: datetime) -> dict[str, Any]:
    return {
        **_result_facts(result, signer, now),
        "procedure": package_of(result.dossier.version_id).procedure_name,
    }


def preview_pdf(dossier: Dossier, *, now: datetime) -> bytes:
    """Return how the result from the template will look, before it has a number and a signature.

    Raises Refused for a procedure whose result does not come from a template.
    """
    notice = dossier.results.filter(kind=ResultKind.NOTICE, state__in=["draft", "numbered"]).first()
    if notice is not None:
        notice.dossier = dossier
        return result_pdf(notice, signer=SigningKey(holder_name="", capacity=""), now=now)
    if not package_of(dossier.version_id).result_template or dossier.is_unanswered:
        raise Refused("no_draft", N_("Hãy chọn tệp PDF của kết quả, hoặc ghi số, ngày của kết quả ở hệ thống khác."))
    kept = dossier.results.filter(kind=ResultKind.TEMPLATE, state__in=["draft", "numbered"]).first()
    result = kept or Result(kind=ResultKind.TEMPLATE, name=str(package_of(dossier.version_id).result.get("name") or ""))
    result.dossier = dossier
    return result_pdf(result, signer=SigningKey(holder_name="", capacity=""), now=now)


def signature_picture(result: Result, key: SigningKey, *, is_sealed: bool, now: datetime) -> bytes:
    """Return what the signature shows; a document made elsewhere also gets its number, date and QR there.

    `is_sealed`: the agency's seal will lie over the left third, where the template keeps its place.
    """
    note = qr = ""
    if result.kind not in DRAWN and result.dated_on is not None:
        note = f"Số {result.number}, ngày {result.dated_on:%d/%m/%Y}"
        qr = rendering.qr_svg(verification_address(result))
    return rendering.stamp(
        name=key.holder_name,
        capacity=key.capacity,
        agency=key.agency_name,
        note=note,
        at=now,
        free=62.0 if is_sealed and result.kind in DRAWN else 0.0,
        qr=qr,
    )


def _answered(package: Package, answers: dict[str, Any], context: Context, *, own_words: bool = True) -> dict[str, Any]:
    """Return every declared question for a template: as a value (none where not answered), and as people read it.

    The declaration keeps the old place names that a person typed; on a paper of the office they have no place.
    """
    names = package.form.names(package.form.settle(answers, context).answers, context)
    with translation.override("vi"):  # papers are Vietnamese whoever draws them
        said = package.form.said(answers, context, own_words=own_words)
    return {"answers": names["answers"], "said": said, "case": context.case}


def verification_address(result: Result) -> str:
    """Return the public address that the printed QR leads to."""
    return settings.SITE_ADDRESS + result_page(result.token)


def _dossier_facts(dossier: Dossier, submitter: str) -> dict[str, Any]:
    return {
        "code": dossier.code,
        "submitted_on": today(dossier.submitted_at).isoformat(),
        "agency": dossier.competent_agency.name,
        "owner": dossier.owner_name,
        "submitter": submitter,
    }


SUBMITTERS = "SELECT dossier_id, name FROM dossiers_party WHERE dossier_id = ANY(%s) AND role = 'submitter'"


def _submitter_names(dossiers: Sequence[Dossier]) -> dict[int, str]:
    return dict(statements.rows(SUBMITTERS, [[dossier.pk for dossier in dossiers]]))
