"""Rosters: many applications on one list (名册收件), judged row by row, filed one by one."""
