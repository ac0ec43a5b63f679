"""The verbs of the case, by topic; other apps call them as `dossiers.actions.file(...)`."""

from ._clock import foretell, is_boundary_free, supplement_limits
from .absences import tell_absence, tell_uncovered
from .accepting import accept_scan, reuse, waive_scan
from .agency_seal import seal
from .arranging import LEAVE, arrange, take_back
from .bundles import settle
from .comparing import compare
from .complete import Details, complete
from .custody import give_back, pass_on, sign_for, withdraw_originals
from .decisions import recall, reopen, revoke
from .declarations import make_declarations
from .drafts import add_draft_file, begin_draft, drop_draft, move_draft, remove_draft_file, save_draft, sweep_drafts
from .exporting import ask_export, sweep_exports, write_export
from .external import note_external
from .fee_receipts import annul_receipt, print_receipt, take_fee
from .filing import Filed, file, repeated
from .finishing import finish
from .given_forms import give_form
from .handing_back import hand_results
from .handing_out import hand_out
from .handing_over import hand_over, hand_over_times
from .later import GIVES_ANSWERS, tell
from .letter_signing import ask_signature, return_letter, sign_letter
from .letters import begin_letter, save_letter, send_letter
from .many import Order, do_all
from .notes import add_note
from .opinions import answer_opinion, ask_opinion, waive_opinion, watch_opinions
from .picking import pick_scans
from .promises import Why, clock_goes_on, reappoint, stop_clock, stops_allowed, verify
from .reading import read_scans
from .reassigning import reassign_all
from .reception import Missing, answer_supplement, ask_supplement, decline_refusal, receive, refuse
from .recomputing import Change, changes, count_open, recompute
from .replacing import replace
from .results import Reference, deliver, draft, issue, key_of, lacks_draft, needs_draft, shown_key, sign
from .returning import return_to, steps_back
from .scan_signing import ask_signing, sign_scans
from .scanning import (
    add_scans,
    ask_reading,
    bring_scan,
    drop_scan,
    lay_scan,
    note_bad_scan,
    store_scans,
    take_scan,
)
from .signing_forms import sign_form, sign_form_as_head, sign_waiting_forms
from .steps import advance, reassign, take, withdraw
from .sweeping_scans import sweep_scan_sources
from .taking_over import starts_here, take_over, take_over_one
from .telling import call, opened, owe
from .tracking import forget_wrong_tries, give_secret, look_up, secret_of
from .typing_in import may_type_answers, type_answers
from .waiting import (
    Receipt,
    accept_silence,
    ask_payment,
    check_until,
    expire_supplements,
    forget_filing_keys,
    payment_done,
)
from .warning import tell_what_is_due, warn

__all__ = [
    "GIVES_ANSWERS",
    "LEAVE",
    "Change",
    "Details",
    "Filed",
    "Missing",
    "Order",
    "Receipt",
    "Reference",
    "Why",
    "accept_scan",
    "accept_silence",
    "add_draft_file",
    "add_note",
    "add_scans",
    "advance",
    "annul_receipt",
    "answer_opinion",
    "answer_supplement",
    "arrange",
    "ask_export",
    "ask_opinion",
    "ask_payment",
    "ask_reading",
    "ask_signature",
    "ask_signing",
    "ask_supplement",
    "begin_draft",
    "begin_letter",
    "bring_scan",
    "call",
    "changes",
    "check_until",
    "clock_goes_on",
    "compare",
    "complete",
    "count_open",
    "decline_refusal",
    "deliver",
    "do_all",
    "draft",
    "drop_draft",
    "drop_scan",
    "expire_supplements",
    "file",
    "finish",
    "foretell",
    "forget_filing_keys",
    "forget_wrong_tries",
    "give_back",
    "give_form",
    "give_secret",
    "hand_out",
    "hand_over",
    "hand_over_times",
    "hand_results",
    "is_boundary_free",
    "issue",
    "key_of",
    "lacks_draft",
    "lay_scan",
    "look_up",
    "make_declarations",
    "may_type_answers",
    "move_draft",
    "needs_draft",
    "note_bad_scan",
    "note_external",
    "opened",
    "owe",
    "pass_on",
    "payment_done",
    "pick_scans",
    "print_receipt",
    "read_scans",
    "reappoint",
    "reassign",
    "reassign_all",
    "recall",
    "receive",
    "recompute",
    "refuse",
    "remove_draft_file",
    "reopen",
    "repeated",
    "replace",
    "return_letter",
    "return_to",
    "reuse",
    "revoke",
    "save_draft",
    "save_letter",
    "seal",
    "secret_of",
    "send_letter",
    "settle",
    "shown_key",
    "sign",
    "sign_for",
    "sign_form",
    "sign_form_as_head",
    "sign_letter",
    "sign_scans",
    "sign_waiting_forms",
    "starts_here",
    "steps_back",
    "stop_clock",
    "stops_allowed",
    "store_scans",
    "supplement_limits",
    "sweep_drafts",
    "sweep_exports",
    "sweep_scan_sources",
    "take",
    "take_back",
    "take_fee",
    "take_over",
    "take_over_one",
    "take_scan",
    "tell",
    "tell_absence",
    "tell_uncovered",
    "tell_what_is_due",
    "type_answers",
    "verify",
    "waive_opinion",
    "waive_scan",
    "warn",
    "watch_opinions",
    "withdraw",
    "withdraw_originals",
    "write_export",
]
