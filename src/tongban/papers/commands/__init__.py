"""What fixes and writes papers."""

from tongban.papers.commands.fix import Numbered, fix_paper, number_paper
from tongban.papers.commands.render import hurry_papers, render_for_command, render_waiting
from tongban.papers.commands.standing import Standing, mark_paper

__all__ = [
    "Numbered",
    "Standing",
    "fix_paper",
    "hurry_papers",
    "mark_paper",
    "number_paper",
    "render_for_command",
    "render_waiting",
]
