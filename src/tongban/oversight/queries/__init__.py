"""What may be read of the keeping of promises, each through `visible_to(actor)`."""

from tongban.oversight.queries.behind import FIGURES
from tongban.oversight.queries.desk import Desk, behind_desk, behind_supervised, desk, supervised, supervision
from tongban.oversight.queries.scope import EVERY_TOWNSHIP
from tongban.oversight.queries.townships import Township

__all__ = [
    "EVERY_TOWNSHIP",
    "FIGURES",
    "Desk",
    "Township",
    "behind_desk",
    "behind_supervised",
    "desk",
    "supervised",
    "supervision",
]
