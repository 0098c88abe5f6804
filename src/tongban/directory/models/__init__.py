"""Tables of the directory."""

from tongban.directory.models.people import Account, Assignment, Staff
from tongban.directory.models.places import Body, Division, OfficeHours, Position, Site, Window

__all__ = [
    "Account",
    "Assignment",
    "Body",
    "Division",
    "OfficeHours",
    "Position",
    "Site",
    "Staff",
    "Window",
]
