"""The catalogue in and out: YAML files, a workbook for people, and the tables that platforms exchange."""
