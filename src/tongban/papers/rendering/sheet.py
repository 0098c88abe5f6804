"""One paper's content laid out as PDF/A-2b by its template version.

The content goes in as JSON data and is placed as text; the template is the only thing read as markup. The
same content gives the same bytes: the only time in the file is the paper's own date.
"""

import json
import threading
from datetime import datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from tongban.papers.content import Paper, to_json_dict
from tongban.papers.content_values import CHINA_TIME
from tongban.papers.rendering.glyphs import FONT_FILES, left_open, printed_values, unprintable_characters
from tongban.papers.rendering.verification_code import qr_svg

TEMPLATES = Path(__file__).parent.parent / "templates_typst"
PDF_STANDARD: Final = "a-2b"


class RenderingFailed(Exception):
    """The paper could not be laid out."""


class PaperNotNumbered(RenderingFailed):
    """A paper without number, or without the address that verifies it, can only be previewed."""


def render(paper: Paper, *, preview: bool = False, seal_place: bool = True) -> bytes:
    """The PDF of a paper.

    Args:
        paper: its content; `head.template_version` names the template.
        preview: True marks every page 预览 未编号 and needs no number; the QR is left out.
        seal_place: True draws the dashed circle that shows where the seal goes on the printed sheet; False
            leaves the place free for an electronic seal.

    Raises:
        PaperNotNumbered: not a preview, and number, verification address or code is missing.
        RenderingFailed: no template of this version for this kind, or the template refuses the content.
    """
    head = paper.head
    if not preview and not (head.number and head.verify_url and head.verify_code):
        raise PaperNotNumbered("only a preview goes without number, verification address and code")
    template = TEMPLATES / f"v{head.template_version}" / f"{paper.kind}.typ"
    if not template.is_file():
        raise RenderingFailed(f"no template of version {head.template_version} for {paper.kind}")
    content: dict[str, Any] = printed_values(to_json_dict(paper))
    if missing := unprintable_characters(content):
        content = left_open(content, missing)
    if preview:
        content["head"] |= {"number": "", "verify_url": "", "verify_code": ""}
    given = {
        "paper": content,
        "preview": preview,
        "seal_place": seal_place,
        "qr_svg": "" if preview else qr_svg(head.verify_url),
    }
    issued = datetime.combine(head.issued_on, time(), tzinfo=CHINA_TIME)
    try:
        pdf = compiler_of_thread().compile(
            input=str(template),
            format="pdf",
            sys_inputs={"paper": json.dumps(given, ensure_ascii=False)},
            pdf_standards=PDF_STANDARD,
            timestamp=int(issued.timestamp()),
        )
    except typst.TypstError as error:
        raise RenderingFailed(f"{paper.kind}: {error}") from error
    if not isinstance(pdf, bytes):
        raise RenderingFailed(f"{paper.kind}: the compiler returned no document")
    return pdf


_of_thread = threading.local()


def compiler_of_thread() -> typst.Compiler:
    """The compiler of this thread: one compiler refuses a second use while it is at work."""
    compiler: typst.Compiler | None = getattr(_of_thread, "compiler", None)
    if compiler is None:
        compiler = typst.Compiler(root=str(TEMPLATES), font_paths=_fonts(), ignore_system_fonts=True)
        _of_thread.compiler = compiler
    return compiler


@cache
def _fonts() -> typst.Fonts:
    """The papers' fonts only: a machine's own fonts must not change how a paper looks."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in {file.parent for file in FONT_FILES}],
    )
