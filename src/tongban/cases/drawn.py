"""A signature drawn on a screen: decoded, looked at, and painted anew, so that nothing foreign is kept."""

import base64
import binascii
import io

from PIL import Image, UnidentifiedImageError

from tongban.kernel.errors import FieldFault, InputFaults

MOST_BYTES = 50 * 1024
PREFIX = "data:image/png;base64,"
WIDTH, HEIGHT = 2400, 1200  # pixels: more is no pad under a finger
KEPT = (900, 400)
LEAST_INK = 60  # black pixels of what is kept: a dot or a speck is no signature


def read_drawing(text: str, field: str) -> bytes:
    """The picture that a page sent as text, as a fresh black and white PNG.

    Args:
        text: as a canvas gives it (``data:image/png;base64,…``).

    Raises:
        InputFaults: ``drawing_missing``, ``drawing_too_large`` (most, in KB), ``drawing_unreadable``, ``drawing_blank``:
            too little of what is kept is drawn on.
    """

    def refuse(code: str, **params: object) -> InputFaults:
        return InputFaults([FieldFault(field, code, params)])

    if not text.strip():
        raise refuse("drawing_missing")
    if len(text) > MOST_BYTES * 4 // 3 + len(PREFIX) + 4:
        raise refuse("drawing_too_large", most=MOST_BYTES // 1024)
    try:
        content = base64.b64decode(text.strip().removeprefix(PREFIX), validate=True)
        with Image.open(io.BytesIO(content), formats=("PNG",)) as picture:
            if picture.width > WIDTH or picture.height > HEIGHT:
                raise refuse("drawing_unreadable")
            ink = picture.convert("RGBA")
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        binascii.Error,
        OSError,
        SyntaxError,
        ValueError,
    ) as fault:
        raise refuse("drawing_unreadable") from fault
    paper = Image.new("RGBA", ink.size, "white")
    grey = Image.alpha_composite(paper, ink).convert("L")
    grey.thumbnail(KEPT)
    kept = grey.point(lambda shade: 255 if shade > 160 else 0, "1")
    black, white = kept.histogram()[0], kept.histogram()[255]
    if black < LEAST_INK or white < LEAST_INK:
        raise refuse("drawing_blank")
    out = io.BytesIO()
    kept.save(out, "PNG", optimize=True)
    return out.getvalue()
