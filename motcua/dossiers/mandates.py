"""What a mandate brings into a dossier: whose it is, by what, and the paper that shows it."""

from dataclasses import replace
from datetime import datetime

from motcua.accounts import identity
from motcua.accounts.models import Mandate, User
from motcua.accounts.queries import actor
from motcua.accounts.rules.mandates import BASIS_NAMES, Basis
from motcua.files import actions as files

from .rules.filing import Filing, PaperData, PartyData

EVIDENCE = "mandate"
EVIDENCE_NAME = "Giấy tờ chứng minh tư cách nộp thay"


def principal_of(mandate: Mandate, *, phone: str = "", email: str = "") -> PartyData:
    """Return the owner of what is filed under a mandate, with what was said of it as the basis."""
    return PartyData(
        name=mandate.principal_name,
        identity_kind=mandate.principal_number.kind,
        identity_number=identity.reveal(mandate.principal_number),
        is_organisation=mandate.is_organisation,
        birth=mandate.principal_birth,
        phone=phone,
        email=email,
        basis=basis_said(mandate),
    )


def basis_said(mandate: Mandate) -> str:
    """Return by what somebody acts, as a paper says it: the relation, then the document; at most 300 characters."""
    name = BASIS_NAMES[Basis(mandate.basis)]
    return (f"{name}: {mandate.document}" if mandate.document else name)[:300]


def with_evidence(filing: Filing, mandate: Mandate | None, *, by: User, now: datetime) -> Filing:
    """Return a filing with a copy of the paper that shows the mandate, for who receives it; not in a transaction."""
    if mandate is None or mandate.evidence is None:
        return filing
    copy = files.copy(file=mandate.evidence, purpose="paper", by=actor(by), now=now)
    paper = PaperData(key=EVIDENCE, file_ids=(str(copy.public_id),), name=EVIDENCE_NAME)
    return replace(filing, papers=(*filing.papers, paper))
