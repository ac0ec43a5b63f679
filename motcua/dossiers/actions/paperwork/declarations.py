"""The declaration (tờ khai): what the applicant answered, as the paper that archives and courts want."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from motcua import audit, statements
from motcua.files import actions as files
from motcua.files.models import StoredFile
from motcua.files.rules import Drawn
from motcua.lib.actors import SYSTEM
from motcua.printing.rendering import pages_of

from ...loading import load_all
from ...models import Dossier, Paper, PaperFile
from ...packages import package_of
from ...paperwork import documents

KEY = "declaration"
NAME = "Tờ khai"
MISSING = """
    SELECT a.dossier_id, a.number, p.id
    FROM (SELECT dossier_id, max(number) AS number FROM dossiers_answers WHERE dossier_id = ANY(%s) GROUP BY 1) a
    LEFT JOIN dossiers_paper p ON p.dossier_id = a.dossier_id AND p.number = 0
    JOIN dossiers_dossier d ON d.id = a.dossier_id
    WHERE NOT EXISTS (SELECT FROM dossiers_paperfile f WHERE f.paper_id = p.id AND f.number = a.number)
        AND NOT (d.declared_on_paper AND a.number <= greatest(1, d.typed_answers))
"""
# In one order, so that two who lock many never wait for one another.
LOCK = "SELECT FROM dossiers_dossier WHERE id = ANY(%s) ORDER BY id FOR UPDATE"


class Gap(NamedTuple):
    """Answers that have no declaration yet: which version, and the paper that earlier ones have theirs under."""

    number: int
    paper_id: int | None


def make_declarations(*, dossier_ids: Sequence[int], now: datetime) -> None:
    """Write the declarations of dossiers as their papers number 0, once for each version of the answers.

    Drawn and stored before the transaction: a second run finds the version there and leaves its own file to the sweep.
    """
    gaps = _gaps(dossier_ids)
    if not gaps:
        return
    dossiers = load_all(gaps)
    stored = _stored(dossiers, now=now)
    with transaction.atomic():
        statements.rows(LOCK, [list(gaps)])
        still = {pk: gap for pk, gap in _gaps(gaps).items() if gap.number == gaps[pk].number}
        if still:
            _write([dossier for dossier in dossiers if dossier.pk in still], still, stored, now=now)


def _gaps(dossier_ids: Iterable[int]) -> dict[int, Gap]:
    return {pk: Gap(number, paper_id) for pk, number, paper_id in statements.rows(MISSING, [list(dossier_ids)])}


def _stored(dossiers: Sequence[Dossier], *, now: datetime) -> dict[int, StoredFile]:
    """Draw and store; what a package's own template drew, behind the fence, is inspected as what people send."""
    stored: dict[int, StoredFile] = {}
    ours: dict[int, Drawn] = {}
    for dossier, pdf in zip(dossiers, documents.declaration_pdfs(dossiers, at=now), strict=True):
        name = f"to-khai-{dossier.code}.pdf"
        if package_of(dossier.version_id).declaration:
            stored[dossier.pk] = files.store(data=pdf, name=name, purpose=KEY, by=SYSTEM, now=now)
        else:
            ours[dossier.pk] = Drawn(name, pdf, pages_of(pdf))
    kept = files.store_drawn(drawn=list(ours.values()), purpose=KEY, by=SYSTEM, now=now)
    return stored | dict(zip(ours, kept, strict=True))


def _write(
    dossiers: Sequence[Dossier], gaps: Mapping[int, Gap], stored: Mapping[int, StoredFile], *, now: datetime
) -> None:
    earlier = {pk: gap.paper_id for pk, gap in gaps.items() if gap.paper_id is not None}
    if earlier:
        PaperFile.objects.filter(paper__in=earlier.values(), replaced_at=None).update(replaced_at=now)
    keys = statements.keys(*[Paper] * (len(gaps) - len(earlier)))
    papers = [
        statements.made(
            Paper, pk=earlier.get(each.pk) or keys.pop(), dossier=each, number=0, key=KEY, name=NAME, originals=1
        )
        for each in dossiers
    ]
    with statements.together():
        statements.insert(*(paper for paper in papers if paper.dossier_id not in earlier))
        statements.insert(
            *(
                statements.made(
                    PaperFile,
                    paper=paper,
                    file=stored[paper.dossier_id],
                    number=gaps[paper.dossier_id].number,
                    added_at=now,
                    added_by=SYSTEM.id,
                )
                for paper in papers
            )
        )
        files.attach(file_ids=[stored[each.pk].pk for each in dossiers], by=SYSTEM, now=now)
        about = [("dossier", each.code) for each in dossiers]
        audit.record_each("dossier.declaration_made", about=about, by=SYSTEM, at=now)
