"""Tables of the cases."""

from tongban.cases.models.case import Case, CaseBreach, CaseMaterial, CaseStep
from tongban.cases.models.draft import Draft
from tongban.cases.models.middle import (
    CaseFee,
    CaseSignature,
    KinFiling,
    StandingReview,
    StepEntry,
    StepFile,
)
from tongban.cases.models.privacy import LegalHold, PrivacyRequest
from tongban.cases.models.recount import CalendarRun, DateChange
from tongban.cases.models.roster import OddMatter, Roster, RosterRow
from tongban.cases.models.saved_list import SavedList

__all__ = [
    "CalendarRun",
    "Case",
    "CaseBreach",
    "CaseFee",
    "CaseMaterial",
    "CaseSignature",
    "CaseStep",
    "DateChange",
    "Draft",
    "KinFiling",
    "LegalHold",
    "OddMatter",
    "PrivacyRequest",
    "Roster",
    "RosterRow",
    "SavedList",
    "StandingReview",
    "StepEntry",
    "StepFile",
]
