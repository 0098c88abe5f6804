"""`make run` before there is an environment: one sentence for each thing that is missing."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What the first steps need of a checkout."""
    shutil.copytree(
        ROOT / "tools", tmp_path / "tools", ignore=shutil.ignore_patterns("node_modules", "__pycache__")
    )
    for name in ("pyproject.toml", "requirements.in", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def bootstrap(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "tools/bootstrap.sh", "run"],
        cwd=checkout,
        env={"HOME": str(checkout), "PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def tools_only(checkout: Path, *names: str) -> str:
    """A search path that holds nothing but the named programs."""
    folder = checkout / "bin"
    folder.mkdir()
    for name in names:
        (folder / name).symlink_to(shutil.which(name) or name)
    return str(folder)


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Python 3.11 or later is needed"), ("zh", "需要 Python 3.11")]
)
def test_no_python(checkout: Path, lang: str, said: str) -> None:
    done = bootstrap(checkout, PATH=tools_only(checkout, "dirname", "rm"), TONGBAN_LANG=lang)
    assert done.returncode == 4
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_python_without_venv_names_the_package_to_install(checkout: Path) -> None:
    path = tools_only(checkout, "dirname", "rm")
    python = Path(path) / "python3"
    python.write_text(
        f'#!/bin/sh\ncase "$*" in *version_info*) exit 0 ;; *) exit 1 ;; esac\n# {sys.executable}\n'
    )
    python.chmod(0o755)
    done = bootstrap(checkout, PATH=path, TONGBAN_LANG="en")
    assert done.returncode == 4
    assert "apt install python3-venv" in done.stderr
    assert not (checkout / ".venv").exists()


def test_a_registry_that_cannot_be_reached(checkout: Path) -> None:
    venv.create(checkout / ".venv", with_pip=True)
    done = bootstrap(
        checkout,
        TONGBAN_LANG="zh",
        PIP_INDEX_URL="http://127.0.0.1:9/simple",  # nothing listens on the discard port
        PIP_CONFIG_FILE=os.devnull,
    )
    assert done.returncode == 4
    assert done.stderr.splitlines()[-1].startswith("软件包仓库无法访问")


def test_no_lock_names_a_registry() -> None:
    locks = [
        *ROOT.glob("*.lock"),
        *ROOT.glob("tools/*.lock"),
        *ROOT.glob("**/packaged-browser/package-lock.json"),
    ]
    locks.append(ROOT / "package-lock.json")
    assert len(locks) == 6
    for lock in locks:
        text = lock.read_text()
        assert "--index-url" not in text
        assert '"resolved"' not in text
