"""People: staff, assignments, delegated approval, absences, seals, two-person acts, and who can do what."""
