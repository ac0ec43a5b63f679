"""Comparing papers with their originals, by an official who sees both."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from motcua import audit
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from ... import access
from ...models import Paper
from ...packages import package_of
from .._course import lock


@transaction.atomic
def compare(*, dossier_id: int, paper_keys: Sequence[str], by: User, now: datetime) -> None:
    """Record that the originals of these papers were shown and agree; they are handed back (Decree 61/2018 art. 20(2)).

    A paper that is only shown gets its line in the dossier here. Raises Refused for a paper the procedure does not ask.
    """
    dossier = lock(dossier_id)
    access.require(by, "paper.compare", dossier)
    names = {paper.key: paper.name for paper in package_of(dossier.version_id).papers(dossier.case_key)}
    papers = {paper.key: paper for paper in dossier.papers.all()}
    number = max((paper.number for paper in papers.values()), default=0)
    compared = []
    for key in dict.fromkeys(paper_keys):
        paper = papers.get(key)
        if paper is None:
            if key not in names:
                raise Refused("no_such_paper", N_("Hồ sơ không có giấy tờ này."))
            number += 1
            paper = Paper(dossier=dossier, number=number, key=key, name=names[key])
        if paper.compared_at is None:
            paper.compared_at, paper.compared_by = now, str(by.pk)
            paper.save()
            compared.append(paper.number)
    audit.record(
        "dossier.papers_compared",
        about=("dossier", dossier.code),
        by=actor(by),
        at=now,
        details={"papers": ", ".join(str(each) for each in compared)},
    )
