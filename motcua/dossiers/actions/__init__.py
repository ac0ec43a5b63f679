"""The verbs of the case, by topic; other apps call them as `dossiers.actions.file(...)`."""

from ._clock import supplement_limits
from .agency_seal import seal
from .comparing import compare
from .complete import Details, complete
from .declarations import make_declarations
from .drafts import add_draft_file, begin_draft, drop_draft, move_draft, remove_draft_file, save_draft, sweep_drafts
from .external import note_external
from .filing import Filed, file, repeated
from .given_forms import give_form
from .later import GIVES_ANSWERS, tell
from .notes import add_note
from .reception import Missing, answer_supplement, ask_supplement, receive, refuse
from .results import Reference, deliver, draft, issue, key_of, needs_draft, sign
from .steps import advance, reassign, take, withdraw
from .tracking import forget_wrong_tries, give_secret, look_up, secret_of
from .waiting import (
    Receipt,
    accept_silence,
    ask_payment,
    check_until,
    expire_supplements,
    forget_filing_keys,
    payment_done,
)

__all__ = [
    "GIVES_ANSWERS",
    "Details",
    "Filed",
    "Missing",
    "Receipt",
    "Reference",
    "accept_silence",
    "add_draft_file",
    "add_note",
    "advance",
    "answer_supplement",
    "ask_payment",
    "ask_supplement",
    "begin_draft",
    "check_until",
    "compare",
    "complete",
    "deliver",
    "draft",
    "drop_draft",
    "expire_supplements",
    "file",
    "forget_filing_keys",
    "forget_wrong_tries",
    "give_form",
    "give_secret",
    "issue",
    "key_of",
    "look_up",
    "make_declarations",
    "move_draft",
    "needs_draft",
    "note_external",
    "payment_done",
    "reassign",
    "receive",
    "refuse",
    "remove_draft_file",
    "repeated",
    "save_draft",
    "seal",
    "secret_of",
    "sign",
    "supplement_limits",
    "sweep_drafts",
    "take",
    "tell",
    "withdraw",
]
