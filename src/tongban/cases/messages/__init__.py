"""Messages that a person has a part in: the tray of those that failed, letters, and what is told face to face."""
