"""The declaration that its applicant signed digitally: whether it is taken, and how it stands for whoever reads it."""

from collections.abc import Sequence

from motcua.accounts import identity
from motcua.files import queries as stored
from motcua.signing.rules import PROBLEMS, Report, Signature
from motcua.signing.verify import check_pdf, is_only_signed

from ..models import Dossier, PaperFile, Party
from ..packages import package_of
from ..rules.declaring import KEY, is_owned, refused, wanted


def check_declared(pdf: bytes, *, ours: bytes, numbers: Sequence[str]) -> Report:
    """Return the report of a declaration that somebody signed; raises Refused for one that is not taken.

    It must be the one that we handed out (`ours`), grown by nothing but signatures, all of them good, one of them by a
    certificate that names one of the person's `numbers`. Not inside a transaction.
    """
    if not pdf.startswith(ours):
        raise refused("declaration_other")
    if len(pdf) == len(ours):
        raise refused("declaration_unsigned")
    report = check_pdf(pdf)
    if not report.is_signed:
        raise refused("declaration_unsigned")
    if not report.intact or not is_only_signed(original=ours, signed=pdf):
        raise refused("declaration_altered")
    if bad := next((one for one in report.signatures if not one.is_good), None):
        raise refused("declaration_untrusted", problem=PROBLEMS[bad.problem])
    if not any(is_owned(one.identifiers, numbers) for one in report.signatures):
        raise refused("declaration_of_another")
    return report


def declared_by(dossier: Dossier, parties: Sequence[Party]) -> tuple[Report, Signature | None] | None:
    """Return what a dossier's signed declaration is worth now, and the signature of one of its own people.

    None where the procedure asks for none, or it is not there: filed on paper, or by another system.
    """
    if not wanted(package_of(dossier.version_id).settings):
        return None
    found = PaperFile.objects.filter(paper__dossier=dossier, paper__key=KEY, replaced_at=None).select_related("file")
    row = found.order_by("-number").first()
    if row is None:
        return None
    report = check_pdf(stored.read(row.file))
    numbers = [identity.reveal(party.identity) for party in parties if party.identity is not None]
    return report, next((one for one in report.signatures if is_owned(one.identifiers, numbers)), None)
