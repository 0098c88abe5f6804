"""What fixes and writes papers."""

from tongban.papers.commands.fix import Numbered, fix_paper, number_paper
from tongban.papers.commands.render import render_for_command, render_waiting

__all__ = ["Numbered", "fix_paper", "number_paper", "render_for_command", "render_waiting"]
