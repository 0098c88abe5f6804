"""The documents hold together: every link leads somewhere, nothing is fetched from elsewhere, accounts are the real ones."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tongban.site.demo import accounts

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 250 * 1024  # bytes of one picture
ROOT_DOCUMENTS = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"]
LINK = re.compile(r"(?:\]\(|src=\"|href=\")([^)\"#\s]+)")
FETCHED = re.compile(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"?(?:https?:)?//([^\"/>\s]+)")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` builds it: a broken link ends the build."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_every_page_builds_without_a_broken_link(built: Path) -> None:
    assert (built / "architecture.html").is_file()


def test_no_page_fetches_anything_from_another_host(built: Path) -> None:
    fetched = {
        (page.name, host)
        for page in built.rglob("*.html")
        for host in FETCHED.findall(page.read_text(encoding="utf-8"))
    }
    assert fetched == set()


@pytest.mark.parametrize("name", ROOT_DOCUMENTS)
def test_links_of_root_documents_lead_to_files(name: str) -> None:
    targets = LINK.findall((ROOT / name).read_text(encoding="utf-8"))
    local = [target for target in targets if not target.startswith(("http", "mailto:"))]
    assert [target for target in local if not (ROOT / target).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_exactly_the_demonstration_accounts(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = re.findall(r"^\| `([\w-]+)` \|", text, re.MULTILINE)
    assert named == [username for _, _, username, _ in accounts()]
    assert {password for *_, password in accounts()} <= set(re.findall(r"`([\w-]+)`", text))


def test_every_decision_stands_in_the_index_and_in_the_menu() -> None:
    decisions = sorted(path.name for path in (ROOT / "docs/adr").glob("0*.md"))
    for where in ("docs/adr/index.md", "mkdocs.yml"):
        text = (ROOT / where).read_text(encoding="utf-8")
        assert [name for name in decisions if name not in text] == []


def test_pictures_are_small_enough_for_a_slow_line() -> None:
    pictures = list((ROOT / "docs/pictures").glob("*.png"))
    assert pictures
    assert [path.name for path in pictures if path.stat().st_size > LARGEST] == []
