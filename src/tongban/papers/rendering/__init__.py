"""Papers as PDF: one paper's content in, the bytes of its sheet out."""

from tongban.papers.rendering.glyphs import unprintable_characters
from tongban.papers.rendering.sheet import PaperNotNumbered, RenderingFailed, render

__all__ = [
    "PaperNotNumbered",
    "RenderingFailed",
    "render",
    "unprintable_characters",
]
