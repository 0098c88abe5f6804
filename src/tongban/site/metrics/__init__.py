"""Figures for Prometheus: requests, commands, jobs, messages, papers, connections; nobody's data in any label."""
