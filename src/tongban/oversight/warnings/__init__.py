"""Warnings: which thresholds were reached, and who is told, each once."""
