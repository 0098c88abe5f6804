"""The demonstration county's last year: some thousand matters, made through the program's own commands at a shifted now.

Everything is invented and follows from a seed and a day: the same day gives the same history.
"""
