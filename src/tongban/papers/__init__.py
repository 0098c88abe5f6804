"""Numbered snapshots, rendering, verification.  Takes plain dataclasses, knows no case."""
