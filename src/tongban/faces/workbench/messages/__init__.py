"""The pages of messages: the tray, the words, letters, and what is told face to face."""
