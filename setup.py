"""Compiles the translations into the package as it is built; everything else stands in pyproject.toml."""

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

sys.path.insert(0, str(Path(__file__).resolve().parent / "tools"))

from translations import compile_translations


class BuildWithTranslations(build_py):
    """The usual build, with the compiled translations in place before the files are gathered."""

    def run(self) -> None:
        compile_translations()
        super().run()


setup(cmdclass={"build_py": BuildWithTranslations})
