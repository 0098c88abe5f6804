"""The desk of the working calendars, and the list of those to be told a new date in person."""
