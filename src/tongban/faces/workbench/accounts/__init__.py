"""The accounts desk: who may sign in, what happened at the door, and everybody's own page."""
