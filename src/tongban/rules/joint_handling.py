"""When a matter of several departments has the longer limit of joint handling.

Source: 行政许可法 art. 42 para. 2: unified, joint or concentrated handling by several departments takes 45 days at
most, and 15 more with the approval of the government's head.  The days are data of the item, and act only where it
states them.
"""

from collections.abc import Iterable


def handled_jointly(groups: Iterable[str], always: bool = False) -> bool:
    """Whether the limit of joint handling takes the place of the ordinary one.

    Args:
        groups: the name under which each of the matter's steps runs beside others; empty for a step of its own.
        always: whether the item says that it is always handled jointly.
    """
    named = [group for group in groups if group]
    return always or len(named) > len(set(named))
