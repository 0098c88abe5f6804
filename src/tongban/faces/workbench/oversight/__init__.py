"""The pages on which promises are watched: the deputy's desk, the supervisor's view."""
