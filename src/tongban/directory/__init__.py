"""Divisions, bodies, sites, positions, windows, staff, assignments, office hours: who serves where."""
