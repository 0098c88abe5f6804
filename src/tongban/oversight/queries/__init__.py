"""What may be read of the keeping of promises, each through `visible_to(actor)`."""

from tongban.oversight.queries.behind import FIGURES, HAPPENED
from tongban.oversight.queries.conditions import LATE, WHOSE
from tongban.oversight.queries.desk import Desk, behind_desk, behind_supervised, desk, supervised, supervision
from tongban.oversight.queries.figures import Number
from tongban.oversight.queries.flow import Passed
from tongban.oversight.queries.late import LateRow, Reason
from tongban.oversight.queries.public_figures import (
    PublishedMonth,
    published_file,
    published_month,
    published_months,
    signing_keys,
)
from tongban.oversight.queries.scope import EVERY_TOWNSHIP
from tongban.oversight.queries.townships import TOLD, Township

__all__ = [
    "EVERY_TOWNSHIP",
    "FIGURES",
    "HAPPENED",
    "LATE",
    "TOLD",
    "WHOSE",
    "Desk",
    "LateRow",
    "Number",
    "Passed",
    "PublishedMonth",
    "Reason",
    "Township",
    "behind_desk",
    "behind_supervised",
    "desk",
    "published_file",
    "published_month",
    "published_months",
    "signing_keys",
    "supervised",
    "supervision",
]
