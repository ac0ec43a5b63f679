"""What a catalogue record says of the clock after a supplement: counted anew, or the waiting left out.

Few records say anything: where one says nothing, or both, the general rule stands and is shown as an assumption (Decree
61/2018/NĐ-CP, article 19(4): counted again from the beginning).
"""

import re
from collections.abc import Mapping
from typing import Any

from motcua.lib.text import fold

MOST_QUOTED = 220
_BREAK = re.compile(r"(?<=[.;])\s+|\n")
_ANEW = re.compile(r"\btinh lai tu dau\b")
_LEFT_OUT = re.compile(
    r"\bkhong (duoc )?tinh vao thoi (han|gian)\b|\bkhong (ke|tinh|bao gom) thoi gian (bo sung|khac phuc)\b"
)
# Time for something else is left out too (an opinion, a verification): only what the applicant mends is meant here.
_MENDED = re.compile(r"\b(bo sung|hoan thien|giai trinh|khac phuc|chinh sua)\b")


def clock_said(record: Mapping[str, Any]) -> dict[str, str]:
    """Return `clock` and `clock_basis` of a package's `supplement` as a record says them; empty where it does not."""
    texts = [str(record.get("steps") or ""), *(str(method.get("note") or "") for method in record.get("methods", ()))]
    sentences = [sentence.strip(" -+•*") for text in texts for sentence in _BREAK.split(text)]
    folded = [(sentence, fold(sentence)) for sentence in sentences]
    anew = [said for said, plain in folded if _ANEW.search(plain)]
    left_out = [said for said, plain in folded if _LEFT_OUT.search(plain) and _MENDED.search(plain)]
    if bool(anew) == bool(left_out):
        return {}
    said = (anew or left_out)[0]
    quoted = said if len(said) <= MOST_QUOTED else said[:MOST_QUOTED].rsplit(" ", 1)[0] + "…"
    return {"clock": "restart" if anew else "not_counted", "clock_basis": f"Hồ sơ công bố: “{quoted}”"}
