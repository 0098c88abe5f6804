"""Sound signatures of a household, for walks and demonstrations: a line drawn on the pad of every member who must sign."""

import base64
import io
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageDraw

from tongban.cases.drawn import PREFIX
from tongban.cases.queries.shapes import CaseView


def drawing(bend: int = 0) -> str:
    """A stroke as a page's pad sends it."""
    picture = Image.new("RGBA", (900, 400), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.line([(120, 260), (260, 120), (400 + bend, 280), (560, 140), (760, 220)], fill="black", width=5)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return PREFIX + base64.b64encode(out.getvalue()).decode()


def signatures_to_give(case: CaseView) -> Iterator[dict[str, Any]]:
    """What `record_signature` takes, once for everybody of the household who has not signed."""
    for one in case.signers:
        if not one.signed:
            yield {"signer": one.order, "how": "screen", "drawing": drawing(one.order * 7)}
