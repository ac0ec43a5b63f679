"""Checks a document that anybody brings: a PDF or XML of whoever, broken, locked, or made to do harm.

Not for documents of ours (`verify`): those share their processes with signing and their reports are remembered. Here
nothing is remembered, strangers have processes of their own, and who finds them all at work is told to come again.
"""

import structlog
from django.conf import settings

from motcua.lib.fence import Breach, Busy, Fault, Fence
from motcua.lib.marks import N_
from motcua.signing.reports import report_of, xml_report_of
from motcua.signing.rules import Report, SigningRefused
from motcua.signing.verify import trusted_roots

# In each process of ours one stranger at a time, briefly: the machine goes on serving everybody else.
pdfs = Fence("motcua.signing.pades", memory=1_000_000_000, cpu=10, timeout=15.0, processes=1, patience=8.0)
xmls = Fence("motcua.signing.xades", memory=700_000_000, cpu=5, timeout=10.0, processes=1, patience=5.0)

PDF_WITHIN = 1024  # where readers look for the mark of a PDF
MARKS = b"\xef\xbb\xbf \t\r\n"
log = structlog.get_logger()


def examine(data: bytes) -> Report:
    """Check the signatures of whatever somebody brought. Never raises for what it is: the report says what is wrong.

    Raises SigningRefused (`busy`) where too many are checked at this moment. Call it outside a transaction.
    """
    try:
        if b"%PDF-" in data[:PDF_WITHIN]:
            given = {"roots": trusted_roots(), "most_pages": settings.FILE_MAX_PAGES}
            return report_of(pdfs.call("check", [data], **given).value)
        if data[:PDF_WITHIN].lstrip(MARKS).startswith(b"<"):
            return xml_report_of(xmls.call("check", [data], roots=trusted_roots()).value)
    except Busy as busy:
        text = N_("Đang có nhiều tệp chờ kiểm tra. Hãy thử lại sau ít phút.")
        raise SigningRefused("busy", text) from busy
    except Breach:
        return Report(problem="too_heavy")
    except Fault as fault:
        # A hole in our checker that this document found: its last line names the place, never what the document says.
        log.error("a stranger's document broke the checker", kind=str(fault).rpartition("\n")[2].partition(":")[0][:80])
        return Report(problem="unreadable")
    return Report(problem="other_kind")
