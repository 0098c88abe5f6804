"""What is done to the calendars, and to the dates that people were told."""

from tongban.cases.calendar.publishing import publish_calendar
from tongban.cases.calendar.telling_in_person import note_date_told

__all__ = ["note_date_told", "publish_calendar"]
