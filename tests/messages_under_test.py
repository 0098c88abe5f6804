"""Compiles the translations before the first check, so that pages are checked in the English of this tree."""

import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parent.parent / "tools" / "messages.py"


def pytest_configure(config: pytest.Config) -> None:
    """Once per run: the workers find what the run's own process compiled."""
    if not hasattr(config, "workerinput"):
        subprocess.run([sys.executable, str(TOOL), "--compile"], check=True, timeout=60)
