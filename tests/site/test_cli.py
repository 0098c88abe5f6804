"""The `tongban` command: languages, exit codes, and what it does without a database."""

import subprocess
import sys

import pytest

from tongban.site import cli
from tongban.site.command_line.language import choose_language
from tongban.site.faults import Exit


class TestLanguage:
    def test_the_option_wins_over_the_environment(self) -> None:
        assert choose_language(["--lang", "en", "run"], {"TONGBAN_LANG": "zh"}) == "en"
        assert choose_language(["run", "--lang=zh"], {"LANG": "en_GB.UTF-8"}) == "zh"

    def test_then_tongbans_own_variable_then_the_locale(self) -> None:
        assert choose_language([], {"TONGBAN_LANG": "zh", "LC_ALL": "en_US.UTF-8"}) == "zh"
        assert choose_language([], {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}) == "zh"
        assert choose_language([], {"LANG": "zh_CN.GB18030"}) == "zh"

    def test_any_other_locale_or_none_is_english(self) -> None:
        assert choose_language([], {"LANG": "C.UTF-8"}) == "en"
        assert choose_language([], {}) == "en"


@pytest.mark.parametrize("name", [None, *cli.COMMANDS])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_help_is_in_one_language(
    name: str | None, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([*([name] if name else []), "--help", "--lang", lang])
    text = capsys.readouterr().out
    chinese = any("\u4e00" <= character <= "\u9fff" for character in text)
    assert ended.value.code == Exit.OK
    assert chinese is (lang == "zh")
    if lang == "zh":
        assert not [word for word in ("usage:", "options:", "positional", "show this help") if word in text]


@pytest.mark.parametrize("name", cli.COMMANDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_lists_the_exit_codes(name: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main([name, "--help", "--lang", lang])
    text = capsys.readouterr().out
    for code in Exit:
        assert f"  {int(code)} " in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "没有 'nonsense' 这一项"),
        (["db"], "缺少参数：act"),
        (["db", "url", "--nonsense"], "不认识的参数：--nonsense"),
        (["run", "--port"], "需要一个值"),
    ],
)
def test_wrong_usage_is_said_in_chinese_and_exits_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--lang", "zh", *arguments])
    assert ended.value.code == Exit.WRONG_USAGE
    assert said in capsys.readouterr().err


def test_no_command_shows_the_help_and_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--lang", "en"]) == Exit.WRONG_USAGE
    assert "commands:" in capsys.readouterr().out


def test_a_port_that_is_none_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--lang", "en", "run", "--port", "eighty"]) == Exit.WRONG_USAGE
    assert "from 1 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [["clock", "due", "--help"], ["calendar", "check"], ["--help"], ["db", "--help"]]
)
def test_needs_no_django(command: list[str]) -> None:
    program = (
        "import sys\nfrom tongban.site.cli import main\n"
        f"try:\n    main({command!r})\nexcept SystemExit:\n    pass\n"
        "assert 'django' not in sys.modules, 'Django was imported'\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("number", ["0", "-5", "many"])
def test_a_demonstration_of_no_cases_is_refused_in_a_sentence(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["demo", f"--cases={number}", "--lang", "en"])
    assert ended.value.code == Exit.WRONG_USAGE
    assert "a whole number of 1 or more" in capsys.readouterr().err
