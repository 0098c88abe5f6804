"""Contrast of colours (WCAG 2.2, relative luminance and contrast ratio)."""

import re

DEFAULT_ACCENT = "#0D3B70"
LEAST = 4.5
"""White text on the accent (WCAG 1.4.3, level AA)."""
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


def is_colour(text: str) -> bool:
    """Whether a text is a colour such as ``#0D3B70``."""
    return bool(_COLOUR.fullmatch(text))


def contrast_with_white(colour: str) -> float:
    """The ratio of white to a colour, 1 to 21.

    Args:
        colour: six hexadecimal digits after ``#``.
    """
    return 1.05 / (_luminance(colour) + 0.05)


def darker(colour: str) -> str:
    """The colour with each channel a fifth darker."""
    return "#" + "".join(f"{channel * 4 // 5:02X}" for channel in _channels(colour))


def _channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _luminance(colour: str) -> float:
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
