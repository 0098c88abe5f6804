"""Writes docs/mechanisms/authority-matrix.md anew from what everybody is answered; read each changed cell afterwards.

Usage: python tools/authority_matrix.py
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the checks of the matrix so that they write what they see; then show what changed."""
    told = [sys.executable, "-m", "pytest", "-q", "tests/authority/test_matrix.py"]
    done = subprocess.run(told, cwd=ROOT, env={**os.environ, "TONGBAN_WRITE_MATRIX": "1"}, check=False)
    subprocess.run(
        ["git", "--no-pager", "diff", "--stat", "docs/mechanisms/authority-matrix.md"], cwd=ROOT, check=False
    )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
