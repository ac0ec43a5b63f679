"""Tables of the case, by topic."""

from .bundle import BundlePart
from .consent import Consent
from .contents import Answers, Paper, PaperFile, Party, PartyRole
from .course import ClockStop, DossierEvent, DueAdjustment, SupplementRequest
from .custody import Custody
from .decision import Decision
from .delivery import Delivery, PostReturn
from .digitisation import Digitisation, Scan
from .dossier import Dossier
from .emergency import Emergency
from .export import Export
from .external import ExternalStanding
from .fee_receipt import FeeReceipt
from .given_form import FormLayout, FormSignature, GivenForm
from .hand_over import HandedOver, HandOver
from .intake import CodeCounter, Draft, DraftFile, FilingKey, LookupGuard
from .lasting import LastingFile
from .leg import Leg
from .letter import Letter, LetterSignature, LetterTemplate, LetterVersion
from .note import Note
from .opinion import Opinion, OpinionAnswer
from .paper_taken import PaperTaken
from .population_check import PopulationCheck
from .result import NumberBook, Result
from .telling import CallTry, Telling

__all__ = [
    "Answers",
    "BundlePart",
    "CallTry",
    "ClockStop",
    "CodeCounter",
    "Consent",
    "Custody",
    "Decision",
    "Delivery",
    "Digitisation",
    "Dossier",
    "DossierEvent",
    "Draft",
    "DraftFile",
    "DueAdjustment",
    "Emergency",
    "Export",
    "ExternalStanding",
    "FeeReceipt",
    "FilingKey",
    "FormLayout",
    "FormSignature",
    "GivenForm",
    "HandOver",
    "HandedOver",
    "LastingFile",
    "Leg",
    "Letter",
    "LetterSignature",
    "LetterTemplate",
    "LetterVersion",
    "LookupGuard",
    "Note",
    "NumberBook",
    "Opinion",
    "OpinionAnswer",
    "Paper",
    "PaperFile",
    "PaperTaken",
    "Party",
    "PartyRole",
    "PopulationCheck",
    "PostReturn",
    "Result",
    "Scan",
    "SupplementRequest",
    "Telling",
]
