"""Finds or fetches the browser of the checks, and gives it the Chinese fonts of a package."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from environment import chinese

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """The browser that `TONGBAN_CHROMIUM` names, or the first on the search path that runs."""
    named = os.environ.get("TONGBAN_CHROMIUM")
    for name in [named] if named else NAMES:
        path = shutil.which(name)
        if path and runs(path):
            return path
    return None


def runs(path: str) -> bool:
    """Whether the browser starts: Ubuntu's `chromium-browser` may be a mere pointer to a snap."""
    try:
        return (
            subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def install_with_apt() -> None:
    """As root on Debian the browser comes from its package; a failure shows when it is looked for again."""
    quiet = {"env": dict(os.environ, DEBIAN_FRONTEND="noninteractive"), "stdin": subprocess.DEVNULL}
    VAR.mkdir(exist_ok=True)
    with (VAR / "apt.log").open("w") as log:
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
        ):
            subprocess.run(command, stdout=log, stderr=log, check=False, timeout=900, **quiet)


def font_configuration() -> Path:
    """A fontconfig file that names the fonts of a Python package, so that no system font is needed."""
    found = importlib.util.find_spec("pylopdf_fonts_zh_cn")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("the package pylopdf-fonts-zh-cn is not installed")
    folder = Path(next(iter(found.submodule_search_locations)))
    VAR.mkdir(exist_ok=True)
    cache = VAR / "fontconfig-cache"
    file = VAR / "fonts.conf"
    system = Path("/etc/fonts/fonts.conf")
    include = f'<include ignore_missing="yes">{system}</include>' if system.exists() else ""
    families = "".join(
        f"<alias><family>{generic}</family><prefer><family>{name}</family></prefer></alias>"
        for generic, name in (("sans-serif", "Noto Sans SC"), ("serif", "Noto Serif SC"))
    )
    file.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"{include}<dir>{folder}</dir><cachedir>{cache}</cachedir>{families}</fontconfig>\n"
    )
    return file


def browser_environment(environment: dict[str, str]) -> dict[str, str]:
    """The environment for the browser tests.

    Exits with one sentence when there is no browser and none can be installed.
    """
    path = find_chromium()
    if path is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("== browser: installing Debian's chromium", flush=True)
        install_with_apt()
        path = find_chromium()
    if path is None:
        print(
            "没有找到浏览器；请安装 chromium（sudo apt install chromium），或把 TONGBAN_CHROMIUM 设为浏览器的路径。"
            if chinese()
            else "No browser was found; install one (sudo apt install chromium), or set TONGBAN_CHROMIUM to its path.",
            file=sys.stderr,
        )
        raise SystemExit(4)
    return {**environment, "TONGBAN_CHROMIUM": path, "FONTCONFIG_FILE": str(font_configuration())}
