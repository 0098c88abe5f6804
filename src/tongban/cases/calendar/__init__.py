"""Working calendars and the cases that were counted by them: publishing, counting anew, telling the new dates."""
