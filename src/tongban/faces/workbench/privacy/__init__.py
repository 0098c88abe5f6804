"""Requests about people's own data: the security administrator's desk, legal holds, and the counter."""
