"""The verbs of the case, by topic; other apps call them as `dossiers.actions.file(...)`."""

from ._clock import foretell, supplement_limits
from .applicant.comparing import compare
from .applicant.consents import answer_consent, ask_consent, consent_for, drop_changed, secret_of_consent
from .applicant.contact import change_contact, forget_contact
from .applicant.drafts import (
    add_draft_file,
    begin_draft,
    drop_draft,
    drop_drafts,
    move_draft,
    remove_draft_file,
    save_draft,
    sweep_drafts,
)
from .applicant.later import GIVES_ANSWERS, follow_document, tell
from .applicant.telling import call, opened, owe
from .applicant.tracking import forget_wrong_tries, give_secret, look_up, secret_of
from .applicant.typing_in import may_type_answers, type_answers
from .applicant.waiting import (
    Receipt,
    accept_silence,
    ask_payment,
    check_until,
    expire_supplements,
    forget_filing_keys,
    payment_done,
)
from .bundles import settle
from .decisions import recall, reopen, revoke
from .exporting import ask_export, sweep_exports, write_export
from .external import note_external
from .filing import Filed, file, repeated
from .handing.custody import give_back, pass_on, sign_for, withdraw_originals
from .handing.handing_back import hand_results
from .handing.handing_out import hand_out
from .handing.handing_over import hand_over, hand_over_times
from .handing.post_returns import hand_out_again, note_post_return
from .handing.taking_over import starts_here, take_over, take_over_one
from .issuing.agency_seal import seal
from .issuing.ending_keys import tell_ending_keys
from .issuing.known_files import take_up_known
from .issuing.lasting import GIVES_SIGNED, lasting_due, make_lasting, raise_file, take_up_results
from .issuing.replacing import replace
from .issuing.results import Reference, deliver, draft, issue, key_of, lacks_draft, needs_draft, shown_key, sign
from .notes import add_note
from .opinions import answer_opinion, ask_opinion, waive_opinion, watch_opinions
from .paperwork.declarations import make_declarations
from .paperwork.fee_receipts import annul_receipt, print_receipt, take_fee
from .paperwork.given_forms import give_form
from .paperwork.letter_signing import ask_signature, return_letter, sign_letter
from .paperwork.letters import begin_letter, save_letter, send_letter
from .paperwork.signing_forms import sign_form, sign_form_as_head, sign_waiting_forms, take_up_unsigned
from .population import LookedUp, look_up_party, may_look_up
from .promising.promises import Why, clock_goes_on, reappoint, stop_clock, stops_allowed, verify
from .promising.recomputing import Change, changes, count_open, recompute
from .promising.warning import tell_what_is_due, warn
from .reception import Missing, answer_supplement, ask_supplement, decline_refusal, receive, refuse
from .reusing import reuse_in_draft, take_copy
from .scans.accepting import accept_scan, reuse, waive_scan
from .scans.arranging import LEAVE, arrange, take_back
from .scans.picking import pick_scans
from .scans.reading import read_scans
from .scans.scan_signing import ask_signing, resume_scan_signing, sign_scans
from .scans.scanning import (
    add_scans,
    ask_reading,
    bring_scan,
    drop_scan,
    lay_scan,
    note_bad_scan,
    store_scans,
    take_scan,
)
from .scans.sweeping_scans import sweep_scan_sources
from .storing import fill_stores
from .working.absences import tell_absence, tell_uncovered
from .working.complete import Details, complete
from .working.finishing import finish
from .working.many import Order, do_all
from .working.reassigning import reassign_all
from .working.returning import return_to, steps_back
from .working.steps import advance, reassign, take, withdraw

__all__ = [
    "GIVES_ANSWERS",
    "GIVES_SIGNED",
    "LEAVE",
    "Change",
    "Details",
    "Filed",
    "LookedUp",
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
    "answer_consent",
    "answer_opinion",
    "answer_supplement",
    "arrange",
    "ask_consent",
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
    "change_contact",
    "changes",
    "check_until",
    "clock_goes_on",
    "compare",
    "complete",
    "consent_for",
    "count_open",
    "decline_refusal",
    "deliver",
    "do_all",
    "draft",
    "drop_changed",
    "drop_draft",
    "drop_drafts",
    "drop_scan",
    "expire_supplements",
    "file",
    "fill_stores",
    "finish",
    "follow_document",
    "foretell",
    "forget_contact",
    "forget_filing_keys",
    "forget_wrong_tries",
    "give_back",
    "give_form",
    "give_secret",
    "hand_out",
    "hand_out_again",
    "hand_over",
    "hand_over_times",
    "hand_results",
    "issue",
    "key_of",
    "lacks_draft",
    "lasting_due",
    "lay_scan",
    "look_up",
    "look_up_party",
    "make_declarations",
    "make_lasting",
    "may_look_up",
    "may_type_answers",
    "move_draft",
    "needs_draft",
    "note_bad_scan",
    "note_external",
    "note_post_return",
    "opened",
    "owe",
    "pass_on",
    "payment_done",
    "pick_scans",
    "print_receipt",
    "raise_file",
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
    "resume_scan_signing",
    "return_letter",
    "return_to",
    "reuse",
    "reuse_in_draft",
    "revoke",
    "save_draft",
    "save_letter",
    "seal",
    "secret_of",
    "secret_of_consent",
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
    "take_copy",
    "take_fee",
    "take_over",
    "take_over_one",
    "take_scan",
    "take_up_known",
    "take_up_results",
    "take_up_unsigned",
    "tell",
    "tell_absence",
    "tell_ending_keys",
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
