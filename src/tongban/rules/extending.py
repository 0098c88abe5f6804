"""The one extension of the law's limit: how long, until when it may be granted.

Source: 行政许可法 art. 42: where no decision can be made in time, the head of the body may extend once, before the
limit is over, and the applicant is told why.  It is no licence to break a promise: that day stays as it was.
"""

from datetime import date


def why_not_extend(
    today: date,
    last: date | None,
    days: int,
    most: int | None,
    *,
    units: tuple[str, str] = ("working", "working"),
    granted_before: bool = False,
) -> str:
    """A code that says why the limit may not be extended; empty when it may.

    Args:
        last: the last day of the law's limit as it stands; None where no law sets one, or it does not run.
        days: how many more.
        most: how many the item's rule allows; None where the item has no such rule with its basis.
        units: of the limit and of the extension.
        granted_before: whether it was extended already.

    Returns:
        ``extension_not_allowed``, ``no_statutory_limit``, ``extension_other_unit``, ``extended_before``,
        ``extension_too_late`` (the last day itself is in time), ``extension_length``.
    """
    if most is None:
        return "extension_not_allowed"
    if last is None:
        return "no_statutory_limit"
    if units[0] != units[1]:
        return "extension_other_unit"
    if granted_before:
        return "extended_before"
    if today > last:
        return "extension_too_late"
    return "" if 1 <= days <= most else "extension_length"
