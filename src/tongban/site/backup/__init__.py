"""A backup in two folders that are kept apart, and the way back.

The first folder has the database without its keys, and the files; the second one the keys, wrapped and unwrapping.
Neither opens anything without the other.  See docs/operations/backup.md.
"""
