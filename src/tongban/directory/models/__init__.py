"""Tables of the directory."""

from tongban.directory.models.doors import SignInTry, Slip
from tongban.directory.models.duty import DutyGap, ExtendedSession, Kin, ServicePromise
from tongban.directory.models.people import Account, Assignment, Staff
from tongban.directory.models.places import Body, Division, OfficeHours, Position, Site, Window
from tongban.directory.models.proposals import Proposal
from tongban.directory.models.registers import Absence, IdentityProfile, LampRule, SealCustody

__all__ = [
    "Absence",
    "Account",
    "Assignment",
    "Body",
    "Division",
    "DutyGap",
    "ExtendedSession",
    "IdentityProfile",
    "Kin",
    "LampRule",
    "OfficeHours",
    "Position",
    "Proposal",
    "SealCustody",
    "ServicePromise",
    "SignInTry",
    "Site",
    "Slip",
    "Staff",
    "Window",
]
