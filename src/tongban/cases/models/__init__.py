"""Tables of the cases."""

from tongban.cases.models.case import Case, CaseBreach, CaseMaterial, CaseStep
from tongban.cases.models.draft import Draft
from tongban.cases.models.privacy import LegalHold, PrivacyRequest

__all__ = ["Case", "CaseBreach", "CaseMaterial", "CaseStep", "Draft", "LegalHold", "PrivacyRequest"]
