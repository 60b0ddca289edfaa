"""Nouns: fields, constraints, and who sees which rows. `ALL` lists every table in order of creation."""

from __future__ import annotations

from models.addresses import AddressChange
from models.applications import Application
from models.base import Model
from models.bulk import BulkCheck, BulkLine
from models.calendars import CalendarEntry, CalendarFeed
from models.certificates import Certificate
from models.checks import Budget, Reading, Receipt, Watch
from models.crm import Account, ImportRun, ImportSource, Lead, Mirror, Opportunity
from models.decisions import CaseKey, Condition, Decision, Reversal
from models.erasures import Erasure
from models.events import Delivery, Event
from models.evidence import Deletion, Evidence
from models.factors import AuthenticatorApp, Passkey, RecoveryCode, ShortPassword, SpentChallenge
from models.jobs import JobRun, Lease
from models.judgements import Judgement, LikelyPair, PairSearch
from models.languages import LanguageChoice
from models.names import NameEntry, NameKey, NameState, NameWord
from models.papers import PaperOrder
from models.partners import Partner
from models.probing import Alarm, Allowance, CheckPause, PartnerBudget, Peek
from models.programme import RulesVersion, Territory, Vendor
from models.questions import Question
from models.readouts import Rating, Readout
from models.registrations import Note, Obstacle, Registration, Sequence
from models.reports import Answer, AnswerFigures
from models.settings import BrandVersion, Publication
from models.spreadsheets import Spreadsheet, SpreadsheetRow
from models.trainings import Training
from models.users import Session, SigninLink, Throttle, User

ALL: tuple[type[Model], ...] = (
    Partner, User, Session, SigninLink, Throttle,
    RulesVersion, Vendor, Territory,
    Account, Lead, Opportunity, Mirror, ImportRun,
    NameEntry, NameKey, NameState, NameWord,
    Sequence, Registration, Obstacle, Note, Question, Evidence, Decision, Certificate, PaperOrder, Readout, Rating,
    Receipt, Reading, Budget, Watch,
    Event, Application, Delivery, Lease, JobRun, LanguageChoice,
    Publication, BrandVersion,
    Answer, AnswerFigures, CalendarFeed, CalendarEntry,
    Reversal, Condition, CaseKey, ImportSource, Spreadsheet, SpreadsheetRow,
    Deletion, Erasure,
    PartnerBudget, Peek, Allowance, CheckPause, Alarm,
    AuthenticatorApp, RecoveryCode, Passkey, SpentChallenge, ShortPassword,
    Training,
    AddressChange,
    BulkCheck, BulkLine,
    Judgement, LikelyPair, PairSearch,
)  # fmt: skip
