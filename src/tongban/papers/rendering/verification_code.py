"""The QR on a paper: the verification address, drawn as SVG."""

import io

import segno


def qr_svg(address: str) -> str:
    """The QR symbol of an address, with the quiet zone of four modules that ISO/IEC 18004 asks for.

    Level M survives a stamp's edge or a fold; the same address always gives the same drawing.
    """
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", border=4, xmldecl=False)
    return drawing.getvalue().decode()
