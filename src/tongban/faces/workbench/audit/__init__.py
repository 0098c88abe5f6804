"""The auditor's desk: who looked at what, who did what, and what administration changed.  It changes nothing."""
