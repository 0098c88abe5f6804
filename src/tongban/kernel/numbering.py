"""Gapless numbers for papers: per body, kind and legal year.

The counter row is the last lock a command takes and, where it takes several, they are taken in a fixed
order, so that two commands never wait for each other in a circle.
"""

from collections.abc import Sequence

from tongban.kernel.kept_queries import sent

_NEXT = (
    "INSERT INTO kernel_paper_counter (body_id, kind, year, last) "
    "SELECT $1, kind, $2, 1 FROM unnest($3::text[]) AS kind ORDER BY kind "
    "ON CONFLICT (body_id, kind, year) DO UPDATE SET last = kernel_paper_counter.last + 1 "
    "RETURNING kind, last"
)


def next_paper_serials(body_id: int, kinds: Sequence[str], year: int) -> dict[str, int]:
    """The next serial of each kind, in one statement; a rolled-back transaction gives its numbers back.

    Args:
        body_id: the authority that issues.
        kinds: distinct paper kinds.
        year: the legal year (Asia/Shanghai) of issue.
    """
    if not kinds:
        return {}
    return dict(sent(_NEXT, [body_id, year, sorted(kinds)])())
