"""What every page of the workbench keeps to: no inline script or style, every filter known, files in measure."""

import re
from pathlib import Path

from django.template.loader import get_template

import tongban.faces.workbench as workbench
from tongban.cases.authority import ROLES
from tongban.faces.workbench.acts import ACTS
from tongban.faces.workbench.reasons import WHY_NOT

FOLDER = Path(workbench.__file__).parent
TEMPLATES = sorted(FOLDER.glob("templates/**/*.html"))


def test_there_is_no_inline_script_style_or_handler():
    assert TEMPLATES
    for path in TEMPLATES:
        text = path.read_text()
        assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|javascript:", text), path.name


def test_every_template_compiles():
    # one that is included only now and then fails when somebody sends the form that shows it
    for path in sorted(FOLDER.parent.glob("*/templates/**/*.html")):
        get_template(str(path.relative_to(next(one for one in path.parents if one.name == "templates"))))


def test_every_chinese_text_in_a_template_is_translated():
    # a sheet that is printed and hung up is a paper, and papers are in Chinese
    paper = r'<article class="posted-sheet" lang="zh-Hans">.*?</article>'
    translated = re.compile(r"{% translate .*?%}|{% blocktranslate.*?{% endblocktranslate %}|" + paper, re.S)
    for path in TEMPLATES:
        left = translated.sub("", path.read_text())
        assert not re.search(r"[\u4e00-\u9fff]", left), path.name


def test_every_act_that_a_role_may_do_has_a_page_and_its_words():
    assert set(ROLES) == set(ACTS)
    for name in ROLES:
        assert f"not_your_role_{name}" in WHY_NOT
        assert (FOLDER / "templates/workbench/acts" / f"{name}.html").exists()


def test_no_file_outgrows_three_hundred_lines():
    for path in FOLDER.rglob("*"):
        if path.suffix in (".py", ".html", ".css", ".js"):
            assert len(path.read_text().splitlines()) <= 300, path.name
