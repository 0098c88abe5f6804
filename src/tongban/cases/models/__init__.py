"""Tables of the cases."""

from tongban.cases.models.case import Case, CaseMaterial, CaseStep
from tongban.cases.models.draft import Draft
from tongban.cases.models.privacy import LegalHold, PrivacyRequest

__all__ = ["Case", "CaseMaterial", "CaseStep", "Draft", "LegalHold", "PrivacyRequest"]
