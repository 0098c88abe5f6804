"""Tables of the cases."""

from tongban.cases.models.case import Case, CaseBreach, CaseMaterial, CaseStep
from tongban.cases.models.draft import Draft
from tongban.cases.models.privacy import LegalHold, PrivacyRequest
from tongban.cases.models.recount import CalendarRun, DateChange

__all__ = [
    "CalendarRun",
    "Case",
    "CaseBreach",
    "CaseMaterial",
    "CaseStep",
    "DateChange",
    "Draft",
    "LegalHold",
    "PrivacyRequest",
]
